"""GoPro's metadata (GPMF): keys with a type, a size and a count before each value.

Format as github.com/gopro/gpmf-parser describes it. It stands in the user data of a film, in
a track of its own, and in JPEG.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import Trace
from auditor.domain.photos.position import Position
from auditor.readers.metadata.gps import position
from auditor.readers.metadata.text import decode

__all__ = ["GpmfContents", "read_gpmf"]

_MOST_VALUES = 20_000
_DEEPEST = 6
_HEAD = 8
_NESTED = 0
_FORMATS = {
    ord("b"): "b",
    ord("B"): "B",
    ord("s"): "h",
    ord("S"): "H",
    ord("l"): "i",
    ord("L"): "I",
    ord("f"): "f",
    ord("d"): "d",
    ord("j"): "q",
    ord("J"): "Q",
}
_COMPLEX = ord("?")
_NO_LOCK = 0
_GPS5_VALUES, _GPS9_VALUES = 5, 9
_DAYS_FROM = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_TEXT = 1000


@dataclass(slots=True)
class GpmfContents:
    """What was told, in its order. `positions` are fixes only; `unsure` those without one."""

    positions: list[Position] = field(default_factory=list)
    unsure: list[Position] = field(default_factory=list)
    gps_time: datetime | None = None
    serials: list[str] = field(default_factory=list)
    identifiers: list[Trace] = field(default_factory=list)
    model: str = ""
    software: str = ""
    capped: bool = False


@dataclass(slots=True)
class _Stream:
    """What was said before a value, for that value."""

    scale: tuple[float, ...] = ()
    fix: int | None = None
    types: str = ""


def read_gpmf(data: bytes, found: GpmfContents) -> None:
    """Add what `data` tells to `found`; what is broken ends it."""
    _read_level(data, 0, found, [_MOST_VALUES])


def _read_level(data: bytes, depth: int, found: GpmfContents, left: list[int]) -> None:
    stream = _Stream()
    for key, kind, size, value in _list_values(data):
        left[0] -= 1
        if left[0] < 0:
            found.capped = True
            return
        if kind == _NESTED:
            if depth < _DEEPEST:
                _read_level(value, depth + 1, found, left)
            else:
                found.capped = True
        else:
            _read_value(key, kind, size, value, stream, found)


def _list_values(data: bytes) -> Iterator[tuple[bytes, int, int, bytes]]:
    place = 0
    while place + _HEAD <= len(data):
        key, kind, size, count = struct.unpack_from(">4sBBH", data, place)
        if key == bytes(4):
            return
        length = size * count
        if kind != _NESTED and place + _HEAD + length > len(data):
            return  # cut off: a part of a number is another number
        yield key, kind, size, data[place + _HEAD : place + _HEAD + length]
        place += _HEAD + -(-length // 4) * 4


def _read_value(
    key: bytes, kind: int, size: int, value: bytes, stream: _Stream, found: GpmfContents
) -> None:
    match key:
        case b"SCAL":
            stream.scale = _numbers(kind, value, 16)
        case b"GPSF":
            stream.fix = int(next(iter(_numbers(kind, value, 1)), 0))
        case b"TYPE":
            stream.types = value[:32].decode("latin-1").strip("\0")
        case b"GPSU":
            found.gps_time = found.gps_time or _gps_time(value)
        case b"GPS5" if kind in _FORMATS:
            _add_fix(_numbers(kind, value, _GPS5_VALUES), stream, "GPMF GPS5", found)
        case b"GPS9":
            _read_gps9(kind, size, value, stream, found)
        case _:
            _read_device(key, value, found)


def _read_device(key: bytes, value: bytes, found: GpmfContents) -> None:
    match key:
        case b"CASN":
            found.serials.append(_text(value))
        case b"MINF":
            found.model = found.model or _text(value)
        case b"FMWR":
            found.software = found.software or _text(value)
        case b"MUID" | b"GUMI" if any(value):
            found.identifiers.append(Trace(value[:32].hex(), f"GPMF {key.decode('ascii')}"))


def _read_gps9(kind: int, size: int, value: bytes, stream: _Stream, found: GpmfContents) -> None:
    """Newer cameras give each fix with its own time and quality."""
    codes = stream.types if kind == _COMPLEX else chr(kind) * (size // 4)
    formats = [_FORMATS.get(ord(code)) for code in codes]
    if len(formats) < _GPS9_VALUES or None in formats:
        return
    layout = ">" + "".join(str(code) for code in formats)
    if struct.calcsize(layout) > len(value):
        return
    raw = struct.unpack_from(layout, value)
    scale = stream.scale if len(stream.scale) >= _GPS9_VALUES else (1.0,) * _GPS9_VALUES
    numbers = [float(number) / (by or 1) for number, by in zip(raw, scale, strict=False)]
    stream.fix = int(numbers[8])
    _add_fix(tuple(float(number) for number in raw[:3]), stream, "GPMF GPS9", found)
    if found.gps_time is None and 0 < numbers[5] < 73_000 and 0 <= numbers[6] < 86_400:  # noqa: PLR2004 - days to the year 2200, seconds of a day
        found.gps_time = _DAYS_FROM + timedelta(days=int(numbers[5]), seconds=int(numbers[6]))


def _add_fix(numbers: tuple[float, ...], stream: _Stream, where: str, found: GpmfContents) -> None:
    if len(numbers) < 3:  # noqa: PLR2004 - latitude, longitude, altitude
        return
    scale = stream.scale if len(stream.scale) >= 3 else stream.scale[:1] * 3  # noqa: PLR2004 - as above
    if scale:
        numbers = tuple(number / (by or 1) for number, by in zip(numbers, scale, strict=False))
    told = position(numbers[0], numbers[1], numbers[2])
    if told is None:
        return
    kept = found.unsure if stream.fix == _NO_LOCK else found.positions
    if len(kept) >= 2:  # noqa: PLR2004 - the first and the last
        kept.pop()
    kept.append(replace(told, where=where))


def _numbers(kind: int, value: bytes, most: int) -> tuple[float, ...]:
    code = _FORMATS.get(kind)
    if code is None:
        return ()
    width = struct.calcsize(code)
    count = min(len(value) // width, most)
    return tuple(float(number) for number in struct.unpack_from(f">{count}{code}", value))


def _gps_time(value: bytes) -> datetime | None:
    """Return "yymmddhhmmss.sss" in UTC."""
    try:
        return datetime.strptime(value[:12].decode("ascii"), "%y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(value: bytes) -> str:
    return decode(value[:_LONGEST_TEXT].split(b"\0", 1)[0])
