"""Fewer photos never make an answer worse, and what was not read is never called not seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Claim
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.digest import AccountScene, Compared, Digest, Looked, Scene, digest_of
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.sign import sign_of
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.engine.exposure.links.links import ties_among
from auditor.questions import ALL
from tests.examples import examples
from tests.unit.engine.public_worlds import EVERYBODY, PROFILE, WORLDS, World

ORDER = list(AnswerState)
COMPARED = Compared(private=1)
NEEDS = {
    Looked.METADATA: {QuestionId.HOME, QuestionId.DAYS, QuestionId.NAME, QuestionId.LINKED},
    Looked.TEXT: {QuestionId.HOME, QuestionId.DAYS, QuestionId.PAPERS},
    Looked.BARCODES: {QuestionId.DAYS, QuestionId.PAPERS},
    Looked.PROVENANCE: {QuestionId.NAME},
    Looked.FACES: {QuestionId.LIKENESS},
    Looked.HASHES: {QuestionId.LINKED, QuestionId.USED},
    Looked.FURTHER: {QuestionId.HOME, QuestionId.PAPERS, QuestionId.NAME, QuestionId.LIKENESS},
}
"""Which questions need what, written down a second time."""


def scene(left: Sequence[StoredPhoto]) -> Scene:
    """Return the scene of what is left of a world, read to its end."""
    return Scene(
        tuple(
            AccountScene(
                account.id,
                account.handle,
                "Mastodon",
                account.claim,
                proven=account.proof.holds,
                photos=sum(stored.photo.account == account.id for stored in left),
            )
            for account in EVERYBODY
        ),
        compared=COMPARED,
    )


def digest(world: World, left: Sequence[StoredPhoto]) -> Digest:
    """Return the digest of what the checks find while `left` is public."""
    case = world.case(left)
    proven = [account for account in case.accounts if account.proof.holds]
    profiles = {account.id: PROFILE for account in proven}
    ties = ties_among(proven, profiles, case.prints, Traits)
    signs = [sign for finding in world.judged(left) if (sign := sign_of(finding))]
    return digest_of(signs, ties, scene(left))


def states(of: Digest) -> Mapping[QuestionId, AnswerState]:
    return {question.id: question.answer(of).state for question in ALL}


def worse(before: Digest, after: Digest) -> list[str]:
    had, has = states(before), states(after)
    return [
        f"{question.value}: {had[question]} -> {has[question]}"
        for question in QuestionId
        if ORDER.index(has[question]) > ORDER.index(had[question])
    ]


@examples(12)
@given(world=WORLDS, order=st.randoms(use_true_random=False), steps=st.integers(1, 6))
def test_taking_photos_away_never_makes_an_answer_worse(
    world: World, order: random.Random, steps: int
) -> None:
    left = list(world.photos)
    before = digest(world, left)
    for _step in range(min(steps, len(left))):
        left.pop(order.randrange(len(left)))
        after = digest(world, left)
        assert worse(before, after) == []
        before = after


@examples(12)
@given(world=WORLDS, looked=st.sampled_from(Looked), count=st.integers(1, 9))
def test_what_was_not_looked_for_is_never_called_not_seen(
    world: World, looked: Looked, count: int
) -> None:
    full = digest(world, world.photos)
    part = replace(full, scene=replace(full.scene, gaps={looked: count}))
    for question in NEEDS[looked]:
        assert states(part)[question] is not AnswerState.NOT_SEEN
    untouched = set(QuestionId) - NEEDS[looked]
    assert {each: states(part)[each] for each in untouched} == {
        each: states(full)[each] for each in untouched
    }


@examples(12)
@given(world=WORLDS, which=st.integers(0, 3), read=st.sampled_from(["half", "not yet"]))
def test_what_was_not_read_to_its_end_is_never_called_not_seen(
    world: World, which: int, read: str
) -> None:
    full = digest(world, world.photos)
    accounts = list(full.scene.accounts)
    accounts[which] = replace(accounts[which], scanned=read == "half", complete=False)
    part = replace(full, scene=replace(full.scene, accounts=tuple(accounts)))
    assert AnswerState.NOT_SEEN not in states(part).values()
    assert worse(part, full) == []


def test_reading_nothing_answers_nothing() -> None:
    empty = Digest({}, (), Scene())
    assert set(states(empty).values()) == {AnswerState.COULD_NOT_TELL}


@examples(8)
@given(world=WORLDS)
def test_only_what_was_verified_does_not_count(world: World) -> None:
    """Accepted and done are what somebody said: it still stands in public."""
    signs = [sign for finding in world.judged(world.photos) if (sign := sign_of(finding))]
    full = digest_of(signs, (), scene(world.photos))
    for state in (State.ACCEPTED, State.DONE):
        marked = [replace(sign, state=state) for sign in signs]
        assert states(digest_of(marked, (), full.scene)) == states(full)
    settled = digest_of([replace(sign, state=State.VERIFIED) for sign in signs], (), full.scene)
    assert not any(settled.groups.values())


def test_accounts_that_no_source_reads_change_no_answer() -> None:
    read = AccountScene("a", "ada", "Mastodon", Claim.MINE, proven=True)
    beside = AccountScene("b", "ada.pics", "Instagram", Claim.MINE, proven=False, supported=False)
    alone, both = (
        Digest({}, (), Scene(accounts, compared=COMPARED)) for accounts in ((read,), (read, beside))
    )
    assert states(alone) == states(both)
    for question in ALL:
        told = [said.render() for said in question.answer(both).could_not_tell]
        assert "Instagram not looked at (ada.pics)" in told
