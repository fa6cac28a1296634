"""IPTC-IIM records and the Photoshop resource blocks that carry them.

Record numbers from IIM version 4.2 (IPTC, 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import PositionsTold, read_geo_words
from auditor.readers.metadata.people.iptc_records import add_iptc_records
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp, Trust, parse_stamp

_IPTC_RESOURCE, _EXIF_RESOURCE, _EXIF_3_RESOURCE, _XMP_RESOURCE = 0x0404, 0x0422, 0x0423, 0x0424
_SIGNATURES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")
"""What a resource block may begin with (exiftool, Photoshop.pm); 8BIM is Photoshop's own."""
# Photoshop 5 and later; 28 bytes of header, then a JPEG (Adobe Photoshop File Formats, 2019)
_THUMBNAIL_RESOURCE = 0x040C
_THUMBNAIL_HEADER = 28
_MARKER = 0x1C
_UTF8 = b"\x1b%G"
_MOST_RECORDS = 500
MOST_RESOURCES = 500
"""Blocks of Photoshop's that are read of a file."""

_LONGEST = 20_000

_CHARSET = (1, 90)
_TITLE, _KEYWORDS, _DATE, _TIME, _PROGRAM, _BYLINE, _CITY, _SUBLOCATION = (
    5,
    25,
    55,
    60,
    65,
    80,
    90,
    92,
)
_DIGITAL_DATE, _DIGITAL_TIME = 62, 63
_STATE, _COUNTRY, _HEADLINE, _CREDIT, _COPYRIGHT, _CAPTION, _WRITER = (
    95,
    101,
    105,
    110,
    116,
    120,
    122,
)
_COLONS = re.compile(r"\A(\d\d):(\d\d):(\d\d)", re.ASCII)
_LAST_RECORD = 9
"""Records of IIM are numbered 1 to 9; what follows a stray byte must look like one."""
_EXTENDED = 0x8000
_LONGEST_LENGTH = 4


def resources(photoshop: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (id, data) of the resource blocks in a Photoshop segment.

    Where a block is not padded as it should be, or bytes stand between two, the next signature is
    looked for.
    """
    place = 0
    for _step in range(MOST_RESOURCES):
        if photoshop[place : place + 4] not in _SIGNATURES:
            place = photoshop.find(_SIGNATURES[0], max(place - 1, 0))
        if place < 0 or place + 12 > len(photoshop):
            return
        number = int.from_bytes(photoshop[place + 4 : place + 6], "big")
        name = photoshop[place + 6]
        place += 6 + (name + 2) // 2 * 2  # the name with its length byte is padded to an even size
        size = int.from_bytes(photoshop[place : place + 4], "big")
        yield number, photoshop[place + 4 : place + 4 + size]
        place += 4 + (size + 1) // 2 * 2


def blocks_in(photoshop: bytes, gaps: list[str]) -> tuple[list[bytes], list[bytes]]:
    """Return the EXIF blocks and the XMP packets of a Photoshop segment.

    `gaps` gets a reason where there is more than is read.
    """
    found = list(resources(photoshop))
    if len(found) >= MOST_RESOURCES:
        gaps.append(_("There are more Photoshop blocks than are read."))
    exif = [data for number, data in found if number in {_EXIF_RESOURCE, _EXIF_3_RESOURCE}]
    return exif, [data for number, data in found if number == _XMP_RESOURCE]


def iptc_in(photoshop: bytes) -> bytes:
    """Return the IPTC records of a Photoshop segment, empty if there are none."""
    return b"".join(data for number, data in resources(photoshop) if number == _IPTC_RESOURCE)


def thumbnail_in_photoshop(photoshop: bytes) -> bytes | None:
    """Return the JPEG thumbnail that Photoshop put beside the picture."""
    for number, data in resources(photoshop):
        if (
            number == _THUMBNAIL_RESOURCE
            and data[_THUMBNAIL_HEADER : _THUMBNAIL_HEADER + 2] == b"\xff\xd8"
        ):
            return data[_THUMBNAIL_HEADER:]
    return None


def read_iptc(records: bytes) -> RawMetadata:
    """Return what the records say."""
    found = RawMetadata("iptc")
    values: dict[int, list[str]] = {}
    utf8 = False
    for record, number, data in _list_records(records, found.gaps):
        if (record, number) == _CHARSET:
            utf8 = data.startswith(_UTF8)
        elif record == 2:  # noqa: PLR2004 - the application record
            values.setdefault(number, []).append(_decode(data, utf8=utf8))

    def all_of(*numbers: int) -> list[str]:
        return [text for number in numbers for text in values.get(number, ())]

    found.owners = all_of(_BYLINE, _COPYRIGHT, _CREDIT, _WRITER)
    found.software = next(iter(all_of(_PROGRAM)), None)
    add_iptc_records(values, found)
    place = ", ".join(
        dict.fromkeys(
            text.strip() for text in all_of(_SUBLOCATION, _CITY, _STATE, _COUNTRY) if text.strip()
        )
    )
    found.descriptions = [*all_of(_TITLE, _HEADLINE, _CAPTION), place]
    found.stamps = list(_read_times(values))
    told = PositionsTold()
    read_geo_words(all_of(_KEYWORDS), "IPTC keywords", told)
    found.take_positions(told)
    return found


def _decode(data: bytes, *, utf8: bool) -> str:
    """Return a text; programs that say UTF-8 do not always write it."""
    try:
        return data.decode("utf-8") if utf8 else decode(data)
    except UnicodeDecodeError:
        return decode(data)


def _read_times(values: Mapping[int, list[str]]) -> Iterator[Stamp]:
    for dates, clocks in ((_DATE, _TIME), (_DIGITAL_DATE, _DIGITAL_TIME)):
        day = "".join(values.get(dates, ())[:1]).strip()
        clock = _COLONS.sub(r"\1\2\3", "".join(values.get(clocks, ())[:1]).strip())
        stamp = parse_stamp(f"{day}T{clock}", trust=Trust.DIGITISED) if clock else None
        stamp = stamp or parse_stamp(day, trust=Trust.DIGITISED)
        if stamp is not None:
            yield stamp


def _list_records(data: bytes, gaps: list[str]) -> Iterator[tuple[int, int, bytes]]:
    """Yield (record, number, data). Bytes between two records are stepped over."""
    place = 0
    for _step in range(_MOST_RECORDS):
        place = _find_record(data, place)
        if place < 0:
            return
        size = int.from_bytes(data[place + 3 : place + 5], "big")
        begin = place + 5
        if size & _EXTENDED:  # the size itself is written in that many bytes: only pictures need it
            length = min(size & ~_EXTENDED, _LONGEST_LENGTH)
            size = int.from_bytes(data[begin : begin + length], "big")
            begin += length
        if begin + size > len(data):
            gaps.append(_("The last IPTC record is cut off."))
        yield data[place + 1], data[place + 2], data[begin : begin + min(size, _LONGEST)]
        place = begin + size
    if _find_record(data, place) >= 0:
        gaps.append(_("There are more IPTC records than are read."))


def _find_record(data: bytes, place: int) -> int:
    """Return where the next record begins, -1 for none."""
    while True:
        place = data.find(_MARKER, place)
        if place < 0 or place + 5 > len(data):
            return -1
        if 1 <= data[place + 1] <= _LAST_RECORD:
            return place
        place += 1
