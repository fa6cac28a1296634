"""Plans over invented worlds, and what brute force over the real checks says of them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from auditor.checks import ALL
from auditor.domain.account import Account, Claim, Profile
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.check import AccountCase, InventoryCase
from auditor.domain.findings.closing import GONE, PlanWork
from auditor.domain.findings.digest import AccountScene, Compared, Scene
from auditor.domain.findings.finding import Finding, NoticedBy, Severity
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.sign import sign_of
from auditor.domain.remedies import RemedyKey
from auditor.domain.traits import Traits
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.exposure.links.links import links_among
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.plan.anew import Anew, Left
from auditor.engine.plan.closing import Closer, Solved, Target
from auditor.engine.plan.counts import Counting
from auditor.engine.plan.effect_on_photo import changed, closed
from auditor.engine.plan.model import COPY_REMEDY, REMEDY_OF, JudgedBy, Model, ModelMaker
from auditor.engine.plan.photo_works import OF_A_COPY, Copy
from auditor.engine.plan.planner import (
    Planner,
    answers_of,
    evidence_left,
    evidence_of,
    out_of_reach,
)
from auditor.engine.plan.steps import Stepping
from auditor.engine.plan.wanted import Limits
from auditor.guidance.remedies import remedy
from tests.unit.engine.public_worlds import ACCOUNTS, IDS, IMPOSTOR, PROFILE, TODAY, Shot, World

EVALUATION = Evaluation(ALL, remedy, IDS)
_PLATFORMS = ("mastodon", "wordpress", "mediawiki", "website")
PEOPLE: dict[str, Account] = {
    account.id: replace(account, platform=platform)
    for account, platform in zip(ACCOUNTS, _PLATFORMS, strict=True)
} | {IMPOSTOR.id: IMPOSTOR}
CLOSED = closed(PROFILE, (Change.CLOSE_SEARCH, Change.CLOSE_TRAINING))
DoneWork = Mapping[str, frozenset[PlanWork]]


@lru_cache(maxsize=20_000)
def _alone(stored: StoredPhoto) -> tuple[Finding, ...]:
    return tuple(EVALUATION.judge_photos([stored], PEOPLE, TODAY))


ANYTHING = Limits()
Atom = tuple[str, PlanWork]
"""Something that can be done on one row."""


@dataclass(frozen=True)
class Setting:
    """A world, whose accounts are judged, which of them are open, and what a platform shows."""

    world: World
    people: frozenset[str] = frozenset(PEOPLE)
    open: frozenset[str] = frozenset(PEOPLE)
    publishes: bool | None = True

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """The accounts by id."""
        return {name: each for name, each in PEOPLE.items() if name in self.people}

    @property
    def mine(self) -> list[Account]:
        """The accounts of the person."""
        return [each for each in self.accounts.values() if each.claim is Claim.MINE]

    @property
    def scene(self) -> Scene:
        """Everything was read."""
        return Scene(
            tuple(
                AccountScene(
                    each.id, each.handle, each.platform, each.claim, each.proof.holds, photos=9
                )
                for each in self.accounts.values()
            ),
            compared=Compared(private=1, impostors=1),
        )

    def traits(self, _platform: str) -> Traits:
        """Return what the platform does with files."""
        return Traits("Mastodon", publishes_file_metadata=self.publishes)

    def profile(self, account: str) -> Profile:
        """Return what the platform shows of an account."""
        return PROFILE if account in self.open else CLOSED

    def case(self, photos: Iterable[StoredPhoto], out: AbstractSet[str]) -> InventoryCase:
        """Return what may be compared."""
        case = with_spots(self.world.case(photos, self.world.hours))
        known = self.people - out
        return replace(
            case,
            accounts=[PEOPLE[each.id] for each in case.accounts if each.id in known],
            impostors=[match for match in case.impostors if match.impostor in known],
        )

    def left(self, photos: Sequence[StoredPhoto], done: DoneWork | None = None) -> Left:
        """Judge everything from the start, with accounts closed and reported as in `done`."""
        done = done or {}
        out = {row for row, works in done.items() if PlanWork.REPORT in works}
        found = [finding for stored in photos for finding in _alone(stored)]
        count = Counter(stored.photo.account for stored in photos)
        profiles = {}
        for account in self.mine:
            works = done.get(account.id, frozenset())
            profile = closed(self.profile(account.id), tuple(_closes(works)))
            profiles[account.id] = profile
            found += EVALUATION.judge_account(
                AccountCase(account, profile, count[account.id]), TODAY
            )
        case = self.case(photos, out)
        people = {name: each for name, each in self.accounts.items() if name not in out}
        found += EVALUATION.judge_inventory(case, people, TODAY)
        assert EVALUATION.failed == {}
        mine = [account for account in case.accounts if account.claim is Claim.MINE]
        ties = links_among(mine, profiles, case.prints, self.traits).links
        return Left(tuple(sign for each in found if (sign := sign_of(each)) is not None), ties)


def _closes(works: frozenset[PlanWork]) -> Iterator[Change]:
    if PlanWork.CLOSE_SEARCH in works:
        yield Change.CLOSE_SEARCH
    if PlanWork.CLOSE_TRAINING in works:
        yield Change.CLOSE_TRAINING


@dataclass
class Planned:
    """A world with its planner."""

    setting: Setting
    seconds: float = 20.0

    @cached_property
    def judging(self) -> JudgedBy:
        """How the world is judged."""
        return JudgedBy(ALL, remedy, self.setting.traits, TODAY, IDS)

    @cached_property
    def now(self) -> Left:
        """What is found before anything is done."""
        return self.setting.left(self.setting.world.photos)

    @cached_property
    def answers(self) -> tuple[QuestionAnswer, ...]:
        """The answers before anything is done."""
        return answers_of(self.now, self.setting.scene)

    @cached_property
    def model(self) -> Model:
        """What closings are made of."""
        photos = self.setting.world.photos
        case = self.setting.case(photos, frozenset())
        maker = ModelMaker(self.judging, self.setting.accounts, self.now.signs, case)
        maker.take(photos)
        count = Counter(stored.photo.account for stored in photos)
        states = [
            AccountState(
                account,
                self.setting.profile(account.id),
                count[account.id],
                None,
                None,
                "",
                (),
            )
            for account in self.setting.mine
        ]
        return maker.model(states, frozenset())

    @cached_property
    def counting(self) -> Counting:
        """The rules by which things are counted over several photos."""
        return Counting(self.model.case, self.model.works)

    @cached_property
    def closer(self) -> Closer:
        """Finds the cheapest work."""
        return Closer(
            self.model,
            evidence_of(self.answers),
            self.counting,
            remedy,
            seconds=self.seconds,
            impossible=out_of_reach(self.answers),
        )

    @cached_property
    def planner(self) -> Planner:
        """Makes closings and plans."""
        model = self.model
        return Planner(
            model,
            self.now,
            self.setting.scene,
            (),
            self.closer,
            Stepping(model, remedy, ()),
            Anew(self.judging, model, self._photos, self.counting),
            {answer.id: answer.state for answer in self.answers},
        )

    async def _photos(self, wanted: AbstractSet[str]) -> Mapping[str, StoredPhoto]:
        return {
            stored.photo.id: stored
            for stored in self.setting.world.photos
            if stored.photo.id in wanted
        }

    def solved(self, targets: tuple[Target, ...], limits: Limits) -> Solved | None:
        """Return what the planner finds; None where it does not reach the targets."""
        return asyncio.run(self._solved(targets, limits))

    async def _solved(self, targets: tuple[Target, ...], limits: Limits) -> Solved | None:
        solved = await self.planner._settled(targets, limits, critical=False)
        return solved if await self.planner._reached(targets, solved) else None

    # what can be done, and what is left then, by the real checks

    def atoms(self, asked: AbstractSet[QuestionId], limits: Limits) -> list[Atom]:
        """Return all that can be done; copies are made for the questions `asked`."""
        found = []
        for stored in self.setting.world.photos:
            if stored.photo.account in self.setting.people:
                works = sorted(self.model.works[stored.photo.id].works)
                found += [(stored.photo.id, work) for work in works]
        for account in self.setting.accounts.values():
            impostor = account.claim is Claim.IMPOSTOR
            switches = (
                [PlanWork.REPORT] if impostor else [PlanWork.CLOSE_SEARCH, PlanWork.CLOSE_TRAINING]
            )
            found += [(account.id, work) for work in switches]
        return [
            (row, work)
            for row, work in found
            if not (limits.keep and work in GONE)
            and not (limits.quiet and self._noticed(row, work))
            and not (work is PlanWork.REPLACE and self.copy(row, asked, limits) is None)
        ]

    def _noticed(self, row: str, work: PlanWork) -> bool:
        return work is not PlanWork.REPLACE and _loud(REMEDY_OF[work], self._platform(row))

    def _platform(self, row: str) -> str:
        return PEOPLE[self.model.account_of.get(row, row)].platform

    def copy(self, photo: str, asked: AbstractSet[QuestionId], limits: Limits) -> Copy | None:
        """Return what a copy is like that is made for some questions, and for critical findings.

        None where followers would notice it in a quiet plan.
        """
        grave = self._grave.get(photo, frozenset())
        works = self.model.works[photo]
        if not limits.quiet:
            return works.copy_for(asked)
        made, platform = works.copy_for(asked | grave), self._platform(photo)
        return None if any(_loud(COPY_REMEDY[change], platform) for change in made) else made

    @cached_property
    def _grave(self) -> Mapping[str, frozenset[QuestionId]]:
        """The questions of critical findings, by photo."""
        found: dict[str, frozenset[QuestionId]] = {}
        for sign in self.now.signs:
            if sign.severity is Severity.CRITICAL and sign.photos:
                photo = sign.photos[0]
                found[photo] = found.get(photo, frozenset()) | {sign.question}
        return found

    def useful(self, asked: AbstractSet[QuestionId], limits: Limits) -> list[Atom]:
        """Return the atoms on rows that show anything for one of the questions."""
        rows = {
            row
            for sign in self.now.signs
            if sign.question in asked
            for row in sign.photos or (sign.account,)
        }
        if QuestionId.USED in asked:
            rows |= {sign.account for sign in self.now.signs if sign.question is QuestionId.USED}
        if QuestionId.DAYS in asked:
            rows |= {photo.photo for photo in self.model.case.prints if photo.captured_at}
        if QuestionId.LINKED in asked:
            rows |= {
                photo
                for tie in self.now.ties
                for each in tie.evidence
                for photo in (*each.photos_a, *each.photos_b)
            }
        return [atom for atom in self.atoms(asked, limits) if atom[0] in rows]

    def cost(self, done: DoneWork) -> float:
        """Return the minutes."""
        count = Counter(
            (self.model.account_of.get(row, row), work)
            for row, works in done.items()
            for work in works
        )
        return sum(
            remedy(REMEDY_OF[work], PEOPLE[account].platform).price(number)
            for (account, work), number in count.items()
        )

    def after(
        self, asked: AbstractSet[QuestionId], done: DoneWork, limits: Limits = ANYTHING
    ) -> Left:
        """Judge everything anew; copies are made for the questions `asked`."""
        edits = {
            stored.photo.id: self._edits(stored.photo.id, asked, done, limits)
            for stored in self.setting.world.photos
        }
        key = (
            frozenset(edits.items()),
            frozenset((row, works) for row, works in done.items() if row in PEOPLE),
        )
        if key not in self._left:
            self._left[key] = self.setting.left([*self._photos_after(edits)], done)
        return self._left[key]

    @cached_property
    def _left(self) -> dict[object, Left]:
        return {}

    def degrees(
        self, asked: AbstractSet[QuestionId], done: DoneWork, limits: Limits = ANYTHING
    ) -> Mapping[QuestionId, int]:
        """Return the gravest degree of evidence of each question, 0 where there is none."""
        left = self.after(asked, done, limits)
        if id(left) not in self._degrees:  # what is left is kept, so no other gets its number
            self._degrees[id(left)] = evidence_left(answers_of(left, self.setting.scene))
        return self._degrees[id(left)]

    @cached_property
    def _degrees(self) -> dict[int, Mapping[QuestionId, int]]:
        return {}

    def _edits(
        self, photo: str, asked: AbstractSet[QuestionId], done: DoneWork, limits: Limits
    ) -> tuple[Change, ...] | None:
        works = done.get(photo, frozenset())
        if works & GONE:
            return None
        copy = self.copy(photo, asked, limits) or () if PlanWork.REPLACE in works else ()
        return (
            *(each for each in OF_A_COPY if each in copy),
            *(change for work, change in _EDITS.items() if work in works),
        )

    def _photos_after(
        self, edits: Mapping[str, tuple[Change, ...] | None]
    ) -> Iterator[StoredPhoto]:
        for stored in self.setting.world.photos:
            made = edits[stored.photo.id]
            if made is None:
                continue
            after = changed(stored, made, self.setting.traits(stored.photo.platform))
            if Change.CLEAN in made and after.facts is not None:
                after = replace(after, facts=replace(after.facts, sha256=f"new {stored.photo.id}"))
            yield after


_EDITS = {
    PlanWork.UNPUBLISH: Change.UNPUBLISH,
    PlanWork.REWRITE: Change.REWRITE,
    PlanWork.RELICENSE: Change.RELICENSE,
}


def _loud(key: RemedyKey, platform: str) -> bool:
    return remedy(key, platform).noticed_by in {NoticedBy.FOLLOWERS, NoticedBy.UNKNOWN}


def done_of(atoms: Iterable[Atom]) -> dict[str, frozenset[PlanWork]]:
    """Return what is done on each row."""
    done: dict[str, frozenset[PlanWork]] = {}
    for row, work in atoms:
        done[row] = done.get(row, frozenset()) | {work}
    return done


def invented(seed: int, most: int) -> Planned:
    """Return a world in which no more than `most` steps are possible that change anything."""
    rng = random.Random(seed)
    while True:
        planned = Planned(_setting(rng))
        if most // 2 <= len(planned.useful(frozenset(QuestionId), Limits())) <= most:
            return planned


def _setting(rng: random.Random) -> Setting:
    owners = rng.sample(range(len(ACCOUNTS)), rng.choice((1, 1, 2, 2, 3, 4)))
    kind = rng.choice(("spot", "tie", "any", "any", "any"))
    shots = [_shot(rng, kind, owners) for _number in range(rng.randint(1, 5))]
    people = {ACCOUNTS[owner].id for owner in owners}
    if rng.random() < 0.2:
        people.add(IMPOSTOR.id)
    open_to = frozenset(name for name in sorted(people) if rng.random() < 0.2)
    return Setting(
        World(tuple(shots)), frozenset(people), open_to, rng.choice((True, True, False, None))
    )


def _shot(rng: random.Random, kind: str, owners: Sequence[int]) -> Shot:
    owner = rng.choice(owners)
    if kind == "spot":
        return Shot(
            owner,
            town=0,
            offset=(rng.uniform(-3, 3), rng.uniform(-1, 1)),
            day=rng.choice((0, 1, 2, 7, 14, 21)),
            hour=rng.choice((12, 18, 23)),
        )
    if kind == "tie":
        return Shot(
            owner,
            avatar=rng.random() < 0.3,
            town=rng.choice((None, None, 0)),
            look=rng.randint(1, 3),
            file=rng.randint(0, 1),
            more=rng.choice((0, 0, 1)),
        )
    return Shot(
        owner,
        avatar=rng.random() < 0.2,
        town=rng.choice((None, 0)),
        day=rng.randint(0, 9),
        hour=rng.choice((2, 12)),
        zone=rng.random() < 0.5,
        face=rng.choice((0, 130, 300)),
        side=rng.choice((480, 1200)),
        more=rng.randint(0, 4),
        posted=rng.random() < 0.4,
        look=rng.choice((None, 1, 2)),
        published=rng.random() < 0.2,
    )
