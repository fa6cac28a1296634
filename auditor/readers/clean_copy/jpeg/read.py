"""Reads the coefficients of a JPEG without making a picture of them (ITU T.81, annexes F and G)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.bits import Bits, bits_of
from auditor.readers.clean_copy.jpeg.frame import (
    ColourForm,
    Component,
    JpegFrame,
    ScanHead,
    Tables,
    make_room,
    read_frame,
    read_scan,
)
from auditor.readers.clean_copy.jpeg.huffman import ZEROS, HuffmanTable
from auditor.readers.clean_copy.jpeg.refine import refine_ac, refine_dc
from auditor.readers.clean_copy.jpeg.segments import FRAMES, SCAN, Segment, segments
from auditor.readers.clean_copy.jpeg.walk import (
    BitPlaces,
    DamagedScanError,
    walk_ac,
    walk_blocks,
    walk_dc,
)

__all__ = ["JpegPicture", "read_picture"]

_MOST_BYTES = 40_000_000
_MOST_SCANS = 200
_MOST_REFINING = 1_250_000
"""Bytes of scans that refine AC values: their symbols are read one by one, some 4 s a million."""
_BAND = 1 << 15
"""Blocks read at a time."""
_MOST = 32767
_MOST_SIZE = 15


@dataclass(frozen=True)
class JpegPicture:
    """The coefficients of a picture with all that is needed to write them again."""

    frame: JpegFrame
    colour: ColourForm


def read_picture(data: bytes) -> JpegPicture:
    """Return the coefficients of the first picture in a JPEG.

    Raises ValueError where they cannot be told: a kind that is not read here, or damage.
    """
    tables, frame, scans, size = Tables(), None, 0, 0
    if sum(len(each.scan) for each in segments(data) if _refines(each)) > _MOST_REFINING:
        message = "a progressive picture that would take too long"
        raise ValueError(message)
    try:
        for segment in segments(data):
            if segment.marker in FRAMES:
                if frame is not None:
                    raise DamagedScanError
                frame = read_frame(segment)
                make_room(frame)
            elif segment.marker == SCAN:
                size += len(segment.scan)
                scans += 1
                if frame is None or scans > _MOST_SCANS or size > _MOST_BYTES:
                    raise DamagedScanError
                _read_scan(read_scan(segment, frame), segment.scan, frame, tables)
            else:
                tables.take(segment)
    except IndexError as error:
        raise DamagedScanError from error
    if frame is None or any(each.quantizers is None for each in frame.components):
        raise DamagedScanError
    return JpegPicture(frame, tables.colour(frame))


def _refines(segment: Segment) -> bool:
    """Whether it is a scan that adds a bit to AC values (B.2.3: Ss, Se, Ah and Al come last)."""
    body = segment.body
    return segment.marker == SCAN and len(body) > 3 and body[-3] > 0 and body[-1] >> 4 > 0  # noqa: PLR2004


def _read_scan(scan: ScanHead, compressed: bytes, frame: JpegFrame, tables: Tables) -> None:
    for component in scan.components:
        if component.quantizers is None:  # the one at its first scan (libjpeg, jdinput.c)
            component.quantizers = tables.quantizers.get(component.table)
    order = [_order_of(component, frame, len(scan.components)) for component in scan.components]
    units = order[0].shape[0]
    each = tables.restart or units
    intervals = [min(each, units - start) for start in range(0, units, each)]
    bits = bits_of(compressed, len(intervals))
    if scan.first > 0:
        table = _table(tables, scan.ac[0])
        rows = order[0].reshape(-1)
        if scan.high:
            refine_ac(bits, intervals, table, scan, rows)
        else:
            numbers, places = walk_ac(bits, intervals, table, scan.first, scan.last)
            component = scan.components[0]
            _fill(component, rows[numbers], places, bits, table, scan)
    elif scan.high:
        refine_dc(bits, intervals, scan, order)
    else:
        _read_first(scan, bits, intervals, order, frame, tables)


def _read_first(
    scan: ScanHead,
    bits: Bits,
    intervals: list[int],
    order: list[BitPlaces],
    frame: JpegFrame,
    tables: Tables,
) -> None:
    """Read a scan with first DC values, and AC values where it is sequential."""
    dc = [_table(tables, number) for number in scan.dc]
    if any(max(table.symbols, default=0) > _MOST_SIZE for table in dc):
        raise DamagedScanError
    counts = [rows.shape[1] for rows in order]
    if frame.progressive:
        in_unit = [table for table, count in zip(dc, counts, strict=True) for _ in range(count)]
        places = walk_dc(bits, intervals, in_unit)
        ac: list[HuffmanTable | None] = [None] * len(dc)
    else:
        ac = [_table(tables, number) for number in scan.ac]
        pairs = [
            (first, second)
            for first, second, count in zip(dc, ac, counts, strict=True)
            for _ in range(count)
            if second is not None
        ]
        places = walk_blocks(bits, intervals, pairs)
    start = 0
    for component, rows, first, second in zip(scan.components, order, dc, ac, strict=True):
        mine = np.ascontiguousarray(places[:, start : start + rows.shape[1]])
        start += rows.shape[1]
        behind = _read_dc(component, rows, mine, bits, first, intervals, scan.low)
        if second is not None:
            _fill(component, rows.reshape(-1), behind, bits, second, scan)


def _table(tables: Tables, number: int) -> HuffmanTable:
    table = tables.huffman.get(number)
    if table is None:
        raise DamagedScanError
    return table


def _order_of(component: Component, frame: JpegFrame, together: int) -> BitPlaces:
    """Return the rows of a component's blocks in the order of a scan, those of a unit a row."""
    grid = np.arange(component.high * component.wide).reshape(component.high, component.wide)
    if together == 1:
        return grid[: component.down, : component.across].reshape(-1, 1)
    units = (frame.units_down, component.v, frame.units_across, component.h)
    return grid.reshape(units).transpose(0, 2, 1, 3).reshape(-1, component.v * component.h)


