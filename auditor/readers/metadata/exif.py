"""EXIF: the tags that say who, where, when and with which device.

Tag numbers from Exif 3.0 (CIPA DC-008-2023), TIFF 6.0 and DNG 1.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import (
    EAST_WEST,
    NORTH_SOUTH,
    Angle,
    PositionsTold,
    altitude_of,
    angle,
    angle_in,
    read_geo_words,
)
from auditor.readers.metadata.makers.read_notes import read_notes
from auditor.readers.metadata.people.exif_tags import add_exif_tags
from auditor.readers.metadata.text import decode, decode_user_comment, decode_utf16
from auditor.readers.metadata.tiff import Tiff, TiffEntry
from auditor.readers.metadata.times import Stamp, Trust, gps_utc, parse_stamp

_Directory = Mapping[int, TiffEntry]

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_DESCRIPTION, _MAKE, _MODEL, _SOFTWARE, _CHANGED = 0x010E, 0x010F, 0x0110, 0x0131, 0x0132
_ARTIST, _COPYRIGHT = 0x013B, 0x8298
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9F
_XP_KEYWORDS = 0x9C9E
_DNG_SERIAL = 0xC62F
_ORIGINAL, _DIGITIZED, _USER_COMMENT = 0x9003, 0x9004, 0x9286
_OFFSET_CHANGED, _OFFSET_ORIGINAL, _OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
_TIME_ZONE = 0x882A  # TIFF/EP: hours of DateTimeOriginal, then of DateTime
_OWNER, _BODY_SERIAL, _LENS_MAKE, _LENS_MODEL, _LENS_SERIAL = 0xA430, 0xA431, 0xA433, 0xA434, 0xA435
_PHOTOGRAPHER, _EDITOR = 0xA437, 0xA438
_LAT_REF, _LAT, _LON_REF, _LON, _ALT_REF, _ALT, _GPS_TIME, _GPS_DATE = 1, 2, 3, 4, 5, 6, 7, 0x1D
_DEST_LAT_REF, _DEST_LAT, _DEST_LON_REF, _DEST_LON = 0x13, 0x14, 0x15, 0x16
_METHOD, _AREA = 0x1B, 0x1C
_NO_SATELLITE = ("CELLID", "WLAN", "MANUAL", "NETWORK", "FUSED", "HYBRID-FIX", "HYBRID")
"""What a device or Exif 2.32 (table 15) calls a position that no satellite gave."""
_THUMB_START, _THUMB_LENGTH = 0x0201, 0x0202
_MOST_DIRECTORIES = 4

_READ = frozenset(
    {
        _DESCRIPTION,
        _MAKE,
        _MODEL,
        _SOFTWARE,
        _ARTIST,
        _COPYRIGHT,
        _EXIF_IFD,
        _GPS_IFD,
        _ORIGINAL,
        _DIGITIZED,
        _USER_COMMENT,
    }
    | {_OWNER, _BODY_SERIAL, _LENS_MODEL, _LENS_SERIAL, _XP_AUTHOR, _XP_COMMENT}
)


def read_exif(block: bytes) -> tuple[RawMetadata, bool]:
    """Return what an EXIF block (a TIFF structure) says, and whether it is badly damaged.

    Only damage where it matters counts.
    """
    found = RawMetadata("exif")
    opened = Tiff.of(block)
    if opened is None:
        return found, True
    tiff, first = opened
    main, _ = tiff.directory(first)
    exif = _read_directory(tiff, main, _EXIF_IFD)
    gps = _read_directory(tiff, main, _GPS_IFD)
    if not {_LAT, _LON} & set(gps):  # some programs hang it on the Exif directory
        gps = _read_directory(tiff, exif, _GPS_IFD) or gps
    both = {**exif, **main}
    _add_device(found, both)
    _add_people(found, both, exif)
    _add_words(found, both, big_endian=tiff.order == ">")
    found.stamps = list(_read_times(both))
    _add_positions(found, gps, both, big_endian=tiff.order == ">")
    add_exif_tags(main, exif, found)
    read_notes(tiff, main, exif, found)
    cut = any(entry.outside for tag, entry in both.items() if tag in _READ) or any(
        entry.outside for entry in gps.values()
    )
    return found, tiff.damaged or cut


def thumbnail_in_exif(block: bytes) -> bytes | None:
    """Return the JPEG in the directory after the first, where EXIF keeps its thumbnail."""
    opened = Tiff.of(block)
    if opened is None:
        return None
    tiff, place = opened
    for _step in range(_MOST_DIRECTORIES):
        entries, place = tiff.directory(place)
        start, length = _read_number(entries, _THUMB_START), _read_number(entries, _THUMB_LENGTH)
        if start and length and block[start : start + 2] == b"\xff\xd8":
            return block[start : start + length]
        if not place:
            break
    return None


def raw_entry(block: bytes, tag: int, limit: int) -> bytes:
    """Return the bytes of one entry of the first directory, empty if it is not there."""
    opened = Tiff.of(block)
    if opened is None:
        return b""
    tiff, first = opened
    entry = tiff.directory(first)[0].get(tag)
    return entry.raw(limit) if entry else b""


def _read_directory(tiff: Tiff, main: _Directory, tag: int) -> dict[int, TiffEntry]:
    pointer = main.get(tag)
    if pointer is None:
        return {}
    place = pointer.number()
    if place is None:  # a pointer that is no number
        tiff.damaged = True
        return {}
    return tiff.directory(place)[0]


def _read_text(entries: _Directory, tag: int) -> str:
    entry = entries.get(tag)
    return entry.text() if entry else ""


def _read_number(entries: _Directory, tag: int) -> int | None:
    entry = entries.get(tag)
    return entry.number() if entry else None


def _read_utf16(entries: _Directory, tag: int) -> str:
    entry = entries.get(tag)
    return decode_utf16(entry.raw()) if entry else ""


def _add_device(found: RawMetadata, both: _Directory) -> None:
    found.make, found.model, found.software = (
        _read_text(both, _MAKE),
        _read_text(both, _MODEL),
        _read_text(both, _SOFTWARE),
    )
    maker, lens = _read_text(both, _LENS_MAKE).strip(), _read_text(both, _LENS_MODEL).strip()
    found.lens = (
        lens
        if not maker or lens.casefold().startswith(maker.casefold()) or not lens
        else f"{maker} {lens}"
    )
    found.serials += [_read_text(both, tag) for tag in (_BODY_SERIAL, _LENS_SERIAL, _DNG_SERIAL)]


def _add_people(found: RawMetadata, both: _Directory, exif: _Directory) -> None:
    found.owners += [
        _read_text(both, _ARTIST),
        _read_text(exif, _OWNER),
        _read_text(both, _PHOTOGRAPHER),
        _read_text(both, _EDITOR),
        _read_utf16(both, _XP_AUTHOR),
    ]
    rights = both.get(_COPYRIGHT)
    if rights:
        # One NUL parts the photographer's rights from the editor's.
        found.owners += [decode(part) for part in rights.raw().split(b"\0")[:2]]


def _add_words(found: RawMetadata, both: _Directory, *, big_endian: bool) -> None:
    found.descriptions.append(_read_text(both, _DESCRIPTION))
    comment = both.get(_USER_COMMENT)
    if comment:
        found.descriptions.append(decode_user_comment(comment.raw(), big_endian=big_endian))
    found.descriptions += [_read_utf16(both, tag) for tag in (_XP_TITLE, _XP_COMMENT, _XP_SUBJECT)]


def _read_times(both: _Directory) -> Iterable[Stamp]:
    """Yield the times, that of change last; its offset holds for a capture at that moment too."""
    zones = both[_TIME_ZONE].numbers() if _TIME_ZONE in both else ()
    for tag, offset, zone, trust in (
        (_ORIGINAL, _OFFSET_ORIGINAL, zones[:1], Trust.CAPTURED),
        (_DIGITIZED, _OFFSET_DIGITIZED, (), Trust.DIGITISED),
        (_CHANGED, _OFFSET_CHANGED, zones[1:2], Trust.CHANGED),
    ):
        written = _read_text(both, offset) or "".join(f"{int(hours):+03d}:00" for hours in zone)
        stamp = parse_stamp(_read_text(both, tag), written, trust)
        if stamp is not None:
            yield stamp


def _add_positions(
    found: RawMetadata, gps: _Directory, both: _Directory, *, big_endian: bool
) -> None:
    """Read where the camera was, where it was bound for, and what is said of either."""
    told = PositionsTold()
    area, method = (
        decode_user_comment(gps[tag].raw(), big_endian=big_endian).strip("\0 ")
        if tag in gps
        else ""
        for tag in (_AREA, _METHOD)
    )
    means = method.upper() if method.upper() in _NO_SATELLITE else ""
    found.descriptions += (
        [area] if means or not method or method.upper() == "GPS" else [area, method]
    )
    if _LAT in gps or _LON in gps:
        height = gps[_ALT].numbers() if _ALT in gps else ()
        told.add(
            _read_angle(gps, _LAT, _LAT_REF, NORTH_SOUTH),
            _read_angle(gps, _LON, _LON_REF, EAST_WEST),
            altitude_of(
                height[0] if height else None,
                below_sea=_read_number(gps, _ALT_REF)
                in {1, 3},  # 3: below sea level as Exif 3.0 counts it
            ),
            f"EXIF GPS ({means})" if means else "EXIF GPS",
        )
    if _DEST_LAT in gps or _DEST_LON in gps:
        told.add(
            _read_angle(gps, _DEST_LAT, _DEST_LAT_REF, NORTH_SOUTH),
            _read_angle(gps, _DEST_LON, _DEST_LON_REF, EAST_WEST),
            None,
            "EXIF GPSDest",
            elsewhere=True,
        )
    read_geo_words(_read_utf16(both, _XP_KEYWORDS).split(";"), "EXIF XPKeywords", told)
    found.take_positions(told)
    clock = gps[_GPS_TIME].numbers() if _GPS_TIME in gps else ()
    found.gps_time = gps_utc(_read_text(gps, _GPS_DATE), clock)


def _read_angle(entries: _Directory, tag: int, ref: int, halves: str) -> Angle | None:
    """Return latitude or longitude, None where it is not there, cut off, or no number."""
    entry = entries.get(tag)
    if entry is None or entry.outside:
        return None
    letter = _read_text(entries, ref)
    return (
        angle_in(entry.text(), letter, halves)
        if entry.is_text
        else angle(entry.rationals(), letter, halves)
    )
