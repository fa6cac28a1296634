"""What stands behind the end of a picture: other pictures, films, the rest of an earlier picture.

Padding is nothing. What is not understood is told with its size.
"""

from __future__ import annotations

import re

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import EndlessError, begun_at, find_begun, jpeg_end
from auditor.readers.further.containers.samsung import walk_samsung
from auditor.readers.further.pieces import Piece, Walk

__all__ = ["BEHIND", "add_begun", "add_spoiled", "walk_behind"]

BEHIND = "behind the end"

_PADDING = b"\0\xff \t\r\n"
_PLAIN = frozenset({"TIFF", "BMP"})
"""Formats whose pixels may look like the beginning of many a thing."""
_LEAST = 16  # bytes: less than that is alignment, or a word that a program left
_SPOILED = re.compile(rb"[^\xff]\xd8\xff\xdb")
"""A JPEG whose first byte Minolta and Sony cameras spoil on purpose."""
_MOST_SPOILED = 8
_PNG_REST = (b"IEND\xaeB`\x82", b"IDAT")
_STUFFED = re.compile(rb"\xff[^\x00\xff\xd0-\xd9]")
_LEAST_STUFFED = 4
_LONGEST_TAIL = 64
_TAILS = (
    (re.compile(rb"AXS[!*].{8}\Z", re.DOTALL), "AFCP"),
    (re.compile(rb"\xa1\xb2\xc3\xd4\Z"), "FotoStation"),
    (re.compile(rb"cbipcbbl\Z"), "Photo Mechanic"),
    (re.compile(rb"CANON OPTIONAL DATA\0"), "Canon"),
    (re.compile(rb"~\0\x04\0zmie~"), "MIE"),
    (re.compile(rb"8db42d694ccc418790edff439fe026bf\Z"), "Insta360"),
    (re.compile(rb"/NIKON APP\Z"), "Nikon"),
    (re.compile(rb"LIVE_\d+"), "Huawei"),
)
"""Last bytes of blocks that programs and cameras append, as ExifTool knows them."""
_HEADS = ((b"vivo{", "vivo"), (b"CANON OPTIONAL DATA\0", "Canon"))


def walk_behind(data: bytes, start: int, walk: Walk) -> None:
    """Note what stands behind `start`, where the picture ends."""
    end = walk_samsung(data, start, walk)
    place = _skip_padding(data, start, end)
    first = begun_at(data, place, end)
    if first is not None and first.format in _PLAIN:
        add_begun(data, place, end, walk, BEHIND)
        place = first.end
    else:
        place = start
    for begun in find_begun(data, place, end):
        _walk_rest(data, place, begun.start, walk)
        claimed = walk.at(data, begun.start)
        if claimed is None:
            add_begun(data, begun.start, begun.end, walk, BEHIND)
        place = max(begun.end, begun.start + (claimed.size if claimed else 0))
    _walk_rest(data, place, end, walk)


def add_begun(
    data: bytes,
    start: int,
    end: int,
    walk: Walk,
    where: str,
    kind: FurtherKind | None = None,
) -> bool:
    """Note what begins at `start`, up to `end`; return whether anything does.

    `kind` says what a picture is there for.
    """
    begun = begun_at(data, start, end)
    if begun is None:
        return False
    told = kind if kind and begun.kind is FurtherKind.PICTURE else begun.kind
    walk.add(Piece(told, where, data, start, begun.end - start, format=begun.format))
    return True


def add_spoiled(data: bytes, start: int, end: int, walk: Walk, where: str) -> int:
    """Note the first JPEG with a spoiled first byte; return where it ends, `start` for none."""
    place = start
    for _try in range(_MOST_SPOILED):
        match = _SPOILED.search(data, place, end)
        if match is None:
            return start
        try:
            stop = jpeg_end(data, match.start(), end)
        except EndlessError:
            stop = None
        if stop is not None:
            walk.add(
                Piece(
                    FurtherKind.THUMBNAIL,
                    where,
                    data,
                    match.start(),
                    stop - match.start(),
                    head=b"\xff",
                    format="JPEG",
                )
            )
            return stop
        place = match.start() + 1
    return start


def _skip_padding(data: bytes, start: int, end: int) -> int:
    while start < end and data[start] in _PADDING:
        block = data[start : start + 4096]
        start = min(end, start + max(1, len(block) - len(block.lstrip(_PADDING))))
    return start


def _walk_rest(data: bytes, start: int, end: int, walk: Walk) -> None:
    """Note what has no beginning that is known."""
    start = _skip_padding(data, start, end)
    while end > start and data[end - 1] in _PADDING:
        block = data[max(start, end - 4096) : end]
        end -= max(1, len(block) - len(block.rstrip(_PADDING)))
    if end - start < _LEAST or walk.at(data, start) is not None:
        return
    if add_begun(data, start, end, walk, BEHIND):
        return
    stop = add_spoiled(data, start, min(end, start + 65_536), walk, BEHIND)
    start = max(start, stop)
    if end - start < _LEAST:
        return
    name = _name_tail(data, start, end)
    rest = None if name else _rest_of(data, start, end)
    if rest is not None:
        where = f"rest of an earlier picture {BEHIND}"
        walk.add(
            Piece(
                FurtherKind.PICTURE,
                where,
                data,
                start,
                end - start,
                format=rest,
                pictured=False,
            )
        )
        return
    where = f"{name} block {BEHIND}" if name else BEHIND
    walk.add(Piece(FurtherKind.UNKNOWN, where, data, start, end - start))


def _name_tail(data: bytes, start: int, end: int) -> str | None:
    for head, name in _HEADS:
        if data.startswith(head, start):
            return name
    tail = data[max(start, end - _LONGEST_TAIL) : end]
    return next((name for pattern, name in _TAILS if pattern.search(tail)), None)


def _rest_of(data: bytes, start: int, end: int) -> str | None:
    """Return the format of the picture whose last bytes these are, None if they are not.

    Editors that write a smaller picture over a larger one leave its end (CVE-2023-21036). The bytes
    of a JPEG scan are known by the zero behind each 0xFF.
    """
    if any(data.find(sign, start, end) >= 0 for sign in _PNG_REST):
        return "PNG"
    enough = data.count(b"\xff", start, end) >= _LEAST_STUFFED
    return "JPEG" if enough and _STUFFED.search(data, start, end) is None else None
