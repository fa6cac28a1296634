"""What a HEIF or AVIF file holds: its first picture, further ones, EXIF and XMP.

Found by its boxes alone, so that a picture that no decoder takes still shows what it carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk
from auditor.readers.isobmff.items import HeifItem, HeifItems, read_items

__all__ = [
    "HeifBlock",
    "HeifContents",
    "HeifPicture",
    "heif_codec",
    "heif_size",
    "read_heif",
    "with_primary",
]

_MOST_BOXES = 20_000
"""Boxes looked at; a picture of 200 megapixels in tiles has some 2,000."""
_LONGEST_BLOCK = 8 * 1024 * 1024
_LONGEST_IN_ALL = 32 * 1024 * 1024
_MOST_BLOCKS = 64
_MOST_PICTURES = 100
_LONGEST_HEAD = 1024 * 1024
_DEEPEST = 4
_CODED = {
    b"hvc1": "HEIF",
    b"hev1": "HEIF",
    b"lhv1": "HEIF",
    b"grid": "HEIF",
    b"iovl": "HEIF",
    b"iden": "HEIF",
    b"tmap": "HEIF",
    b"tili": "HEIF",
    b"av01": "AVIF",
    b"jpeg": "JPEG",
    b"j2k1": "JPEG2000",
    b"avc1": None,
    b"vvc1": None,
    b"evc1": None,
    b"unci": None,
    b"mski": None,
}
"""Item types that are pictures, with Pillow's name of the format (MIAF, ISO 23000-22, annexes)."""

