"""Text in the columns of an engine, as Ibis expressions: the other half of `PythonText`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

from auditor.corpus.addresses.text import LOWER, UPPER, to_the_end


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # ibis has no types
def split_part(text: str, mark: str, number: int) -> str:  # type: ignore[empty-body]
    """Both engines have this under this name, counted from 1 or from the end."""


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]  # as above
    signature=(("int64",), "int8")
)
def bit_count(number: int) -> int:  # type: ignore[empty-body]
    """Both engines have this under this name."""


@ibis.udf.scalar.builtin(name="hex")  # type: ignore[untyped-decorator]  # as above
def hex_digits(content: bytes) -> str:  # type: ignore[empty-body]
    """Both engines have this under the name hex; capitals in either."""


class ColumnText:
    """Text of columns; what each does is said in `TextWork`."""

    def plain(self, text: str) -> Any:
        """Return `text` itself."""
        return ibis.literal(text)

    def part(self, text: Any, mark: str, number: int) -> Any:
        """Return a part of what `mark` parts."""
        return split_part(text, mark, number)

    def behind(self, text: Any, head: Any) -> Any:
        """Return what follows after as many characters as `head` has."""
        return text.substr(head.length())

    def replaced(self, text: Any, old: str, new: str) -> Any:
        """Return `text` with every `old` as `new`."""
        return text.replace(old, new)

    def lower(self, text: Any) -> Any:
        """Return `text` with the capitals of ASCII in lower case."""
        return text.translate(UPPER, LOWER)

    def joined(self, texts: Sequence[Any]) -> Any:
        """Return the texts in a row."""
        first, *others = texts
        return first.concat(*others) if others else first

    def group(self, text: Any, pattern: str, number: int) -> Any:
        """Return a group of the first place that has `pattern`."""
        return text.re_extract(to_the_end(pattern, r"\z"), number)

    def has(self, text: Any, pattern: str) -> Any:
        """Whether a place of `text` has `pattern`."""
        return text.re_search(to_the_end(pattern, r"\z"))

    def both(self, first: Any, second: Any) -> Any:
        """Whether two conditions hold."""
        return first & second

    def same(self, text: Any, other: str) -> Any:
        """Whether `text` is `other`."""
        return text == other

    def cases(self, cases: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
        """Return the text of the first condition that holds."""
        return ibis.cases(*cases, else_=otherwise)
