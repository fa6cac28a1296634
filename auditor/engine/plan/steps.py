"""Work in words: the steps of a closing or a plan, in the order in which they are done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.closing import CHANGE_OF, GONE, PlanWork
from auditor.domain.findings.finding import NoticedBy, Remedy, Severity, State
from auditor.domain.findings.plan import Change, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.remedies import RemedyKey, row_of
from auditor.domain.text.content_id import content_id
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.engine.dependencies import RemedyOf
from auditor.engine.judge.aftercare import OpenAftercare
from auditor.engine.plan.anew import Left
from auditor.engine.plan.asked import holds
from auditor.engine.plan.closing import Solved, Target
from auditor.engine.plan.model import COPY_REMEDY, REMEDY_OF, Model
from auditor.guidance.aftercare import aftercare
from auditor.messages import N_

_FIRST_TOLD = (
    Change.COVER,
    Change.SMALL_FACE,
    Change.AS_SHOWN,
    Change.SMALLER,
    Change.RENAME,
    Change.CLEAN,
)
"""Which change names a copy that is made for several: the one that shows most."""
_NAMED = 3
"""Photos that a step names; of more it tells the number."""
_NOTICES = (NoticedBy.NOBODY, NoticedBy.PLATFORM, NoticedBy.UNKNOWN, NoticedBy.FOLLOWERS)
_RANK = {question: rank for rank, question in enumerate(QuestionId)}


@dataclass(frozen=True, slots=True)
class _Part:
    """Photos of one account of which the same is done for the same question."""

    account: str
    work: PlanWork
    change: Change
    critical: bool
    question: QuestionId
    rows: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """Critical ones first, then by the gravest question that it serves."""
        return (
            not self.critical,
            _RANK[self.question],
            len(self.rows),
            self.account,
            self.work,
            self.change,
        )


@dataclass(frozen=True)
class Stepping:
    """Puts work into steps."""

    model: Model
    remedy: RemedyOf
    aftercare: Sequence[OpenAftercare]

    def steps(self, solved: Solved, left: Left, *, critical: bool) -> tuple[PlanStep, ...]:
        """Return the steps in order, each with its minutes and what it closes.

        `left` is what is found after all of them.
        """
        parts = sorted(self._parts(solved, critical=critical), key=lambda part: part.order)
        begun: set[tuple[str, PlanWork]] = set()
        steps: list[tuple[PlanStep, frozenset[QuestionId]]] = []
        for part in parts:
            steps.append(self._step(part, solved, first=(part.account, part.work) not in begun))
            begun.add((part.account, part.work))
        steps = self._with_aftercare(steps, solved, critical=critical)
        told = self._settling([step for step, _serves in steps], left)
        return _closing(told, [serves for _step, serves in steps], solved)

    def _parts(self, solved: Solved, *, critical: bool) -> Iterator[_Part]:
        grave = {
            photo
            for sign in self.model.signs
            if critical and sign.severity is Severity.CRITICAL
            for photo in sign.photos
        }
        groups: dict[tuple[str, PlanWork, Change, bool, QuestionId], list[str]] = defaultdict(list)
        for row, works in sorted(solved.done.items()):
            serves = solved.serves.get(row, frozenset())
            question = min(serves, key=_RANK.__getitem__, default=QuestionId.USED)
            there = self.model.works.get(row)
            copy = there.copy_for(serves) if there else frozenset()
            for work in sorted(works):
                change = CHANGE_OF.get(work) or next(each for each in _FIRST_TOLD if each in copy)
                account = self.model.account_of.get(row, row)
                groups[account, work, change, row in grave, question].append(row)
        for key, rows in groups.items():
            yield _Part(*key, tuple(rows))

    def _step(
        self, part: _Part, solved: Solved, *, first: bool
    ) -> tuple[PlanStep, frozenset[QuestionId]]:
        account = self.model.accounts[part.account]
        base = self.remedy(REMEDY_OF[part.work], account.platform)
        photos = tuple(row for row in part.rows if row in self.model.account_of)
        signs = [
            sign
            for photo in photos
            for sign in self.model.of_photo.get(photo, ())
            if sign.question in solved.serves.get(photo, ())
        ]
        if not photos:
            signs = [
                sign
                for sign in self.model.signs
                if sign.account == part.account and row_of(sign.remedy).change is part.change
            ]
        number = len(part.rows)
        minutes = base.price(number) if first else base.following * number
        words = self._words(part, signs, account.platform)
        step = PlanStep(
            id=content_id("s", part.work, part.change, part.account, *photos),
            account=account.id,
            platform=account.platform,
            remedy=self._with_notice(part, solved, words, account.platform),
            findings=tuple(dict.fromkeys(sign.finding for sign in signs)),
            photos=photos,
            minutes=minutes,
            state=State.OPEN,
            change=part.change,
            about=self._about(part.account, photos),
            critical=part.critical,
            settles=tuple(
                sign.finding for sign in signs if not photos or self._ended(sign, solved)
            ),
        )
        return step, frozenset().union(
            *(solved.serves.get(row, frozenset[QuestionId]()) for row in part.rows)
        )

    def _with_notice(self, part: _Part, solved: Solved, words: Remedy, platform: str) -> Remedy:
        """Return the words with who notices most of what is done."""
        copies = {
            change
            for row in part.rows
            if part.work is PlanWork.REPLACE
            for change in self.model.works[row].copy_for(solved.serves.get(row, ()))
        }
        keys = [COPY_REMEDY[change] for change in copies] or [REMEDY_OF[part.work]]
        several = sorted(
            (self.remedy(key, platform) for key in keys),
            key=lambda remedy: (_NOTICES.index(remedy.noticed_by), remedy.key),
        )
        return replace(words, noticed_by=several[-1].noticed_by, notice=several[-1].notice)

    def _ended(self, sign: Sign, solved: Solved) -> bool:
        row = sign.photos[0]
        works = solved.done.get(row, frozenset())
        there = self.model.works[row]
        ends = there.ends(sign.finding, there.copy_for(solved.serves.get(row, ())))
        return bool(works & GONE) or (ends is not None and holds(ends, works))

    def _words(self, part: _Part, signs: Sequence[Sign], platform: str) -> Remedy:
        told = [RemedyKey(sign.remedy) for sign in signs if sign.remedy in set(RemedyKey)]
        fitting = [key for key in told if row_of(key).change is part.change]
        if part.change is Change.REMOVE:
            avatar = part.work is PlanWork.CHANGE_AVATAR
            default = RemedyKey.CHANGE_AVATAR if avatar else RemedyKey.REMOVE_PHOTO
            private = RemedyKey.PRIVATE_IMAGE in fitting
            return self.remedy(RemedyKey.PRIVATE_IMAGE if private else default, platform)
        default = COPY_REMEDY.get(part.change, REMEDY_OF[part.work])
        return self.remedy(fitting[0] if fitting else default, platform)

    def _about(self, account: str, photos: Sequence[str]) -> Statement:
        return _about(self.model.accounts[account], photos, self.model.labels)

    def _with_aftercare(
        self,
        steps: Sequence[tuple[PlanStep, frozenset[QuestionId]]],
        solved: Solved,
        *,
        critical: bool,
    ) -> list[tuple[PlanStep, frozenset[QuestionId]]]:
        """Put what has to be made worthless behind the step of its photo, or before it."""
        out = list(steps)
        for entry in wanted_aftercare(
            self.model, self.aftercare, solved.targets, critical=critical
        ):
            at = next(
                (
                    index
                    for index, (step, _serves) in enumerate(out)
                    if set(step.photos) & set(entry.photos) and step.aftercare_of is None
                ),
                None,
            )
            account, of = self.model.accounts[entry.account], None if at is None else out[at][0]
            step = aftercare_step(entry, account, self.model.labels, of)
            if at is None:  # what stood in public is gone: it waits behind nothing but the gravest
                place = sum(each.critical or each.aftercare_of is not None for each, _ in out)
            else:
                place = at if aftercare(entry.key).first else at + 1
            out.insert(place, (step, frozenset({QuestionId.PAPERS})))
        return out

    def _settling(self, steps: Sequence[PlanStep], left: Left) -> list[PlanStep]:
        """Give findings over several photos to the last step that changes one."""
        still = {sign.finding for sign in left.signs}
        out = [
            replace(step, settles=tuple(each for each in step.settles if each not in still))
            for step in steps
        ]
        for sign in self.model.signs:
            several = sign.check in self.model.comparing and sign.photos
            if several and sign.finding not in still:
                photos = set(sign.photos)
                touching = [
                    index
                    for index, step in enumerate(out)
                    if photos & set(step.photos) and step.aftercare_of is None
                ]
                for index in touching:
                    found = (*out[index].findings, sign.finding)
                    out[index] = replace(out[index], findings=tuple(dict.fromkeys(found)))
                if touching:
                    last = out[touching[-1]]
                    settles = tuple(dict.fromkeys((*last.settles, sign.finding)))
                    out[touching[-1]] = replace(last, settles=settles)
        return out


def _about(account: Account, photos: Sequence[str], labels: Mapping[str, str]) -> Statement:
    where = Value("account", account.handle, Kind.HANDLE)
    if not photos:
        return Statement(N_("{account}"), (where,))
    names = [labels.get(photo, "") for photo in photos]
    if len(photos) > _NAMED or not all(names):
        count = Value("count", str(len(photos)))
        single, several = N_("1 photo on {account}"), N_("{count} photos on {account}")
        return Statement(single if len(photos) == 1 else several, (count, where))
    named = Value("photos", ", ".join(names), Kind.FILE)
    return Statement(N_("{photos} on {account}"), (named, where))


def aftercare_step(
    entry: OpenAftercare, account: Account, labels: Mapping[str, str], of: PlanStep | None
) -> PlanStep:
    """Return the step for something that was seen on the photos of another step.

    `labels` name the photos that strangers still see; the others are left out.
    """
    words = aftercare(entry.key)
    photos = tuple(photo for photo in entry.photos if photo in labels)
    return PlanStep(
        id=aftercare_id(entry.key),
        account=account.id,
        platform=account.platform,
        remedy=Remedy(
            f"aftercare:{entry.key}",
            words.text,
            words.url,
            words.minutes,
            words.noticed_by,
            evidence_first=False,
            title=words.title,
            notice=words.notice,
        ),
        findings=(),
        photos=photos,
        minutes=words.minutes,
        state=entry.state,
        about=_about(account, photos, labels),
        critical=of is not None and of.critical,
        aftercare_of=of.id if of is not None else "",
    )


def aftercare_id(key: str) -> str:
    """Return the id of the step that makes something worthless."""
    return content_id("s", "aftercare", key)


def wanted_aftercare(
    model: Model,
    kept: Iterable[OpenAftercare],
    targets: Sequence[Target],
    *,
    critical: bool,
) -> list[OpenAftercare]:
    """Return what has to be made worthless for some targets, the urgent first.

    What was ticked is left out.
    """
    whole = Target(QuestionId.PAPERS, whole=True) in targets
    grave = {
        key
        for sign in model.signs
        if critical and sign.severity is Severity.CRITICAL
        for key in sign.aftercare
    }
    wanted = (
        entry
        for entry in kept
        if entry.account in model.accounts
        and entry.state is State.OPEN
        and (whole or entry.key in grave)
    )
    return sorted(wanted, key=lambda entry: (not aftercare(entry.key).first, entry.key))


def _closing(
    steps: Sequence[PlanStep],
    serves: Sequence[AbstractSet[QuestionId]],
    solved: Solved,
) -> tuple[PlanStep, ...]:
    """Say with which step each question is closed: the last that serves it.

    A report only asks the platform, so that nothing is closed that rests on one.
    """
    closes: dict[int, list[QuestionId]] = defaultdict(list)
    for target in solved.targets:
        if target.whole and target.question not in solved.missed:
            serving = [
                index for index, questions in enumerate(serves) if target.question in questions
            ]
            asks = any(steps[index].change is Change.REPORT for index in serving)
            if serving and not asks:
                closes[serving[-1]].append(target.question)
    return tuple(replace(step, closes=tuple(closes[index])) for index, step in enumerate(steps))


def noticed_by(steps: Iterable[PlanStep]) -> NoticedBy:
    """Return who notices at most."""
    several = (step.remedy.noticed_by for step in steps)
    return max(several, key=_NOTICES.index, default=NoticedBy.NOBODY)
