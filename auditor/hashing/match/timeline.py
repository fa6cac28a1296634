"""Whether two films run alongside each other: the same frames in the same order in time.

One near frame proves little, a row of them in their order does. All frames are compared in one form
(crop, mirror) and at one shift in time, so that chance has little room; and they must fit better
than the same frames do a second or more out of step. Films of one set, with one person before one
background, are near at any shift, and so are told apart from copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Hashes

__all__ = ["Run", "Seeds", "longest_run"]

_AS_IT_IS = (1.0,)
_OTHER_SPEEDS = (0.5, 2 / 3, 0.8, 1.25, 1.5, 2.0)
_BIN_S = 0.25
_NUDGES = (0.0, -0.0625, 0.0625)
_MOST_GUESSES = 12
_UNALIKE = 64
"""Bits from which a frame in its place counts against a run: unrelated ones are about 128 apart."""
_OUT_OF_STEP_S = 1.0
_MOST = 0.8
"""Share that vpdq of facebook/ThreatExchange asks for."""
_FEW, _SOME, _SEVERAL, _MANY = 2, 6, 8, 20
_UNLIKE = 60
_MOVED, _MOVED_LONG = (15, 10, 0.6), (28, 20, 0.55)
"""For frames of one scene: the most bits in the mean, the least contrast, and its least part of the
distance out of step. What these limits let through, benchmarks/films.py measures."""

_Numbers = npt.NDArray[np.int64]
_Seconds = npt.NDArray[np.float64]
_Bits = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Pairs of near frames: which of the private film, which of the other, and in which form."""

    mine: _Numbers
    theirs: _Numbers
    forms: _Numbers


@dataclass(frozen=True, slots=True)
class Run:
    """What runs alongside.

    `frames` of the private film, which are `covered` (0-1) of all that would stand beside a frame
    of the other, and `share` of all of the private film or of the other, whichever is more.
    `distance` is the mean in bits, and `contrast` how many more it would be out of step. `start`
    and `stop` are in the private film, `other` is where it starts in the other one.
    """

    frames: int
    covered: float
    share: float
    distance: float
    contrast: float
    start: float
    stop: float
    other: float
    speed: float

    @property
    def sure(self) -> bool:
        """Whether it is more than possible that one is a copy of a part of the other."""
        return self._of_unlike_frames or (self.speed == 1.0 and self._of_like_frames)

    @property
    def _of_unlike_frames(self) -> bool:
        """Frames that look nothing like each other: a second of them in their order is enough."""
        if self.contrast < _UNLIKE or self.frames < _FEW:
            return False
        if self.share >= _MOST:
            return True
        return self.frames >= (_SOME if self.covered >= _MOST else 2 * _SOME)

    @property
    def _of_like_frames(self) -> bool:
        """One scene: only what moves in it tells a copy from another film of the same set."""
        if self.covered < _MOST or self.frames < _SEVERAL:
            return False
        most, least, part = _MOVED if self.frames < _MANY else _MOVED_LONG
        moved = self.contrast >= max(least, part * (self.contrast + self.distance))
        return moved and self.distance <= most


Sides = Callable[[int], tuple[Hashes, Hashes]]
"""Gives the hashes of all frames of the private film and of the other in one of `Seeds.forms`."""


def longest_run(
    mine: tuple[float, ...], theirs: tuple[float, ...], seeds: Seeds, sides: Sides
) -> Run | None:
    """Return what of two films runs alongside, the best there is."""
    if not seeds.mine.size:
        return None
    times = np.array(mine), np.array(theirs)
    found = _at_speeds(times, seeds, sides, _AS_IT_IS)
    if found is None or not found.sure:
        faster = _at_speeds(times, seeds, sides, _OTHER_SPEEDS)
        found = faster if faster is not None and (found is None or faster.sure) else found
    return found


