"""What a rule may do with text, so that one rule is read in Python and in an engine alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

_Text = TypeVar("_Text")
_Holds = TypeVar("_Holds")

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = UPPER.lower()


class TextWork(Protocol[_Text, _Holds]):
    """Text and conditions of one kind: of Python, or columns of an engine.

    Letters are those of ASCII: what Unicode calls lower case differs between engines.
    """

    def plain(self, text: str) -> _Text:
        """Return `text` itself."""
        ...

    def part(self, text: _Text, mark: str, number: int) -> _Text:
        """Return a part of what `mark` parts, counted from 1 or from the end; "" if none."""
        ...

    def behind(self, text: _Text, head: _Text) -> _Text:
        """Return what follows after as many characters as `head` has."""
        ...

    def replaced(self, text: _Text, old: str, new: str) -> _Text:
        """Return `text` with every `old` as `new`."""
        ...

    def lower(self, text: _Text) -> _Text:
        """Return `text` with the capitals of ASCII in lower case."""
        ...

    def joined(self, texts: Sequence[_Text]) -> _Text:
        """Return the texts in a row."""
        ...

    def group(self, text: _Text, pattern: str, number: int) -> _Text:
        """Return a group of the first place that has `pattern`; "" if there is none."""
        ...

    def has(self, text: _Text, pattern: str) -> _Holds:
        """Whether a place of `text` has `pattern`."""
        ...

    def both(self, first: _Holds, second: _Holds) -> _Holds:
        """Whether two conditions hold."""
        ...

    def same(self, text: _Text, other: str) -> _Holds:
        """Whether `text` is `other`."""
        ...

    def cases(self, cases: Sequence[tuple[_Holds, _Text]], otherwise: _Text) -> _Text:
        """Return the text of the first condition that holds."""
        ...


class PythonText:
    """Text of Python."""

    def plain(self, text: str) -> str:
        """Return `text` itself."""
        return text

    def part(self, text: str, mark: str, number: int) -> str:
        """Return a part of what `mark` parts, counted from 1 or from the end; "" if none."""
        parts = text.split(mark)
        at = number - 1 if number > 0 else len(parts) + number
        return parts[at] if 0 <= at < len(parts) else ""

    def behind(self, text: str, head: str) -> str:
        """Return what follows after as many characters as `head` has."""
        return text[len(head) :]

    def replaced(self, text: str, old: str, new: str) -> str:
        """Return `text` with every `old` as `new`."""
        return text.replace(old, new)

    def lower(self, text: str) -> str:
        """Return `text` with the capitals of ASCII in lower case."""
        return text.translate(_TO_LOWER)

    def joined(self, texts: Sequence[str]) -> str:
        """Return the texts in a row."""
        return "".join(texts)

    def group(self, text: str, pattern: str, number: int) -> str:
        """Return a group of the first place that has `pattern`; "" if there is none."""
        found = _compiled(pattern).search(text)
        return (found[number] or "") if found else ""

    def has(self, text: str, pattern: str) -> bool:
        """Whether a place of `text` has `pattern`."""
        return _compiled(pattern).search(text) is not None

    def both(self, first: bool, second: bool) -> bool:
        """Whether two conditions hold."""
        return first and second

    def same(self, text: str, other: str) -> bool:
        """Whether `text` is `other`."""
        return text == other

    def cases(self, cases: Sequence[tuple[bool, str]], otherwise: str) -> str:
        """Return the text of the first condition that holds."""
        return next((text for holds, text in cases if holds), otherwise)


def to_the_end(pattern: str, mark: str) -> str:
    """Return a pattern whose `$` is `mark`, the very end: to some, a line may end behind `$`."""
    return pattern.removesuffix("$") + mark if pattern.endswith("$") else pattern


_TO_LOWER = str.maketrans(UPPER, LOWER)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(to_the_end(pattern, r"\Z"), re.ASCII)
