"""PartMarks of a picture: small parts around its blobs, each with a hash of its own.

What is left of a picture under stickers, in collages, screenshots and crops still has its marks.
A mark is where a blob of some size stands (a difference of two blurs is largest there), which way
it is turned, and 128 signs of cosines of the part around it, taken upright and with the blob light,
so that turned and inverted copies have the same marks.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.pdq.reduced import Plane

__all__ = ["MIRRORED", "NO_MARKS", "PartMarks", "find", "shrink"]

WORDS = 2
BYTES = 24
"""Of one packed mark: its hash and four numbers of two bytes."""
_LONGEST = 448  # px of the longer side that is looked at
_SHORTEST = 16
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_BASE = 1.6  # blur of the first level, in px
_STEPS = 3  # levels an octave
_LEAST = 1.0  # grey values of a blob above its surroundings
_RIDGE = 12.0  # an edge is no blob: how much longer than wide one may be
_SAMPLES = 24  # samples a side of the part around a mark
_REACH = 7.0  # half a side of that part, in sigmas of its blob
_SECTORS = 36
_DISC = 4.06  # sigmas around a blob in which its direction is looked for
_FLAT = 1e-6

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PartMarks:
    """n marks, the strongest first.

    `hashes` is n x 2 words. `places` is n x 4 (float32): x and y in shares of the longer side, the
    blob's size in the same shares, and its direction in radians.
    """

    hashes: npt.NDArray[np.uint64]
    places: Floats

    def __len__(self) -> int:
        return len(self.hashes)

    def to_bytes(self) -> bytes:
        """Return it packed, 24 bytes a mark."""
        return self.hashes.astype("<u8").tobytes() + self.places.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> PartMarks:
        """Return what `to_bytes` packed. Raises ValueError on anything else."""
        count, rest = divmod(len(data), BYTES)
        if rest:
            raise ValueError("no packed marks")
        cut = count * WORDS * 8
        places = np.frombuffer(data[cut:], "<f2").astype(np.float32).reshape(-1, 4)
        if not np.isfinite(places).all() or (count and float(places[:, 2].min()) <= 0):
            raise ValueError("packed marks of no picture")
        return cls(np.frombuffer(data[:cut], "<u8").astype(np.uint64).reshape(-1, WORDS), places)


NO_MARKS = PartMarks(np.zeros((0, WORDS), np.uint64), np.zeros((0, 4), np.float32))


def shrink(rgb: npt.NDArray[np.uint8]) -> Plane:
    """Return the luma of `rgb`, its longer side at most 448 px."""
    luma: Plane = rgb.astype(np.float32) @ _LUMA
    height, width = luma.shape
    longest = max(height, width)
    if longest <= _LONGEST:
        return luma
    share = _LONGEST / longest
    down = _average(height, max(1, round(height * share)))
    across = _average(width, max(1, round(width * share)))
    return (down @ luma @ across.T).astype(np.float32)


@lru_cache(maxsize=64)
def _average(length: int, kept: int) -> Floats:
    """Return kept x length weights: each of `kept` is the mean of its share of `length`."""
    edges = np.arange(kept + 1) * (length / kept)
    pixels = np.arange(length)
    shares = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    weights: Floats = (np.maximum(shares, 0) * (kept / length)).astype(np.float32)
    return weights


def find(luma: Plane, most: int) -> PartMarks:
    """Return up to `most` marks of `luma`, spread over the picture."""
    if min(luma.shape) < _SHORTEST:
        return NO_MARKS
    longest = max(luma.shape)
    # doubled, so that small copies have their marks too
    octave = _blur(_double(_double(luma).T).T, float(np.sqrt(_BASE**2 - 1.0)))
    pixel = 0.5 / longest
    found: list[tuple[Floats, npt.NDArray[np.uint64], Floats]] = []
    while min(octave.shape) >= _SHORTEST:
        levels = _blur_levels(octave)
        rows, columns, layers, values = _find_blobs(levels)
        if rows.size:
            keep = np.argsort(-np.abs(values), kind="stable")[:most]
            rows, columns, layers, values = (part[keep] for part in (rows, columns, layers, values))
            sizes = (_BASE * 2.0 ** (layers / _STEPS)).astype(np.float32)
            turns = _find_directions(levels, rows, columns, layers, sizes, np.sign(values))
            hashes = _hash_parts(levels, rows, columns, layers, sizes, turns, np.sign(values))
            first = 0.25 / longest  # where the first pixel of every octave has its middle
            places = np.stack(
                [columns * pixel + first, rows * pixel + first, sizes * pixel, turns], axis=1
            ).astype(np.float32)
            found.append((np.abs(values), hashes, places))
        octave = levels[_STEPS][::2, ::2]
        pixel *= 2
    if not found:
        return NO_MARKS
    strengths, hashes, places = (np.concatenate(part) for part in zip(*found, strict=True))
    # larger blobs say more of the picture and outlive scaling
    order = _spread(strengths * np.sqrt(places[:, 2]), places, most)
    return PartMarks(hashes[order], places[order])


def _double(lines: Plane) -> Plane:
    """Return twice as many lines, mixed from their neighbours."""
    before = np.concatenate([lines[:1], lines[:-1]])
    after = np.concatenate([lines[1:], lines[-1:]])
    twice = np.empty((2 * len(lines), lines.shape[1]), np.float32)
    twice[::2] = 0.75 * lines + 0.25 * before
    twice[1::2] = 0.75 * lines + 0.25 * after
    return twice


def _spread(strengths: Floats, places: Floats, most: int) -> npt.NDArray[np.int64]:
    """Return the strongest `most`, taken in turn from the fields of a grid."""
    order = np.argsort(-strengths, kind="stable")
    cells = (places[order, 0] * 6).astype(int) * 64 + (places[order, 1] * 6).astype(int)
    rank = np.zeros(len(order), np.int64)
    by_cell = np.argsort(cells, kind="stable")
    starts = np.r_[0, np.flatnonzero(np.diff(cells[by_cell])) + 1]
    lengths = np.diff(np.r_[starts, len(order)])
    rank[by_cell] = np.arange(len(order)) - np.repeat(starts, lengths)
    return order[np.argsort(rank, kind="stable")][:most]


def _blur(plane: Plane, sigma: float) -> Plane:
    # loaded only where there is a private list: it takes a third of a reader process's start
    from scipy import ndimage  # type: ignore[import-untyped]  # scipy ships no types

    blurred: Plane = ndimage.gaussian_filter(plane, sigma, truncate=3.0)
    return blurred


def _blur_levels(octave: Plane) -> Floats:
    levels = [octave]
    for step in range(1, _STEPS + 3):
        before, now = (_BASE * 2.0 ** (place / _STEPS) for place in (step - 1, step))
        levels.append(_blur(levels[-1], float(np.sqrt(now**2 - before**2))))
    return np.stack(levels)


def _find_blobs(
    levels: Floats,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return rows, columns, levels and strengths of the blobs, placed between the pixels."""
    layers = np.diff(levels, axis=0)
    layer, row, column = _find_peaks(np.abs(layers))
    here = layers[layer, row, column]
    above, below = layers[layer, row - 1, column], layers[layer, row + 1, column]
    left, right = layers[layer, row, column - 1], layers[layer, row, column + 1]
    finer, coarser = layers[layer - 1, row, column], layers[layer + 1, row, column]
    across, down = left + right - 2 * here, above + below - 2 * here
    cross = (
        layers[layer, row + 1, column + 1]
        + layers[layer, row - 1, column - 1]
        - layers[layer, row + 1, column - 1]
        - layers[layer, row - 1, column + 1]
    ) / 4
    det, trace = across * down - cross * cross, across + down
    good = (det > 0) & (trace * trace * _RIDGE < (_RIDGE + 1) ** 2 * det)
    deep = finer + coarser - 2 * here

    def moved(low: Floats, high: Floats, bend: Floats) -> Floats:
        bent = np.where(np.abs(bend) < _FLAT, _FLAT, bend)
        shift: Floats = np.clip((low - high) / (2 * bent), -0.6, 0.6)
        return shift

    rows = (row + moved(above, below, down)).astype(np.float32)
    columns = (column + moved(left, right, across)).astype(np.float32)
    depths = (layer + moved(finer, coarser, deep)).astype(np.float32)
    return rows[good], columns[good], depths[good], here[good]


