"""Further pictures in a TIFF: pages, SubIFDs, previews, and what stands behind everything.

TIFF 6.0, sections 2 and 13; NewSubfileType 1 is a reduced version of another page, 4 a mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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


def walk_tiff(data: bytes, walk: Walk) -> None:
    """Note the pages after the first, and all that hangs on any of them."""
    opened = Tiff.of(data)
    if opened is None:
        return
    tiff, place = opened
    seen: set[int] = set()
    end = 8
    for number in range(1, _MOST_PAGES + 1):
        entries, following = tiff.directory(place)
        end = max(end, _find_end(entries, place))
        if number > 1:
            _add_page(tiff, place, entries, f"TIFF page {number}", walk)
        for sub in _list_pointers(entries, _SUB_IFDS)[:_MOST_SUB_IFDS]:
            if sub in seen:
                continue
            seen.add(sub)
            below = tiff.directory(sub)[0]
            end = max(end, _find_end(below, sub))
            _add_page(tiff, sub, below, f"TIFF page {number} SubIFD", walk)
        for pointer in _list_pointers(entries, _EXIF_IFD)[:1]:
            exif = tiff.directory(pointer)[0]
            end = max(end, _find_end(exif, pointer))
            walk_maker_note(data, exif.get(_MAKER_NOTE), walk)
        seen.add(place)
        place = following
        if not place or place in seen:
            break
    else:
        walk.tell_unread(_("The file has more pages than are walked over."))
        return
    _walk_behind_everything(data, end, walk)


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


def _walk_behind_everything(data: bytes, end: int, walk: Walk) -> None:
    """Note pictures and films behind all that the directories point at.

    Makers keep things there which no directory names, so that only what is known is told.
    """
    for begun in find_begun(data, end, len(data)):
        if walk.at(data, begun.start) is None:
            add_begun(data, begun.start, begun.end, walk, BEHIND)


def _find_end(entries: Mapping[int, TiffEntry], place: int) -> int:
    """Return where the last byte that a directory points at stands."""
    end = place + 2 + 12 * len(entries) + 4
    end = max([end, *(entry.start + entry.size for entry in entries.values())])
    for starts, sizes in zip(_STARTS, _SIZES, strict=True):
        first, second = _numbers(entries.get(starts)), _numbers(entries.get(sizes))
        end = max([end, *(a + b for a, b in zip(first, second, strict=False))])
    return end


def _numbers(entry: TiffEntry | None) -> list[int]:
    width = {3: 2, 4: 4}.get(entry.kind, 0) if entry else 0
    if entry is None or not width:
        return []
    raw = entry.raw(_MOST_VALUES)
    order = "big" if entry.order == ">" else "little"
    return [
        int.from_bytes(raw[index : index + width], order)  # type: ignore[arg-type]
        for index in range(0, len(raw) - width + 1, width)
    ]


def _list_pointers(entries: Mapping[int, TiffEntry], tag: int) -> list[int]:
    entry = entries.get(tag)
    return [int(number) for number in entry.numbers()] if entry else []
