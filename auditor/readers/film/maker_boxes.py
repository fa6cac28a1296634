"""What camera makers put into boxes of their own: device, serial number, position, small pictures.

Layouts as ExifTool reads them (QuickTime.pm, Nikon.pm, Canon.pm, Panasonic.pm).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from auditor.domain.photos.file_contents import Trace
from auditor.messages import _
from auditor.readers.film.film import Cover, Film
from auditor.readers.film.samples import take_gpmf
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk
from auditor.readers.isobmff.canon import CANON_UUID, canon_exif, canon_thumbnail
from auditor.readers.metadata.gps import EAST_WEST, NORTH_SOUTH, Angle, angle
from auditor.readers.metadata.makers.gpmf import GpmfContents, read_gpmf
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import gps_utc, parse_stamp
from auditor.readers.metadata.xmp.packet import XmpError, name_of, parse_root

__all__ = ["read_alias", "read_free", "read_gps_list", "read_maker_box", "read_uuid", "read_xml"]

_LONGEST = 4 * 1024 * 1024
_JPEGS = (b"\xff\xd8\xff\xdb", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")
_FLIP_UUID = bytes.fromhex("4a04a7a0b3a74a11a5a0000000000000")
_GARMIN_UUID = bytes.fromhex("f76cd76a075b4a1eb31c0e7fab7e09d4")
_TIFF = (b"II*\0", b"MM\0*")
_PREVIEWS = frozenset(
    {b"CNTH", b"NCTH", b"NCVW", b"scrn", b"thmb", b"RTHU", b"PXTH", b"thum", b"PANA", b"LEIC"}
    | {b"@sec", b"DcMD", b"SIGM"}
)
_EXIFS = {b"QVMI": 10, b"MVTG": 16, b"RMKN": 0, b"SIGM": 0}
"""Boxes that hold a TIFF structure, and how far behind their head it begins."""
_TRACKS = (b"freeGPS ", b"LIGOGPSINFO", b"gps ", b"GPS ", b"gpsa", b"gps0")
_NIKON_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}
_NIKON_TEXT = 2
_NIKON_TAGS = {
    0x01: "make",
    0x02: "model",
    0x03: "software",
    0x11: "stamp",
    0x12: "stamp",
    0x110A431: "serial",
    0x110A434: "lens",
    0x110A435: "serial",
}
"""What a tag tells: a field of `RawMetadata`, a capture time or a serial number."""
_MOST_TAGS = 500
_FIRST_WORDS = (
    (b"FUJIFILM DIGITAL CAMERA", "FUJIFILM"),
    (b"KONICA MINOLTA DIGITAL CAMERA", "KONICA MINOLTA"),
    (b"MINOLTA DIGITAL CAMERA", "MINOLTA"),
    (b"NIKON DIGITAL CAMERA", "NIKON"),
    (b"OLYMPUS DIGITAL CAMERA", "OLYMPUS"),
    (b"PENTAX DIGITAL CAMERA", "PENTAX"),
    (b"SAMSUNG DIGITAL CAMERA", "SAMSUNG"),
    (b"SANYO DIGITAL CAMERA", "SANYO"),
    (b"EASTMAN KODAK COMPANY", "EASTMAN KODAK COMPANY"),
)
_ALIAS_VOLUME, _ALIAS_FILE = 6, 46  # where lengths and names stand, behind the first four bytes
_MOST_NODES = 20_000


def read_maker_box(film: Film, walk: BoxWalk, box: BmffBox) -> bool:
    """Take a box of the user data that is a maker's own; return whether it is one."""
    kind = box.kind
    if kind == b"GPMF":
        found = GpmfContents()
        read_gpmf(walk.read(box, _LONGEST), found)
        take_gpmf(film, found)
    elif kind == b"CAME":
        film.words.serials.append(walk.read(box, 32).hex())
    elif kind == b"MUID":
        film.words.identifiers.append(Trace(walk.read(box, 64).hex(), "GoPro MUID"))
    elif kind == b"NCDT":
        _read_nikon(film, walk, box)
    elif kind == b"TAGS":
        _read_first_words(film, walk.read(box, 64))
    elif kind == b"RICO":
        _read_loose_exif(film, walk.read(box, _LONGEST))
    elif kind in _EXIFS or kind in _PREVIEWS:
        _read_previews(film, walk, box)
    else:
        return False
    return True


