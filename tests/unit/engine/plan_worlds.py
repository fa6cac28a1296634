"""Plans over invented worlds, and what brute force over the real checks says of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations

from auditor.checks import ALL
from auditor.domain.account import Account, Claim
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.check import AccountCase, InventoryCase
from auditor.domain.findings.closing import GONE, Work
from auditor.domain.findings.digest import AccountScene, Compared, Scene
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import sign_of
from auditor.domain.traits import Traits
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.exposure.links.links import links_among
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.plan.anew import Anew, Left
from auditor.engine.plan.closing import REMEDY_OF, Closer, Limits, Target
from auditor.engine.plan.counts import Counting
from auditor.engine.plan.effect_on_photo import changed, closed
from auditor.engine.plan.model import Judging, Model, ModelMaker
from auditor.engine.plan.photo_works import OF_A_COPY
from auditor.engine.plan.planner import Planner, answers_of, evidence_of, out_of_reach
from auditor.engine.plan.steps import Stepping
from auditor.guidance.remedies import remedy
from tests.unit.engine.public_worlds import ACCOUNTS, IMPOSTOR, PROFILE, TODAY, World

TRAITS = Traits("Mastodon", publishes_file_metadata=True)
EVALUATION = Evaluation(ALL, remedy)
_PLATFORMS = ("mastodon", "wordpress", "mediawiki", "website")
PEOPLE: dict[str, Account] = {
    account.id: replace(account, platform=platform)
    for account, platform in zip(ACCOUNTS, _PLATFORMS, strict=True)
} | {IMPOSTOR.id: IMPOSTOR}


def traits(_platform: str) -> Traits:
    return TRAITS


JUDGING = Judging(ALL, remedy, traits, TODAY)
SCENE = Scene(
    tuple(
        AccountScene(each.id, each.handle, each.platform, each.claim, each.proof.holds, photos=9)
        for each in PEOPLE.values()
    ),
    compared=Compared(private=1, impostors=1),
)
Done = Mapping[str, frozenset[Work]]


@lru_cache(maxsize=20_000)
def _alone(stored: StoredPhoto) -> tuple[Finding, ...]:
    return tuple(EVALUATION.judge_photos([stored], PEOPLE, TODAY))


def case_of(world: World, photos: Iterable[StoredPhoto], out: AbstractSet[str]) -> InventoryCase:
    case = with_spots(world.case(photos, world.hours))
    return replace(
        case,
        accounts=[PEOPLE[each.id] for each in case.accounts if each.id not in out],
        impostors=[match for match in case.impostors if match.impostor not in out],
    )


def left_in(
    world: World,
    photos: Sequence[StoredPhoto],
    done: Done | None = None,
) -> Left:
    """Judge everything from the start, with accounts closed and reported as in `done`."""
    done = done or {}
    out = {row for row, works in done.items() if Work.REPORT in works}
    found = [finding for stored in photos for finding in _alone(stored)]
    count = Counter(stored.photo.account for stored in photos)
    profiles = {}
    for account in PEOPLE.values():
        if account.claim is Claim.MINE:
            works = done.get(account.id, frozenset())
            profile = closed(PROFILE, tuple(_closes(works)))
            profiles[account.id] = profile
            found += EVALUATION.judge_account(
                AccountCase(account, profile, count[account.id]), TODAY
            )
    case = case_of(world, photos, out)
    people = {name: each for name, each in PEOPLE.items() if name not in out}
    found += EVALUATION.judge_inventory(case, people, TODAY)
    assert EVALUATION.failed == {}
    mine = [account for account in case.accounts if account.claim is Claim.MINE]
    ties = links_among(mine, profiles, case.prints, traits).links
    return Left(tuple(sign for each in found if (sign := sign_of(each)) is not None), ties)


def _closes(works: frozenset[Work]) -> Iterator[Change]:
    if Work.CLOSE_SEARCH in works:
        yield Change.CLOSE_SEARCH
    if Work.CLOSE_TRAINING in works:
        yield Change.CLOSE_TRAINING


@dataclass
class Planned:
    """A world with its planner."""

    world: World

    @cached_property
    def now(self) -> Left:
        return left_in(self.world, self.world.photos)

    @cached_property
    def answers(self) -> tuple[QuestionAnswer, ...]:
        return answers_of(self.now, SCENE)

    @cached_property
    def model(self) -> Model:
        case = case_of(self.world, self.world.photos, frozenset())
        maker = ModelMaker(JUDGING, PEOPLE, self.now.signs, case)
        maker.take(self.world.photos)
        count = Counter(stored.photo.account for stored in self.world.photos)
        states = [
            AccountState(account, PROFILE, count[account.id], None, None, "", (), None)
            for account in PEOPLE.values()
            if account.claim is Claim.MINE
        ]
        return maker.model(states, frozenset())

    @cached_property
    def planner(self) -> Planner:
        model = self.model
        closer = Closer(
            model,
            evidence_of(self.answers),
            Counting(model.case, model.works),
            remedy,
            seconds=20.0,
            impossible=out_of_reach(self.answers),
        )
        anew = Anew(JUDGING, model, self._photos)
        return Planner(
            model, self.now, SCENE, (), closer, Stepping(model, remedy, {}, ()), anew, self.answers
        )

    async def _photos(self, wanted: AbstractSet[str]) -> Mapping[str, StoredPhoto]:
        return {
            stored.photo.id: stored for stored in self.world.photos if stored.photo.id in wanted
        }

    def minutes(self, targets: tuple[Target, ...], limits: Limits) -> tuple[float, bool]:
        """Return what the planner says, and whether it reaches the targets."""
        solved = asyncio.run(self.planner._settled(targets, limits, critical=False))
        return solved.minutes, not solved.missed

    # brute force

    def atoms(self, limits: Limits) -> list[tuple[str, Work]]:
        """Return all that can be done that changes something a check sees."""
        found = []
        for stored in self.world.photos:
            works = sorted(self.model.works[stored.photo.id].works)
            found += [
                (stored.photo.id, work) for work in works if not (limits.keep and work in GONE)
            ]
        for account in PEOPLE.values():
            impostor = account.claim is Claim.IMPOSTOR
            switches = [Work.REPORT] if impostor else [Work.CLOSE_SEARCH, Work.CLOSE_TRAINING]
            found += [(account.id, work) for work in switches]
        return found

    def useful(self, targets: Sequence[Target], limits: Limits) -> list[tuple[str, Work]]:
        """Return the atoms on rows that show anything for one of the questions."""
        asked = {target.question for target in targets}
        rows = {
            row
            for sign in self.now.signs
            if sign.question in asked
            for row in (*sign.photos, *(() if sign.photos else (sign.account,)), sign.account)
        }
        if QuestionId.DAYS in asked:
            rows |= {photo.photo for photo in self.model.case.prints if photo.captured_at}
        if QuestionId.LINKED in asked:
            rows |= {
                photo
                for tie in self.now.ties
                for each in tie.evidence
                for photo in (*each.photos_a, *each.photos_b)
            }
        return [atom for atom in self.atoms(limits) if atom[0] in rows]

    def cheapest(
        self, targets: tuple[Target, ...], limits: Limits, atoms: Sequence[tuple[str, Work]]
    ) -> float | None:
        """Return the fewest minutes of any set of atoms after which the targets are reached."""
        best = None
        for number in range(len(atoms) + 1):
            for some in combinations(atoms, number):
                done: dict[str, frozenset[Work]] = {}
                for row, work in some:
                    done[row] = done.get(row, frozenset()) | {work}
                cost = self.cost(done)
                if (best is None or cost < best - 1e-9) and self.reached(targets, done):
                    best = cost
        return best

    def cost(self, done: Done) -> float:
        count = Counter(
            (self.model.account_of.get(row, row), work)
            for row, works in done.items()
            for work in works
        )
        return sum(
            remedy(REMEDY_OF[work], PEOPLE[account].platform).price(number)
            for (account, work), number in count.items()
        )

    def reached(self, targets: Sequence[Target], done: Done) -> bool:
        left = left_in(self.world, [*self._after(targets, done)], done)
        answers = {answer.id: answer for answer in answers_of(left, SCENE)}
        return not any(
            clue.degree is Degree.YES or target.whole
            for target in targets
            for clue in answers[target.question].evidence
        )

    def _after(self, targets: Sequence[Target], done: Done) -> Iterator[StoredPhoto]:
        asked = {target.question for target in targets}
        for stored in self.world.photos:
            works = done.get(stored.photo.id, frozenset())
            if works & GONE:
                continue
            edits: list[Change] = []
            if Work.REPLACE in works:
                copy = self.model.works[stored.photo.id].copy_for(asked)
                edits += [each for each in OF_A_COPY if each in copy]
            edits += [
                change
                for work, change in (
                    (Work.UNPUBLISH, Change.UNPUBLISH),
                    (Work.REWRITE, Change.REWRITE),
                    (Work.RELICENSE, Change.RELICENSE),
                )
                if work in works
            ]
            after = changed(stored, tuple(edits), TRAITS)
            if Work.REPLACE in works and after.facts is not None:
                after = replace(after, facts=replace(after.facts, sha256=f"new {stored.photo.id}"))
            yield after
