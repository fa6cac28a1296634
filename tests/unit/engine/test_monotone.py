"""Fewer photos never give more, over every check.

A finding is for a check and a question. Taking a photo away never gives more findings of one check
for one question, nor graver ones: the severities in falling order never rise at any place, nor do
the degrees to which they answer the question. Spots alone may fall in two; there each one shares a
photo with one that was found before, at least as grave.
"""

from __future__ import annotations

import contextlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from auditor.checks import ALL, frequent_place, likeness_exposure, routine, same_avatar, same_photo
from auditor.checks.search_engines import CHECK as SEARCH_ENGINES
from auditor.domain.findings.finding import Finding, Severity
from auditor.domain.photos.place import PlaceCluster
from auditor.engine.exposure.links.marks import marked
from auditor.engine.exposure.links.photo_ties import photo_ties
from auditor.engine.judge.clusters import spots
from tests.examples import examples
from tests.unit.checks.asked import ASKED
from tests.unit.engine.public_worlds import SEEDS, WORLDS, World, chain, crowd, neighbourhood

PLACES = frequent_place.CHECK.id


def grown(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[str]:
    """Yield what is more in `after` than it was in `before`."""
    for grade in (_severity, _degree):
        had, has = _grades(before, grade), _grades(after, grade)
        for key in has.keys() - {key for key in has if key[0] == PLACES}:
            pairs = zip(has[key], [*had[key], *[-1] * len(has[key])], strict=False)
            if any(now > then for now, then in pairs):
                yield f"{key}: {had[key]} -> {has[key]}"
    earlier = [finding.observation for finding in before if finding.check == PLACES]
    for spot in (finding.observation for finding in after if finding.check == PLACES):
        if not any(
            spot.severity <= other.severity and not {*spot.photos}.isdisjoint(other.photos)
            for other in earlier
        ):
            yield f"{PLACES}: {spot.photos}"


def _severity(finding: Finding) -> int:
    return int(finding.observation.severity)


def _degree(finding: Finding) -> int:
    return int(finding.observation.degree)


def _grades(
    found: Iterable[Finding], grade: Callable[[Finding], int]
) -> dict[tuple[str, str], list[int]]:
    several: dict[tuple[str, str], list[int]] = defaultdict(list)
    for finding in found:
        several[finding.check, str(finding.observation.question)].append(grade(finding))
    return defaultdict(list, {key: sorted(each, reverse=True) for key, each in several.items()})


def new_spots(before: Sequence[PlaceCluster], after: Sequence[PlaceCluster]) -> list[PlaceCluster]:
    """Return the spots that share no photo with an earlier one."""
    known = {photo for spot in before for photo in spot.photos}
    return [spot for spot in after if known.isdisjoint(spot.photos)]


@examples(15)
@given(world=WORLDS, order=st.randoms(use_true_random=False), steps=st.integers(1, 6))
def test_taking_photos_away_gives_no_finding(
    world: World, order: random.Random, steps: int
) -> None:
    left = list(world.photos)
    found = world.judged(left)
    for _step in range(min(steps, len(left))):
        left.pop(order.randrange(len(left)))
        now = world.judged(left)
        assert [*grown(found, now)] == []
        found = now


@examples(2)
@given(seed=SEEDS)
@pytest.mark.parametrize("made", [chain, neighbourhood, crowd])
def test_taking_any_one_photo_away_gives_no_finding(
    made: Callable[[int], World], seed: int
) -> None:
    assert [*_grown_without_one(made(seed), most=10)] == []


@pytest.mark.parametrize(
    ("made", "seeds"),
    [(chain, (25, 50)), (neighbourhood, (2, 36)), (crowd, (0,))],
)
def test_worlds_in_which_counting_by_groups_and_shares_gave_more(
    made: Callable[[int], World], seeds: Sequence[int]
) -> None:
    """As it was done before: greedy spots, groups of look-alikes, shares of what is left."""
    for seed in seeds:
        assert [*_grown_without_one(made(seed))] == []


def _grown_without_one(world: World, most: int = 24) -> Iterator[str]:
    found = world.judged(world.photos)
    before = spots(world.case(world.photos))
    ties = photo_ties(marked(world.case(world.photos).prints)).keys()
    for gone in world.photos[:most]:
        left = [photo for photo in world.photos if photo is not gone]
        yield from grown(found, world.judged(left))
        case = world.case(left)
        yield from (str(spot) for spot in new_spots(before, spots(case)))
        yield from map(str, photo_ties(marked(case.prints)).keys() - ties)


COUNTING = {
    (frequent_place.CHECK.id, Severity.MEDIUM),
    (frequent_place.CHECK.id, Severity.HIGH),
    (routine.CHECK.id, Severity.LOW),
    (routine.CHECK.id, Severity.MEDIUM),
    (likeness_exposure.CHECK.id, Severity.LOW),
    (likeness_exposure.CHECK.id, Severity.MEDIUM),
    (likeness_exposure.CHECK.id, Severity.HIGH),
    (same_photo.CHECK.id, Severity.MEDIUM),
    (same_photo.CHECK.id, Severity.HIGH),
    (same_avatar.CHECK.id, Severity.MEDIUM),
    (same_avatar.CHECK.id, Severity.HIGH),
    (SEARCH_ENGINES.id, Severity.LOW),
    (SEARCH_ENGINES.id, Severity.MEDIUM),
}


def test_the_worlds_hold_all_that_the_checks_can_tell() -> None:
    """Every check finds something, for each of its questions, and counts at each of its grades."""
    missing: set[tuple[str, object]] = {
        *COUNTING,
        *((check.id, question) for check in ALL for question in ASKED[check.id]),
        (routine.CHECK.id, "Hardly a photo"),
    }

    def whole(world: World) -> bool:
        for finding in world.judged(world.photos):
            seen = finding.observation
            assert seen.question in ASKED[finding.check]
            missing.discard((finding.check, seen.severity))
            missing.discard((finding.check, seen.question))
            if any(says.statement.template.startswith("Hardly") for says in seen.evidence):
                missing.discard((finding.check, "Hardly a photo"))
        return not missing

    enough = settings(
        max_examples=600, database=None, derandomize=True, phases=(Phase.generate,), deadline=None
    )
    with contextlib.suppress(NoSuchExample):
        find(WORLDS, whole, settings=enough)
    assert missing == set()
