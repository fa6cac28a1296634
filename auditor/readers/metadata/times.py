"""Capture times: the camera's local time, with an offset only where the file gives one.

UTC is told only from that offset or from GPS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_STAMP = re.compile(
    r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?\s*\Z",
    re.ASCII,
)
_OFFSET = re.compile(r"\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))\s*\Z", re.ASCII)
# the oldest photograph that exists is of 1826 or 1827; later than 2200 is a broken clock
_FIRST_YEAR, _LAST_YEAR = (1826, 2200)
# the largest offset in the IANA time zone database: Pacific/Kiritimati
_WIDEST_OFFSET = timedelta(hours=14)
_TEXT_CAP = 64
_TIME_PARTS = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time from a file: local time without zone, and the offset that stands with it."""

    local: datetime
    offset: timezone | None = None


def parse_offset(text: str) -> timezone | None:
    """Return "+02:00" or "Z" as an offset, None for anything else."""
    match = _OFFSET.match(text[:_TEXT_CAP])
    if match is None:
        return None
    if match[1]:
        return UTC
    span = timedelta(hours=int(match[3]), minutes=int(match[4]))
    return None if span > _WIDEST_OFFSET else timezone(-span if match[2] == "-" else span)


def parse_stamp(text: str, offset: str = "") -> Stamp | None:
    """Return a time as EXIF ("2008:05:30 15:56:01") or XMP ("2008-05-30T15:56:01+02:00") writes it.

    None for placeholders ("0000:00:00 00:00:00"), impossible dates, and dates without a time.
    Fractions of seconds are dropped.
    """
    match = _STAMP.match(text[:_TEXT_CAP].rstrip("\0 "))
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        local = datetime(year, month, day, hour, minute, int(match[6] or 0))  # noqa: DTZ001 - the camera's own time has no zone
    except ValueError:
        return None
    return Stamp(local, parse_offset(match[7] or offset))


def gps_utc(day: str, clock: Sequence[float]) -> datetime | None:
    """Return the time a GPS receiver gave.

    `day` as "2008:10:23", `clock` as hours, minutes and seconds in UTC.
    """
    if len(clock) < _TIME_PARTS or not all(0 <= part < 61 for part in clock[:3]):  # noqa: PLR2004 - a leap second is 60
        return None
    hour, minute, second = clock[:3]
    stamp = parse_stamp(
        f"{day.strip(chr(0) + ' ')} {int(hour)}:{int(minute):02}:{min(int(second), 59):02}"
    )
    return stamp.local.replace(tzinfo=UTC) if stamp else None


def choose(stamps: Iterable[Stamp], gps: datetime | None) -> tuple[str | None, str | None]:
    """Return (`captured_at`, `captured_at_utc`) from `stamps`, most trusted first.

    The first stamp counts. If it has no offset, one of another stamp with the very same local time
    is taken: editors write the same moment into XMP with its zone.
    """
    found = list(stamps)
    if not found:
        return None, _format_utc(gps)
    first = found[0]
    offset = next(
        (
            stamp.offset
            for stamp in found
            if stamp.local == first.local and stamp.offset is not None
        ),
        None,
    )
    if offset is None:
        return first.local.isoformat(), _format_utc(gps)
    aware = first.local.replace(tzinfo=offset)
    return aware.isoformat(), _format_utc(aware)


def _format_utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
