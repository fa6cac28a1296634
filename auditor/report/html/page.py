"""What the page shows: of all findings some of each check, and how many there are.

Beyond `MANY` photos fewer stand there, and what is seen in each picture is left to the other forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.tally import FindingKind, Tally
from auditor.domain.photos.photo import Listing
from auditor.domain.views import ANY_FINDING, FindingQuery
from auditor.messages import _
from auditor.report.html.shown_charts import ShownCharts, read_charts
from auditor.report.json.seen_document import Towns
from auditor.report.json.streams import in_pages
from auditor.report.shown_answers import ShownStep, shown_step
from auditor.report.shown_exposure import ShownLikeness, ShownSeen, likeness, seen
from auditor.report.view import ReportView, ShownFinding, check_title
from auditor.report.words import words
from auditor.report.words.aftercare import aftercare_lines
from auditor.report.words.listing import listed

MANY = 2_000
"""Photos beyond which a page that holds evidence one by one is no longer read by anybody."""
FIRST = 3
"""Lines under "First"; all critical findings stand in the other forms."""
SHOWN = 50
"""Findings of one check in the page."""
_OF_MANY = 5
"""The same beyond `MANY` photos."""
_PICTURES = 60
"""Most thumbnails in one page: about 1 MB."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class HowTo:
    """How something is done, and on which platforms it is done so."""

    title: str
    platforms: tuple[str, ...]
    text: str
    url: str
    noticed_by: str
    evidence_first: bool
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one check: how many, by severity and account, and some of them.

    `aftercare` are paragraphs on what has to be made worthless, whichever finding they are of.
    """

    title: str
    count: int
    severities: tuple[tuple[str, int], ...]
    accounts: tuple[tuple[str, int], ...]
    aftercare: tuple[str, ...]
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything the page shows.

    `first` comes before everything else, `more_first` is how many lines are left out there. `seen`
    is None where it is left to the other forms. `thumbnails` are WebP by photo id, only if full.
    """

    view: ReportView
    many: bool
    first: tuple[str, ...]
    more_first: int
    steps: tuple[ShownStep, ...]
    ways: tuple[HowTo, ...]
    groups: tuple[FindingGroup, ...]
    thumbnails: dict[str, bytes]
    likeness: ShownLikeness
    seen: tuple[ShownSeen, ...] | None
    charts: ShownCharts


async def read_page(view: ReportView) -> PageView:
    """Ask the session for what the page shows besides."""
    session, names = view.session, view.names
    many = view.photos > MANY
    first, more = await _first(view)
    steps = tuple(
        shown_step(step, names, view.masks)
        for step in (await session.planning.plan()).steps
        if step.account in names
    )
    kinds = [kind for kind in await session.finding_kinds() if kind.account in view.accounts]
    return PageView(
        view=view,
        many=many,
        first=first,
        more_first=more,
        steps=steps,
        ways=_ways(view, steps, kinds),
        groups=await _groups(view, kinds, _OF_MANY if many else SHOWN),
        thumbnails=await _thumbnails(view) if view.full else {},
        likeness=await likeness(session, view.labels),
        seen=None if many else tuple([each async for each in _seen(view)]),
        charts=await read_charts(view),
    )


async def _first(view: ReportView) -> tuple[tuple[str, ...], int]:
    """Return what comes before everything else: that somebody uses pictures, what is critical."""
    lines = [
        line
        for told in view.answers
        if told.id == QuestionId.USED and told.state is AnswerState.YES
        for line in told.sentence
    ]
    query = FindingQuery(severity_at_least=Severity.CRITICAL, state=State.OPEN)
    found = await view.session.finding_page(query, 0, FIRST)
    more = len(lines) + await view.session.count_findings(query) - FIRST
    for finding in found:
        observation = finding.observation
        title = view.masks.statement(observation.title)
        lines.append(f"{title} ({view.labels[observation.account]})")
    return tuple(lines[:FIRST]), max(more, 0)


