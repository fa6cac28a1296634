"""Position and time in segments of a JPEG that makers have to themselves.

FLIR's FFF in APP1, Casio's QVCI in APP1, Picture Info in APP12 (exiftool: FLIR.pm, Casio.pm,
APP12.pm).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import Angle, PositionsTold, altitude_of
from auditor.readers.metadata.text import decode_terminated
from auditor.readers.metadata.times import Stamp, parse_stamp

_APP1, _APP12 = 0xE1, 0xEC
_FLIR, _FLIR_SKIP, _FLIR_PART = b"FLIR\0", 8, 6
_FFF, _FFF_HEADER, _FFF_ENTRY = (b"FFF\0", b"AFF\0"), 64, 32
_CAMERA, _GPS = 0x20, 0x2B
_CAMERA_TIME = 0x384
_GPS_BYTES = 0x24
_MOST_RECORDS = 200
_LONGEST_WHOLE = 8 * 1024 * 1024
_QVCI, _QVCI_TIME = b"QVCI\0", slice(0x4D, 0x61)
_TIME_DATE = re.compile(rb"\bTimeDate=(\d{6,10})\b")


def read_maker_segments(segments: Sequence[tuple[int, bytes]]) -> RawMetadata:
    """Return what `segments`, (marker, body), say of place and time."""
    found = RawMetadata("segments")
    _read_flir(segments, found)
    for marker, body in segments:
        stamp = None
        if marker == _APP1 and body.startswith(_QVCI):
            stamp = parse_stamp(decode_terminated(body[_QVCI_TIME]))
        elif marker == _APP12 and (told := _TIME_DATE.search(body)):
            local = datetime.fromtimestamp(int(told[1]), UTC).replace(tzinfo=None)
            stamp = parse_stamp(local.isoformat())
        if stamp is not None:
            found.stamps.append(stamp)
    return found


def flir_records(segments: Sequence[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield (type, bytes) of the records that FLIR spreads over segments, (marker, body)."""
    flir = [body for marker, body in segments if marker == _APP1 and body.startswith(_FLIR)]
    if flir:
        parts = sorted(flir, key=lambda body: body[_FLIR_PART : _FLIR_PART + 1])
        yield from _list_records(b"".join(body[_FLIR_SKIP:] for body in parts)[:_LONGEST_WHOLE])


def _read_flir(segments: Sequence[tuple[int, bytes]], found: RawMetadata) -> None:
    for kind, record in flir_records(segments):
        if kind == _CAMERA and len(record) >= _CAMERA_TIME + 10:
            stamp = _flir_time(record)
            found.stamps += [stamp] if stamp else []
        elif kind == _GPS and len(record) >= _GPS_BYTES:
            _add_flir_position(record, found)


def _list_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (type, bytes) of the records of FLIR's format."""
    if len(data) < _FFF_HEADER or not data.startswith(_FFF):
        return
    order = ">" if 100 <= int.from_bytes(data[0x14:0x18], "big") < 200 else "<"  # noqa: PLR2004 - versions
    start, count = struct.unpack_from(order + "II", data, 0x18)
    for number in range(min(count, _MOST_RECORDS)):
        place = start + _FFF_ENTRY * number
        if place + _FFF_ENTRY > len(data):
            return
        (kind,) = struct.unpack_from(order + "H", data, place)
        at, size = struct.unpack_from(order + "II", data, place + 0x0C)
        yield kind, data[at : at + size]


def _flir_time(record: bytes) -> Stamp | None:
    """Return the time of the picture: seconds in UTC, and minutes west of it."""
    order = "<" if record[1:2] == b"\0" else ">"
    seconds, _part, west = struct.unpack_from(order + "IIh", record, _CAMERA_TIME)
    try:
        zone = timezone(timedelta(minutes=-west))
        local = datetime.fromtimestamp(seconds, zone)
    except (ValueError, OverflowError):
        return None
    stamp = parse_stamp(local.replace(tzinfo=None).isoformat())
    return Stamp(stamp.local, zone) if stamp else None


def _add_flir_position(record: bytes, found: RawMetadata) -> None:
    """Take the signed degrees, where the record says that they are valid."""
    order = next((each for each in "<>" if struct.unpack_from(each + "I", record)[0] == 1), None)
    if order is None:
        return
    latitude, longitude, altitude = struct.unpack_from(order + "ddf", record, 0x10)
    told = PositionsTold()
    told.add(
        _signed(latitude, record[8:10], b"NS"),
        _signed(longitude, record[10:12], b"EW"),
        altitude_of(altitude),
        "FLIR GPSInfo",
    )
    found.take_positions(told)


def _signed(degrees: float, ref: bytes, halves: bytes) -> Angle | None:
    """Return an angle whose letter may stand beside a number without its sign."""
    letter = ref[:1].upper()
    if degrees != degrees or abs(degrees) > 1000:  # noqa: PLR0124, PLR2004 - not a number; no degrees
        return None
    negative = letter == halves[1:] and degrees > 0
    return Angle(-degrees if negative else degrees, letter != b"" and letter in halves, True)
