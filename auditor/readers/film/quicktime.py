"""Walks an MP4, QuickTime or 3GP film: its head, its tracks, its words; never its pictures.

Boxes of ISO 14496-12, 3GPP TS 26.244 and Apple's QuickTime File Format.
"""

from __future__ import annotations

import struct
import zlib

from auditor.domain.photos.file_contents import FurtherKind, Trace
from auditor.messages import _
from auditor.readers.film import maker_boxes
from auditor.readers.film.film import Film, FilmTrack
from auditor.readers.film.samples import read_samples
from auditor.readers.film.words import (
    read_key,
    read_list_value,
    read_place_box,
    read_user_text,
)
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk, ByteSource
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp, movie_time

__all__ = ["read_quicktime"]

_LONGEST = 8 * 1024 * 1024
_LONGEST_TEXT = 64 * 1024
_LONGEST_MOVIE = 32 * 1024 * 1024
_MOST_KEYS = 500
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_PICTURE_HANDLERS = frozenset({b"vide", b"pict", b"auxv"})
_SOUND_HANDLERS = frozenset({b"soun"})
_TKHD_SIZE = {0: 76, 1: 88}  # where width and height stand, by version
_TIMES = {0: (4, 4), 1: (4, 8)}  # where the time stands in mvhd and tkhd, and how long it is
_SELF_CONTAINED = 1
_BRANDS = (
    (b"qt  ", "mov"),
    (b"3gp", "3gp"),
    (b"3gr", "3gp"),
    (b"3gs", "3gp"),
    (b"kddi", "3gp"),
    (b"3g2", "3g2"),
    (b"M4A", "m4a"),
    (b"M4B", "m4a"),
    (b"F4V", "f4v"),
    (b"avis", "avif"),
)


def read_quicktime(source: ByteSource) -> Film:
    """Return what the boxes of a film say; what is broken is left out."""
    walk = BoxWalk(source)
    film = Film("mov")
    for box in walk.top():
        _read_top(walk, box, film)
    if walk.capped:
        film.tell_unread(_("It has more parts than are looked at."))
    elif walk.damaged:
        film.tell_unread(_("This part of the file is damaged or not understood."))
    return film


def _read_top(walk: BoxWalk, box: BmffBox, film: Film) -> None:
    if box.kind == b"ftyp":
        brand = walk.read(box, 4)
        film.container = next((name for sign, name in _BRANDS if brand.startswith(sign)), "mp4")
    elif box.kind == b"moov":
        _read_movie(walk, box, film)
    elif box.kind in {b"free", b"skip"}:
        maker_boxes.read_free(film, walk, box)
    else:
        _read_words(walk, box, film)


def _read_words(walk: BoxWalk, box: BmffBox, film: Film) -> None:
    """Read one of the boxes of words, which may stand at the top, in a movie and in a track."""
    match box.kind:
        case b"meta":
            _read_meta(walk, box, film)
        case b"udta":
            _read_user_data(walk, box, film)
        case b"uuid":
            _read_uuid(walk, box, film)


def _read_movie(walk: BoxWalk, movie: BmffBox, film: Film) -> None:
    film.known = True
    for box in walk.inside(movie):
        if box.kind == b"mvhd":
            film.clock = film.clock or _read_time(walk, box)
        elif box.kind == b"trak":
            _read_track(walk, box, film)
        elif box.kind == b"cmov":
            _read_packed(walk, box, film)
        elif box.kind == b"gps ":
            maker_boxes.read_gps_list(film, walk, box)
        else:
            _read_words(walk, box, film)


def _read_packed(walk: BoxWalk, packed: BmffBox, film: Film) -> None:
    """Read a movie head that is packed with zlib, as old QuickTime files have it."""
    data = walk.find(packed, b"cmvd")
    try:
        plain = (
            zlib.decompressobj().decompress(walk.read(data, _LONGEST)[4:], _LONGEST_MOVIE)
            if data
            else b""
        )
    except zlib.error:
        film.tell_unread(_("This part of the file is damaged or not understood."))
        return
    inner = BoxWalk(plain)
    for box in inner.top():
        if box.kind == b"moov" and inner.find(box, b"cmov") is None:
            _read_movie(inner, box, film)


def _read_time(walk: BoxWalk, box: BmffBox) -> Stamp | None:
    raw = walk.read(box, 12)
    place, size = _TIMES.get(raw[0] if raw else 0, (4, 4))
    return movie_time(int.from_bytes(raw[place : place + size], "big"))


def _read_track(walk: BoxWalk, track: BmffBox, film: Film) -> None:
    size: tuple[int, int] | None = None
    for box in walk.inside(track):
        if box.kind == b"tkhd":
            size = _read_track_size(walk.read(box, 100))
            film.clock = film.clock or _read_time(walk, box)
        elif box.kind == b"mdia":
            _read_media(walk, box, size, film)
        else:
            _read_words(walk, box, film)


