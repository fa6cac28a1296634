"""Terms that a law sets for whoever was asked to take a picture down, from terms.toml.

General information, not legal advice. A clock is shown only where channel, place, kind of picture
and the person's yes to "was the request complete?" fit a row, and says "if" all the same.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.outside.reported import ReportChannel, ReportedKind, ReportedLink
from auditor.guidance.age import LAW_DAYS, stale
from auditor.guidance.jurisdictions import EU, EU_MEMBERS, code_of, outer

_SATURDAY = 5
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class RemovalTerm:
    """One term: `hours` or `months` from a request.

    `places` are codes of countries, and EU for all its members; `since` is the first day of
    requests that it holds for. `gives` is an English key of the catalogue; `law` is its name.
    """

    key: str
    law: str
    places: tuple[str, ...]
    kinds: tuple[ReportedKind, ...]
    channels: tuple[ReportChannel, ...]
    since: date
    gives: str
    source_url: str
    source_date: str
    checked_on: date
    hours: int = 0
    months: int = 0

    def stale(self, today: date) -> bool:
        """Say whether the row has to be looked at again before anyone relies on it."""
        return stale(self.source_date, self.checked_on, LAW_DAYS, today)

    def holds_in(self, where: str) -> bool:
        """Whether it holds in a place, or in the country or union around it."""
        return bool(around(where).intersection(self.places))


@dataclass(frozen=True, slots=True)
class RemovalClock:
    """When the term of a request ends, if the request was valid and the service is covered."""

    ends: datetime
    term: RemovalTerm


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    term: tuple[RemovalTerm, ...]


@lru_cache(maxsize=1)
def terms() -> tuple[RemovalTerm, ...]:
    """Return every row. Raises msgspec.ValidationError on a broken file."""
    read = files("auditor.guidance.terms").joinpath("terms.toml").read_bytes()
    return msgspec.toml.decode(read, type=_File).term


def around(where: str) -> frozenset[str]:
    """Return the codes whose law may hold in a place: its country, and the union around that."""
    code = code_of(where)
    country = outer(code)
    union = {EU} if country in EU_MEMBERS else set[str]()
    return frozenset({code, country, *union} - {""})


def clock_of(link: ReportedLink, zone: tzinfo | None = None) -> RemovalClock | None:
    """Return the clock of a link, the shortest where several laws give one; None without any.

    Days end in `zone`, that of this device unless it is given.
    """
    report = link.report
    if not link.adult or not link.complete or report.on is None or report.channel is None:
        return None
    begun = _day(report.on, zone, day_only=report.day_only)
    clocks = [
        RemovalClock(_ends(term, report.on, zone, day_only=report.day_only), term)
        for term in terms()
        if term.holds_in(link.where)
        and link.kind in term.kinds
        and report.channel in term.channels
        and begun >= term.since
    ]
    return min(clocks, key=lambda clock: clock.ends, default=None)


def _ends(term: RemovalTerm, on: datetime, zone: tzinfo | None, *, day_only: bool) -> datetime:
    """Return the last moment of a term, in UTC."""
    day = _day(on, zone, day_only=day_only)
    if term.months:
        return end_of(_working_day(_months_later(day, term.months)), zone)
    begins = end_of(day, zone) if day_only else on.astimezone(UTC)
    return begins + timedelta(hours=term.hours)


def _day(on: datetime, zone: tzinfo | None, *, day_only: bool) -> date:
    return on.astimezone(UTC).date() if day_only else on.astimezone(zone).date()


def _months_later(day: date, months: int) -> date:
    """Return the same date of a later month, or its last day where it is shorter."""
    count = day.month - 1 + months
    year, month = day.year + count // _DECEMBER, count % _DECEMBER + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _working_day(day: date) -> date:
    """Return the day itself, the Monday behind it for a Saturday or Sunday."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def end_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the first moment behind a day of `zone` (this device's unless given), in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    local = midnight.replace(tzinfo=zone) if zone is not None else midnight
    return local.astimezone(UTC)
