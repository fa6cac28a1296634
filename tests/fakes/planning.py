"""A plan and a verification without a vault.

Invented steps over the invented people, tame or hostile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace

from auditor.domain.account import Account
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import NoticedBy, Remedy, State
from auditor.domain.findings.plan import (
    Change,
    Closing,
    Closings,
    Plan,
    PlanStep,
    Setting,
)
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.verify import Archive, Archived, Seen, Verification, Verified
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.engine.plan.book import PlanBook
from auditor.engine.plan.wanted import EVERYTHING, Wanted
from auditor.engine.verify.verifier import Verifier
from auditor.ports import Consent, Outgoing
from auditor.services.web_archives.availability import Wayback
from tests.fakes.people import ACCOUNTS, NOW

SETTING = "ssetting"
MENU = "Preferences > Privacy and reach"


def setting(word: str | None = None) -> Setting:
    """Return a setting whose source is old."""
    return Setting(
        title=word or "Feature profile in discovery",
        recommended=word or "Off",
        menu=word or MENU,
        changes=word or "The profile is no longer suggested.",
        url=word or "https://social.example/settings/privacy",
        minutes=1.0,
        source_url=word or "https://docs.example/privacy",
        official=True,
        source_date=word or "2024-01-02",
        stale=True,
        state="open",
    )


class FakePlanning(PlanBook):
    """Three steps are planned, one is a setting.

    `steps` yields what the findings come to; `marked` gets what was marked.
    """

    def __init__(
        self,
        steps: Callable[[bool], Sequence[PlanStep]],
        mark: Callable[[str, State], None],
        calls: list[str],
        word: str | None,
    ) -> None:
        self._steps_of = steps
        self._mark_finding = mark
        self._word = word
        self.calls = calls
        self.said = State.OPEN
        self.left: set[str] = set()
        self.known: Callable[[], tuple[Account, ...]] = lambda: ACCOUNTS
        self.rooms = SimpleNamespace(vault=self)  # type: ignore[assignment] # only the vault is asked, and only for two things

    async def accounts(self) -> tuple[Account, ...]:
        return self.known()

    async def setting(self, name: str) -> str | None:
        return "yes" if name.removeprefix("unwanted:") in self.left else None

    async def set_unwanted(self, account_id: str, off: bool) -> Account:
        self.calls.append(f"unwanted {account_id} {off}")
        self.left ^= {account_id}
        return ACCOUNTS[0]

    async def plan(self, wanted: Wanted = EVERYTHING) -> Plan:
        asked = [
            "plan",
            *(["quiet"] if wanted.quiet else []),
            *(["keep"] if wanted.keep else []),
            *([f"{wanted.minutes:.0f}"] if wanted.minutes is not None else []),
        ]
        self.calls.append(" ".join(asked))
        steps = [
            replace(
                step,
                change=Change.CLEAN,
                settles=step.findings,
                settings=(setting(self._word),) if index < 3 else (),
                closes=(QuestionId.HOME,) if index == 2 else (),
                about=Statement(
                    "{photos}", (Value("photos", self._word or f"kitchen {index}.jpg", Kind.FILE),)
                ),
                critical=index == 0,
            )
            for index, step in enumerate(self._steps_of(wanted.quiet))
        ]
        made = (*steps, self._own()) if steps else ()
        now = dict.fromkeys(QuestionId, AnswerState.PARTLY)
        return Plan(
            made,
            sum(step.minutes for step in made),
            True,
            0.0,
            now | {QuestionId.USED: AnswerState.NOT_SEEN},
            now | dict.fromkeys((QuestionId.HOME, QuestionId.USED), AnswerState.NOT_SEEN),
        )

    async def settled_by(self, step: PlanStep, state: State) -> tuple[str, ...]:
        del state
        return step.settles

    async def step(self, step_id: str, wanted: Wanted = EVERYTHING) -> PlanStep:
        return next(step for step in (await self.plan(wanted)).steps if step.id == step_id)

    async def closings(
        self, questions: Iterable[QuestionId] = tuple(QuestionId)
    ) -> Mapping[QuestionId, Closings]:
        self.calls.append("closings")
        steps = (await self.plan()).steps[:3]
        leaves = (Statement("Copies that others saved stay where they are."),)
        found: dict[QuestionId, Closings] = {}
        for question in questions:
            told = tuple(replace(step, closes=(question,)) for step in steps)
            closing = Closing(told, 6.0, True, 6.0, NoticedBy.FOLLOWERS, leaves)
            keeping = replace(closing, steps=told[:2], minutes=12.0)
            found[question] = Closings(closing, keeping) if steps else Closings()
        return found

    def _own(self) -> PlanStep:
        advised = setting(self._word)
        remedy = Remedy(
            "setting:discovery",
            advised.changes,
            advised.url,
            1,
            NoticedBy.NOBODY,
            evidence_first=False,
            title=advised.title,
        )
        return PlanStep(
            SETTING,
            ACCOUNTS[1].id,
            "mastodon",
            remedy,
            (),
            (),
            1,
            self.said,
            Change.NOTHING,
            settings=(advised,),
        )

    async def checklist(self, account_id: str) -> tuple[PlanStep, ...]:
        self.calls.append(f"checklist {account_id}")
        return (replace(self._own(), account=account_id),)

    async def mark(self, step_id: str, state: State, wanted: Wanted = EVERYTHING) -> PlanStep:
        self.calls.append(f"step {step_id} {state}")
        step = next(step for step in (await self.plan(wanted)).steps if step.id == step_id)
        for finding in step.findings:
            self._mark_finding(finding, state)
        if step_id == SETTING:
            self.said = state
        return replace(step, state=state)


class FakeVerifying(Verifier):
    """Finds each state once."""

    def __init__(self, calls: list[str], word: str | None, *, empty: bool = False) -> None:
        object.__setattr__(self, "calls", calls)
        object.__setattr__(self, "word", word)
        object.__setattr__(self, "empty", empty)

    calls: list[str]
    word: str | None
    empty: bool

    def _verification(self, number: int, state: Seen, *, settled: bool = False) -> Verification:
        return Verification(
            finding=f"f{number:016x}",
            account=ACCOUNTS[0].id,
            title=self.word or "The photo says where it was taken",
            state=state,
            checked_at=NOW,
            settled=settled,
            photo=f"p{1:016x}",
            reason=(self.word or "social.example does not answer")
            if state is Seen.COULD_NOT_TELL
            else "",
            archive=Archive.FOUND,
            archived=(
                Archived(
                    "https://maja.example/1",
                    self.word or "https://web.archive.org/web/1",
                    self.word or "20240506",
                ),
            ),
        )

    async def history(self) -> tuple[Verification, ...]:
        return () if self.empty else (self._verification(99, Seen.STILL_THERE),)

    async def outgoing(self, ids: Sequence[str] = (), *, all_open: bool = False) -> Outgoing:
        self.calls.append(f"outgoing {all_open}")
        addresses = (
            ("https://maja.example/1", "https://maja.example/2")
            if all_open
            else ("https://maja.example/1",)
        )
        return Wayback().outgoing([self.word] if self.word else addresses)

    async def verify(
        self, ids: Sequence[str] = (), *, all_open: bool = False, archive: Consent | None = None
    ) -> Verified:
        self.calls.append(f"verify {all_open} {len(archive.shown.items) if archive else 0}")
        results = tuple(
            self._verification(index, state, settled=state is Seen.GONE_HERE)
            for index, state in enumerate(Seen)
        )
        cleaned = self._verification(len(results), Seen.STILL_THERE, settled=True)
        results = (*results, cleaned)
        return Verified(results, (*results, *await self.history()))
