"""IPTC-IIM records and the Photoshop resource blocks that carry them.

Record numbers from IIM version 4.2 (IPTC, 2014).
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.people.iptc_records import add_iptc_records
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import parse_stamp

_IPTC_RESOURCE = 0x0404
# Photoshop 5 and later; 28 bytes of header, then a JPEG (Adobe Photoshop File Formats, 2019)
_THUMBNAIL_RESOURCE = 0x040C
_THUMBNAIL_HEADER = 28
_MARKER = 0x1C
_UTF8 = b"\x1b%G"
_MOST_RECORDS = 500
_MOST_RESOURCES = 500
_LONGEST = 20_000

_CHARSET = (1, 90)
_TITLE, _DATE, _TIME, _PROGRAM, _BYLINE, _CITY, _SUBLOCATION = 5, 55, 60, 65, 80, 90, 92
_STATE, _COUNTRY, _HEADLINE, _CREDIT, _COPYRIGHT, _CAPTION, _WRITER = (
    95,
    101,
    105,
    110,
    116,
    120,
    122,
)
_DATE_DIGITS, _TIME_DIGITS = 8, 6


def resources(photoshop: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (id, data) of the resource blocks in a Photoshop segment."""
    place = 0
    for _step in range(_MOST_RESOURCES):
        if photoshop[place : place + 4] != b"8BIM" or place + 12 > len(photoshop):
            return
        number = int.from_bytes(photoshop[place + 4 : place + 6], "big")
        name = photoshop[place + 6]
        place += 6 + (name + 2) // 2 * 2  # the name with its length byte is padded to an even size
        size = int.from_bytes(photoshop[place : place + 4], "big")
        yield number, photoshop[place + 4 : place + 4 + size]
        place += 4 + (size + 1) // 2 * 2


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
    values: dict[int, list[str]] = {}
    utf8 = False
    for record, number, data in _list_records(records):
        if (record, number) == _CHARSET:
            utf8 = data.startswith(_UTF8)
        elif record == 2:  # noqa: PLR2004 - the application record
            values.setdefault(number, []).append(
                data.decode("utf-8", "replace") if utf8 else decode(data)
            )

    def all_of(*numbers: int) -> list[str]:
        return [text for number in numbers for text in values.get(number, ())]

    found = RawMetadata("iptc")
    found.owners = all_of(_BYLINE, _COPYRIGHT, _CREDIT, _WRITER)
    found.software = next(iter(all_of(_PROGRAM)), None)
    add_iptc_records(values, found)
    place = ", ".join(
        dict.fromkeys(
            text.strip() for text in all_of(_SUBLOCATION, _CITY, _STATE, _COUNTRY) if text.strip()
        )
    )
    found.descriptions = [*all_of(_TITLE, _HEADLINE, _CAPTION), place]
    day, clock = "".join(all_of(_DATE)[:1]), "".join(all_of(_TIME)[:1])
    if len(day) == _DATE_DIGITS and len(clock) >= _TIME_DIGITS:
        stamp = parse_stamp(
            f"{day[:4]}-{day[4:6]}-{day[6:]} {clock[:2]}:{clock[2:4]}:{clock[4:6]}{clock[6:]}"
        )
        found.stamps = [stamp] if stamp else []
    return found


def _list_records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    for _step in range(_MOST_RECORDS):
        if place + 5 > len(data) or data[place] != _MARKER:
            return
        size = int.from_bytes(data[place + 3 : place + 5], "big")
        # the size itself is written in that many bytes: only pictures in the record need it
        if size & 0x8000:
            return
        yield data[place + 1], data[place + 2], data[place + 5 : place + 5 + min(size, _LONGEST)]
        place += 5 + size