def _at_speeds(
    times: tuple[_Seconds, _Seconds], seeds: Seeds, sides: Sides, speeds: tuple[float, ...]
) -> Run | None:
    best: tuple[int, _Row] | None = None
    for row in (
        row
        for speed in speeds
        for form, shift in _guesses(times, seeds, speed)
        for row in _rows(times, sides(form), shift, speed)
    ):
        if best is None or row.gain > best[0]:
            best = row.gain, row
    return best[1].told(times) if best else None


def _guesses(
    times: tuple[_Seconds, _Seconds], seeds: Seeds, speed: float
) -> Iterator[tuple[int, float]]:
    """Yield the forms and shifts that most frames agree on."""
    shifts = times[0][seeds.mine] - speed * times[1][seeds.theirs]
    bins = np.round(shifts / _BIN_S).astype(np.int64)
    votes = np.unique(np.stack([seeds.forms, bins, seeds.mine], axis=1), axis=0)
    kinds, counts = np.unique(votes[:, :2], axis=0, return_counts=True)
    for form, place in kinds[np.argsort(-counts, kind="stable")[:_MOST_GUESSES]].tolist():
        agreeing = (seeds.forms == form) & (bins == place)
        yield form, float(np.median(shifts[agreeing]))


@dataclass(frozen=True, slots=True)
class _Row:
    gain: int
    hashes: tuple[Hashes, Hashes]
    mine: _Numbers
    theirs: _Numbers
    bits: _Bits
    beside: int
    speed: float

    def told(self, times: tuple[_Seconds, _Seconds]) -> Run:
        here, there = times[0][self.mine], times[1][self.theirs]
        frames = min(len(self.mine), len(np.unique(self.theirs)))
        return Run(
            frames,
            len(self.mine) / self.beside,
            max(len(self.mine) / len(times[0]), len(np.unique(self.theirs)) / len(times[1])),
            float(self.bits.mean()),
            self._contrast(here),
            float(here[0]),
            float(here[-1]),
            float(there[0]),
            self.speed,
        )

    def _contrast(self, here: _Seconds) -> float:
        apart = np.abs(here[:, None] - here[None]) >= _OUT_OF_STEP_S - 1e-6
        if not apart.any():
            return 0.0
        every = _count_bits(self.hashes[0][self.mine][:, None], self.hashes[1][self.theirs][None])
        means = [every[place][far].mean() for place, far in enumerate(apart) if far.any()]
        return float(np.mean(means) - self.bits.mean())


def _rows(
    times: tuple[_Seconds, _Seconds], hashes: tuple[Hashes, Hashes], shift: float, speed: float
) -> Iterator[_Row]:
    step = float(np.median(np.diff(times[1]))) if len(times[1]) > 1 else _BIN_S
    for nudge in _NUDGES:
        wanted = (times[0] - shift - nudge) / speed
        after = np.searchsorted(times[1], wanted).clip(1, max(1, len(times[1]) - 1))
        before = after - 1
        after = after.clip(max=len(times[1]) - 1)
        nearer = wanted - times[1][before] <= times[1][after] - wanted
        place = np.where(nearer, before, after)
        fits = np.abs(times[1][place] - wanted) <= 0.55 * step + 0.01
        mine, theirs = np.nonzero(fits)[0], place[fits]
        if mine.size:
            bits = _count_bits(hashes[0][mine], hashes[1][theirs])
            gain, first, last = _best_stretch(np.maximum(_UNALIKE - bits, -_UNALIKE))
            if last > first:
                some = slice(first, last)
                yield _Row(gain, hashes, mine[some], theirs[some], bits[some], mine.size, speed)


def _best_stretch(gains: _Numbers) -> tuple[int, int, int]:
    """Return the largest sum of neighbours, and from where up to where."""
    best, total, first = (0, 0, 0), 0, 0
    for place, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, first = 0, place
        total += gain
        if total > best[0]:
            best = total, first, place + 1
    return best


def _count_bits(some: Hashes, others: Hashes) -> _Bits:
    counted: _Bits = np.bitwise_count(some ^ others).sum(axis=-1, dtype=np.int64)
    return counted