def _find_peaks(size: Floats) -> tuple[npt.NDArray[np.int64], ...]:
    """Return where a value is the largest of the 27 around it: first of five, then of all."""
    inner = size[1:-1, 2:-2, 2:-2]
    peaks = inner > _LEAST
    for there in (size[1:-1, 1:-3, 2:-2], size[1:-1, 3:-1, 2:-2]):
        peaks &= inner >= there
    for there in (size[1:-1, 2:-2, 1:-3], size[1:-1, 2:-2, 3:-1]):
        peaks &= inner >= there
    layer, row, column = np.nonzero(peaks)
    layer, row, column = layer + 1, row + 2, column + 2
    for step in np.ndindex(3, 3, 3):
        up, down, over = (place - 1 for place in step)
        here = size[layer, row, column] >= size[layer + up, row + down, column + over]
        layer, row, column = layer[here], row[here], column[here]
    return layer, row, column


def _sample(levels: Floats, layers: Floats, y: Floats, x: Floats) -> Floats:
    """Return n x k values at places y, x (n x k) of each mark's level, mixed from neighbours."""
    _count, height, width = levels.shape
    level = np.clip(np.rint(layers), 0, len(levels) - 1).astype(np.intp)[:, None]
    y, x = np.clip(y, 0, height - 1.001), np.clip(x, 0, width - 1.001)
    top, left = y.astype(np.intp), x.astype(np.intp)
    down, over = (y - top).astype(np.float32), (x - left).astype(np.float32)
    flat, corner = levels.ravel(), (level * height + top) * width + left
    upper = flat[corner] * (1 - over) + flat[corner + 1] * over
    lower = flat[corner + width] * (1 - over) + flat[corner + width + 1] * over
    mixed: Floats = upper * (1 - down) + lower * down
    return mixed


