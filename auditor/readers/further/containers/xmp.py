"""Whole pictures in XMP, written in base 64: originals, depth maps, sounds, thumbnails.

They are found by how they begin, whatever property holds them (GImage:Data, GDepth:Image,
GAudio:Data, xmpGImg:image). What a Google container lists gets its name from there.
"""

from __future__ import annotations

import binascii
import re
import string
from collections.abc import Iterable

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.metadata.text import without_blanks
from auditor.readers.metadata.xmp.packet import XmpError, name_of, parse_root

__all__ = ["ContainerItem", "list_items", "name_items", "walk_base64", "walk_packets"]

_BEGIN = re.compile(
    rb"[\"'>,\s](?:/9j/|iVBORw0KGgo|UklGR|R0lGOD|Qk0|SUkqA|TU0AK|AAAA[A-Za-z0-9+/]{2}Z0eX)"
)
"""JPEG, PNG, RIFF, GIF, BMP, TIFF and ISO base media files, behind what may stand in front."""
_END = re.compile(rb"[\"'<]")
_IN_NAMES = frozenset(string.ascii_letters.encode() + string.digits.encode() + b"_.:-")
_LEAST = 200
_MOST_VALUES = 32
_MOST_FAILS = 200
_LOOK_BACK = 400
_DEPTH = ("depth", "confidence", "disparity")
_LISTED = (b"Directory", b"Semantic")
_MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class ContainerItem:
    """What a Google container says of a part of the file: what it is for, and its length."""

    semantic: str
    length: int


def walk_packets(packets: Iterable[bytes], walk: Walk) -> None:
    """Note the pictures in XMP packets, each content once."""
    for packet in packets:
        walk_base64(packet, walk, "XMP")


def walk_base64(text: bytes, walk: Walk, name: str) -> None:
    """Note what stands in `text` in base 64; `name` says what the text is."""
    place, found = 0, 0
    for _try in range(_MOST_FAILS):
        match = _BEGIN.search(text, place)
        if match is None:
            return
        begin = match.start() + 1
        close = _END.search(text, begin)
        end = close.start() if close else len(text)
        place = max(end, begin + 1)
        if end - begin < _LEAST:
            place = begin + 1
            continue
        if found >= _MOST_VALUES:
            break
        if _add_value(text[begin:end], _name_before(text, match.start(), name), walk):
            found += 1
    walk.tell_unread(_("There are more texts that look like pictures than are looked at."))


def _add_value(text: bytes, where: str, walk: Walk) -> bool:
    packed = without_blanks(text)
    try:
        data = binascii.a2b_base64(packed[: len(packed) // 4 * 4])
    except binascii.Error:
        return False
    begun = begun_at(data, 0, len(data))
    if begun is None or any(
        piece.size == len(data) and piece.source == data for piece in walk.pieces
    ):
        return False
    lower = where.lower()
    kind = begun.kind
    if kind is FurtherKind.PICTURE and ("thumb" in lower or "gimg:image" in lower):
        kind = FurtherKind.THUMBNAIL
    elif kind is FurtherKind.VIDEO and "audio" in lower:
        kind = FurtherKind.AUDIO
    depth = any(word in lower for word in _DEPTH) and not lower.endswith(":image")
    walk.add(
        Piece(
            kind,
            where,
            data,
            0,
            len(data),
            format=begun.format,
            pictured=not depth,
            derived=depth,
            main=kind is FurtherKind.THUMBNAIL,
        )
    )
    return True


def _name_before(text: bytes, end: int, name: str) -> str:
    """Return the property whose value begins at `end`."""
    before = text[max(0, end - _LOOK_BACK) : end + 1].rstrip()
    if before.endswith(b">"):  # the value of an element: its tag is read from the front
        start = stop = before.rfind(b"<") + 1
        while start and before[stop] in _IN_NAMES:
            stop += 1
    else:  # that of an attribute: its name is read from the back
        stop = len(before.rstrip(b"\"'").rstrip().removesuffix(b"=").rstrip())
        start = stop
        while start and before[start - 1] in _IN_NAMES:
            start -= 1
    found = before[start:stop].decode("latin-1").strip(":.-")
    return f"{name} {found}".strip()


def list_items(packets: Iterable[bytes]) -> list[ContainerItem]:
    """Return what a container directory lists behind the picture, in the order of the file."""
    items: list[ContainerItem] = []
    for packet in packets:
        if not all(word in packet for word in _LISTED):
            continue
        try:
            root = parse_root(packet)
        except XmpError:
            continue
        for node in root.iter():
            if not name_of(node).endswith("}Item") or len(items) >= _MOST_ITEMS:
                continue
            values = {str(key).rpartition("}")[2]: str(value) for key, value in node.items()}
            values |= {
                name_of(child).rpartition("}")[2]: (child.text or "").strip() for child in node
            }
            semantic, length = values.get("Semantic", ""), values.get("Length", "")
            if semantic and semantic != "Primary":
                items.append(ContainerItem(semantic[:60], int(length) if length.isdigit() else 0))
    return items


def name_items(items: Iterable[ContainerItem], walk: Walk) -> None:
    """Write into `where` what the container says each part is for."""
    waiting = [item for item in items if item.length]
    for piece in walk.pieces:
        item = next((item for item in waiting if item.length == piece.size), None)
        if item is not None:
            waiting.remove(item)
            piece.where = f"{piece.where} ({item.semantic})"
            lower = item.semantic.lower()
            if any(word in lower for word in (*_DEPTH, "gainmap", "segmentation")):
                piece.derive()
