"""Further pictures in a TIFF: pages, SubIFDs, previews, and what stands behind everything.

TIFF 6.0, sections 2 and 13; NewSubfileType 1 is a reduced version of another page, 4 a mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import find_begun
from auditor.readers.further.containers.behind import BEHIND, add_begun
from auditor.readers.further.containers.exif import directory_piece, walk_maker_note
from auditor.readers.further.pieces import Walk
from auditor.readers.metadata.tiff import Tiff, TiffEntry

__all__ = ["walk_tiff"]

_SUBFILE, _SUB_IFDS, _EXIF_IFD, _MAKER_NOTE = 0x00FE, 0x014A, 0x8769, 0x927C
_STARTS, _SIZES = (0x0111, 0x0144, 0x0201), (0x0117, 0x0145, 0x0202)
_REDUCED, _MASK = 1, 4
_MOST_PAGES = 40
_MOST_SUB_IFDS = 8
_MOST_VALUES = 400_000
_LEAST_GAP, _MOST_GAPS = 64, 500


def walk_tiff(data: bytes, walk: Walk) -> None:
    """Note the pages after the first, and all that hangs on any of them."""
    opened = Tiff.of(data)
    if opened is None:
        return
    tiff, place = opened
    seen: set[int] = set()
    taken = [(0, 8)]
    for number in range(1, _MOST_PAGES + 1):
        entries, following = tiff.directory(place)
        taken += _list_taken(entries, place)
        if number > 1:
            _add_page(tiff, place, entries, f"TIFF page {number}", walk)
        for sub in _list_pointers(entries, _SUB_IFDS)[:_MOST_SUB_IFDS]:
            if sub in seen:
                continue
            seen.add(sub)
            below = tiff.directory(sub)[0]
            taken += _list_taken(below, sub)
            _add_page(tiff, sub, below, f"TIFF page {number} SubIFD", walk)
        for pointer in _list_pointers(entries, _EXIF_IFD)[:1]:
            exif = tiff.directory(pointer)[0]
            taken += _list_taken(exif, pointer)
            walk_maker_note(data, exif.get(_MAKER_NOTE), walk)
        seen.add(place)
        place = following
        if not place or place in seen:
            break
    else:
        walk.tell_unread(_("The file has more pages than are walked over."))
        return
    _walk_gaps(data, taken, walk)


def _add_page(
    tiff: Tiff, place: int, entries: Mapping[int, TiffEntry], where: str, walk: Walk
) -> None:
    piece = directory_piece(tiff, place, entries, where)
    if piece is None:
        return
    entry = entries.get(_SUBFILE)
    use = (entry.number() if entry else None) or 0
    if use & _MASK:
        piece = replace(piece, kind=FurtherKind.PAGE, where=f"{where} (mask)", pictured=False)
    elif not use & _REDUCED:
        piece = replace(piece, kind=FurtherKind.PAGE)
    walk.add(piece)


def _walk_gaps(data: bytes, taken: list[tuple[int, int]], walk: Walk) -> None:
    """Note pictures and films where no directory points.

    Makers keep things there which no directory names, so that only what is known is told.
    """
    place = 0
    gaps: list[tuple[int, int]] = []
    for start, end in [*sorted(taken), (len(data), len(data))]:
        if start - place >= _LEAST_GAP:
            gaps.append((place, min(start, len(data))))
        place = max(place, end)
    if len(gaps) > _MOST_GAPS:
        walk.tell_unread(_("The file has more gaps than are looked into."))
    for start, end in gaps[:_MOST_GAPS]:
        where = BEHIND if end == len(data) else "between the pages"
        for begun in find_begun(data, start, end):
            if walk.at(data, begun.start) is None:
                add_begun(data, begun.start, begun.end, walk, where)


def _list_taken(entries: Mapping[int, TiffEntry], place: int) -> list[tuple[int, int]]:
    """Return (start, end) of all bytes that a directory takes or points at."""
    taken = [(place, place + 2 + 12 * len(entries) + 4)]
    taken += [(entry.start, entry.start + entry.size) for entry in entries.values()]
    for starts, sizes in zip(_STARTS, _SIZES, strict=True):
        first, second = _numbers(entries.get(starts)), _numbers(entries.get(sizes))
        taken += [(start, start + size) for start, size in zip(first, second, strict=False)]
    return taken


def _numbers(entry: TiffEntry | None) -> list[int]:
    width = {3: 2, 4: 4}.get(entry.kind, 0) if entry else 0
    if entry is None or not width:
        return []
    raw = entry.raw(_MOST_VALUES)
    order: Literal["big", "little"] = "big" if entry.order == ">" else "little"
    return [
        int.from_bytes(raw[index : index + width], order)
        for index in range(0, len(raw) - width + 1, width)
    ]


def _list_pointers(entries: Mapping[int, TiffEntry], tag: int) -> list[int]:
    entry = entries.get(tag)
    return [int(number) for number in entry.numbers()] if entry else []