@lru_cache(maxsize=1)
def _ring() -> tuple[Floats, Floats, Floats]:
    """Return places (in sigmas) of a disc around a mark and their weights."""
    side = np.arange(-4, 5, dtype=np.float32)
    y, x = (part.ravel() for part in np.meshgrid(side, side, indexing="ij"))
    inside = x * x + y * y <= _DISC**2
    return y[inside], x[inside], np.exp(-(x * x + y * y)[inside] / (2 * 2.5**2))


def _find_directions(
    levels: Floats,
    rows: Floats,
    columns: Floats,
    layers: Floats,
    sizes: Floats,
    signs: Floats,
) -> Floats:
    """Return the direction in which most of the slope around each mark runs, in radians."""
    y, x, weights = _ring()
    ys, xs = rows[:, None] + sizes[:, None] * y, columns[:, None] + sizes[:, None] * x
    step = 0.5 * sizes[:, None]
    up = _sample(levels, layers, ys + step, xs) - _sample(levels, layers, ys - step, xs)
    across = _sample(levels, layers, ys, xs + step) - _sample(levels, layers, ys, xs - step)
    up, across = up * signs[:, None], across * signs[:, None]
    angle = np.arctan2(up, across)
    force = np.hypot(up, across) * weights
    sector = np.floor((angle + np.pi) / (2 * np.pi) * _SECTORS).astype(np.int64) % _SECTORS
    count = len(rows)
    counted = np.bincount(
        (np.arange(count)[:, None] * _SECTORS + sector).ravel(),
        force.ravel(),
        minlength=count * _SECTORS,
    )
    wheel: npt.NDArray[np.float64] = counted.astype(np.float64).reshape(count, _SECTORS)
    for _ in range(3):
        wheel = (np.roll(wheel, 1, 1) + wheel + np.roll(wheel, -1, 1)) / 3
    best = wheel.argmax(axis=1)
    every = np.arange(count)
    low, mid, high = (wheel[every, (best + step) % _SECTORS] for step in (-1, 0, 1))
    bend = low + high - 2 * mid
    shift = (low - high) / (2 * np.where(np.abs(bend) < _FLAT, _FLAT, bend))
    shift = np.clip(shift, -0.5, 0.5)
    turns: Floats = ((best + 0.5 + shift) / _SECTORS * 2 * np.pi - np.pi).astype(np.float32)
    return turns


@lru_cache(maxsize=1)
def _waves() -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the cosines a side, and which 128 of the products are kept: the lowest."""
    places = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    kept = 14
    cosines = np.cos(np.pi * np.arange(kept)[:, None] * places[None, :])
    u, v = np.indices((kept, kept))
    order = np.argsort((u * u + v * v + 1e-3 * u).ravel(), kind="stable")[1 : 64 * WORDS + 1]
    return cosines.astype(np.float32), order


def _hash_parts(
    levels: Floats,
    rows: Floats,
    columns: Floats,
    layers: Floats,
    sizes: Floats,
    turns: Floats,
    signs: Floats,
) -> npt.NDArray[np.uint64]:
    side = ((np.arange(_SAMPLES) + 0.5) / _SAMPLES * 2 - 1).astype(np.float32) * _REACH
    v, u = (part.ravel() for part in np.meshgrid(side, side, indexing="ij"))
    cosine, sine = np.cos(turns)[:, None], np.sin(turns)[:, None]
    ys = rows[:, None] + sizes[:, None] * (sine * u + cosine * v)
    xs = columns[:, None] + sizes[:, None] * (cosine * u - sine * v)
    seen = _sample(levels, layers, ys, xs) * signs[:, None]
    seen -= seen.mean(axis=1, keepdims=True)
    # what is far from the blob counts less: it moves most where size and direction are a little off
    seen *= np.exp(-(u * u + v * v) / (2 * (0.65 * _REACH) ** 2))
    cosines, order = _waves()
    square = seen.reshape(-1, _SAMPLES, _SAMPLES)
    waves = np.matmul(np.matmul(cosines, square), cosines.T).reshape(len(rows), -1)[:, order]
    packed = np.packbits(np.ascontiguousarray(waves > 0), axis=1)
    return packed.view(">u8").astype(np.uint64)


def _make_mirrored() -> npt.NDArray[np.uint64]:
    """Return what turns the hash of a mark into that of the mirrored picture's."""
    _cosines, order = _waves()
    odd = (order // 14) % 2 == 1
    return np.packbits(odd).view(">u8").astype(np.uint64)


MIRRORED = _make_mirrored()
