"""Groups of rows under headings, of which only the rows in sight are read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from auditor.domain.findings.finding import Severity

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over `count` rows of one kind. `key` is unique."""

    key: str
    title: str
    severity: Severity
    count: int
    folded: bool

    @property
    def length(self) -> int:
        """Lines of the list: its heading, and its rows where they are not folded."""
        return 1 if self.folded else 1 + self.count


class FoldedRows(Generic[Row]):
    """`read` returns so many rows of a group, from a place in it on."""

    def __init__(
        self,
        groups: Sequence[Group],
        read: Callable[[Group, int, int], Awaitable[Sequence[Row]]],
    ) -> None:
        self.groups = groups
        self._read = read
        self._starts = [0, *accumulate(group.length for group in groups)]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._starts[-1]

    def first(self) -> int:
        """Return the line of the first row that is no heading; 0 where there is none."""
        shown = (at for at, group in enumerate(self.groups) if group.length > 1)
        return next((self._starts[at] + 1 for at in shown), 0)

    def line(self, key: str, place: int | None = None) -> int | None:
        """Return the line of a group, or of its row at `place`, None where it has none."""
        for start, group in zip(self._starts, self.groups, strict=False):
            if group.key == key:
                inside = place is not None and group.length > 1
                return start + 1 + min(place or 0, group.count - 1) if inside else start
        return None

    async def fetch(self, offset: int, limit: int) -> list[Row | Group]:
        """Return the lines from `offset` on, at most `limit`."""
        lines: list[Row | Group] = []
        at = max(0, bisect_right(self._starts, offset) - 1)
        for start, group in zip(self._starts[at:], self.groups[at:], strict=False):
            skipped = max(0, offset - start)
            wanted = min(group.length - skipped, limit - len(lines))
            if wanted <= 0:
                break
            if not skipped:
                lines.append(group)
            place, number = max(0, skipped - 1), wanted - (not skipped)
            if number:
                lines += await self._read(group, place, number)
        return lines
