"""How the values in makers' directories are written."""

from __future__ import annotations

import re

from auditor.readers.metadata.makers.note import MakerNote
from auditor.readers.metadata.text import decode, decode_user_comment
from auditor.readers.metadata.tiff import TiffEntry

_LONGEST = 1024
_UTF16 = 2
"""Nikon's number for the encoding of a place."""
_ONLY_SIGNS = re.compile(rb"[\x20-\x7e]+\Z")


def text(entry: TiffEntry, _note: MakerNote) -> str:
    """Return the text up to the first NUL."""
    return decode(entry.raw(_LONGEST).split(b"\0", 1)[0]).strip()


def charset_text(entry: TiffEntry, note: MakerNote) -> str:
    """Return a text behind eight bytes that name its character code, as UserComment has them."""
    big_endian = note.tiff.order == ">"
    return decode_user_comment(entry.raw(_LONGEST), big_endian=big_endian).split("\0", 1)[0]


def text_or_number(entry: TiffEntry, note: MakerNote) -> str:
    """Return a text, or a number in decimal."""
    return text(entry, note) if entry.kind in {1, 2, 7, 129} else entry.text()


def hexadecimal(entry: TiffEntry, _note: MakerNote) -> str:
    """Return up to 32 bytes in hexadecimal, empty where all are zero."""
    raw = entry.raw(32)
    return raw.hex() if any(raw) else ""


def canon_serial(entry: TiffEntry, note: MakerNote) -> str:
    """Return the number as Canon prints it on the camera: exiftool's Canon tags, 0x000c."""
    number = entry.number() or 0
    if number <= 0:
        return ""
    if re.search(r"EOS D30\b", note.model):
        return f"{number >> 16:04x}{number & 0xFFFF:05d}"
    return f"{number:06d}" if "EOS-1D" in note.model else f"{number:010d}"


def canon_internal(entry: TiffEntry, note: MakerNote) -> str:
    """Return the internal number, which the EOS 5D writes behind nine other bytes."""
    raw = entry.raw(64)
    if "EOS 5D" in note.model:
        raw = raw[9:]
    raw = raw.split(b"\0", 1)[0].rstrip(b"\xff")
    return raw.decode("ascii") if _ONLY_SIGNS.match(raw) else ""


def canon_lens(entry: TiffEntry, _note: MakerNote) -> str:
    """Return the internal number of the lens: five bytes."""
    raw = entry.raw(5)
    return raw.hex() if any(raw[:4]) else ""


def panasonic_serial(entry: TiffEntry, _note: MakerNote) -> str:
    """Return the internal number: three signs, six digits of the day, four of the unit."""
    raw = entry.raw(32).strip(b"\0 ").split(b"\0", 1)[0]
    return raw.decode("ascii") if _ONLY_SIGNS.match(raw) else ""


def age(entry: TiffEntry, note: MakerNote) -> str:
    """Return the age of the child or pet, "years:months:days"; 9999 stands for none."""
    told = text(entry, note)
    return "" if told.startswith("9999") or not any(sign in "123456789" for sign in told) else told


def pentax_internal(entry: TiffEntry, _note: MakerNote) -> str:
    """Return the last of five numbers of the camera information."""
    numbers = entry.numbers()
    return str(int(numbers[4])) if len(numbers) > 4 else ""  # noqa: PLR2004 - that many stand before it


def nikon_location(entry: TiffEntry, _note: MakerNote) -> str:
    """Return the place of interest: a code for the encoding, the country, 70 bytes of text."""
    raw = entry.raw(79)
    if len(raw) < 10:  # noqa: PLR2004 - what stands before the text
        return ""
    country = raw[5:8].split(b"\0", 1)[0]
    place = (
        raw[9 : 9 + 70].decode("utf-16-be", "replace").split("\0", 1)[0]
        if raw[4] == _UTF16
        else decode(raw[9:].split(b"\0", 1)[0])
    )
    return ", ".join(part for part in (place.strip(), decode(country).strip()) if part)


def ricoh_serial(entry: TiffEntry, _note: MakerNote) -> str:
    """Return sixteen signs, or as many bytes in hexadecimal."""
    raw = entry.raw(16)
    signs = raw.rstrip(b"\0 ")
    if re.fullmatch(rb"[-\w ]+", signs):
        return signs.decode("ascii")
    return raw.hex() if any(raw) else ""


def sony_serial(entry: TiffEntry, note: MakerNote) -> str:
    """Return the serial number, which is written in pairs of digits, the last pair first."""
    told = text(entry, note)
    if len(told) != 8 or not told.isdigit():  # noqa: PLR2004 - four pairs
        return told
    return f"{int(told[6:] + told[4:6] + told[2:4] + told[:2]):08d}"
