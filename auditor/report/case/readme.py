"""The README.txt of a case file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from auditor.guidance.case import Section, sections
from auditor.messages import _

_WIDTH = 76


def readme(time: str, version: str, *, looked: bool = False) -> str:
    """Return the text; `time` is when the case was made.

    `looked`: it holds the history of a reported link.
    """
    blocks = [
        block
        for section in sections()
        if looked or not section.looked
        for block in _blocks(section, {"time": time, "version": version})
    ]
    return "\n\n".join(blocks) + "\n"


def _blocks(section: Section, values: dict[str, str]) -> Iterator[str]:
    yield _(section.title).upper()
    yield _wrapped(_(section.text).format_map(values))
    if section.steps:
        yield "\n".join(_wrapped(_(step), first="  - ", next_="    ") for step in section.steps)
    if section.commands:
        yield textwrap.indent(section.commands.strip(), "    ")
    if section.note:
        yield _wrapped(_(section.note))


def _wrapped(text: str, *, first: str = "", next_: str = "") -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=next_,
        break_long_words=False,
        break_on_hyphens=False,
    )
