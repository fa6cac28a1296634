"""Sentences of the commands, for people who use no shell: what names a command is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_COMMAND = re.compile(r"\bauditor\b['’”\"]? +(?:--)?[a-z]|(?:^|\s)--[a-z]|['‘“\"]auditor ")
_SENTENCES = re.compile(r"(?<=[.!?:]) +(?=\S)")


def without_commands(text: str) -> str:
    """Return a text without the sentences that name a command or its options."""
    kept: list[str] = []
    for sentence in _SENTENCES.split(text):
        if _COMMAND.search(sentence):
            while kept and kept[-1].endswith(":"):  # it led to the command
                kept.pop()
        else:
            kept.append(sentence)
    return " ".join(kept)


def told_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without commands; a line that spoke of nothing else is left out."""
    for line in lines:
        kept = without_commands(line)
        if kept.strip() or not line.strip():
            yield kept
