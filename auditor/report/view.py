"""What every report shows, computed once from the session.

Already cleaned, and masked unless asked for everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from auditor.checks import ALL
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.finding import Finding, Severity
from auditor.domain.findings.plan import PlanStep
from auditor.domain.photos.photo import Listing
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.session import Session
from auditor.messages import _
from auditor.report import shown_answers
from auditor.report.masks import Masks
from auditor.report.shown_answers import ShownAnswer, ShownStep
from auditor.report.shown_exposure import ShownLikeness, ShownSeen, likeness, seen
from auditor.report.words import words
from auditor.report.words.aftercare import aftercare_lines
from auditor.report.words.listing import listed
from auditor.report.words.platforms import platform_name

PICTURES = 60
"""Most thumbnails in one report: about 1 MB."""


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
class Exact:
    """What the JSON report is made of. `photos` is empty in a masked report."""

    states: Sequence[AccountState]
    photos: Sequence[StoredPhoto]
    findings: Sequence[Finding]
    steps: Sequence[PlanStep]
    answers: Sequence[QuestionAnswer]


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything a report shows.

    `first` is what comes before everything else. `not_seen` is a line; `answers` are the eight
    questions, empty where nothing was read. `thumbnails` are WebP by photo id, only if `full`.
    Links are not in it.
    """

    made_at: datetime
    full: bool
    not_checked: tuple[str, ...]
    first: tuple[str, ...]
    not_seen: str
    answers: tuple[ShownAnswer, ...]
    accounts: tuple[ShownAccount, ...]
    photos: int
    severities: tuple[tuple[str, int], ...]
    findings: tuple[ShownFinding, ...]
    steps: tuple[ShownStep, ...]
    thumbnails: Mapping[str, bytes]
    exact: Exact
    masks: Masks
    likeness: ShownLikeness
    seen: tuple[ShownSeen, ...]


async def build(session: Session, *, full: bool, now: datetime | None = None) -> ReportView:
    """Ask the session for everything.

    `full` shows handles, places, links and pictures; invented people are always shown so.
    """
    full = full or session.invented
    page = await session.overview()
    states = await session.accounts.states()
    findings = await session.findings()
    steps = (await session.planning.plan()).steps
    photos: list[StoredPhoto] = []
    left: dict[str, str] = {}
    async for stored in session.stream_photos():
        if stored.photo.listing is not Listing.LISTED:
            left[stored.photo.id] = listed(stored.photo.listing)
        if full:
            photos.append(stored)
    masks = Masks(states, full=full)
    labels = {state.account.id: label for state, label in zip(states, masks.labels, strict=True)}
    platforms = {
        state.account.id: masks.text(platform_name(session, state.account.platform), 40)
        for state in states
    }
    accounts = {state.account.id: _account(state, labels, platforms, masks) for state in states}
    names = {account: (platforms[account], label) for account, label in labels.items()}
    closings = await session.planning.closings() if page.answers else {}
    told = tuple(
        shown_answers.answer(each, closings[each.id], names, masks) for each in page.answers
    )
    titles = {check.id: check.title for check in ALL}
    return ReportView(
        made_at=now or datetime.now(UTC),
        full=full,
        not_checked=tuple(masks.text(line) for line in page.not_checked),
        first=tuple(shown_answers.first(findings, told, labels, masks)),
        not_seen=words.not_seen_line(page.answers),
        answers=told,
        accounts=tuple(accounts.values()),
        photos=page.photos,
        severities=tuple(
            (words.severity(severity), count) for severity, count in page.findings_by_severity
        ),
        findings=tuple(
            _finding(finding, accounts, titles, left, masks)
            for finding in findings
            if finding.observation.account in accounts
        ),
        steps=tuple(
            shown_answers.shown_step(step, names, masks) for step in steps if step.account in names
        ),
        thumbnails=await _thumbnails(session, findings, told) if full else {},
        exact=Exact(states, photos, findings, steps, page.answers),
        masks=masks,
        likeness=await likeness(session, labels),
        seen=await seen(session, states, masks),
    )


async def _thumbnails(
    session: Session, findings: Sequence[Finding], told: Sequence[ShownAnswer]
) -> dict[str, bytes]:
    """Return the pictures that the questions name, then those of the findings."""
    named = [photo for answer in told for photo in answer.pictures]
    found_on = (finding.observation.photo for finding in findings if finding.observation.photo)
    wanted = list(dict.fromkeys((*named, *found_on)))[:PICTURES]
    found: dict[str, bytes] = {}
    for photo in wanted:
        thumbnail = (await session.photo(photo)).thumbnail
        if thumbnail:
            found[photo] = thumbnail
    return found


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
    titles: Mapping[str, str],
    left: Mapping[str, str],
    masks: Masks,
) -> ShownFinding:
    """`left` says of photos, by id, how they stand there without being listed."""
    seen = finding.observation
    return ShownFinding(
        id=masks.finding(finding.id),
        check=finding.check,
        check_title=_(titles.get(finding.check, finding.check)),
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