def read_uuid(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    """Take a box that is named by a number."""
    if box.uuid == CANON_UUID:
        film.exif += canon_exif(walk, box)
        film.add_cover(Cover(canon_thumbnail(walk, box), "Canon THMB", thumbnail=True))
    elif box.uuid == _GARMIN_UUID:
        raw = walk.read(box, 300)
        size = raw[8] if len(raw) > 8 else 0  # noqa: PLR2004 - where the length stands
        film.words.model = film.words.model or decode(raw[9 : 9 + size])
    elif box.uuid[:4] in {b"USMT", b"PROF"}:
        _read_psp(film, walk, box)
    else:
        raw = walk.read(box, 80)
        serial = (
            re.search(rb"[A-Z0-9]{12,16}(?=\0)", raw[36:60]) if box.uuid == _FLIP_UUID else None
        )
        if serial is not None:
            film.words.serials.append(serial[0].decode("ascii"))


def read_free(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    """Tell where the free space of a dash camera's film holds positions."""
    head = walk.read(box, 256)
    if any(sign in head for sign in _TRACKS):
        _tell_track(film, "free")


def read_gps_list(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    """Tell that a dash camera lists positions."""
    if box.stop - box.content > 8 and any(walk.read(box, 4096)):  # noqa: PLR2004 - more than a head
        _tell_track(film, "gps")


def read_alias(film: Film, raw: bytes) -> None:
    """Take the disk and the file that an alias of the old Mac OS names."""
    for place, longest in ((_ALIAS_VOLUME, 27), (_ALIAS_FILE, 63)):
        size = raw[place] if len(raw) > place else 0
        name = raw[place + 1 : place + 1 + size]
        if 0 < size <= longest and name.isascii():
            film.words.paths.append(Trace(decode(name), "QuickTime alias"))


def read_xml(film: Film, raw: bytes) -> None:
    """Take what Sony's cameras write as XML (NonRealTimeMeta): device, time, position."""
    try:
        root = parse_root(raw.strip(b"\0"))
    except XmpError:
        return
    words = film.words
    gps: dict[str, str] = {}
    for node, _step in zip(root.iter(), range(_MOST_NODES), strict=False):
        name = name_of(node).rpartition("}")[2]
        values = {str(key).rpartition("}")[2]: str(text) for key, text in node.attrib.items()}
        if name == "Device":
            words.make = words.make or values.get("manufacturer")
            words.model = words.model or values.get("modelName")
            words.serials.append(values.get("serialNo", ""))
        elif name == "Lens":
            words.lens = words.lens or values.get("modelName")
        elif name == "CreationDate":
            stamp = parse_stamp(values.get("value", ""))
            words.stamps += [stamp] if stamp else []
        elif name == "TargetMaterial" and values.get("umidRef"):
            words.identifiers.append(Trace(values["umidRef"], "Sony UMID"))
        elif name == "Item":
            gps[values.get("name", "")] = values.get("value", "")
        elif name in {"Creator", "Title1", "Title2"}:
            words.owners += [values["name"]] if name == "Creator" and "name" in values else []
    _add_sony_position(film, gps)


def _add_sony_position(film: Film, gps: dict[str, str]) -> None:
    def read(name: str, halves: str) -> Angle | None:
        parts = [float(part) for part in gps.get(name, "").split(":") if _is_number(part)]
        return angle(parts, gps.get(f"{name}Ref", ""), halves)

    if "Latitude" not in gps or gps.get("Status", "A") == "V":  # void: no fix
        return
    film.add_place(
        read("Latitude", NORTH_SOUTH), read("Longitude", EAST_WEST), None, "Sony ExifGPS"
    )
    clock = [float(part) for part in gps.get("TimeStamp", "").split(":") if _is_number(part)]
    film.words.gps_time = film.words.gps_time or gps_utc(gps.get("DateStamp", ""), clock)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(?:\.\d{1,9})?", text, re.ASCII))


def _read_nikon(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    for inner in walk.inside(box):
        if inner.kind == b"NCTG":
            read_nikon_tags(film, walk.read(inner, _LONGEST))
        elif inner.kind in _PREVIEWS:
            _read_previews(film, walk, inner)


def read_nikon_tags(film: Film, raw: bytes, *, big_endian: bool = True) -> None:
    """Records of number, type, count and value; numbers from 0x1100000 on are those of EXIF."""
    words = film.words
    gps: dict[int, tuple[float, ...] | str] = {}
    for tag, value in _list_nikon_tags(raw, ">" if big_endian else "<"):
        if not isinstance(value, str) or tag not in _NIKON_TAGS:
            gps[tag] = value
        elif (field := _NIKON_TAGS[tag]) == "stamp":
            stamp = parse_stamp(value)
            words.stamps += [stamp] if stamp else []
        elif field == "serial":
            words.serials.append(value)
        else:
            setattr(words, field, getattr(words, field) or value)
    latitude, longitude = gps.get(0x1200002), gps.get(0x1200004)
    if isinstance(latitude, tuple) and isinstance(longitude, tuple):
        film.add_place(
            angle(latitude, str(gps.get(0x1200001, "")), NORTH_SOUTH),
            angle(longitude, str(gps.get(0x1200003, "")), EAST_WEST),
            None,
            "Nikon NCTG",
        )


def _list_nikon_tags(raw: bytes, order: str) -> Iterator[tuple[int, tuple[float, ...] | str]]:
    place = 0
    for _step in range(_MOST_TAGS):
        if place + 8 > len(raw):
            return
        tag, kind, count = struct.unpack_from(order + "IHH", raw, place)
        size = _NIKON_SIZES.get(kind, 0) * count
        value = raw[place + 8 : place + 8 + size]
        if not size or len(value) < size:
            return
        if kind == _NIKON_TEXT:
            yield tag, decode(value.split(b"\0", 1)[0])
        elif kind == 5:  # noqa: PLR2004 - unsigned rationals
            yield (
                tag,
                tuple(
                    above / (below or 1) for above, below in struct.iter_unpack(order + "II", value)
                ),
            )
        place += 8 + size


def _read_first_words(film: Film, raw: bytes) -> None:
    for words, make in _FIRST_WORDS:
        if raw.startswith(words):
            film.words.make = film.words.make or make


def _read_loose_exif(film: Film, raw: bytes) -> None:
    place = raw[:64].find(b"Exif\0\0")
    if place >= 0:
        film.exif.append(raw[place + 6 :])


def _read_previews(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    """Take the EXIF and the small pictures that stand somewhere in a maker's box."""
    raw = walk.read(box, _LONGEST)
    start = _EXIFS.get(box.kind)
    if start is not None:
        block = raw[start:]
        if block[:4] in _TIFF:
            film.exif.append(block)
            return
        if box.kind == b"QVMI":  # a directory without a head; offsets count from the box
            film.exif.append(b"MM\0*" + (8).to_bytes(4, "big") + block)
            return
    where = f"QuickTime {box.kind.decode('latin-1')}"
    place = min((found for sign in _JPEGS if (found := raw.find(sign)) >= 0), default=-1)
    if place >= 0:
        film.add_cover(Cover(raw[place:], where, thumbnail=True))


def _read_psp(film: Film, walk: BoxWalk, box: BmffBox) -> None:
    """Take title and times of Sony's memory-stick films: records of size, kind, language, text."""
    for inner in walk.inside(box):
        if inner.kind != b"MTDT":
            continue
        raw = walk.read(inner, 64 * 1024)
        place = 2
        for _step in range(int.from_bytes(raw[:2], "big")):
            size = int.from_bytes(raw[place : place + 2], "big")
            if size < 10 or place + size > len(raw):  # noqa: PLR2004 - the head of a record
                break
            kind = int.from_bytes(raw[place + 2 : place + 6], "big")
            text = raw[place + 10 : place + size].decode("utf-16-be", "replace").strip("\0")
            if kind == 1 and text:
                film.words.descriptions.append(text)
            elif kind == 3 and (stamp := parse_stamp(text.replace("/", ":"))):  # noqa: PLR2004 - time of production
                film.words.stamps.append(stamp)
            place += size


def _tell_track(film: Film, name: str) -> None:
    film.tell_unread(
        _("A track of other data ({name}) is not read; it can hold positions.").format(name=name)
    )
