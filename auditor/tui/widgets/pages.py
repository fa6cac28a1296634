"""Rows of a long list, fetched page by page and kept in a small LRU.

Memory stays flat however long the list is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

from auditor.dataclass import dataclass

if TYPE_CHECKING:
    from auditor.domain.findings.finding import Severity

Row = TypeVar("Row")

PAGE = 200
"""Rows of one page: several screens full, and one query to the vault."""
KEPT = 16
"""Pages kept: enough to scroll back and forth without asking again."""


class Pages(Generic[Row]):
    """`count` rows behind `fetch(offset, limit)`."""

    def __init__(
        self, count: int, fetch: Callable[[int, int], Awaitable[Sequence[Row]]], *, kept: int = KEPT
    ) -> None:
        self.count = count
        self.kept = kept
        self._fetch = fetch
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Pages[Row]:
        """Return pages over rows that are in memory already."""

        async def cut(offset: int, limit: int) -> Sequence[Row]:
            return rows[offset : offset + limit]

        made = cls(len(rows), cut, kept=-(-len(rows) // PAGE))
        for number in range(made.kept):
            made._pages[number] = rows[number * PAGE : (number + 1) * PAGE]
        return made

    def get(self, index: int) -> Row | None:
        """Return a row, None if its page is not here yet."""
        page = self._pages.get(index // PAGE)
        if page is None or index % PAGE >= len(page):
            return None
        return page[index % PAGE]

    def missing(self, first: int, last: int) -> int | None:
        """Return the first page between rows `first` and `last` that is not here yet."""
        for number in range(max(0, first) // PAGE, max(0, min(last, self.count - 1)) // PAGE + 1):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number * PAGE < self.count:
                return number
        return None

    async def load(self, number: int) -> None:
        """Fetch one page and let the one that was not used for longest go."""
        self._pages[number] = await self._fetch(number * PAGE, PAGE)
        self._pages.move_to_end(number)
        if len(self._pages) > self.kept:
            self._pages.popitem(last=False)


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
    """Groups under headings, of which only the rows in sight are read.

    `read` returns so many rows of a group, from a place in it on.
    """

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
