"""Raw pictures of cameras: which one it is, and where its EXIF stands.

Most are TIFF with another head, or hold a whole JPEG with the EXIF of the picture. Layouts as
ExifTool reads them (PanasonicRaw.pm, FujiFilm.pm, MinoltaRaw.pm, SigmaRaw.pm).
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.tiff import Tiff, TiffEntry
from auditor.readers.metadata.times import Stamp
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["raw_name", "read_fuji", "read_minolta", "read_other_tiff", "read_sigma"]

_JPEG = b"\xff\xd8\xff"
_DNG_VERSION, _SUB_IFDS, _PHOTOMETRIC, _MAKE = 0xC612, 0x014A, 0x0106, 0x010F
_COLOUR_FILTER, _LINEAR_RAW = 32803, 34892
_JPEG_FROM_RAW = 0x002E
_MOST_SUB_IFDS = 8
_MAKERS = (
    ("NIKON", "NEF"),
    ("SONY", "ARW"),
    ("PENTAX", "PEF"),
    ("RICOH", "PEF"),
    ("SAMSUNG", "SRW"),
    ("HASSELBLAD", "3FR"),
    ("PHASE ONE", "IIQ"),
    ("LEAF", "MOS"),
    ("EASTMAN KODAK", "DCR"),
    ("KODAK", "DCR"),
    ("SEIKO EPSON", "ERF"),
    ("MAMIYA", "MEF"),
)
_OTHER_HEADS = {
    b"IIRO": ("ORF", b"II*\0"),
    b"IIRS": ("ORF", b"II*\0"),
    b"MMOR": ("ORF", b"MM\0*"),
    b"IIU\0": ("RW2", b"II*\0"),
    b"II\xbc\x01": ("JXR", b"II*\0"),
    b"II\xbc\x00": ("JXR", b"II*\0"),
}
"""Heads of files that are TIFF but for them."""
_FUJI_JPEG = 84
_MOST_BLOCKS = 100
_MOST_SECTIONS = 4
_MOST_PROPERTIES = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGMA_SERIALS = ("CAMSERIAL",)


def raw_name(data: bytes) -> str | None:
    """Return which raw picture a TIFF is, None for an ordinary one."""
    opened = Tiff.of(data)
    if opened is None:
        return None
    if data[8:10] == b"CR":
        return "CR2"
    tiff, first = opened
    main = tiff.directory(first)[0]
    if _DNG_VERSION in main:
        return "DNG"
    directories = [main]
    entry = main.get(_SUB_IFDS)
    places = (entry.numbers() if entry else ())[:_MOST_SUB_IFDS]
    directories += [tiff.directory(int(place))[0] for place in places]
    if data[8:12] in {b"IIII", b"MMMM"} or any(map(_is_raw, directories)):
        make = main.get(_MAKE)
        maker = make.text().upper() if make else ""
        return next((name for begin, name in _MAKERS if maker.startswith(begin)), "RAW")
    return None


def _is_raw(directory: dict[int, TiffEntry]) -> bool:
    entry = directory.get(_PHOTOMETRIC)
    return entry is not None and entry.number() in {_COLOUR_FILTER, _LINEAR_RAW}


def read_other_tiff(data: bytes) -> UnseenFile | None:
    """Return what a TIFF with another head holds, None for anything else."""
    told = _OTHER_HEADS.get(data[:4])
    if told is None:
        return None
    name, head = told
    found = UnseenFile(name)
    patched = head + data[4:]
    found.exif.append(patched)
    opened = Tiff.of(patched)
    if opened is not None and name == "RW2":
        tiff, first = opened
        entry = tiff.directory(first)[0].get(_JPEG_FROM_RAW)
        inner = entry.raw(LONGEST_BLOCK) if entry else b""
        if inner.startswith(_JPEG):
            found.inner.append(inner)
    return found


def read_fuji(data: bytes) -> UnseenFile:
    """Return what a RAF holds: a whole JPEG, by the place that the head names."""
    found = UnseenFile("RAF")
    if len(data) >= _FUJI_JPEG + 8:
        start, size = struct.unpack_from(">II", data, _FUJI_JPEG)
        inner = data[start : start + min(size, 4 * LONGEST_BLOCK)]
        if inner.startswith(_JPEG):
            found.inner.append(inner)
    return found


def read_minolta(data: bytes) -> UnseenFile:
    """Return what an MRW holds: blocks with a name and a size, one of them TIFF."""
    found = UnseenFile("MRW")
    order = "<" if data[3:4] == b"I" else ">"
    place, end = 8, 8 + int.from_bytes(data[4:8], "little" if order == "<" else "big")
    for _step in range(_MOST_BLOCKS):
        if place + 8 > min(end, len(data)):
            break
        name = data[place + 1 : place + 4]
        (size,) = struct.unpack_from(order + "I", data, place + 4)
        body = data[place + 8 : place + 8 + min(size, LONGEST_BLOCK)]
        if name == b"TTW":
            found.exif.append(body)
        elif name == b"PRD" and len(body) >= 16:  # noqa: PLR2004 - up to the size of the picture
            found.height, found.width = struct.unpack_from(order + "HH", body, 12)
        place += 8 + size
    return found


def read_sigma(data: bytes) -> UnseenFile:
    """Return what an X3F holds: a JPEG with EXIF, or a list of properties in UTF-16."""
    found = UnseenFile("X3F")
    if len(data) < 44:  # noqa: PLR2004 - the head and the place of the directory
        return found
    (directory,) = struct.unpack_from("<I", data, len(data) - 4)
    if data[directory : directory + 4] != b"SECd":
        return found
    (count,) = struct.unpack_from("<I", data, directory + 8)
    for place in range(directory + 12, directory + 12 + 12 * min(count, _MOST_BLOCKS), 12):
        if place + 12 > len(data):
            break
        start, size, kind = struct.unpack_from("<II4s", data, place)
        section = data[start : start + min(size, LONGEST_BLOCK)]
        if len(found.inner) + len(found.said) >= _MOST_SECTIONS:
            break
        if kind == b"PROP":
            found.said.append(_read_sigma_properties(section))
        elif kind in {b"IMA2", b"IMAG"} and section[28:31] == _JPEG:
            found.inner.append(section[28:])
    return found


def _read_sigma_properties(section: bytes) -> RawMetadata:
    """Read pairs of places of names and values, counted in characters behind the table."""
    said = RawMetadata("sigma")
    if len(section) < 24:  # noqa: PLR2004 - the head
        return said
    (count,) = struct.unpack_from("<I", section, 8)
    texts = section[24 + 8 * count :]
    values: dict[str, str] = {}
    for place in range(24, 24 + 8 * min(count, _MOST_PROPERTIES), 8):
        if place + 8 > len(section):
            break
        name, value = struct.unpack_from("<II", section, place)
        values[_wide_text(texts, name)] = _wide_text(texts, value)
    said.make, said.model = values.get("CAMMANUF"), values.get("CAMMODEL")
    said.serials = [values[key] for key in _SIGMA_SERIALS if key in values]
    said.software = values.get("FIRMVERS")
    if values.get("TIME", "").isascii() and values.get("TIME", "").isdigit():
        seconds = int(values["TIME"][:10])
        said.stamps.append(Stamp((_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)))
    return said


def _wide_text(texts: bytes, place: int) -> str:
    raw = texts[2 * place : 2 * place + 1000]
    return raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").split("\0", 1)[0]
