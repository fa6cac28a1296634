"""Scans that add one more bit to values of earlier ones (ITU T.81, G.1.2.1 and G.1.2.3)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import field

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.bits import Bits
from auditor.readers.clean_copy.jpeg.frame import ScanHead
from auditor.readers.clean_copy.jpeg.huffman import HuffmanTable, code_list
from auditor.readers.clean_copy.jpeg.walk import BitPlaces, DamagedScanError

__all__ = ["refine_ac", "refine_dc"]


def refine_dc(bits: Bits, units: Sequence[int], scan: ScanHead, order: Sequence[BitPlaces]) -> None:
    """Add a bit to each DC value. Raises DamagedScanError."""
    each = sum(rows.shape[1] for rows in order)
    places = []
    for count, (begin, end) in zip(units, bits.spans, strict=True):
        if begin + count * each > end:
            raise DamagedScanError
        places.append(np.arange(begin, begin + count * each))
    read = bits.peek(np.concatenate(places), 1).astype(np.int16).reshape(-1, each) << scan.low
    start = 0
    for component, rows in zip(scan.components, order, strict=True):
        component.coefficients[rows.reshape(-1), 0] |= read[
            :, start : start + rows.shape[1]
        ].reshape(-1)
        start += rows.shape[1]


@dataclass
class _Band:
    """What is known of the blocks of a scan, and what is found in it.

    `known` has a bit for each value of a block that is not zero yet, `before` their number in all
    blocks before. `places` and `counts` are of the bits for known values, in their order; `new` are
    block and coefficient, negative where the value is.
    """

    known: list[int]
    before: list[int]
    first: int
    last: int
    places: array[int] = field(default_factory=lambda: array("q"))
    counts: array[int] = field(default_factory=lambda: array("q"))
    new: array[int] = field(default_factory=lambda: array("q"))


def refine_ac(
    bits: Bits, blocks: Sequence[int], table: HuffmanTable, scan: ScanHead, rows: BitPlaces
) -> None:
    """Add a bit to each AC value of a band, and read those that are new.

    Raises ValueError.
    """
    coefficients = scan.components[0].coefficients
    there = coefficients[rows, scan.first : scan.last + 1] != 0
    packed = np.zeros((rows.size, 8), np.uint8)
    short = np.packbits(there, axis=1, bitorder="little")
    packed[:, : short.shape[1]] = short
    counts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    band = _Band(packed.view("<u8").reshape(-1).tolist(), counts.tolist(), scan.first, scan.last)
    words = bits.view
    codes, number = code_list(table), 0
    for count, (begin, end) in zip(blocks, bits.spans, strict=True):
        place = _walk(words, begin, number, number + count, codes, band)
        number += count
        if not begin <= place <= end:
            raise DamagedScanError
    _correct(coefficients, rows, there, bits, band, 1 << scan.low)
    new = np.frombuffer(band.new, np.int64)
    row, at = np.divmod(np.abs(new), 64)
    coefficients[rows[row], at] = np.where(new > 0, 1, -1) << scan.low


def _walk(
    words: memoryview[int],
    place: int,
    number: int,
    stop: int,
    codes: Sequence[int],
    band: _Band,
) -> int:
    """Read one restart interval; return the place behind it. `codes` are from `code_list`."""
    size = band.last - band.first + 1
    whole = (1 << size) - 1
    places, counts, new = band.places.append, band.counts.append, band.new.append
    while number < stop:
        zeros, at = ~band.known[number] & whole, 0
        while at < size:
            code = codes[(words[place >> 4] >> 16 - (place & 15)) & 0xFFFF]
            place += code >> 8
            run = (code & 0xF0) >> 4
            kind = code & 15
            if kind == 0 and run != 15:  # noqa: PLR2004 - sixteen zeros
                place, number = _end_run(words, place, number, run, at, band)
                break
            if kind > 1 or not code:
                raise DamagedScanError
            for _zero in range(run):
                zeros &= zeros - 1
            if not zeros:
                raise DamagedScanError
            rest = zeros & (zeros - 1)
            found = (zeros ^ rest).bit_length() - 1
            zeros = rest
            if kind:
                value = number << 6 | band.first + found
                new(value if words[place >> 4] >> 31 - (place & 15) & 1 else -value)
                place += 1
            passed = found - at - run
            if passed:
                places(place)
                counts(passed)
                place += passed
            at = found + 1
        else:
            number += 1
    if number != stop:
        raise DamagedScanError
    return place


def _end_run(
    words: memoryview[int], place: int, number: int, size: int, at: int, band: _Band
) -> tuple[int, int]:
    """Read the end of a band and the run of blocks without new values behind it.

    Return the place behind all of it, and the number of the next block.
    """
    run = 1
    if size:
        run = (1 << size) + ((words[place >> 4] >> 32 - size - (place & 15)) & ((1 << size) - 1))
        place += size
    if number + run >= len(band.before):
        raise DamagedScanError
    passed = (band.known[number] >> at).bit_count()
    passed += band.before[number + run] - band.before[number + 1]
    band.places.append(place)
    band.counts.append(passed)
    return place + passed, number + run


def _correct(
    coefficients: npt.NDArray[np.int16],
    rows: BitPlaces,
    there: npt.NDArray[np.bool_],
    bits: Bits,
    band: _Band,
    step: int,
) -> None:
    """Add a bit to the values that were known."""
    block, at = np.nonzero(there)
    starts, counts = (np.frombuffer(each, np.int64) for each in (band.places, band.counts))
    if counts.sum() != block.size:
        raise DamagedScanError
    within = np.arange(block.size) - np.repeat(np.cumsum(counts) - counts, counts)
    more = bits.peek(np.repeat(starts, counts) + within, 1)
    values = coefficients[rows[block], at + band.first].astype(np.int64)
    values += np.where(values > 0, step, -step) * more
    coefficients[rows[block], at + band.first] = values
