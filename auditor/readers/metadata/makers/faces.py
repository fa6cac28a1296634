"""Names of people whom a camera was taught to recognise: Panasonic and Fujifilm.

Places as in exiftool's Panasonic and FujiFilm tags.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import Goes, tell
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.tiff import TiffEntry

_PANASONIC, _MOST, _SIZE, _NAME, _START = 0x0061, 3, 48, 20, 4
_FUJIFILM, _MOST_FUJIFILM, _LEAST = 0x4282, 8, 62
_NAME_AT, _BIRTHDAY_AT = 30, 54
_LONGEST = 4096


def add_recognised(directory: Mapping[int, TiffEntry], found: RawMetadata) -> None:
    """Add the names in a maker's directory to `found`, and the days of birth beside them."""
    panasonic, fujifilm = directory.get(_PANASONIC), directory.get(_FUJIFILM)
    if panasonic is not None and not panasonic.outside:
        _add_panasonic(panasonic, found)
    if fujifilm is not None and not fujifilm.outside:
        _add_fujifilm(fujifilm, found)


def _add_panasonic(entry: TiffEntry, found: RawMetadata) -> None:
    raw = entry.raw(_START + _MOST * _SIZE)
    recognised = int.from_bytes(raw[:2], "little" if entry.order == "<" else "big")
    for number in range(min(recognised, _MOST)):
        start = _START + number * _SIZE
        name = raw[start : start + _NAME].split(b"\0", 1)[0]
        tell(found, Goes.PERSON, decode(name), "Panasonic RecognizedFaceName")


def _add_fujifilm(entry: TiffEntry, found: RawMetadata) -> None:
    """Read pairs of place and size, each of a record that points at a name and a birthday."""
    raw = entry.raw(_LONGEST)
    for number in range(_MOST_FUJIFILM):
        pair = raw[8 * number : 8 * number + 8]
        if len(pair) < 8:  # noqa: PLR2004 - two numbers
            return
        place, size = struct.unpack("<II", pair)
        if size < _LEAST or place + size > len(raw):
            return
        tell(found, Goes.PERSON, _read_part(raw, place + _NAME_AT), "Fujifilm FaceName")
        tell(found, Goes.WORDS, _read_part(raw, place + _BIRTHDAY_AT), "Fujifilm FaceBirthday")


def _read_part(raw: bytes, at: int) -> str:
    length, start = struct.unpack_from("<II", raw, at)
    return decode(raw[start : start + min(length, 200)].split(b"\0", 1)[0])
