"""What is found out once for photos that are alike is what asking each of them comes to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from auditor.checks import ALL
from auditor.domain.findings.check import Check, PhotoCase, PhotoCheck
from auditor.domain.findings.closing import PlanWork
from auditor.domain.findings.finding import Finding, Observation
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign, sign_of
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.prints import print_of
from auditor.domain.remedies import row_of
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.evaluate import Evaluation, blunted
from auditor.engine.plan.effect_on_photo import changed, changed_print
from auditor.engine.plan.photo_works import (
    _CLEAN,
    _TOLD,
    OF_A_COPY,
    Copy,
    WorksAlike,
    WorksOfPhotos,
    _all_of,
    _copies,
    _eased,
    _edits,
    _sets,
)
from auditor.guidance.remedies import remedy
from tests.unit.checks import cases
from tests.unit.engine.any_photos import any_photo, nearly
from tests.unit.engine.public_worlds import ACCOUNTS, IDS, TODAY

PEOPLE = {account.id: account for account in ACCOUNTS}


def _traits(publishes: bool | None) -> Callable[[str], Traits]:
    return lambda platform: Traits(
        platform, publishes_file_metadata=publishes if platform == "wordpress" else None
    )


def _odd(case: PhotoCase, _today: object) -> Iterator[Observation]:
    """Find something that no part is named for, and break on some photos."""
    for check in ALL:
        if isinstance(check, PhotoCheck) and check.id == "owner-name":
            for seen in check.run(case, TODAY):
                yield replace(seen, about="odd")
                if case.photo.alt:
                    raise ValueError


ODD = PhotoCheck("odd-check", "Odd", _odd)


class Asked:
    """Asks all checks of everything, each photo by itself."""

    def __init__(self, checks: Sequence[Check], publishes: bool | None) -> None:
        self.checks, self.traits = checks, _traits(publishes)

    def found(self, stored: StoredPhoto, checks: Sequence[Check] = ()) -> list[Finding]:
        return Evaluation(checks or self.checks, remedy, IDS).judge_photos([stored], PEOPLE, TODAY)

    def after(self, stored: StoredPhoto, edits: tuple[Change, ...]) -> StoredPhoto:
        return changed(stored, edits, self.traits(stored.photo.platform))

    def wishes(self, stored: StoredPhoto, signs: Sequence[Sign]) -> Mapping[QuestionId, Copy]:
        wishes: dict[QuestionId, Copy] = {}
        for sign in signs:
            change = row_of(sign.remedy).change
            if change in OF_A_COPY:
                wishes[sign.question] = wishes.get(sign.question, _CLEAN) | {change}
        for question, copy in wishes.items():
            if Change.SMALLER in copy:
                after = self.after(stored, tuple(each for each in OF_A_COPY if each in copy))
                changes = {
                    row_of(each.remedy.key).change
                    for each in self.found(after)
                    if each.observation.question is question
                }
                wishes[question] = copy | changes.intersection(OF_A_COPY)
        return wishes

    def works(self, stored: StoredPhoto, signs: Sequence[Sign]) -> WorksAlike:
        wishes = self.wishes(stored, signs)
        avatar = stored.photo.kind is PhotoKind.AVATAR
        gone = PlanWork.CHANGE_AVATAR if avatar else PlanWork.TAKE_DOWN
        changes = {row_of(sign.remedy).change for sign in signs}
        ends, eases = {}, {}
        for copy in _copies(wishes.values()):
            possible = dict(_edits(stored, changes, copy)) if signs else {}
            left: dict[frozenset[PlanWork], Mapping[str, Degree]] = {}
            for works, edits in _sets(possible):
                found = self.found(self.after(stored, edits))
                left[works] = {each.id: each.observation.degree for each in found}
            ends[copy] = tuple(
                _all_of(gone, [on for on in left if sign.finding not in left[on]]) for sign in signs
            )
            eases[copy] = tuple(_eased(sign, left, gone) for sign in signs)
        possible = dict(_edits(stored, changes, _CLEAN.union(*wishes.values())))
        hides = {}
        if stored.facts is not None:
            before = print_of(stored.photo, stored.facts)
            prints = {
                works: changed_print(before, self.after(stored, edits), edits)
                for works, edits in _sets(possible)
            }
            hides = {
                what: _all_of(gone, [works for works, each in prints.items() if not told(each)])
                for what, told in _TOLD.items()
                if told(before)
            }
        return WorksAlike(frozenset({gone, *possible}), wishes, ends, eases, hides)


@pytest.mark.parametrize("checks", [ALL, (*ALL, ODD)], ids=["ours", "with a plugin"])
@pytest.mark.parametrize("publishes", [True, None])
def test_what_photos_share_is_what_each_comes_to(
    checks: Sequence[Check], publishes: bool | None
) -> None:
    rng = random.Random(f"{len(checks)}{publishes}")
    asked = Asked(checks, publishes)
    finder = WorksOfPhotos(checks, remedy, PEOPLE, asked.traits, TODAY, IDS)
    last = any_photo(rng, "first")
    alone = [check for check in checks if isinstance(check, PhotoCheck)]
    for number in range(250):
        near = number % 8 and rng.random() < 0.9  # else hardly any two are alike
        stored = nearly(rng, last, f"p{number}") if near else any_photo(rng, f"p{number}")
        last = stored
        stored = blunted(stored, proven=PEOPLE[stored.photo.account].proof.holds)
        signs = [sign for each in asked.found(stored, alone) if (sign := sign_of(each))]
        before = print_of(stored.photo, stored.facts) if stored.facts else None
        works = finder.on(stored, before, signs)
        assert works.findings == tuple(sign.finding for sign in signs)
        assert works.alike == asked.works(stored, signs), stored


def test_what_a_platform_publishes_is_looked_at_on_each_photo() -> None:
    """Two files name their owner: one platform does too, the other tells something else."""
    owner = Metadata(owner=("Mara Schmidt",))
    asked = Asked(ALL, None)
    finder = WorksOfPhotos(ALL, remedy, PEOPLE, asked.traits, TODAY, IDS)
    for published in (owner, Metadata(keywords=("lake",)), owner):
        stored = StoredPhoto(cases.photo(published=published), cases.facts(owner))
        signs = [sign for each in asked.found(stored) if (sign := sign_of(each))]
        assert [(sign.check, sign.remedy) for sign in signs] == [("owner-name", "clean-metadata")]
        works = finder.on(stored, print_of(stored.photo, cases.facts(owner)), signs)
        assert works.alike == asked.works(stored, signs)


def test_photos_alike_are_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred photos of different places, times and names, of one size: once."""
    rng = random.Random(3)
    asked = Asked(ALL, None)
    finder = WorksOfPhotos(ALL, remedy, PEOPLE, asked.traits, TODAY, IDS)
    stored = next(
        each
        for each in (any_photo(rng, "p") for _ in range(999))
        if each.facts and each.facts.metadata.gps and each.facts.faces and each.photo.posted_at
    )
    number = 0

    def counted(self: Evaluation, *given: object) -> list[Finding]:
        nonlocal number
        number += 1
        return judge(self, *given)  # type: ignore[arg-type]

    judge = Evaluation.judge_photos
    asked_once = []
    for place in range(100):
        assert stored.facts is not None
        gps = replace(stored.facts.metadata.gps, latitude=50 + place / 9)  # type: ignore[type-var]
        facts = replace(stored.facts, metadata=replace(stored.facts.metadata, gps=gps))
        each = replace(stored, photo=replace(stored.photo, id=f"p{place}"), facts=facts)
        signs = [sign for found in asked.found(each) if (sign := sign_of(found))]
        with monkeypatch.context() as patch:
            patch.setattr(Evaluation, "judge_photos", counted)
            finder.on(each, print_of(each.photo, facts), signs)
        asked_once.append(number)
    assert asked_once[-1] == asked_once[0]
