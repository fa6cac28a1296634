"""Writes coefficients as the one JPEG that they give (ITU T.81, annex F).

One sequential scan with the best Huffman tables and nothing that is not needed: whoever knows the
coefficients, the quantizers that matter and the way colours are stored knows every byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.frame import BASELINE, EXTENDED, Component, JpegFrame
from auditor.readers.clean_copy.jpeg.huffman import HuffmanTable, best_table
from auditor.readers.clean_copy.jpeg.read import JpegPicture
from auditor.readers.clean_copy.jpeg.segments import ADOBE, APP0, APP14, JFIF, SCAN, Segment

__all__ = ["MOST_AC", "MOST_DC", "MOST_IN_UNIT", "assembled", "choose_quantizers", "write_picture"]

MOST_IN_UNIT = 10
MOST_DC, MOST_AC = 2047, 1023
"""Table F.1 and F.2, for eight bits a sample."""
_BAND = 1 << 14
"""Units written at a time, in blocks."""
_EOB, _ZEROS = 0x00, 0xF0
_SIZES = np.array([value.bit_length() for value in range(2 * MOST_DC + 2)], np.uint8)
_DC, _AC = 0, 1  # classes of tables

Ints = npt.NDArray[np.int64]
_Blocks = npt.NDArray[np.int16]


@dataclass(frozen=True)
class _Symbols:
    """What stands in the scan: `codes` are table (two bits: class, number) and symbol, `more` the
    extra bits of each.
    """  # noqa: D205

    codes: npt.NDArray[np.uint16]
    more: npt.NDArray[np.uint16]


def write_picture(picture: JpegPicture) -> bytes:
    """Return the JPEG. Raises ValueError where a value is none that such a file can hold."""
    frame = picture.frame
    if sum(component.h * component.v for component in frame.components) > MOST_IN_UNIT:
        message = "too many blocks in a unit"
        raise ValueError(message)
    quantizers = choose_quantizers(frame, [_used(component) for component in frame.components])
    symbols = list(_list_symbols(frame))
    counts = np.zeros(1024, np.int64)
    for band in symbols:
        counts += np.bincount(band.codes, minlength=1024)
    numbers = range(1 if len(frame.components) == 1 else 2)
    tables = {
        (kind, number): best_table(counts[(kind << 1 | number) << 8 :][:256])
        for number in numbers
        for kind in (_DC, _AC)
    }
    scan = b"".join(_pack_bits(symbols, tables)).replace(b"\xff", b"\xff\x00")
    return assembled(picture, quantizers, tables, scan)


def assembled(
    picture: JpegPicture,
    quantizers: list[tuple[int, ...]],
    tables: dict[tuple[int, int], HuffmanTable],
    scan: bytes,
) -> bytes:
    """Return the file of one sequential scan; `tables` by class and number, in their order."""
    heads = [segment.whole for segment in _list_heads(picture, quantizers, tables)]
    count = len(picture.frame.components)
    chosen = b"".join(bytes((number + 1, 0x11 * (number > 0))) for number in range(count))
    body = bytes((count,)) + chosen + b"\x00\x3f\x00"
    return b"".join((b"\xff\xd8", *heads, Segment(SCAN, body, b"", 0).head, scan, b"\xff\xd9"))


def _used(component: Component) -> npt.NDArray[np.bool_]:
    """Return which coefficients are not zero everywhere in the picture."""
    grid = component.coefficients.reshape(component.high, component.wide, 64)
    there = grid[: component.down, : component.across].reshape(-1, 64)
    found: npt.NDArray[np.bool_] = np.asarray(there.any(axis=0))
    return found


def choose_quantizers(
    frame: JpegFrame, used: Sequence[npt.NDArray[np.bool_]]
) -> list[tuple[int, ...]]:
    """Return the table of each component; `used` says which values matter, in zigzag order.

    A value that multiplies nothing but zeros says nothing of the picture: the largest of those
    that matter takes its place. Raises ValueError.
    """
    tables = [_numbers(component) for component in frame.components]
    for table in dict.fromkeys(tables):
        same = [place for place, each in enumerate(tables) if each == table]
        matters = np.logical_or.reduce([used[place] for place in same])
        values = [value for value, each in zip(table, matters, strict=True) if each]
        if 0 in values:
            message = "a quantizer that takes everything away"
            raise ValueError(message)
        largest = max(values, default=1)
        for place in same:
            tables[place] = tuple(
                value if each else largest for value, each in zip(table, matters, strict=True)
            )
    return tables


def _numbers(component: Component) -> tuple[int, ...]:
    assert component.quantizers is not None
    return tuple(map(int, component.quantizers))


def _list_heads(
    picture: JpegPicture,
    quantizers: list[tuple[int, ...]],
    tables: dict[tuple[int, int], HuffmanTable],
) -> Iterator[Segment]:
    frame, colour = picture.frame, picture.colour
    if colour.jfif:
        yield Segment(APP0, JFIF, b"", 0)
    elif colour.adobe is not None:
        yield Segment(APP14, ADOBE + bytes((colour.adobe,)), b"", 0)
    different = list(dict.fromkeys(quantizers))
    for number, table in enumerate(different):
        wide = max(table) > 255  # noqa: PLR2004 - a byte
        body = b"".join(value.to_bytes(1 + wide, "big") for value in table)
        yield Segment(0xDB, bytes((wide << 4 | number,)) + body, b"", 0)
    kind = EXTENDED if max(map(max, different)) > 255 else BASELINE  # noqa: PLR2004 - as above
    components = b"".join(
        bytes((number + 1, each.h << 4 | each.v, different.index(quantizers[number])))
        for number, each in enumerate(frame.components)
    )
    size = frame.height.to_bytes(2, "big") + frame.width.to_bytes(2, "big")
    yield Segment(kind, b"\x08" + size + bytes((len(frame.components),)) + components, b"", 0)
    for (cls, number), huffman in tables.items():
        yield Segment(0xC4, bytes((cls << 4 | number,)) + huffman.whole, b"", 0)


def _list_symbols(frame: JpegFrame) -> Iterator[_Symbols]:
    """Yield the symbols of the scan, some rows of units at a time."""
    values = [_dc_values(component, frame) for component in frame.components]
    if len(frame.components) == 1:
        rows, units, size = frame.components[0].down, frame.components[0].across, 1
    else:
        rows, units = frame.units_down, frame.units_across
        size = sum(component.h * component.v for component in frame.components)
    step = max(1, _BAND // (units * size))
    number = np.concatenate(
        [np.full(each.h * each.v, place > 0) for place, each in enumerate(frame.components)]
    )
    for top in range(0, rows, step):
        count = min(step, rows - top)
        blocks = [_blocks_of(component, frame, top, count) for component in frame.components]
        joined = np.concatenate(blocks, axis=1)
        dc = np.concatenate([each[top * units : (top + count) * units] for each in values], axis=1)
        yield _symbols_of(
            joined.reshape(-1, 64), dc.reshape(-1), np.tile(number, count * units).astype(np.int64)
        )


def _blocks_of(
    component: Component, frame: JpegFrame, top: int, count: int
) -> npt.NDArray[np.int16]:
    """Return the blocks of rows of units, those of a unit a row.

    _Blocks beyond the picture hold nothing.
    """
    rows = slice(top * component.v, (top + count) * component.v)
    grid = component.coefficients.reshape(component.high, component.wide, 64)[rows].copy()
    grid[:, component.across :] = 0
    grid[max(0, component.down - rows.start) :] = 0
    units = (count, component.v, frame.units_across, component.h, 64)
    return grid.reshape(units).transpose(0, 2, 1, 3, 4).reshape(-1, component.v * component.h, 64)


def _dc_values(component: Component, frame: JpegFrame) -> Ints:
    """Return how each DC value differs from the one before, those of a unit a row.

    _Blocks beyond the picture are as light as the one before.
    """
    grid = component.coefficients[:, 0].astype(np.int64).reshape(component.high, component.wide)
    there = np.zeros(grid.shape, bool)
    there[: component.down, : component.across] = True
    units = (frame.units_down, component.v, frame.units_across, component.h)
    flat = grid.reshape(units).transpose(0, 2, 1, 3).reshape(-1)
    known = there.reshape(units).transpose(0, 2, 1, 3).reshape(-1)
    last = np.maximum.accumulate(np.where(known, np.arange(known.size), 0))
    steps = np.diff(flat[last], prepend=0)
    if steps.size and np.abs(steps).max() > MOST_DC:
        message = "a step of lightness that is none"
        raise ValueError(message)
    return steps.reshape(-1, component.v * component.h)


def _symbols_of(blocks: _Blocks, dc: Ints, number: Ints) -> _Symbols:
    """Return the symbols of blocks; `number` is 0 for those of the first component, else 1."""
    row, column = np.nonzero(blocks[:, 1:])
    value = blocks[row, column + 1].astype(np.int64)
    if value.size and np.abs(value).max() > MOST_AC:
        message = "a coefficient that is none"
        raise ValueError(message)
    fresh = np.diff(row, prepend=-1) > 0
    run = column - np.where(fresh, -1, np.concatenate([[-1], column[:-1]])) - 1
    skips = run >> 4
    here = np.bincount(row, weights=skips + 1, minlength=len(blocks)).astype(np.int64)
    farthest = np.full(len(blocks), -1)
    farthest[row] = column  # the last one stays
    ends = farthest < 62  # noqa: PLR2004 - the last coefficient but DC
    stop = np.cumsum(1 + here + ends)
    start = stop - (1 + here + ends)
    passed = np.cumsum(skips + 1)
    place = start[row] + passed - (np.cumsum(here) - here)[row]
    codes, more = np.zeros(int(stop[-1]), np.uint16), np.zeros(int(stop[-1]), np.uint16)
    ac = (_AC << 1 | number) << 8
    size = _SIZES[np.abs(dc)].astype(np.int64)
    codes[start] = (_DC << 1 | number) << 8 | size
    more[start] = np.where(dc < 0, dc + (1 << size) - 1, dc)
    size = _SIZES[np.abs(value)].astype(np.int64)
    codes[place] = ac[row] | (run & 15) << 4 | size
    more[place] = np.where(value < 0, value + (1 << size) - 1, value)
    for back in range(1, int(skips.max(initial=0)) + 1):
        at = np.flatnonzero(skips >= back)
        codes[place[at] - back] = ac[row[at]] | _ZEROS
    codes[stop[ends] - 1] = ac[ends] | _EOB
    return _Symbols(codes, more)


def _pack_bits(
    symbols: list[_Symbols], tables: dict[tuple[int, int], HuffmanTable]
) -> Iterator[bytes]:
    """Yield the bits in bytes, filled with ones at the end (F.1.2.3)."""
    lengths, codes = np.zeros(1024, np.int64), np.zeros(1024, np.int64)
    for (kind, number), table in tables.items():
        place = (kind << 1 | number) << 8
        lengths[place : place + 256], codes[place : place + 256] = table.codes
    left, bits = 0, 0  # of the word begun by the band before
    for band in symbols:
        size = (band.codes & 15).astype(np.int64)
        length = lengths[band.codes] + size
        value = (codes[band.codes] << size | band.more).astype(np.uint64)
        ends = np.cumsum(length) + bits
        begins = ends - length
        word = begins >> 5
        shifted = value << (64 - length - (begins & 31)).astype(np.uint64)
        count = int(ends[-1] >> 5) + 2
        words = np.zeros(count, np.uint64)
        firsts = np.flatnonzero(np.diff(word, prepend=-1))
        words[word[firsts]] = np.add.reduceat(shifted >> np.uint64(32), firsts)
        words[word[firsts] + 1] += np.add.reduceat(shifted & np.uint64(0xFFFFFFFF), firsts)
        words[0] += np.uint64(left)
        whole = int(ends[-1] >> 5)
        yield words[:whole].astype(">u4").tobytes()
        left, bits = int(words[whole]), int(ends[-1] & 31)
    filled = -(-bits // 8) * 8
    yield (left | (1 << 32 - bits) - (1 << 32 - filled) if filled else 0).to_bytes(4, "big")[
        : filled // 8
    ]
