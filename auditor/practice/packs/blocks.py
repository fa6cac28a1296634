"""What a sheet for trainers or learners is made of, before it is Markdown or HTML."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """A heading; `level` 1 is the title of the sheet. `apart`: on a new page of paper."""

    level: int
    text: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class SheetText:
    """A paragraph; `quiet` for what is said beside, `leads` where a list belongs to it."""

    text: str
    quiet: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class SheetList:
    """Things one under the other; `boxes` to be ticked."""

    items: tuple[str, ...]
    numbered: bool = False
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Words to be read aloud."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Rows with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SheetBlanks:
    """Lines to be filled in by hand, each with what belongs there."""

    labels: tuple[str, ...]


SheetBlock: TypeAlias = SheetHeading | SheetText | SheetList | SheetWords | SheetTable | SheetBlanks


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: its title and blocks. `small` fits a page of A4 in smaller letters."""

    title: str
    blocks: tuple[SheetBlock, ...] = field(default=())
    small: bool = False
