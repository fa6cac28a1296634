"""The hashes of a picture and of its turned and mirrored forms, packed: one heap of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

_BYTES = 32


class Forms(Sequence[str]):
    """PDQ hashes of 64 hex digits each, as equal and as hashable as a tuple of them.

    A tuple of eight texts takes four times as much memory, and 100,000 photos have one each. Where
    many are looked up, the key is what `packed_of` returns.
    """

    __slots__ = ("_packed",)

    def __init__(self, packed: bytes = b"") -> None:
        self._packed = packed

    @classmethod
    def of(cls, texts: Iterable[str]) -> Forms:
        """Return the forms with these hashes. Raises ValueError for what is no hex text."""
        return cls(bytes.fromhex("".join(texts)))

    @property
    def packed(self) -> bytes:
        """The hashes, 32 bytes each."""
        return self._packed

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        """Return a hash, or several."""
        if isinstance(place, slice):
            return tuple(self)[place]
        start = range(len(self))[place] * _BYTES
        return self._packed[start : start + _BYTES].hex()

    def __len__(self) -> int:
        """Return the number of hashes."""
        return len(self._packed) // _BYTES

    def __bool__(self) -> bool:
        """Whether there is any: asked very often."""
        return bool(self._packed)

    def __iter__(self) -> Iterator[str]:
        """Yield the hashes."""
        packed = self._packed
        for start in range(0, len(packed), _BYTES):
            yield packed[start : start + _BYTES].hex()

    def __eq__(self, other: object) -> bool:
        """Whether the hashes are the same."""
        if isinstance(other, Forms):
            return self._packed == other._packed
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of the tuple that it stands for."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return it as what it stands for."""
        return repr(tuple(self))


def packed_of(hashes: Sequence[str]) -> bytes:
    """Return the hashes, 32 bytes each. Raises ValueError for what is no hex text."""
    return hashes.packed if isinstance(hashes, Forms) else Forms.of(hashes).packed
