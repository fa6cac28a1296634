"""What programs and cameras put into application segments of a JPEG beside EXIF, XMP and IPTC.

Ducky (Photoshop's "save for web"), Picture Info, GoPro's GPMF, FLIR, InfiRay, Samsung, HP, Kodak's
Meta, Canon's CIFF, Media Jukebox. Heads and places from exiftool's tables; GPMF as in
github.com/gopro/gpmf-parser.
"""

from __future__ import annotations

import itertools
import re
import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from auditor.domain.photos.file_contents import NamedPerson
from auditor.messages import _
from auditor.readers.metadata.containers.maker_segments import flir_records
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers import tables
from auditor.readers.metadata.makers.gpmf import GpmfContents, read_gpmf
from auditor.readers.metadata.makers.note import Goes, MakerNote, tell
from auditor.readers.metadata.makers.read_notes import read_rows
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.tiff import Tiff
from auditor.readers.metadata.times import parse_stamp

AppSegment = tuple[int, bytes]
"""Marker and body."""

_MOST_SEGMENTS = 200
_MOST_STEPS = 2000
_MOST_PAIRS = 20
_APP0, _APP3, _APP5, _APP6, _APP9, _APP10, _APP12 = (
    0xE0,
    0xE3,
    0xE5,
    0xE6,
    0xE9,
    0xEA,
    0xEC,
)
_DUCKY_COMMENT, _DUCKY_RIGHTS = 2, 3
_FLIR_CAMERA = 0x20
_FLIR_SERIALS = ((0x104, 16), (0x1A0, 16), (0x21C, 32))
_INFIRAY_SERIALS = ((0x0C0, 32), (0x240, 32))
_CIFF_HEAD = b"HEAPJPGM"
_CIFF_OWNER, _CIFF_FILE, _CIFF_SERIAL, _CIFF_MODEL = 0x0810, 0x0816, 0x180B, 0x080A
_CIFF_THUMB_FILE, _CIFF_TIME = 0x0817, 0x180E
_CIFF_DIRECTORIES = (0x2800, 0x3000)
_PICTURE_INFO = re.compile(rb"picture info\]|\bType=", re.IGNORECASE)
_SERIAL = re.compile(rb"\bserial#?\w{0,10}=([\x21-\x7e]{1,40})", re.IGNORECASE)
_WORDS = re.compile(
    rb"\b(?:comment|title|description)=([\x20-\x7e\x80-\xff]{1,300})", re.IGNORECASE
)
_XML_PAIR = re.compile(r"<(\w{1,40})>([^<]{1,500})</\1>")


def read_segments(segments: Sequence[AppSegment]) -> RawMetadata:
    """Return what the segments say; what belongs to none of these is passed over."""
    found = RawMetadata("segments")
    for kind, record in flir_records(segments):
        if kind == _FLIR_CAMERA:
            _tell_places(found, record, _FLIR_SERIALS, "FLIR")
    infiray = any(body[4:10] == b"IJPEG\0" for _marker, body in segments)
    for marker, body in segments[:_MOST_SEGMENTS]:
        if marker == _APP9 and infiray:
            _tell_places(found, body, _INFIRAY_SERIALS, "InfiRay")
        else:
            for app, head, read in _READERS:
                if marker == app and body.startswith(head):
                    read(body[len(head) :], found)
                    break
    return found


