"""The hashes of many pictures and of their turned forms in one array."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from auditor.hashing.match.match import Hashes

Numbers = npt.NDArray[np.int64]
_BYTES = 32
_WORDS = 4


class ManyForms:
    """The forms of each picture, given as `packed_of` returns them; some may have none.

    Raises ValueError for what is no whole hash.
    """

    def __init__(self, packs: Sequence[bytes]) -> None:
        self.packs = packs
        sizes = np.array([*map(len, packs)], np.int64)
        if bool((sizes % _BYTES).any()):
            raise ValueError("a PDQ hash has 64 hex digits")
        self.counts: Numbers = sizes // _BYTES

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self.packs)

    @cached_property
    def begins(self) -> Numbers:
        """For each picture the place of its first form among all forms."""
        begins: Numbers = np.cumsum(self.counts) - self.counts
        return begins

    @cached_property
    def joined(self) -> bytes:
        """All forms, one after the other."""
        return b"".join(self.packs)

    @cached_property
    def turned(self) -> Hashes:
        """All forms, n x 4 words."""
        return np.frombuffer(self.joined, ">u8").astype(np.uint64).reshape(-1, _WORDS)

    @cached_property
    def form_of(self) -> Numbers:
        """For each form the number of the picture that it belongs to."""
        return np.repeat(np.arange(len(self.packs)), self.counts)

    @cached_property
    def firsts(self) -> Hashes:
        """The first form of each picture, all of which have one."""
        firsts: Hashes = self.turned[self.begins]
        return firsts