_TOP_BOXES = frozenset(
    {b"ftyp", b"styp", b"meta", b"mdat", b"moov", b"moof", b"mfra", b"free", b"skip", b"wide"}
    | {b"uuid", b"mpvd", b"sefd", b"idat", b"sidx", b"pdin", b"jumb", b"mini", b"etyp", b"udta"}
)
_PICTURE_HANDLERS = frozenset({b"pict", b"vide"})
_TILED = frozenset({b"grid", b"tili"})
_DERIVED = _TILED | {b"iovl", b"iden", b"tmap"}
_NOTHING = "nothing"
"""The use of a picture that holds nothing of its own: transparency, another rendering."""
_ALPHA = ("urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
_UNKNOWN_USE = "auxiliary"
_APPLE = re.compile(r"(?:urn:com:apple:photo:\d{4}|tag:apple\.com,\d{4}:photo):aux:(\w{1,40})\Z")
"""How Apple names further uses; all of them are made of the same exposure."""
_AUXILIARY = {
    "urn:mpeg:hevc:2015:auxid:2": "depth",
    "urn:mpeg:mpegB:cicp:systems:auxiliary:depth": "depth",
    "urn:com:apple:photo:2020:aux:hdrgainmap": "gain map",
    "urn:com:apple:photo:2018:aux:portraiteffectsmatte": "outline of the person",
    "urn:com:apple:photo:2019:aux:semanticskinmatte": "outline of the skin",
    "urn:com:apple:photo:2019:aux:semantichairmatte": "outline of the hair",
    "urn:com:apple:photo:2019:aux:semanticteethmatte": "outline of the teeth",
    "urn:com:apple:photo:2020:aux:semanticglassesmatte": "outline of the glasses",
    "urn:com:apple:photo:2020:aux:semanticskymatte": "outline of the sky",
}


@dataclass(frozen=True, slots=True)
class HeifBlock:
    """One metadata item and the items that it speaks of (none: the whole file)."""

    data: bytes
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HeifPicture:
    """One picture beside the first: px before any turn, None where it is not told.

    `auxiliary` says what it is good for, empty for a picture of its own; `derived` is True where
    that is known to be no scene of its own. `thumbnail_at` is where it is said to be a thumbnail,
    `of` what. A picture whose bytes are a file of their own
    has `stands`, its first byte and how many there are.
    """

    number: int
    format: str | None
    width: int | None
    height: int | None
    bytes: int
    is_thumbnail: bool = False
    auxiliary: str = ""
    thumbnail_at: tuple[int, ...] = ()
    of: tuple[int, ...] = ()
    stands: tuple[int, int] | None = None
    derived: bool = False


@dataclass(slots=True)
class HeifContents:
    """Everything but the first picture itself.

    `exif` are TIFF structures, those of the first picture before the others. `films` are bytes from
    and to of what motion photos append. `frames` counts the pictures of a sequence, and `seconds`
    is when it was made, from 1904 on. `primary_at` is where the number of the first picture stands,
    from and to. `end` is where the last known box ends. `unread` counts metadata items that could
    not be had, and `capped` tells that there was more than is looked at. `known` is False where
    there is nothing that names pictures.
    """

    primary: int = 0
    size: tuple[int, int] | None = None
    exif: list[HeifBlock] = field(default_factory=list)
    xmp: list[HeifBlock] = field(default_factory=list)
    pictures: list[HeifPicture] = field(default_factory=list)
    films: list[tuple[int, int]] = field(default_factory=list)
    unread: int = 0
    capped: bool = False
    known: bool = False
    frames: int = 0
    seconds: int = 0
    primary_at: tuple[int, int] | None = None
    end: int = 0


def read_heif(data: bytes) -> HeifContents:
    """Return what the boxes of a file say; what is broken is left out."""
    walk = BoxWalk(data, _MOST_BOXES)
    found = HeifContents()
    meta: BmffBox | None = None
    for box in walk.top():
        if box.kind not in _TOP_BOXES:
            break
        found.end = box.content if box.kind == b"sefd" else box.stop
        found.known = found.known or box.kind in {b"meta", b"mini", b"moov"}
        if box.kind == b"meta" and meta is None:
            meta = box
        elif box.kind == b"moov":
            found.frames = max(found.frames, _count_frames(walk, box))
            found.seconds = found.seconds or _read_seconds(walk, box)
        elif box.kind == b"mini":
            found.unread += 1
        elif box.kind == b"mpvd":  # motion photo: a film in a box of its own
            found.films.append((box.content, box.stop))
        elif box.kind == b"sefd":  # what Samsung appends, in a box of its own
            break
    if meta is not None:
        items = read_items(walk, meta)
        found.primary, found.primary_at = items.primary, items.primary_at
        first = items.items.get(items.primary)
        if first is not None and first.width and first.height:
            found.size = first.width, first.height
        _add_blocks(items, found)
        found.pictures = list(_list_pictures(items, found))
        found.capped = found.capped or items.capped
    found.capped = found.capped or walk.capped
    return found


def _read_seconds(walk: BoxWalk, movie: BmffBox) -> int:
    head = walk.find(movie, b"mvhd")
    raw = walk.read(head, 12) if head else b""
    return int.from_bytes(raw[4:8] if raw[:1] == b"\0" else raw[4:12], "big")


def _count_frames(walk: BoxWalk, movie: BmffBox) -> int:
    """Return how many pictures the longest picture track of a sequence has."""
    most = 0
    for track in walk.inside(movie):
        media = walk.find(track, b"mdia") if track.kind == b"trak" else None
        handler = walk.find(media, b"hdlr") if media else None
        if media is None or handler is None or walk.read(handler, 12)[8:] not in _PICTURE_HANDLERS:
            continue
        box: BmffBox | None = media
        for kind in (b"minf", b"stbl", b"stsz"):
            box = walk.find(box, kind) if box else None
        most = max(most, int.from_bytes(walk.read(box, 12)[8:], "big") if box else 0)
    return most


def heif_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of the first picture in px before any turn.

    The largest extent there is where the file does not say which is the first; None for none.
    """
    walk = BoxWalk(data, _MOST_BOXES)
    meta = next((box for box in walk.top() if box.kind == b"meta"), None)
    if meta is None:
        return None
    items = read_items(walk, meta)
    first = items.items.get(items.primary)
    if first is not None and first.width and first.height:
        return first.width, first.height
    return max(items.extents, key=lambda size: size[0] * size[1], default=None)


def heif_codec(data: bytes) -> bytes:
    """Return the item type of the first picture, or of its tiles; empty where it is not told.

    "mini" for a file in the short form (ISO 23008-12, 2nd edition amendment 1), which has no items.
    """
    walk = BoxWalk(data, _MOST_BOXES)
    meta = next((box for box in walk.top() if box.kind in {b"meta", b"mini"}), None)
    if meta is not None and meta.kind == b"mini":
        return meta.kind
    items = read_items(walk, meta) if meta is not None else None
    item = items.items.get(items.primary) if items else None
    for _step in range(_DEEPEST):
        if item is None or items is None or item.kind not in _DERIVED:
            break
        item = items.items.get(next(iter(item.refers.get(b"dimg", ())), -1))
    return item.kind if item is not None else b""


def with_primary(data: bytes, found: HeifContents, picture: HeifPicture) -> bytes:
    """Return the beginning of the file, changed so that `picture` is its first picture.

    A thumbnail is made one of its own: decoders leave out others. Empty where that cannot be had
    cheaply. The rest of the file stays as it is.
    """
    if found.primary_at is None:
        return b""
    start, stop = found.primary_at
    end = max([stop, *(place + 4 for place in picture.thumbnail_at)])
    if end > _LONGEST_HEAD:
        return b""
    head = bytearray(data[:end])
    head[start:stop] = picture.number.to_bytes(stop - start, "big")
    for place in picture.thumbnail_at:
        head[place : place + 4] = b"free"
    return bytes(head)


def tiff_in_exif_item(raw: bytes) -> bytes:
    """Return the TIFF structure of an Exif item.

    Four bytes say how far behind them it begins (ISO 23008-12, A.2.1); some writers leave them out.
    """
    if raw[:4] in {b"II*\0", b"MM\0*"}:
        return raw
    start = 4 + int.from_bytes(raw[:4], "big")
    if raw[start : start + 4] not in {b"II*\0", b"MM\0*"}:
        places = [place for head in (b"II*\0", b"MM\0*") if (place := raw[:64].find(head)) >= 0]
        start = min(places, default=4)
    return raw[start:]


def _add_blocks(items: HeifItems, found: HeifContents) -> None:
    left = _LONGEST_IN_ALL
    for item in items.items.values():
        is_exif = item.kind == b"Exif"
        is_xmp = item.kind == b"mime" and item.content_type.startswith("application/rdf+xml")
        if not is_exif and not is_xmp:
            continue
        raw = items.bytes_of(item, _LONGEST_BLOCK)
        if not raw:
            found.unread += 1
            continue
        left -= len(raw)
        if len(found.exif) + len(found.xmp) >= _MOST_BLOCKS or left < 0:
            found.capped = True
            break
        of = tuple(item.refers.get(b"cdsc", ()))
        if is_exif:
            found.exif.append(HeifBlock(tiff_in_exif_item(raw), of))
        else:
            found.xmp.append(HeifBlock(raw, of))
    for blocks in (found.exif, found.xmp):
        blocks.sort(key=lambda block: bool(block.of) and items.primary not in block.of)


def _list_pictures(items: HeifItems, found: HeifContents) -> Iterator[HeifPicture]:
    """Yield the pictures but the first, its tiles and its transparency."""
    pictures = {number: item for number, item in items.items.items() if item.kind in _CODED}
    tiles = {
        part
        for item in pictures.values()
        if item.kind in _TILED
        for part in item.refers.get(b"dimg", ())
    }
    uses = _list_uses(pictures)
    shown = 0
    for number, item in pictures.items():
        if number == items.primary or number in tiles or uses.get(number) == _NOTHING:
            continue
        if shown >= _MOST_PICTURES:
            found.capped = True
            return
        shown += 1
        yield HeifPicture(
            number,
            _CODED[item.kind],
            item.width or None,
            item.height or None,
            _count_bytes(item, pictures),
            b"thmb" in item.refers,
            uses.get(number, ""),
            tuple(place for kind, place in item.referred_at if kind == b"thmb"),
            tuple(item.refers.get(b"thmb", ())),
            items.place_of(item) if item.kind == b"jpeg" else None,
            derived=uses.get(number, _UNKNOWN_USE) != _UNKNOWN_USE,
        )


def _list_uses(pictures: dict[int, HeifItem]) -> dict[int, str]:
    """Return what pictures are good for that are none of their own, by number."""
    uses: dict[int, str] = {}
    for number, item in pictures.items():
        if b"auxl" in item.refers:
            is_alpha = item.auxiliary.startswith(_ALPHA)
            uses[number] = _NOTHING if is_alpha else _name_use(item.auxiliary)
        elif item.kind == b"tmap":  # another rendering of a picture, made of it and its gain map
            uses[number] = _NOTHING
            uses.update(dict.fromkeys(item.refers.get(b"dimg", ())[1:2], "gain map"))
    return uses


def _name_use(auxiliary: str) -> str:
    apple = _APPLE.match(auxiliary)
    return _AUXILIARY.get(auxiliary) or (apple[1] if apple else _UNKNOWN_USE)


def _count_bytes(item: HeifItem, pictures: dict[int, HeifItem]) -> int:
    own = item.size
    if item.kind not in _DERIVED:
        return own
    return own + sum(
        pictures[part].size for part in item.refers.get(b"dimg", ()) if part in pictures
    )
