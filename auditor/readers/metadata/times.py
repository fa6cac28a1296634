"""Capture times: the camera's local time, with an offset only where the file gives one.

UTC is told only from that offset or from GPS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum

from auditor.dataclass import dataclass

_YEAR = r"(?P<year>\d{4})"
_DAY = rf"{_YEAR}[:\-/.] ?(?P<month>\d{{1,2}})[:\-/.] ?(?P<day>\d{{1,2}})"
_PART_OF_DAY = rf"{_YEAR}(?:[:\-/.] ?(?P<month>\d{{1,2}})(?:[:\-/.] ?(?P<day>\d{{1,2}}))?)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.\-](?P<minute>\d{2})(?:[:.\-](?P<second>\d{2}))?(?:[.,:]\d+)?"
    r"\s*(?P<half>[AaPp])?\.?(?(half)[Mm]\.?)"
)
_BASIC_CLOCK = r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,]\d+)?"
_ZONE = r"\s*(?P<zone>\(?(?:[A-Za-z]{1,4})?\s*(?:[+\-\u2212]\s*\d{1,2}(?::?\d{2})?)?\)?)"
_NAMED = r"(?P<name>[A-Za-z]{3,9})"
_ZONE_BEFORE_YEAR = r"(?P<zone>[A-Z]{1,4}|[+\-]\d{4}|(?:GMT|UTC)[+\-]\d{2}:?\d{2})"
_EXIF = rf"{_DAY}(?:[ T,]+|[:.\-]){_CLOCK}{_ZONE}"
# a day whose time is left blank (Exif: every sign but the colons)
_EXIF_DAY = rf"{_PART_OF_DAY}[ T:.\-/]*(?:Z|[+\-]\d{{2}}:\d{{2}})?"
# as IPTC writes it, and the basic form of ISO 8601
_BASIC = rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:[T _\-]?{_BASIC_CLOCK}{_ZONE})?"
# RFC 1123, which PNG recommends
_RFC_1123 = (
    rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})[ \-]{_NAMED}\.?,?[ \-]"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK}{_ZONE})?"
)
# as asctime of C writes it
_ASCTIME = (
    rf"[A-Za-z]{{3,9}},?\s+{_NAMED}\s+(?P<day>\d{{1,2}}),?\s+{_CLOCK}"
    rf"(?:\s+{_ZONE_BEFORE_YEAR})?\s+{_YEAR}"
)
_FORMS = tuple(
    re.compile(rf"\s*{form}\s*\Z") for form in (_EXIF, _EXIF_DAY, _BASIC, _RFC_1123, _ASCTIME)
)
_OFFSET = re.compile(
    r"\(?(?P<name>[A-Z]{0,4})\s*(?:(?P<sign>[+\-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)?\)?\Z",
    re.ASCII,
)
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""RFC 822, 5.1, in hours."""
_UNIVERSAL = frozenset({"Z", "UT", "UTC", "GMT"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# the oldest photograph that exists is of 1826 or 1827; later than 2200 is a broken clock
_FIRST_YEAR, _LAST_YEAR = (1826, 2200)
# the largest offset in the IANA time zone database: Pacific/Kiritimati
_WIDEST_OFFSET = timedelta(hours=14)
_TEXT_CAP = 64
_TIME_PARTS = 3
_YEAR_ALONE, _MONTH_ALONE, _DAY_ALONE, _WHOLE = 4, 7, 10, 19

_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_EPOCH_1970_AFTER_1904 = 2_082_844_800
"""Seconds. Some programs count from 1970 where 1904 is meant; then what they write is smaller."""
_LATEST_MOVIE = 4 * 10**9 + _EPOCH_1970_AFTER_1904


class Trust(IntEnum):
    """What a time is of, most trusted first."""

    CAPTURED = 0
    DIGITISED = 1  # written by a scanner or a program, mostly the same
    CHANGED = 2  # the last change of the file: the picture is not younger


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time from a file: local time without zone, and the offset that stands with it.

    `kept` is how many characters of ISO 8601 the file gives: 4 the year, 7 the month, 10 the day,
    19 all; what is not given is the first month, the first day, midnight. `universal` where the
    clock itself is UTC, so that the local time is not known.
    """

    local: datetime
    offset: timezone | None = None
    kept: int = _WHOLE
    trust: Trust = Trust.CAPTURED
    universal: bool = False

    @property
    def whole(self) -> bool:
        """Whether it has a time of the day."""
        return self.kept == _WHOLE

    @property
    def written(self) -> str:
        """The local time in ISO 8601, as far as it is given."""
        return self.local.isoformat()[: self.kept]


def parse_offset(text: str) -> timezone | None:
    """Return "+02:00", "Z", "GMT" or "PST" as an offset, None for anything else."""
    match = _OFFSET.match(text[:_TEXT_CAP].strip("\0 ").replace("\u2212", "-").upper())
    if match is None:
        return None
    name = match["name"]
    if not match["sign"]:
        return (
            UTC
            if name in _UNIVERSAL
            else timezone(timedelta(hours=_ZONES[name]))
            if name in _ZONES
            else None
        )
    if name and name not in _UNIVERSAL:
        return None
    span = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if span > _WIDEST_OFFSET or int(match["minutes"] or 0) > 59:  # noqa: PLR2004 - minutes
        return None
    return timezone(-span if match["sign"] == "-" else span)


def parse_stamp(text: str, offset: str = "", trust: Trust = Trust.CAPTURED) -> Stamp | None:
    """Return a time as files write it.

    EXIF ("2008:05:30 15:56:01"), XMP and ISO 8601 in any precision, IPTC ("20080530"), RFC 1123
    ("Fri, 30 May 2008 15:56:01 GMT"), asctime. None for placeholders ("0000:00:00 00:00:00") and
    impossible dates. Fractions of seconds are dropped; hour 24 is that of the next day.
    """
    written = _ascii_digits(text[:_TEXT_CAP].rstrip("\0 ").lstrip())
    for form in _FORMS:
        match = form.match(written)
        if match is not None:
            return _stamp(match.groupdict(), offset, trust)
    return None


def _stamp(parts: dict[str, str | None], offset: str, trust: Trust) -> Stamp | None:
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:  # noqa: PLR2004 - as RFC 2822, 4.3 has it
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    month = _month(parts.get("name")) if parts.get("name") else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR or month is None:
        return None
    kept = _YEAR_ALONE if not month else _MONTH_ALONE if not day else _DAY_ALONE
    try:
        local = datetime(year, month or 1, (month and day) or 1)  # noqa: DTZ001 - the camera's own time has no zone
        if kept < _DAY_ALONE or parts.get("hour") is None:
            return Stamp(local, None, kept, trust)
        local += _clock(parts)
    except (ValueError, OverflowError):
        return None
    return Stamp(local, parse_offset(parts.get("zone") or "") or parse_offset(offset), trust=trust)


def _month(name: str | None) -> int | None:
    short = (name or "")[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _clock(parts: dict[str, str | None]) -> timedelta:
    """Return the time since midnight. Raises ValueError for what is none."""
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004 - some phones write hour 24 after midnight, clocks a leap second
        raise ValueError
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _ascii_digits(text: str) -> str:
    """Return `text` with the digits of other scripts, which phones write by their language."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(sign, sign)) for sign in text)


def movie_time(seconds: int) -> Stamp | None:
    """Return a time as QuickTime counts it: seconds since 1904 in UTC. It is that of the file.

    None for 0 and for what no clock says.
    """
    if seconds <= 0 or seconds > _LATEST_MOVIE:
        return None
    if seconds < _EPOCH_1970_AFTER_1904:
        seconds += _EPOCH_1970_AFTER_1904
    moment = _EPOCH_1904 + timedelta(seconds=seconds)
    return Stamp(moment.replace(tzinfo=None), UTC, trust=Trust.DIGITISED, universal=True)


def gps_utc(day: str, clock: Sequence[float]) -> datetime | None:
    """Return the time a GPS receiver gave.

    `day` as "2008:10:23", `clock` as hours, minutes and seconds in UTC.
    """
    if len(clock) < _TIME_PARTS or not all(0 <= part < 61 for part in clock[:3]):  # noqa: PLR2004 - a leap second is 60
        return None
    stamp = parse_stamp(day.strip("\0 ")[:_DAY_ALONE])
    if stamp is None or stamp.kept != _DAY_ALONE or clock[0] >= 24:  # noqa: PLR2004 - hours
        return None
    hour, minute, second = (int(part) for part in clock[:3])
    return (stamp.local + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))).replace(
        tzinfo=UTC
    )