def _read_track_size(raw: bytes) -> tuple[int, int] | None:
    place = _TKHD_SIZE.get(raw[0] if raw else 0, _TKHD_SIZE[0])
    if len(raw) < place + 8:
        return None
    width, height = (number >> 16 for number in struct.unpack_from(">II", raw, place))
    return (width, height) if width and height else None


def _read_media(walk: BoxWalk, media: BmffBox, size: tuple[int, int] | None, film: Film) -> None:
    boxes: dict[bytes, BmffBox] = {}
    handler = b""
    for box in walk.inside(media):
        if box.kind == b"hdlr":
            handler = walk.read(box, 12)[8:12]
        elif box.kind == b"udta":
            _read_user_data(walk, box, film)
        elif box.kind == b"minf":
            for inner in walk.inside(box):
                if inner.kind == b"stbl":
                    boxes = {each.kind: each for each in walk.inside(inner)}
                elif inner.kind == b"dinf":
                    _read_references(walk, inner, film)
    _read_table(walk, boxes, handler, size, film)


def _read_table(
    walk: BoxWalk,
    boxes: dict[bytes, BmffBox],
    handler: bytes,
    size: tuple[int, int] | None,
    film: Film,
) -> None:
    described = walk.read(boxes[b"stsd"], 200)[8:] if b"stsd" in boxes else b""
    codec = described[4:8]
    name = codec.decode("latin-1").strip("\0 ")
    if handler in _PICTURE_HANDLERS:
        if size is None and len(described) >= 36:  # noqa: PLR2004 - up to the height
            size = struct.unpack_from(">HH", described, 32)
        film.add_track(FilmTrack(FurtherKind.VIDEO, name, *(size or (None, None))))
    elif handler in _SOUND_HANDLERS:
        film.add_track(FilmTrack(FurtherKind.AUDIO, name))
    else:
        read_samples(film, walk, boxes, codec)


def _read_references(walk: BoxWalk, box: BmffBox, film: Film) -> None:
    """Take the names of other files in which the pictures stand."""
    references = walk.find(box, b"dref")
    if references is None:
        return
    for entry in walk.inside(references, 8):
        raw = walk.read(entry, _LONGEST_TEXT)
        if len(raw) > 4 and not raw[3] & _SELF_CONTAINED:  # noqa: PLR2004 - version and flags
            if entry.kind in {b"url ", b"urn "}:
                film.words.paths.append(
                    Trace(decode(raw[4:].strip(b"\0")), "QuickTime data reference")
                )
            elif entry.kind == b"alis":
                maker_boxes.read_alias(film, raw[4:])


def _read_uuid(walk: BoxWalk, box: BmffBox, film: Film) -> None:
    if box.uuid == _XMP_UUID:
        film.xmp.append(walk.read(box, _LONGEST))
    else:
        maker_boxes.read_uuid(film, walk, box)


def _read_user_data(walk: BoxWalk, data: BmffBox, film: Film) -> None:
    for box in walk.inside(data):
        if box.kind == b"meta":
            _read_meta(walk, box, film)
        elif box.kind == b"XMP_":
            film.xmp.append(walk.read(box, _LONGEST))
        elif box.kind == b"loci":
            read_place_box(film, walk.read(box, _LONGEST_TEXT))
        elif box.kind == b"uuid":
            _read_uuid(walk, box, film)
        elif not maker_boxes.read_maker_box(film, walk, box):
            read_user_text(film, box.kind, walk.read(box, _LONGEST_TEXT))


def _read_meta(walk: BoxWalk, meta: BmffBox, film: Film) -> None:
    """Read Apple's keys or an iTunes list; QuickTime leaves out the four bytes of the version."""
    skip = 0 if walk.source[meta.content + 4 : meta.content + 8] == b"hdlr" else 4
    keys: list[str] = []
    for box in walk.inside(meta, skip):
        if box.kind == b"keys":
            keys = [
                decode(walk.read(key, 1000))
                for key, _n in zip(walk.inside(box, 8), range(_MOST_KEYS), strict=False)
            ]
        elif box.kind == b"ilst":
            for item in walk.inside(box):
                _read_list_item(walk, item, keys, film)
        elif box.kind == b"xml ":
            maker_boxes.read_xml(film, walk.read(box, _LONGEST)[4:])
        elif box.kind == b"uuid":
            _read_uuid(walk, box, film)


def _read_list_item(walk: BoxWalk, item: BmffBox, keys: list[str], film: Film) -> None:
    index = int.from_bytes(item.kind, "big")
    if 0 < index <= len(keys):
        name, where = read_key(keys[index - 1]), f"QuickTime {keys[index - 1][:100]}"
    else:
        name = item.kind.decode("latin-1").removeprefix("\xa9").lower()
        where = f"iTunes {item.kind.decode('latin-1')}"
    for box in walk.inside(item):
        if box.kind == b"name" and item.kind == b"----":
            name = decode(walk.read(box, 1000)[4:]).lower()
            where = f"iTunes {name}"
        elif box.kind == b"data":
            raw = walk.read(box, _LONGEST)
            read_list_value(film, name, int.from_bytes(raw[1:4], "big"), raw[8:], where)
