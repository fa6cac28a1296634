"""A day, or a day with a time, as people type it: 2026-11-28, 28.11.2026, 2026-11-28 14:30."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time

from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_SHOWN = 40
_MONTHS = 12
_EARLIEST = 1990
"""The first year that is taken for one: before it nothing stood on the web."""
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")


def typed_moment(said: str) -> tuple[datetime, bool]:
    """Return the time that somebody typed, and whether it is a day alone.

    A day is its date in UTC, a time without a zone one of this device. Raises UsageError, also for
    what can be read as two days: 03/04/2026.
    """
    typed = _year_first(said.strip())
    try:
        moment, day_only = _read(typed)
    except (ValueError, OverflowError):
        moment, day_only = datetime.min.replace(tzinfo=UTC), False
    if moment.year < _EARLIEST:
        raise UsageError(
            _("{said}: no date or time").format(said=clean(typed, _SHOWN)),
            _("For example 2026-11-28, or “2026-11-28 14:30” by the clock of this device."),
        )
    return moment, day_only


def _read(typed: str) -> tuple[datetime, bool]:
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(typed), time(), UTC), True
    return datetime.fromisoformat(typed).astimezone(UTC), False


def _year_first(typed: str) -> str:
    """Return a day that is typed with its year last as 2026-11-28, all else as it is.

    With dots the day comes first; else only where one of both numbers can be no month.
    """
    found = _YEAR_LAST.match(typed)
    if found is None:
        return typed
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > _MONTHS or first == second:
        day, month = first, second
    elif second > _MONTHS:
        day, month = second, first
    else:
        return typed
    return f"{found[4]}-{month:02}-{day:02}{typed[found.end() :].removeprefix(',')}"
