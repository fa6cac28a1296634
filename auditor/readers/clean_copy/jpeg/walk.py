"""Where each block begins in the bits of a scan.

A block can only be found behind the one before, so that these are plain loops; several symbols are
taken at a time (`steps_of`). What the blocks hold is then read from all of them at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from auditor.readers.clean_copy.jpeg.bits import Bits
from auditor.readers.clean_copy.jpeg.huffman import (
    LONGEST,
    STEP_BITS,
    STEP_ENDS,
    STEP_PASSED,
    STEP_RUN,
    ZEROS,
    HuffmanTable,
    steps_of,
)

__all__ = ["BitPlaces", "DamagedScanError", "code_at", "walk_ac", "walk_blocks", "walk_dc"]

BitPlaces = npt.NDArray[np.int64]
_PEEK = 0xFFFF
_LONG = 50_000
_AT = 23
_WINDOW = (1 << _AT) - 64
"""Bits looked at before the window moves on; with the coefficient a state has thirty bits, the
largest number that Python keeps in one piece."""
_LONGEST_UNIT = 32_768
"""Bits: ten blocks of 64 codes of 16 bits with 15 more."""
_PLACE, _FIRST, _FULL = (1 << _AT) - 1, 1 << _AT, 64 << _AT


class DamagedScanError(ValueError):
    """The bits are not what the headers promise."""

    def __init__(self) -> None:
        super().__init__("a damaged scan")


def walk_blocks(
    bits: Bits, units: Sequence[int], tables: Sequence[tuple[HuffmanTable, HuffmanTable]]
) -> BitPlaces:
    """Return the first bit of each block of a sequential scan, a unit a row.

    `units` are those in each restart interval, `tables` DC and AC of each block of a unit. Raises
    DamagedScanError, IndexError.
    """
    most = _steps_at_once(bits)
    plan = [
        (_walking_steps(dc, ac, most), _walking_steps(None, ac, most), dc, ac) for dc, ac in tables
    ]
    places = array("q")
    append = places.append
    base, peeks = 0, bits.window(0, _WINDOW)
    for count, (begin, end) in zip(units, bits.spans, strict=True):
        place = begin - base
        for _unit in range(count):
            if place > _WINDOW - _LONGEST_UNIT:
                base, place = base + place, 0
                peeks = bits.window(base, _WINDOW)
            for first, more, dc, ac in plan:
                append(base + place)
                state = place | _FIRST
                entry = first[peeks[place]]
                while entry > 0:
                    state += entry
                    if state >= _FULL:
                        state -= entry
                        break
                    entry = more[peeks[state & _PLACE]]
                else:
                    if state - entry < _FULL:
                        place = (state - entry) & _PLACE
                        continue
                at, behind = state >> _AT, base + (state & _PLACE)
                if state == place | _FIRST:
                    behind = code_at(bits.view, behind, dc)[1]
                place = _finish_block(bits.view, behind, at, ac) - base
        _check_span(base + place, begin, end)
    return np.frombuffer(places, np.int64).reshape(-1, len(plan))


@lru_cache(maxsize=8)
def _walking_steps(first: HuffmanTable | None, table: HuffmanTable, most: int) -> Sequence[int]:
    """Return `steps_of` as the loop of `walk_blocks` takes them.

    Its state is one number, the place in the window and above it (`_AT`) the coefficient. A step is
    what is added to it, made negative at the end of a block.
    """
    made = np.array(steps_of(first, table, most=most))
    step = (made & STEP_BITS) | (made >> STEP_PASSED) << _AT
    step[made & STEP_ENDS > 0] *= -1
    found: list[int] = step.tolist()
    return found


def walk_dc(bits: Bits, units: Sequence[int], tables: Sequence[HuffmanTable]) -> BitPlaces:
    """Return the first bit of each block of the first scan of DC values, a unit a row.

    Raises DamagedScanError, IndexError.
    """
    words = bits.view
    plan = []
    for table in tables:
        lengths, symbols = table.lookup
        plan.append(np.where(lengths > 0, lengths + symbols, 0).tolist())
    places = array("q")
    append = places.append
    for count, (begin, end) in zip(units, bits.spans, strict=True):
        place = begin
        for _unit in range(count):
            for steps in plan:
                append(place)
                taken = steps[(words[place >> 4] >> 16 - (place & 15)) & _PEEK]
                if not taken:
                    raise DamagedScanError
                place += taken
        _check_span(place, begin, end)
    return np.frombuffer(places, np.int64).reshape(-1, len(plan))


def walk_ac(
    bits: Bits, blocks: Sequence[int], table: HuffmanTable, first: int, last: int
) -> tuple[BitPlaces, BitPlaces]:
    """Return number and first bit of each block with bits of its own in a first scan of AC values.

    `blocks` are those in each restart interval. Raises DamagedScanError, IndexError.
    """
    words = bits.view
    steps = steps_of(None, table, runs=True, most=_steps_at_once(bits))
    numbers, places = array("q"), array("q")
    number = 0
    for count, (begin, end) in zip(blocks, bits.spans, strict=True):
        place, stop = begin, number + count
        while number < stop:
            numbers.append(number)
            places.append(place)
            at = first
            while True:
                entry = steps[(words[place >> 4] >> 16 - (place & 15)) & _PEEK]
                size = entry >> STEP_RUN
                if size:
                    place += entry & STEP_BITS
                    number += (1 << size) + (
                        (words[place >> 4] >> 32 - size - (place & 15)) & ((1 << size) - 1)
                    )
                    place += size
                    break
                after = at + (entry >> STEP_PASSED)
                if after > last:
                    place, run = _finish_band(words, place, at, last, table)
                    number += run
                    break
                at = after
                place += entry & STEP_BITS
                if entry & STEP_ENDS:
                    number += 1
                    break
        if number != stop:
            raise DamagedScanError
        _check_span(place, begin, end)
    return np.frombuffer(numbers, np.int64), np.frombuffer(places, np.int64)


def code_at(words: memoryview[int], place: int, table: HuffmanTable) -> tuple[int, int]:
    """Return the symbol at a place, and the place behind it and its extra bits.

    Raises DamagedScanError, IndexError.
    """
    lengths, symbols = table.lookup
    coming = (words[place >> 4] >> 16 - (place & 15)) & _PEEK
    length = int(lengths[coming])
    if not length:
        raise DamagedScanError
    symbol = int(symbols[coming])
    return symbol, place + length + (symbol & 15)


def _steps_at_once(bits: Bits) -> int:
    """Return how many symbols to take at once: preparing for more pays for long scans only."""
    return LONGEST if bits.words.size > _LONG else 1


def _finish_block(words: memoryview[int], place: int, at: int, table: HuffmanTable) -> int:
    """Go to the end of a sequential block symbol by symbol, from the coefficient `at` on."""
    while at < 64:  # noqa: PLR2004 - coefficients of a block
        symbol, place = code_at(words, place, table)
        if symbol & 15 == 0 and symbol != ZEROS:
            if symbol:
                raise DamagedScanError
            return place
        at += 1 + (symbol >> 4)
    if at > 64:  # noqa: PLR2004 - as above
        raise DamagedScanError
    return place


def _finish_band(
    words: memoryview[int], place: int, at: int, last: int, table: HuffmanTable
) -> tuple[int, int]:
    """Go to the end of a band symbol by symbol; return the place and how many blocks it ends."""
    while at <= last:
        symbol, place = code_at(words, place, table)
        size = symbol >> 4
        if symbol & 15 == 0 and symbol != ZEROS:
            if not size:
                return place, 1
            more = (words[place >> 4] >> 32 - size - (place & 15)) & ((1 << size) - 1)
            return place + size, (1 << size) + more
        at += 1 + size
    if at > last + 1:
        raise DamagedScanError
    return place, 1


def _check_span(place: int, begin: int, end: int) -> None:
    """Refuse a scan that ends before its blocks do."""
    if not begin <= place <= end:
        raise DamagedScanError
