"""Compares private pictures, known by their variants, with a public one.

Near hashes first, then the second stage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Pairs, distances, pairs
from auditor.hashing.pdq.reduced import Affine
from auditor.hashing.pdq.windows import FORMS
from auditor.hashing.private import geometry, second_stage
from auditor.hashing.private.candidate import Candidate
from auditor.hashing.private.parts import votes
from auditor.hashing.private.parts.index import MarkIndex
from auditor.hashing.private.trim import Trim
from auditor.hashing.private.variants import PLAN, Variant, Variants

__all__ = ["NEAR_LIMIT", "Known", "Match", "match"]

NEAR_LIMIT = 80
"""Distance in bits (of 256) up to which a variant is worth the second stage. Unrelated pictures are
about 110 apart at least."""

_POSSIBLE = 7.0
_LIKELY = 9.0
"""What the marks that agree must add up to (votes.Vote.strength). docs/recall.md: of 319,616 pairs
two drawings of smooth lines reached 6.58, no other that share nothing 6.5."""
_AT_ONCE = 16  # pictures: a plain candidate may be near to every hash of them
_TRIED = 4  # nearest pairs that the second stage looks at


@dataclass(frozen=True, slots=True)
class Match:
    """A public picture that may be a copy of a private one.

    Possible, and `confirmed` where the second stage agrees.

    `variant` is what was done to the private picture, `trim` what was taken off the public one,
    `form` (0-7) how it is turned or mirrored (windows.FORMS), `distance` (0-256) between the two
    hashes, `detail_distance` the mean of the parts, None where too few parts could be compared;
    both qualities are 0-100, and below 50 a hash is not reliable. `marks` is how many places of the
    private picture were found in it where only those tell: then variant, trim and form say nothing.
    """

    variant: Variant
    trim: Trim
    form: int
    distance: int
    detail_distance: float | None
    private_quality: int
    candidate_quality: int
    confirmed: bool
    marks: int = 0


class Known:
    """Private pictures to be compared with many candidates: laid out once, for all of them."""

    def __init__(self, pictures: Sequence[Variants]) -> None:
        self._pictures = pictures
        self._blocks = [
            pictures[start : start + _AT_ONCE] for start in range(0, len(pictures), _AT_ONCE)
        ]
        self._hashes = [
            np.concatenate([picture.hashes for picture in block]) for block in self._blocks
        ]
        self._marks = MarkIndex([picture.marks for picture in pictures])

    def match(self, candidate: Candidate) -> list[Match | None]:
        """Return for each picture what `match` would of it alone, much faster."""
        found: list[Match | None] = []
        for block, hashes in zip(self._blocks, self._hashes, strict=True):
            i, j, near = pairs(hashes, candidate.hashes, NEAR_LIMIT)
            stops = np.cumsum([len(picture.hashes) for picture in block])
            begins = np.r_[0, stops[:-1]]
            for picture, begin, (start, stop) in zip(
                block, begins, np.searchsorted(i, np.stack([begins, stops], axis=1)), strict=True
            ):
                own = (i[start:stop] - begin, j[start:stop], near[start:stop])
                found.append(_match_whole(picture, candidate, own))
        for place, (plain, mirrored) in enumerate(self._marks.may_match(candidate.marks)):
            best = found[place]
            ways = [way for way, worth in ((False, plain), (True, mirrored)) if worth]
            if ways and not (best is not None and best.confirmed):
                found[place] = _match_marks(self._pictures[place], candidate, ways) or best
        return found


def match(variants: Variants, candidate: Candidate, limit: int = NEAR_LIMIT) -> Match | None:
    """Return the best match of a private picture with a candidate, None if none is near.

    A confirmed match goes before any other; without one the marks are asked.
    """
    best = _match_whole(variants, candidate, pairs(variants.hashes, candidate.hashes, limit))
    if best is not None and best.confirmed:
        return best
    return _match_marks(variants, candidate) or best


def _match_whole(variants: Variants, candidate: Candidate, found_near: Pairs) -> Match | None:
    i, j, near = found_near
    if not near.size:
        return None
    best: Match | None = None
    for place in np.argsort(near, kind="stable")[:_TRIED].tolist():
        found = _run_second_stage(
            variants, candidate, int(i[place]), int(j[place]), int(near[place])
        )
        if best is None or _rank_match(found) < _rank_match(best):
            best = found
        if best.confirmed:
            break
    return best


def _match_marks(
    variants: Variants, candidate: Candidate, ways: Sequence[bool] = (False, True)
) -> Match | None:
    """Return what the marks say, None where they are too few."""
    vote = votes.count(variants.marks, candidate.marks, ways)
    if vote.strength < _POSSIBLE:
        return None
    whole = distances(variants.hashes[0], candidate.hashes)
    column = int(whole.argmin())
    return Match(
        PLAN[int(variants.codes[0])],
        candidate.trims[column // FORMS],
        column % FORMS,
        int(whole[column]),
        None,
        variants.quality,
        candidate.quality,
        confirmed=vote.strength >= _LIKELY,
        marks=vote.marks,
    )


def _rank_match(found: Match) -> tuple[bool, float, int]:
    return (
        not found.confirmed,
        256.0 if found.detail_distance is None else found.detail_distance,
        found.distance,
    )


def _run_second_stage(
    variants: Variants, candidate: Candidate, row: int, column: int, distance: int
) -> Match:
    variant = PLAN[int(variants.codes[row])]
    trim, form = candidate.trims[column // FORMS], column % FORMS
    places = _map_places(variant, variants.aspect, trim, form, candidate.aspect)
    detail = second_stage.agreement(
        variants.details, variants.detail_qualities, candidate.luma, places
    )
    confirmed = second_stage.agrees(distance, detail, min(variants.quality, candidate.quality))
    return Match(
        variant, trim, form, distance, detail, variants.quality, candidate.quality, confirmed
    )


def _map_places(
    variant: Variant, aspect: float, trim: Trim, form: int, candidate_aspect: float
) -> Affine:
    """Return the map from places of the private picture to places of the candidate."""
    edited = geometry.inverse(variant.places(aspect))
    back = geometry.after(
        geometry.tilted(trim.tilt, candidate_aspect), geometry.window(trim.rows, trim.columns)
    )
    return geometry.after(geometry.after(back, geometry.FORM_PLACES[form]), edited)