def _read_dc(
    component: Component,
    rows: BitPlaces,
    places: BitPlaces,
    bits: Bits,
    table: HuffmanTable,
    intervals: list[int],
    low: int,
) -> BitPlaces:
    """Read the DC values of blocks; return the places behind them."""
    lengths, symbols = table.lookup
    flat = places.reshape(-1)
    coming = bits.peek(flat, 16)
    length, size = lengths[coming].astype(np.int64), symbols[coming].astype(np.int64)
    steps = _signed(bits.take(flat + length, size), size)
    values = np.empty(flat.size, np.int64)
    start = 0
    for count in intervals:
        stop = start + count * rows.shape[1]
        np.cumsum(steps[start:stop], out=values[start:stop])
        start = stop
    _store(component.coefficients, rows.reshape(-1), 0, values << low)
    return flat + length + size


def _fill(
    component: Component,
    rows: BitPlaces,
    places: BitPlaces,
    bits: Bits,
    table: HuffmanTable,
    scan: ScanHead,
) -> None:
    """Read the AC values of blocks that begin at `places`, a symbol of all of them at a time."""
    lengths, symbols = table.lookup
    for start in range(0, rows.size, _BAND):
        row, place = rows[start : start + _BAND], places[start : start + _BAND]
        at = np.full(row.size, max(scan.first, 1))
        while row.size:
            coming = bits.peek(place, 16)
            symbol = symbols[coming].astype(np.int64)
            size, run = symbol & 15, symbol >> 4
            going = (size > 0) | (symbol == ZEROS)
            behind = place + lengths[coming]
            some = np.flatnonzero(size)
            values = _signed(bits.take(behind[some], size[some]), size[some])
            _store(component.coefficients, row[some], at[some] + run[some], values << scan.low)
            at = at + run + 1
            keep = np.flatnonzero(going & (at <= scan.last))
            row, place, at = row[keep], (behind + size)[keep], at[keep]


def _signed(values: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return what extra bits stand for (figure F.12)."""
    half = 1 << np.maximum(sizes - 1, 0)
    return np.where((values < half) & (sizes > 0), values - 2 * half + 1, values)


def _store(
    coefficients: npt.NDArray[np.int16],
    rows: BitPlaces,
    at: BitPlaces | int,
    values: npt.NDArray[np.int64],
) -> None:
    if values.size and (values.max() > _MOST or values.min() < -_MOST):
        raise DamagedScanError
    coefficients[rows, at] = values
