"""The items of a HEIF or AVIF file: what stands in its `meta` box (ISO 14496-12, 8.11).

Pictures, their tiles, thumbnails and depth, EXIF and XMP: where the bytes of each stand, what each
belongs to. Nothing is decoded.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk, ByteSource

__all__ = ["HeifItem", "HeifItems", "read_items"]

_MOST_ITEMS = 10_000
_MOST_EXTENTS = 20_000
_MOST_LINKS = 50_000
_LONGEST_TABLE = 2 * 1024 * 1024
_LONGEST_NAME = 200
_IN_FILE, _IN_IDAT, _IN_ITEM = 0, 1, 2
_HIDDEN = 1
_SMALL_ID = 2  # versions from here on write item numbers in four bytes (iloc, infe: their own)


@dataclass(slots=True)
class HeifItem:
    """One item: its four-letter type, and where its bytes stand (`extents`: start and length).

    `refers` holds what it points to, by the kind of reference, and `referred_at` where those kinds
    stand. `width` and `height` are px before
    any turn, 0 where they are not told; `auxiliary` names what an auxiliary picture is.
    """

    number: int
    kind: bytes = b""
    name: str = ""
    content_type: str = ""
    encoding: str = ""
    hidden: bool = False
    method: int = _IN_FILE
    elsewhere: bool = False
    extents: list[tuple[int, int]] = field(default_factory=list)
    refers: dict[bytes, list[int]] = field(default_factory=dict)
    referred_at: list[tuple[bytes, int]] = field(default_factory=list)
    width: int = 0
    height: int = 0
    auxiliary: str = ""

    @property
    def size(self) -> int:
        """How many bytes it is said to have."""
        return sum(length for _start, length in self.extents)


@dataclass(slots=True)
class HeifItems:
    """All items of a file by number.

    `extents` are all sizes in px that stand there, whatever they belong to. `primary_at` is where
    the number of the first picture stands, from and to. `capped` where there were more than are
    looked at.
    """

    source: ByteSource
    primary: int = 0
    primary_at: tuple[int, int] | None = None
    items: dict[int, HeifItem] = field(default_factory=dict)
    idat: tuple[int, int] = (0, 0)
    extents: list[tuple[int, int]] = field(default_factory=list)
    capped: bool = False

    def place_of(self, item: HeifItem) -> tuple[int, int] | None:
        """Return where the bytes of an item stand in one piece, and how many they are."""
        if item.elsewhere or item.method not in {_IN_FILE, _IN_IDAT} or len(item.extents) != 1:
            return None
        base = self.idat[0] if item.method == _IN_IDAT else 0
        start, length = item.extents[0]
        return base + start, min(length, len(self.source) - base - start)

    def bytes_of(self, item: HeifItem, limit: int) -> bytes | None:
        """Return the bytes of an item, at most `limit`.

        None where they stand in another file or are put together from other items.
        """
        if item.elsewhere or item.method not in {_IN_FILE, _IN_IDAT}:
            return None
        found: list[bytes] = []
        left = limit
        base, end = self.idat if item.method == _IN_IDAT else (0, len(self.source))
        for start, length in item.extents:
            stop = min(end, base + start + (length or end))
            piece = self.source[base + start : min(stop, base + start + left)]
            found.append(piece)
            left -= len(piece)
            if left <= 0:
                break
        return _unpack(b"".join(found), item.encoding, limit)


def read_items(walk: BoxWalk, meta: BmffBox) -> HeifItems:
    """Return the items that the `meta` box names; what is broken is left out."""
    found = HeifItems(walk.source)
    tables: dict[bytes, BmffBox] = {}
    for box in walk.inside(meta, 4):
        tables.setdefault(box.kind, box)
    readers = {
        b"pitm": _read_primary,
        b"iinf": _read_infos,
        b"iloc": _read_places,
        b"iref": _read_references,
        b"iprp": _read_properties,
    }
    if b"idat" in tables:
        found.idat = (tables[b"idat"].content, tables[b"idat"].stop)
    for kind, read in readers.items():
        if kind in tables:
            try:
                read(walk, tables[kind], found)
            except (struct.error, IndexError):  # a table that ends too early
                walk.damaged = True
    return found


def _unpack(data: bytes, encoding: str, limit: int) -> bytes | None:
    if not encoding:
        return data
    if encoding not in {"deflate", "gzip"}:
        return None
    try:
        # raw deflate has no head, zlib and gzip have one
        return zlib.decompressobj(47).decompress(data, limit)
    except zlib.error:
        try:
            return zlib.decompressobj(-15).decompress(data, limit)
        except zlib.error:
            return None


def _read_primary(walk: BoxWalk, box: BmffBox, found: HeifItems) -> None:
    raw = walk.read(box, 8)
    size = 2 if raw[0] == 0 else 4
    found.primary = int.from_bytes(raw[4 : 4 + size], "big")
    if len(raw) >= 4 + size:
        found.primary_at = box.content + 4, box.content + 4 + size


def _read_infos(walk: BoxWalk, box: BmffBox, found: HeifItems) -> None:
    version = walk.source[box.content : box.content + 1]
    for info in walk.inside(box, 6 if version == b"\0" else 8):
        if info.kind != b"infe":
            continue
        if len(found.items) >= _MOST_ITEMS:
            found.capped = True
            return
        item = _read_info(walk.read(info, 2000))
        if item is not None:
            found.items.setdefault(item.number, item)


def _read_info(raw: bytes) -> HeifItem | None:
    version, flags = raw[0], int.from_bytes(raw[1:4], "big")
    if version < _SMALL_ID:  # before items had a type; none is known in pictures
        return None
    place = 6 if version == _SMALL_ID else 8
    number = int.from_bytes(raw[4:place], "big")
    kind = raw[place + 2 : place + 6]
    texts = raw[place + 6 :].split(b"\0")
    words = [text[:_LONGEST_NAME].decode("utf-8", "replace") for text in texts[:3]]
    words += [""] * (3 - len(words))
    item = HeifItem(number, kind, words[0], hidden=bool(flags & _HIDDEN))
    if kind == b"mime":
        item.content_type, item.encoding = words[1], words[2]
    return item


def _read_places(walk: BoxWalk, box: BmffBox, found: HeifItems) -> None:
    raw = walk.read(box, _LONGEST_TABLE)
    version = raw[0]
    sizes = (raw[4] >> 4, raw[4] & 15, raw[5] >> 4, raw[5] & 15 if version in {1, 2} else 0)
    wide = 4 if version >= _SMALL_ID else 2
    reader = _Numbers(raw, 6)
    left = _MOST_EXTENTS
    for _step in range(min(reader.take(wide), _MOST_ITEMS)):
        number = reader.take(wide)
        method = reader.take(2) & 15 if version in {1, 2} else _IN_FILE
        elsewhere = reader.take(2) != 0
        base = reader.take(sizes[2])
        item = found.items.get(number)
        if item is not None:
            item.method, item.elsewhere = method, elsewhere
        for _extent in range(reader.take(2)):
            left -= 1
            if left < 0:
                found.capped = True
                return
            reader.take(sizes[3])
            start, length = base + reader.take(sizes[0]), reader.take(sizes[1])
            if item is not None:
                item.extents.append((start, length))


def _read_references(walk: BoxWalk, box: BmffBox, found: HeifItems) -> None:
    wide = 2 if walk.source[box.content : box.content + 1] == b"\0" else 4
    left = _MOST_LINKS
    for reference in walk.inside(box, 4):
        reader = _Numbers(walk.read(reference, _LONGEST_TABLE), 0)
        item = found.items.get(reader.take(wide))
        count = reader.take(2)
        left -= count
        if left < 0:
            found.capped = True
            return
        targets = [reader.take(wide) for _step in range(count)]
        if item is not None:
            item.refers.setdefault(reference.kind, []).extend(targets)
            item.referred_at.append((reference.kind, reference.start + 4))


def _read_properties(walk: BoxWalk, box: BmffBox, found: HeifItems) -> None:
    held = walk.find(box, b"ipco")
    properties = list(walk.inside(held)) if held is not None else []
    for each in properties:
        if each.kind == b"ispe" and len(raw := walk.read(each, 12)) == 12:  # noqa: PLR2004 - flags, width, height
            width, height = struct.unpack_from(">II", raw, 4)
            found.extents.append((width, height))
    left = _MOST_LINKS
    for table in walk.inside(box):
        if table.kind != b"ipma":
            continue
        for number, index in _list_associations(walk.read(table, _LONGEST_TABLE)):
            left -= 1
            if left < 0:
                found.capped = True
                return
            item = found.items.get(number)
            if item is not None and 0 < index <= len(properties):
                _add_property(walk, properties[index - 1], item)


def _list_associations(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield item number and index of a property, counted from 1; 0 for an item that has none."""
    version, wide = raw[0], bool(raw[3] & 1)
    reader = _Numbers(raw, 4)
    for _step in range(reader.take(4)):
        number = reader.take(2 if version == 0 else 4)
        count = reader.take(1)
        if not count:
            yield number, 0
        for _association in range(count):
            yield number, reader.take(2) & 0x7FFF if wide else reader.take(1) & 0x7F


def _add_property(walk: BoxWalk, box: BmffBox, item: HeifItem) -> None:
    if box.kind == b"ispe" and not item.width:
        item.width, item.height = struct.unpack(">II", walk.read(box, 12)[4:12])
    elif box.kind == b"auxC" and not item.auxiliary:
        raw = walk.read(box, _LONGEST_NAME)[4:]
        item.auxiliary = raw.split(b"\0", 1)[0].decode("ascii", "replace")


class _Numbers:
    """Big-endian numbers one after the other. Raises IndexError behind the end."""

    def __init__(self, raw: bytes, place: int) -> None:
        self._raw = raw
        self._place = place

    def take(self, size: int) -> int:
        """Return the next number of `size` bytes; 0 for none."""
        end = self._place + size
        if end > len(self._raw):
            raise IndexError
        number = int.from_bytes(self._raw[self._place : end], "big")
        self._place = end
        return number
