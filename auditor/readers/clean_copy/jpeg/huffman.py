"""Huffman tables of a JPEG (ITU T.81, annexes C, F and K): to read with, and the best to write."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass

__all__ = [
    "LONGEST",
    "STEP_BITS",
    "STEP_ENDS",
    "STEP_PASSED",
    "STEP_RUN",
    "ZEROS",
    "HuffmanTable",
    "best_table",
    "steps_of",
]

LONGEST = 16
"""Bits of the longest code."""
_ALL = 1 << LONGEST
ZEROS = 0xF0
"""The symbol of sixteen zeros."""
STEP_ENDS = 64
"""In an entry of `steps_of`: the block ends here."""
STEP_BITS = STEP_ENDS - 1
"""Mask of an entry of `steps_of`: the bits that are taken."""
STEP_PASSED, STEP_RUN = 7, 17
_INVALID = 64 << STEP_PASSED | STEP_ENDS  # takes nothing and goes over the end of every block
_RESERVED = 256  # the symbol that gets the code of ones only, which must not be used

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class HuffmanTable:
    """`counts` of codes by length (1-16), and the symbols in the order of their codes."""

    counts: tuple[int, ...]
    symbols: bytes

    @classmethod
    def read(cls, body: bytes, place: int) -> tuple[HuffmanTable, int]:
        """Return the table that begins in a DHT segment, and where the next begins.

        Raises ValueError.
        """
        counts = tuple(body[place : place + LONGEST])
        symbols = body[place + LONGEST : place + LONGEST + sum(counts)]
        room = sum(count << LONGEST - length for length, count in enumerate(counts, 1))
        if len(counts) < LONGEST or len(symbols) < sum(counts) or sum(counts) > 256 or room > _ALL:  # noqa: PLR2004 - a symbol is a byte
            message = "no Huffman table"
            raise ValueError(message)
        return cls(counts, symbols), place + LONGEST + sum(counts)

    @property
    def whole(self) -> bytes:
        """The table as it stands in a DHT segment, behind its class and number."""
        return bytes(self.counts) + self.symbols

    @cached_property
    def lookup(self) -> tuple[Bytes, Bytes]:
        """Length of code (0: none) and symbol for each 16 bits that may come."""
        lengths = np.repeat(np.arange(1, LONGEST + 1), self.counts)
        each = 1 << (LONGEST - lengths)
        length, symbol = np.zeros(_ALL, np.uint8), np.zeros(_ALL, np.uint8)
        length[: each.sum()] = np.repeat(lengths, each)
        symbol[: each.sum()] = np.repeat(np.frombuffer(self.symbols, np.uint8), each)
        return length, symbol

    @cached_property
    def codes(self) -> tuple[Ints, Ints]:
        """Length of code (0: none) and code of each symbol."""
        length, code = np.zeros(256, np.int64), np.zeros(256, np.int64)
        place, following = 0, 0
        for bits, count in enumerate(self.counts, 1):
            for symbol in self.symbols[place : place + count]:
                length[symbol], code[symbol] = bits, following
                following += 1
            place += count
            following <<= 1
        return length, code


def steps_of(
    first: HuffmanTable | None,
    table: HuffmanTable,
    *,
    runs: bool = False,
    most: int = LONGEST,
) -> Sequence[int]:
    """Return for each 16 bits what can be taken at once.

    As many whole symbols as can be told from them, up to the end of the block: bits taken
    (`STEP_BITS`), whether the block ends (`STEP_ENDS`), and from `STEP_PASSED` on the coefficients
    passed. `first` is the table of a DC value that comes before. `runs`: blocks may end in runs,
    as in progressive scans; the size of a run stands from `STEP_RUN` on, and such a symbol alone.
    `most` symbols at once: more take longer to prepare.
    """
    peek = np.arange(_ALL, dtype=np.int64)
    taken, passed, run_size = (np.zeros(_ALL, np.int64) for _each in range(3))
    going, ends, bad = np.ones(_ALL, bool), np.zeros(_ALL, bool), np.zeros(_ALL, bool)
    if first is not None:
        lengths, symbols = first.lookup
        taken += lengths.astype(np.int64) + symbols
        going = lengths > 0
        bad = ~going
    lengths, symbols = table.lookup
    for turn in range(most):
        at = np.flatnonzero(going & (taken < LONGEST))
        if not at.size:
            break
        alone = turn == 0 and first is None
        coming = (peek[at] << taken[at]) & (_ALL - 1)
        length, symbol = lengths[coming].astype(np.int64), symbols[coming].astype(np.int64)
        size, run = symbol & 15, symbol >> 4
        told = (length > 0) & (taken[at] + length <= LONGEST)
        in_run = (size == 0) & (run > 0) & (symbol != ZEROS)
        if not (runs and alone):
            told &= ~in_run
        if alone:
            bad[at[~told]] = True
        going[at[~told]] = False
        at, length, size, run, end = (
            values[told] for values in (at, length, size, run, (size == 0) & (symbol != ZEROS))
        )
        taken[at] += length + size
        passed[at] += np.where(end, 0, run + 1)
        run_size[at] = np.where(end, run, 0)
        ends[at[end]] = True
        going[at[end]] = False
    entries = taken | np.where(ends, STEP_ENDS, 0) | passed << STEP_PASSED | run_size << STEP_RUN
    entries[bad] = _INVALID
    found: list[int] = entries.tolist()
    return found


def code_list(table: HuffmanTable) -> list[int]:
    """Return length of code, from the ninth bit on, and symbol for each 16 bits; 0: no code."""
    lengths, symbols = table.lookup
    found: list[int] = (lengths.astype(np.int64) << 8 | symbols).tolist()
    return found


def best_table(frequencies: Ints) -> HuffmanTable:
    """Return the shortest table for these 256 frequencies (ITU T.81, annex K.2).

    Of symbols with equal frequency the higher is joined first, so that there is one answer. Only
    symbols that occur are in it.
    """
    counts = [*(int(count) for count in frequencies), 1]
    left = [(count, -symbol) for symbol, count in enumerate(counts) if count]
    heapq.heapify(left)
    sizes = [0] * len(counts)
    groups = {symbol: [symbol] for symbol in range(len(counts))}
    while len(left) > 1:
        (count, kept), (more, joined) = heapq.heappop(left), heapq.heappop(left)
        groups[-kept] += groups.pop(-joined)
        for symbol in groups[-kept]:
            sizes[symbol] += 1
        heapq.heappush(left, (count + more, kept))
    return _limited(sizes)


def _limited(sizes: list[int]) -> HuffmanTable:
    """Return the table of these code lengths, none longer than 16 (figure K.3)."""
    counts = [0] * (max(*sizes, LONGEST) + 1)
    for size in sizes:
        counts[size] += size > 0
    for length in range(len(counts) - 1, LONGEST, -1):
        while counts[length] > 0:
            shorter = length - 2
            while counts[shorter] == 0:
                shorter -= 1
            counts[length] -= 2
            counts[length - 1] += 1
            counts[shorter + 1] += 2
            counts[shorter] -= 1
    longest = max(length for length in range(LONGEST + 1) if counts[length])
    counts[longest] -= 1  # the reserved symbol
    order = sorted((size, symbol) for symbol, size in enumerate(sizes[:_RESERVED]) if size)
    return HuffmanTable(tuple(counts[1 : LONGEST + 1]), bytes(symbol for _size, symbol in order))
