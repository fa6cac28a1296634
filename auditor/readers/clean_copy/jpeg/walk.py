"""Where each block begins in the bits of a scan.

A block can only be found behind the one before, so that these are plain loops; several symbols are
taken at a time (`steps_of`). What the blocks hold is then read from all of them at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

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
    words, most = bits.view, _steps_at_once(bits)
    made: dict[tuple[int, int], tuple[Sequence[int], Sequence[int]]] = {}
    for dc, ac in tables:
        if (id(dc), id(ac)) not in made:
            made[id(dc), id(ac)] = steps_of(dc, ac, most=most), steps_of(None, ac, most=most)
    plan = [(*made[id(dc), id(ac)], dc, ac) for dc, ac in tables]
    places = array("q")
    append = places.append
    for count, (begin, end) in zip(units, bits.spans, strict=True):
        place = begin
        for _unit in range(count):
            for first, more, dc, ac in plan:
                append(place)
                entry = first[(words[place >> 4] >> 16 - (place & 15)) & _PEEK]
                at = 1 + (entry >> STEP_PASSED)
                if at > 63:  # noqa: PLR2004 - the last coefficient
                    place = _finish_block(words, code_at(words, place, dc)[1], 1, ac)
                    continue
                place += entry & STEP_BITS
                while not entry & STEP_ENDS:
                    entry = more[(words[place >> 4] >> 16 - (place & 15)) & _PEEK]
                    after = at + (entry >> STEP_PASSED)
                    if after > 63:  # noqa: PLR2004 - as above
                        place = _finish_block(words, place, at, ac)
                        break
                    at = after
                    place += entry & STEP_BITS
        _check_span(place, begin, end)
    return np.frombuffer(places, np.int64).reshape(-1, len(plan))


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
