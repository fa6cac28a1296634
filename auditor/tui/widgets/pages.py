"""Rows of a long list, fetched page by page and kept in a small LRU.

Memory stays flat however long the list is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

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
