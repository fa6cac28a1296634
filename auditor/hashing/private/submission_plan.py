"""Which edited copies of a picture, hashed beside it, would catch most re-uploads.

That is where only one hash is compared with one.

Services that take hashes compare them at 31 bits (facebook/ThreatExchange, pdq/README.md), which
survives almost no edit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import Reduced, reduce
from auditor.hashing.private.edits import ImageEdit, inscribed
from auditor.hashing.private.simulated import SimulatedEdit, coefficients_of, reupload

__all__ = ["LIMIT", "SubmissionPlan", "by_hand", "by_hand_knowing", "grid", "plan", "recall_of"]

LIMIT = 31
"""Distance up to which services take two hashes for one picture (facebook/ThreatExchange,
pdq/README.md)."""

_ALLOWANCE = 4  # bits that scaling and saving as JPEG cost on top, in the median
_CHOSEN_ON = 1500  # re-uploads
_MEASURED_ON = 1000  # others
_CROPS = (0.0, 0.02, 0.04, 0.06)
_BORDERS = (0.012, 0.02, 0.028, 0.036, 0.045)
_BARS = (0.03, 0.045, 0.06, 0.075, 0.09, 0.105, 0.12, 0.135)
_CAPTIONS = (0.03, 0.05, 0.07, 0.09)
_TILTS = (0.8, 1.6, 2.4)
_SHADES = (0, 128, 255)
_MIRRORED = 5  # place among windows.forms


@dataclass(frozen=True, slots=True)
class SubmissionPlan:
    """The edits in the order they help, and the share (0-1) of re-uploads they catch.

    Simulated re-uploads, for the first 1, 2, ... of the edits.

    The re-uploads that `recall` was measured on are not those that the edits were chosen on.
    """

    edits: tuple[ImageEdit, ...]
    recall: tuple[float, ...]


def plan(rgb: npt.NDArray[np.uint8], k: int, seed: int = 0) -> SubmissionPlan:
    """Choose `k` edits (at least 1) of `rgb` (height x width x 3, uint8), the picture itself first.

    Some seconds.

    Raises ValueError if `k` is less than 1 or more than the grid has.
    """
    picture = reduce(rgb)
    choices = grid(picture.aspect)
    if not 1 <= k <= len(choices):
        raise ValueError(f"from 1 to {len(choices)} edits can be chosen")
    caught = _find_caught(
        _hash_edits(choices, picture),
        _make_copies(picture, np.random.default_rng([seed, 1]), _CHOSEN_ON),
    )
    edits = tuple(
        choices[place]
        for place in _order_rows(caught, _exchange_rows(caught, _choose_greedily(caught, k)))
    )
    return SubmissionPlan(edits, recall_of(edits, picture, seed))


def recall_of(edits: tuple[ImageEdit, ...], picture: Reduced, seed: int) -> tuple[float, ...]:
    """Return which share of simulated re-uploads the first 1, 2, ... of `edits` catch.

    No plan was chosen on any of them.
    """
    caught = _find_caught(
        _hash_edits(edits, picture),
        _make_copies(picture, np.random.default_rng([seed, 2]), _MEASURED_ON),
    )
    return tuple(np.logical_or.accumulate(caught, axis=0).mean(axis=1).tolist())


def grid(aspect: float) -> tuple[ImageEdit, ...]:
    """Return all edits that a plan is chosen from, the picture itself first.

    `aspect` is the width of the picture divided by its height.
    """
    plain = tuple(_list_plain_edits(aspect))
    return (*plain, *(replace(edit, mirror=True) for edit in plain))


def by_hand(aspect: float) -> tuple[ImageEdit, ...]:
    """Return sixteen edits picked by hand, what a plan is compared with.

    Mirror, even crops, borders, letterboxes, some mirrored.
    """
    crops = [ImageEdit(share, share, share, share) for share in _CROPS[1:]]
    borders = [_make_border(width, aspect, shade) for width in (0.02, 0.045) for shade in (0, 255)]
    boxes = [ImageEdit(top=-bar, bottom=-bar) for bar in (0.045, 0.09, 0.135)]
    mirrored = [replace(edit, mirror=True) for edit in (ImageEdit(), *crops, boxes[1])]
    return (ImageEdit(), *crops, *borders, *boxes, *mirrored)


def by_hand_knowing(aspect: float) -> tuple[ImageEdit, ...]:
    """Return sixteen picked by one who knows which edits are counted.

    Spread evenly over all kinds, tilts and captions too.
    """
    crops = [ImageEdit(share, share, share, share) for share in _CROPS[1:]]
    borders = [_make_border(width, aspect, shade) for width in (0.02, 0.045) for shade in (0, 255)]
    boxes = [
        ImageEdit(top=-0.06, bottom=-0.06),
        ImageEdit(top=-0.12, bottom=-0.12),
        ImageEdit(left=-0.09, right=-0.09),
    ]
    tilts = [ImageEdit(tilt=1.6), ImageEdit(tilt=-1.6)]
    bars = [ImageEdit(top=-0.07, shade=255), ImageEdit(bottom=-0.07, shade=255)]
    return (ImageEdit(), ImageEdit(mirror=True), *crops, *borders, *boxes, *tilts, *bars)


def _list_plain_edits(aspect: float) -> Iterator[ImageEdit]:
    for left, top, right, bottom in itertools.product(_CROPS, repeat=4):
        yield ImageEdit(left, top, right, bottom)
    for shade in _SHADES:
        yield from (_make_border(width, aspect, shade) for width in _BORDERS)
        for bar in _BARS:
            yield ImageEdit(top=-bar, bottom=-bar, shade=shade)
            yield ImageEdit(left=-bar, right=-bar, shade=shade)
        for bar in _CAPTIONS:
            yield ImageEdit(top=-bar, shade=shade)
            yield ImageEdit(bottom=-bar, shade=shade)
    for tilt in (*_TILTS, *(-tilt for tilt in _TILTS)):
        across, down = inscribed(tilt, aspect)
        yield ImageEdit(tilt=tilt)
        yield ImageEdit(across / 2, down / 2, across / 2, down / 2, tilt, shade=128)
        yield ImageEdit(across, down, across, down, tilt)


def _make_border(width: float, aspect: float, shade: int) -> ImageEdit:
    """Return a border as wide as that share of the shorter side."""
    down = width * min(aspect, 1.0)
    return ImageEdit(-down / aspect, -down, -down / aspect, -down, shade=shade)


def _hash_edits(edits: tuple[ImageEdit, ...], picture: Reduced) -> Hashes:
    """Return n x 4 words; what differs only by the mirror is made once."""
    plain = {replace(edit, mirror=False): 0 for edit in edits}
    found = windows.forms(coefficients_of([(SimulatedEdit(edit),) for edit in plain], picture))
    places = dict(zip(plain, range(len(plain)), strict=True))
    rows = [places[replace(edit, mirror=False)] for edit in edits]
    return windows.hashes(found[rows, [_MIRRORED if edit.mirror else 0 for edit in edits]])


def _make_copies(picture: Reduced, rng: np.random.Generator, count: int) -> Hashes:
    return windows.hashes(
        coefficients_of([reupload(rng, picture.aspect) for _copy in range(count)], picture)
    )


def _find_caught(known: Hashes, copies: Hashes) -> npt.NDArray[np.bool_]:
    """Return len(known) x len(copies): which copies each hash catches."""
    near = np.zeros((len(known), len(copies)), np.int16)
    for word in range(known.shape[1]):
        near += np.bitwise_count(known[:, word, None] ^ copies[None, :, word])
    return near <= LIMIT - _ALLOWANCE


def _choose_greedily(caught: npt.NDArray[np.bool_], k: int) -> list[int]:
    """Return `k` rows, the first row first.

    Each is the one that catches most of what those before it missed.
    """
    chosen = [0]
    missed = ~caught[0]
    while len(chosen) < k:
        gains = (caught & missed).sum(axis=1)
        gains[chosen] = -1
        chosen.append(int(gains.argmax()))
        missed &= ~caught[chosen[-1]]
    return chosen


def _exchange_rows(caught: npt.NDArray[np.bool_], chosen: list[int]) -> list[int]:
    """Return `chosen` with single rows exchanged, as long as that catches more.

    The first row stays.
    """
    chosen, better = list(chosen), True
    while better:
        better = False
        for place in range(1, len(chosen)):
            missed = ~caught[[row for row in chosen if row != chosen[place]]].any(axis=0)
            gains = (caught & missed).sum(axis=1)
            if gains.max() > gains[chosen[place]]:
                chosen[place], better = int(gains.argmax()), True
    return chosen


def _order_rows(caught: npt.NDArray[np.bool_], chosen: list[int]) -> list[int]:
    """Return the same rows, the first one first, then each the one that adds most."""
    return [chosen[place] for place in _choose_greedily(caught[chosen], len(chosen))]