def choose(stamps: Iterable[Stamp], gps: datetime | None) -> tuple[str | None, str | None]:
    """Return (`captured_at`, `captured_at_utc`) from `stamps`.

    The first of the most trusted counts, one with a time before a day alone. A day alone is
    completed by a time on that day that is none of change. If it has no offset, one of another
    stamp with the very same local time is taken: editors write the same moment into XMP with its
    zone.
    """
    found = sorted(stamps, key=lambda stamp: (stamp.trust, stamp.universal, not stamp.whole))
    if not found:
        return None, _format_utc(gps)
    first = found[0]
    if first.universal:
        return None, _format_utc(gps or first.local.replace(tzinfo=UTC))
    if not first.whole:
        first = next((stamp for stamp in found if _completes(stamp, first)), first)
    if not first.whole:
        return first.written, _format_utc(gps)
    offset = next(
        (
            stamp.offset
            for stamp in found
            if stamp.whole and stamp.local == first.local and stamp.offset is not None
        ),
        None,
    )
    if offset is None:
        return first.written, _format_utc(gps)
    aware = first.local.replace(tzinfo=offset)
    return aware.isoformat(), _format_utc(aware)


def _completes(stamp: Stamp, day: Stamp) -> bool:
    return (
        stamp.kept > day.kept
        and stamp.trust < Trust.CHANGED
        and not stamp.universal
        and stamp.written.startswith(day.written)
    )


def _format_utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
