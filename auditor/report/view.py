"""What every report shows, asked of the session.

Already cleaned, and masked unless asked for everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import field
from datetime import UTC, datetime
from functools import cache

from auditor.checks import ALL
from auditor.dataclass import dataclass
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.finding import Finding, Severity
from auditor.domain.findings.plan import Closings
from auditor.domain.views import AccountState
from auditor.engine.answers.brief import in_brief
from auditor.engine.session import Session
from auditor.messages import _
from auditor.report import shown_answers
from auditor.report.masks import Masks
from auditor.report.shown_answers import ShownAnswer
from auditor.report.words import words
from auditor.report.words.aftercare import aftercare_lines
from auditor.report.words.platforms import platform_name


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """One account.

    `label` is the handle, or "account A" in a masked report; `proof` the words after "proof:",
    `proven_by` the same in a line by itself, or that it is not proven.
    """

    label: str
    url: str
    platform: str
    claim: str
    proof: str
    proven_by: str
    proven: bool
    photos: int
    outcome: str
    reason: str
    last_scan: datetime | None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding. `evidence` are sentences with the address of what was seen (empty if masked).

    `id` and `photo` are "finding 3" and "photo 7" in a masked report.
    """

    id: str
    check: str
    check_title: str
    severity: Severity
    severity_word: str
    confidence: str
    account: ShownAccount
    photo: str
    title: str
    evidence: tuple[tuple[str, str], ...]
    remedy_title: str
    remedy: str
    remedy_url: str
    aftercare: tuple[str, ...]
    noticed_by: str
    evidence_first: bool
    state: str
    listing: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What every report shows; findings and photos are read while it is written.

    `not_seen` is a line; `answers` are the eight questions, empty where nothing was read.
    `exact_answers`, in brief, and `states` are what they are made of. `photos` and `severities`
    are counts, `left` says of photos, by id, how they stand there without being listed.
    """

    session: Session
    made_at: datetime
    full: bool
    masks: Masks
    not_checked: tuple[str, ...]
    not_seen: str
    answers: tuple[ShownAnswer, ...]
    exact_answers: Sequence[QuestionAnswer]
    states: Sequence[AccountState]
    accounts: Mapping[str, ShownAccount]
    photos: int
    severities: tuple[tuple[str, int], ...]
    left: dict[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        """How each account is named."""
        return {id_: shown.label for id_, shown in self.accounts.items()}

    @property
    def names(self) -> dict[str, tuple[str, str]]:
        """The platform and the name of each account."""
        return {id_: (shown.platform, shown.label) for id_, shown in self.accounts.items()}

    async def findings(self) -> AsyncGenerator[ShownFinding, None]:
        """Yield the findings as they are read, severest first."""
        async with aclosing(self.session.stream_findings()) as found:
            async for finding in found:
                if finding.observation.account in self.accounts:
                    yield self.shown(finding)

    def shown(self, finding: Finding) -> ShownFinding:
        """Return a finding of an account that is known, in words."""
        return _finding(finding, self.accounts, self.left, self.masks)


async def build(
    session: Session, *, full: bool, now: datetime | None = None, ends: bool = False
) -> ReportView:
    """Ask the session for what every report shows; with `ends` for what ends each question too.

    `full` shows handles, places, links and pictures; invented people are always shown so.
    """
    full = full or session.invented
    page = await session.overview(steps=False)
    session.let_go()  # many megabytes where photos are many
    states = await session.accounts.states()
    masks = Masks(states, full=full)
    labels = {state.account.id: label for state, label in zip(states, masks.labels, strict=True)}
    platforms = {
        state.account.id: masks.text(
            platform_name(session, state.account.platform, hidden=not full), 40
        )
        for state in states
    }
    names = {account: (platforms[account], label) for account, label in labels.items()}
    closings = await session.planning.closings() if page.answers and ends else {}
    return ReportView(
        session=session,
        made_at=now or datetime.now(UTC),
        full=full,
        masks=masks,
        not_checked=tuple(masks.text(line) for line in page.not_checked),
        not_seen=words.not_seen_line(page.answers),
        answers=tuple(
            shown_answers.answer(each, closings.get(each.id, Closings()), names, masks)
            for each in page.answers
        ),
        exact_answers=await asyncio.to_thread(in_brief, page.answers),
        states=states,
        accounts={state.account.id: _account(state, labels, platforms, masks) for state in states},
        photos=page.photos,
        severities=tuple(
            (words.severity(severity), count) for severity, count in page.findings_by_severity
        ),
    )


def check_title(check: str) -> str:
    """Return what a check is called; the id of one that is not there."""
    return _(_titles().get(check, check))


@cache
def _titles() -> dict[str, str]:
    return {each.id: each.title for each in ALL}


def _account(
    state: AccountState, labels: Mapping[str, str], platforms: Mapping[str, str], masks: Masks
) -> ShownAccount:
    account = state.account
    return ShownAccount(
        label=labels[account.id],
        url=masks.link(account.url),
        platform=platforms[account.id],
        claim=words.claim(account.claim),
        proof=words.proof(account.proof.method),
        proven_by=words.proven(account),
        proven=account.proof.holds,
        photos=state.photos,
        outcome=words.outcome(state.outcome, state.account.claim),
        reason=masks.text(state.reason),
        last_scan=state.last_scan,
    )


def _finding(
    finding: Finding,
    accounts: Mapping[str, ShownAccount],
    left: Mapping[str, str],
    masks: Masks,
) -> ShownFinding:
    seen = finding.observation
    return ShownFinding(
        id=masks.finding(finding.id),
        check=finding.check,
        check_title=check_title(finding.check),
        severity=seen.severity,
        severity_word=words.severity(seen.severity),
        confidence=words.confidence(seen.confidence),
        account=accounts[seen.account],
        photo=masks.photo(seen.photo or ""),
        title=masks.statement(seen.title),
        evidence=tuple(
            (masks.statement(each.statement), masks.link(each.url)) for each in seen.evidence
        ),
        remedy_title=_(finding.remedy.title) if finding.remedy.title else "",
        remedy=_(finding.remedy.text),
        remedy_url=masks.page(finding.remedy.url),
        aftercare=tuple(aftercare_lines(seen)),
        noticed_by=words.notice(finding.remedy),
        evidence_first=finding.remedy.evidence_first,
        state=words.state(finding.state),
        listing=left.get(seen.photo or "", ""),
    )
