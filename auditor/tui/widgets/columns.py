"""Columns of a list.

Fixed widths, one that takes the rest, and some that only show where there is room.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from auditor.dataclass import dataclass

_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in cells, 0 for the one that takes the rest.

    Shown from a list width of `least` cells on; `right` aligns numbers.
    """

    title: str
    width: int = 0
    least: int = 0
    right: bool = False


def widths(columns: Sequence[Column], total: int) -> list[int | None]:
    """Return the width of each column in a list of `total` cells, None where it is not shown."""
    shown = [column for column in columns if total >= column.least]
    fixed = sum(column.width for column in shown) + _GAP * (len(shown) - 1)
    rest = max(1, total - fixed)
    return [None if column not in shown else column.width or rest for column in columns]


def lay(columns: Sequence[Column], cells: Sequence[Content], total: int) -> Content:
    """Return one line of exactly `total` cells.

    A single cell in a list of several columns runs across all of them.
    """
    if len(cells) == 1 and len(columns) > 1:
        return cells[0].truncate(total, ellipsis=True, pad=True)
    parts: list[Content] = []
    for column, cell, width in zip(columns, cells, widths(columns, total), strict=True):
        if width is None:
            continue
        fitted = cell.truncate(width, ellipsis=True)
        parts.append(
            fitted.pad_left(width - fitted.cell_length)
            if column.right
            else fitted.truncate(width, pad=True)
        )
    return Content(" " * _GAP).join(parts).truncate(total, pad=True)
