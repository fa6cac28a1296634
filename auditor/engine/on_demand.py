"""A sequence that is made when it is first looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar, overload

_Item = TypeVar("_Item")


class OnDemand(Sequence[_Item]):
    """Holds what `make` returns, which is called once, and only where somebody looks."""

    def __init__(self, make: Callable[[], Iterable[_Item]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> tuple[_Item, ...]:
        return tuple(self._make())

    @overload
    def __getitem__(self, index: int) -> _Item: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[_Item, ...]: ...

    def __getitem__(self, index: int | slice) -> _Item | tuple[_Item, ...]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._made)