def _ways(
    view: ReportView, steps: Sequence[ShownStep], kinds: Iterable[FindingKind]
) -> tuple[HowTo, ...]:
    """Return the ways of all steps and of all findings, those of the plan first."""
    closings = [each for told in view.answers for each in (told.closing, told.keeping)]
    found: dict[tuple[str, str], list[HowTo]] = {}
    for step in (*steps, *(step for closing in closings if closing for step in closing.steps)):
        way = HowTo(
            step.title,
            (step.platform,),
            step.text,
            step.url,
            step.noticed_by,
            step.evidence_first,
            step.settings,
        )
        if step.text or step.settings:
            found.setdefault((step.text, step.url), []).append(way)
    for kind in kinds:
        remedy = kind.remedy
        way = HowTo(
            _(remedy.title) if remedy.title else "",
            (view.accounts[kind.account].platform,),
            _(remedy.text),
            view.masks.page(remedy.url),
            words.notice(remedy),
            remedy.evidence_first,
        )
        found.setdefault((way.text, way.url), []).append(way)
    return tuple(map(_together, found.values()))


def _together(same: list[HowTo]) -> HowTo:
    platforms = dict.fromkeys(name for each in same for name in each.platforms)
    settings = dict.fromkeys(setting for each in same for setting in each.settings)
    return replace(same[0], platforms=tuple(platforms), settings=tuple(settings))


async def _groups(
    view: ReportView, kinds: Sequence[FindingKind], most: int
) -> tuple[FindingGroup, ...]:
    """Return the findings of each check, what has the gravest of them first."""
    by_check: dict[str, list[Tally]] = {}
    for tally in await view.session.tallies():
        if tally.account in view.accounts:
            by_check.setdefault(tally.check, []).append(tally)
    worst = {check: max(each.severity for each in same) for check, same in by_check.items()}
    found = []
    for check in sorted(by_check, key=lambda check: (-worst[check], check)):
        page = await view.session.finding_page(FindingQuery(check=check), 0, most)
        await _learn_listings(view, page)
        aftercare = (
            line for kind in kinds if kind.check == check for line in aftercare_lines(kind)
        )
        found.append(
            FindingGroup(
                check_title(check),
                sum(tally.count for tally in by_check[check]),
                _counted(by_check[check]),
                _by_account(view, by_check[check]),
                tuple(dict.fromkeys(aftercare)),
                tuple(map(view.shown, page)),
            )
        )
    return tuple(found)


def _counted(tallies: Iterable[Tally]) -> tuple[tuple[str, int], ...]:
    counts = Counter[Severity]()
    for tally in tallies:
        counts[tally.severity] += tally.count
    return tuple((words.severity(severity), counts[severity]) for severity in sorted(counts)[::-1])


def _by_account(view: ReportView, tallies: Iterable[Tally]) -> tuple[tuple[str, int], ...]:
    counts = Counter[str]()
    for tally in tallies:
        counts[tally.account] += tally.count
    return tuple((view.labels[account], number) for account, number in counts.most_common())


async def _learn_listings(view: ReportView, findings: Iterable[Finding]) -> None:
    """Learn how the photos of some findings stand there."""
    photos = {finding.observation.photo or "" for finding in findings} - {""}
    for photo, listing in (await view.session.listings(sorted(photos))).items():
        if listing is not Listing.LISTED:
            view.left[photo] = listed(listing)


async def _thumbnails(view: ReportView) -> dict[str, bytes]:
    """Return the pictures that the questions name, then those of the findings."""
    wanted = dict.fromkeys(photo for answer in view.answers for photo in answer.pictures)
    start = 0
    while len(wanted) < _PICTURES:
        page = await view.session.finding_page(ANY_FINDING, start, _AT_ONCE)
        wanted |= dict.fromkeys(each.observation.photo for each in page if each.observation.photo)
        start += _AT_ONCE
        if len(page) < _AT_ONCE:
            break
    found = {photo: await view.session.thumbnail(photo) for photo in [*wanted][:_PICTURES]}
    return {photo: webp for photo, webp in found.items() if webp}


async def _seen(view: ReportView) -> AsyncIterator[ShownSeen]:
    async for page in in_pages(view.session.stream_photos(), _AT_ONCE):
        towns = Towns(page if view.full else ())
        for stored in page:
            shown = seen(stored, view.labels, view.masks, towns)
            if shown is not None:
                yield shown