def _read_ducky(body: bytes, found: RawMetadata) -> None:
    """Read blocks of a kind, a length, and text in UTF-16 behind its number of characters."""
    place = 0
    for _step in range(_MOST_STEPS):
        if place + 4 > len(body):
            return
        kind, size = struct.unpack_from(">HH", body, place)
        value = body[place + 8 : place + 4 + size]
        if kind in {_DUCKY_COMMENT, _DUCKY_RIGHTS} and size > 4:  # noqa: PLR2004 - the number of characters
            text = value[: len(value) // 2 * 2].decode("utf-16-be", "replace")
            goes = Goes.WORDS if kind == _DUCKY_COMMENT else Goes.OWNER
            tell(found, goes, text, "APP12 Ducky")
        place += 4 + size


def _read_picture_info(body: bytes, found: RawMetadata) -> None:
    """Read lines "Serial#=00000001" of Agfa, Olympus and Polaroid cameras."""
    if not _PICTURE_INFO.search(body):
        return
    for pattern, goes in ((_SERIAL, Goes.SERIAL), (_WORDS, Goes.WORDS)):
        for told in itertools.islice(pattern.finditer(body), _MOST_PAIRS):
            tell(found, goes, decode(told[1]), "APP12 PictureInfo")


def _read_gpmf(body: bytes, found: RawMetadata) -> None:
    told = GpmfContents()
    read_gpmf(body, told)
    for serial in told.serials:
        tell(found, Goes.SERIAL, serial, "GoPro CASN")
    found.identifiers += told.identifiers
    if told.capped:
        found.gaps.append(_("It has more parts than are looked at."))


def _tell_places(
    found: RawMetadata, data: bytes, places: Sequence[tuple[int, int]], where: str
) -> None:
    for start, size in places:
        value = data[start : start + size].split(b"\0", 1)[0]
        if value and value.isascii() and any(sign in b"0123456789" for sign in value):
            tell(found, Goes.SERIAL, decode(value), where)


def _read_samsung(body: bytes, found: RawMetadata) -> None:
    """Read the unique id that Samsung's first phones wrote: 32 bytes behind their name."""
    _before, mark, value = body[:200].partition(b"ssuniqueid\0")
    if mark and len(value) >= 32:  # noqa: PLR2004 - see above
        tell(
            found, Goes.IDENTIFIER, value[:32].hex() if any(value[:32]) else "", "Samsung UniqueID"
        )


def _read_hp(body: bytes, found: RawMetadata) -> None:
    """Read HP's records: a name, a kind, a size in four bytes each; kind 0x10001 holds others."""
    place = 0
    for _step in range(_MOST_STEPS):
        if place + 12 > len(body):
            return
        name = body[place : place + 4]
        kind, size = struct.unpack_from("<II", body, place + 4)
        place += 12
        if kind == 0x10001 or name in {b"TDHD", b"LSLV"}:  # noqa: PLR2004 - see above
            continue
        if name == b"CMSN":
            value = body[place : place + min(size, 64)].split(b"\0", 1)[0]
            tell(found, Goes.SERIAL, decode(value), "HP CMSN")
        place += size


def _read_meta(body: bytes, found: RawMetadata) -> None:
    """Read Kodak's "Meta": a directory with tags of its own."""
    opened = Tiff.of(body)
    if opened is None:
        return
    tiff, first = opened
    entries, _ = tiff.directory(first)
    note = MakerNote(tiff, 0, len(body))
    read_rows(tables.KODAK_META, entries, note, found)


def _read_ciff(body: bytes, found: RawMetadata) -> None:
    """Read the heap of Canon's first cameras: owner and file name on the card.

    Its directory stands at the end: entries of ten bytes, tag, size and place.
    """
    if body[6:14] != _CIFF_HEAD or body[:2] not in {b"II", b"MM"}:
        return
    order = "<" if body[:2] == b"II" else ">"
    (start,) = struct.unpack_from(order + "I", body, 2)
    heaps = [(start, len(body))]
    entries: dict[int, bytes] = {}
    for _step in range(16):
        if not heaps:
            break
        begin, end = heaps.pop()
        if not begin + 4 <= end <= len(body):
            continue
        (place,) = struct.unpack_from(order + "I", body, end - 4)
        place += begin
        if not begin <= place <= end - 6:
            continue
        (count,) = struct.unpack_from(order + "H", body, place)
        for number in range(min(count, 200)):
            at = place + 2 + 10 * number
            if at + 10 > end:
                break
            tag, size, offset = struct.unpack_from(order + "HII", body, at)
            inline = tag & 0xC000 == 0x4000  # noqa: PLR2004 - the value stands in the entry itself
            value_start, value_size = (at + 2, 8) if inline else (begin + offset, size)
            plain = tag & 0x3FFF
            if plain & 0x3800 in _CIFF_DIRECTORIES and not inline:
                heaps.append((value_start, value_start + value_size))
            else:
                entries.setdefault(plain, body[value_start : value_start + min(value_size, 256)])
    _tell_ciff(entries, order, found)


def _tell_ciff(entries: dict[int, bytes], order: str, found: RawMetadata) -> None:
    def text(tag: int) -> str:
        return decode(entries.get(tag, b"").split(b"\0", 1)[0])

    tell(found, Goes.OWNER, text(_CIFF_OWNER), "CIFF OwnerName")
    tell(found, Goes.PATH, text(_CIFF_FILE), "CIFF OriginalFileName")
    tell(found, Goes.PATH, text(_CIFF_THUMB_FILE), "CIFF ThumbnailFileName")
    serial = entries.get(_CIFF_SERIAL, b"")
    if len(serial) >= 4 and b"EOS" in entries.get(_CIFF_MODEL, b""):  # noqa: PLR2004 - one number
        number = struct.unpack_from(order + "I", serial)[0]
        tell(found, Goes.SERIAL, f"{number:010d}" if number else "", "CIFF SerialNumber")
    clock = entries.get(_CIFF_TIME, b"")
    if len(clock) >= 4:  # noqa: PLR2004 - seconds of the camera's local time
        local = datetime.fromtimestamp(struct.unpack_from(order + "I", clock)[0], UTC)
        stamp = parse_stamp(local.replace(tzinfo=None).isoformat())
        found.stamps += [stamp] if stamp else []


def _read_jukebox(body: bytes, found: RawMetadata) -> None:
    """Read the XML of Media Jukebox: names of people, places, captions."""
    for pair in itertools.islice(_XML_PAIR.finditer(decode(body[:65536])), _MOST_PAIRS):
        name, value = pair[1].casefold(), pair[2].strip()
        if name == "people":
            found.people += [
                NamedPerson(person.strip(), "APP9 People") for person in value.split(";")
            ]
        elif name in {"caption", "comment", "places", "album", "name"}:
            tell(found, Goes.WORDS, value, "APP9")
        elif name == "keywords":
            found.keywords += [word.strip() for word in value.split(";")]


def _read_unicode_comment(body: bytes, found: RawMetadata) -> None:
    """Read the comment of PhotoStudio."""
    text = body[: len(body) // 2 * 2].decode("utf-16", "replace")
    tell(found, Goes.WORDS, text, "APP10")


_READERS: tuple[tuple[int, bytes, Callable[[bytes, RawMetadata], None]], ...] = (
    (_APP12, b"Ducky", _read_ducky),
    (_APP12, b"", _read_picture_info),
    (_APP6, b"GoPro\0", _read_gpmf),
    (_APP6, b"TDHD\1\0\1\0", _read_hp),
    (_APP5, b"", _read_samsung),
    (_APP3, b"Meta\0\0", _read_meta),
    (_APP3, b"META\0\0", _read_meta),
    (_APP3, b"Exif\0\0", _read_meta),
    (_APP0, b"", _read_ciff),
    (_APP9, b"Media Jukebox\0", _read_jukebox),
    (_APP10, b"UNICODE\0", _read_unicode_comment),
)
