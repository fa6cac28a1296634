"""A sheet as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from auditor.practice.packs.blocks import (
    Sheet,
    SheetBlanks,
    SheetBlock,
    SheetHeading,
    SheetList,
    SheetTable,
    SheetText,
    SheetWords,
)

_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
_BLANK = r"\_" * 24
_ADDRESS = re.compile(r"https://\S+")


def markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown."""
    return "\n".join(line for block in sheet.blocks for line in (*_lines(block), ""))


def _lines(block: SheetBlock) -> Iterator[str]:
    match block:
        case SheetHeading():
            yield f"{'#' * block.level} {_escaped(block.text)}"
        case SheetText():
            yield f"*{_escaped(block.text)}*" if block.quiet else _escaped(block.text)
        case SheetList():
            yield from _items(block)
        case SheetWords():
            yield "\n>\n".join(f"> {_escaped(paragraph)}" for paragraph in block.paragraphs)
        case SheetTable():
            lines = (block.head, ("---",) * len(block.head), *block.rows)
            yield from (f"| {' | '.join(map(_escaped, line))} |" for line in lines)
        case SheetBlanks():
            yield from (f"- {_escaped(label)}: {_BLANK}" for label in block.labels)
        case _:
            assert_never(block)


def _items(block: SheetList) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        sign = f"{number}." if block.numbered else "- [ ]" if block.boxes else "-"
        yield f"{sign} {_escaped(item)}"


def _escaped(text: str) -> str:
    """Return text in which no sign of Markdown is meant as one; addresses stay as they are."""
    pieces = []
    last = 0
    for address in _ADDRESS.finditer(text):
        pieces += [_SIGNS.sub(r"\\\1", text[last : address.start()]), f"<{address.group()}>"]
        last = address.end()
    return "".join([*pieces, _SIGNS.sub(r"\\\1", text[last:])])
