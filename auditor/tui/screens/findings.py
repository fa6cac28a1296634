"""Findings by severity or by check, with what was seen, what to do, and how far the user is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.account import Claim
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.tally import Tally
from auditor.domain.text.statement import Kind
from auditor.domain.views import FindingQuery
from auditor.messages import N_, _, ngettext
from auditor.report.words.aftercare import aftercare_lines
from auditor.report.words.coverage import NOT_SEEN
from auditor.report.words.why import title as title_of
from auditor.report.words.why import when_wrong, why
from auditor.report.words.words import hidden, minutes, notice
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.base.undo import marked_as
from auditor.tui.base.what_helps import what_helps
from auditor.tui.list_page import ListPage
from auditor.tui.text import words
from auditor.tui.text.blunt_positions import is_exact, town
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.text.shell import without_commands
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.pages import FoldedRows, Group
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column("", 2),
    Column(_("Severity"), 10),
    Column(_("Finding")),
    Column(_("Photo"), 16, least=70),
    Column(_("Account"), 16, least=60),
    Column(_("Sure?"), 12, least=110),
    Column(_("State"), 9, least=100),
)
_MOST_NAMED = 5000
"""Names of photos that are kept: of some pages."""


class FindingsPage(ListPage):
    """A folding list and the finding under the cursor."""

    HELP = N_(
        "b groups by check or by severity; Enter on a heading folds it. Space picks several "
        "findings, then d marks them done and k "
        "keeps them so: 'accepted' means that you know it and keep it so. "
        "What a later scan no longer sees leaves the list. "
        "t shows or hides those you are through with. v looks again at what you marked as done, x "
        "shows the exact position, "
        "never while projecting. M shows what helps: letters, case file, clean copies."
    )
    PLACE = Route.FINDINGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "mark('done')", _("Done")),
        Binding("v", "app.go('verify')", _("Verify")),
        Binding("b", "group", _("Group")),
        Binding("k", "mark('accepted')", _("Keep so")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
        Binding("t", "through", _("Show all")),
        Binding("M", "helps", _("What helps")),
        Binding("x", "exact", _("Exact position")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._tallies: tuple[Tally, ...] = ()
        self._queries: dict[str, FindingQuery] = {}
        self._labels: dict[str, str] = {}
        self._folded: set[str] = set()
        self._exact = ""

    def body(self) -> ComposeResult:
        """List and detail."""
        rows: RowList[Finding | Group] = RowList(
            _COLUMNS,
            self._cells,
            key=_key,
            empty=self._none,
            id="rows",
        )
        yield Prose(id="hidden")
        yield from self.split(rows, _COLUMNS)

    def _none(self) -> str:
        """Say why no finding stands here."""
        if self._tallies:
            return _("None is open.")
        return self.nothing(_(NOT_SEEN))()

    async def load(self) -> None:
        """Count the findings; those in sight are read."""
        self._tallies = await self.context.session.tallies()
        self._exact = ""
        await self._show()

    async def _show(self) -> None:
        open_only = self.context.left.open_only
        away: Counter[State] = Counter()
        for tally in self._tallies:
            if open_only and tally.state is not State.OPEN:
                away[tally.state] += tally.count
        told = hidden(away)
        line = self.query_one("#hidden", Prose)
        line.display = bool(told)
        listed = _("Not listed: {hidden}. t shows them.").format(hidden=told) if told else ""
        line.write(plain(f" {listed}", "$text-warning"))
        rows = FoldedRows(self._grouped(), self._members)
        at = await self._where_left(rows)
        self.query_one("#rows", RowList).show_pages(rows.count, rows.fetch, cursor=at)

    def _grouped(self) -> list[Group]:
        """Count the groups, the worst first."""
        left = self.context.left
        counts: Counter[str] = Counter()
        worst: dict[str, Severity] = {}
        state = State.OPEN if left.open_only else None
        for tally in self._tallies:
            if state is not None and tally.state is not state:
                continue
            key = f"c:{tally.check}" if left.by_check else f"s:{tally.severity}"
            counts[key] += tally.count
            worst[key] = max(worst.get(key, tally.severity), tally.severity)
            self._queries[key] = (
                FindingQuery(check=tally.check, state=state)
                if left.by_check
                else FindingQuery(severity=tally.severity, state=state)
            )
        return [
            Group(
                key,
                title_of(key[2:]) if left.by_check else words.severity_word(worst[key]),
                worst[key],
                counts[key],
                key in self._folded,
            )
            for key in sorted(counts, key=lambda key: (-worst[key], key))
        ]

    async def _members(self, group: Group, place: int, number: int) -> Sequence[Finding]:
        """Read some findings of a group, and what their photos are called."""
        session = self.context.session
        found = await session.finding_page(self._queries[group.key], place, number)
        photos = {finding.observation.photo or "" for finding in found} - {""}
        named = await session.exposure.rows(sorted(photos - self._labels.keys()))
        if len(self._labels) > _MOST_NAMED:
            self._labels.clear()
        self._labels |= {photo.id: photo.label for photo in named}
        return found

    async def _where_left(self, rows: FoldedRows[Finding]) -> int:
        """Return the line where the user left off, or where it stood that is no longer listed."""
        session, left = self.context.session, self.context.left.finding
        line = rows.line(left)
        if line is not None or not left:
            return rows.first() if line is None else line
        for finding in await session.findings(ids=[left]):
            key = self._group_key(finding)
            if rows.line(key) is not None:
                before = replace(self._queries[key], before=left)
                line = rows.line(key, await session.count_findings(before))
        return rows.first() if line is None else line

    def _group_key(self, finding: Finding) -> str:
        return (
            f"c:{finding.check}"
            if self.context.left.by_check
            else f"s:{finding.observation.severity}"
        )

    def _cells(self, entry: Finding | Group) -> Sequence[Content]:
        if isinstance(entry, Group):
            sign = plain("▸ " if entry.folded else "▾ ", "$accent")
            count = ngettext("{count} finding", "{count} findings", entry.count).format(
                count=entry.count
            )
            return (
                row(
                    sign,
                    words.severity_sign(entry.severity),
                    plain(f" {entry.title}", "bold"),
                    plain(f"  {count}", "$quiet"),
                ),
            )
        handle = self.context.called(entry.observation.account)
        photo = entry.observation.photo or ""
        label = self.context.veil.photo(photo, self._labels.get(photo, "")) if photo else ""
        return (
            plain(words.state_sign(entry.state), "$quiet"),
            words.severity(entry.observation.severity),
            self.told(entry.observation.title),
            plain(label, "$quiet", limit=60),
            plain(handle, "$quiet", limit=60),
            plain(words.confidence(entry.observation.confidence), "$quiet"),
            plain(words.state(entry.state), "$quiet"),
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        about = self.query_one("#about", Prose)
        if not isinstance(event.row, Finding) or event.row.id != self._exact:
            self._exact = ""
        shown = event.row.observation.photo if isinstance(event.row, Finding) else None
        self.picture(shown or "")
        if isinstance(event.row, Finding):
            self.context.left.finding = event.row.id
            about.write(self._about(event.row))
        elif isinstance(event.row, Group):
            self.context.left.finding = event.row.key
            about.write(plain(_("Enter folds or unfolds this group."), "$quiet"))
        elif not event.rows.count:
            about.write(Content(""))

    def _about(self, finding: Finding) -> Content:
        seen, remedy, veil = finding.observation, finding.remedy, self.context.veil
        exact = self._exact == finding.id and not veil.on
        out = [
            self.told(seen.title, "bold"),
            row(
                words.severity(seen.severity),
                plain(
                    f" · {words.confidence(seen.confidence)} · {finding.check}"
                    f" · {words.state(finding.state)}",
                    "$quiet",
                ),
            ),
            plain(""),
            plain(_("What was seen"), "bold $accent"),
        ]
        for evidence in seen.evidence:
            out.append(row(plain("• "), self.told(evidence.statement, exact=exact)))
            if evidence.url:
                out.append(plain(f"  {veil.word(evidence.url, Kind.URL)}", "$quiet", limit=400))
        out += self._where(finding, exact=exact)
        if why(finding.check):
            out += [
                plain(""),
                plain(_("Why it matters"), "bold $accent"),
                plain(without_commands(why(finding.check)), limit=1500),
            ]
        out += [
            plain(""),
            plain(_("What to do"), "bold $accent"),
            self.sentence(words.advice(remedy)),
        ]
        if remedy.url:
            out.append(plain(veil.word(remedy.url, Kind.URL), "$quiet", limit=400))
        out += [plain(line, limit=1000) for line in aftercare_lines(seen)]
        out.append(
            row(
                plain(notice(remedy)),
                plain("  " + _("Takes {minutes}.").format(minutes=minutes(remedy.minutes))),
            )
        )
        if remedy.evidence_first:
            out.append(
                plain(
                    _("Save evidence first: once changed, it cannot be shown to anybody."),
                    "$text-warning",
                )
            )
        if when_wrong(finding.check):
            out += [
                plain(""),
                plain(_("When it is wrong"), "bold $accent"),
                plain(without_commands(when_wrong(finding.check)), "$quiet", limit=1500),
            ]
        state = self.context.state(seen.account)
        own = state is not None and state.account.claim is Claim.MINE
        if own and state is not None and not state.account.proof.holds:
            out += [plain(""), plain(_("Not proven: places are rounded to about 1 km."), "$quiet")]
        return lines(*out, *self._helps(finding))

    def _where(self, finding: Finding, *, exact: bool) -> Iterator[Content]:
        """Yield the town of a position, and the key that shows the spot."""
        near = town(finding)
        if near:
            yield plain(
                "  " + _("near {place}").format(place=self.context.veil.word(near, Kind.PLACE)),
                limit=200,
            )
        if is_exact(finding) and not exact and not self.context.veil.on:
            yield plain(
                "  " + _("The position is rounded to about 1 km; x shows the spot itself."),
                "$quiet",
            )

    def _helps(self, finding: Finding) -> Iterator[Content]:
        """Yield what helps beside the remedy."""
        own_site = self.context.own_site(finding.observation.account)
        yield plain("")
        yield plain(_("What helps (key M)"), "bold $accent")
        for each in what_helps((finding,), own_site=own_site):
            yield plain(f"• {each.title}", limit=300)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, Group):
            self._folded ^= {event.row.key}
            self.start("show", self._show)
        elif isinstance(event.row, Finding) and event.row.observation.photo:
            self.go(Route.PHOTO, event.row.observation.photo)

    def action_exact(self) -> None:
        """Show the exact position of the finding under the cursor.

        Until the cursor moves or the key is pressed again.
        """
        entry = self.query_one("#rows", RowList).row
        if isinstance(entry, Finding) and is_exact(entry) and not self.context.veil.on:
            self._exact = "" if self._exact == entry.id else entry.id
            self.query_one("#about", Prose).write(self._about(entry))

    def action_group(self) -> None:
        """Group by the other thing."""
        self.context.remember_filters()
        self.context.left.by_check = not self.context.left.by_check
        self._folded = (
            {f"c:{tally.check}" for tally in self._tallies} if self.context.left.by_check else set()
        )
        self.context.left.finding = ""
        self.start("show", self._show)

    def action_through(self) -> None:
        """Show or hide what the user is through with."""
        self.context.remember_filters()
        self.context.left.open_only = not self.context.left.open_only
        self.start("show", self._show)

    def _chosen(self) -> list[str]:
        """Return the picked findings, or the one under the cursor."""
        rows = self.query_one("#rows", RowList)
        ids = sorted(name for name in rows.picked if name not in self._queries)
        return ids or ([rows.row.id] if isinstance(rows.row, Finding) else [])

    def action_helps(self) -> None:
        """Show what helps with the picked findings, or the one under the cursor."""
        self.go(Route.HELPS, ",".join(self._chosen()))

    def action_mark(self, state: str) -> None:
        """Mark the picked findings, or the one under the cursor."""
        ids = self._chosen()
        if ids:
            self.start("mark", self._mark, ids, State(state))

    async def _mark(self, ids: Sequence[str], state: State) -> None:
        session = self.context.session
        before = {finding.id: finding.state for finding in await session.findings(ids=ids)}
        await session.mark_all(ids, state)
        self.query_one("#rows", RowList).picked.clear()
        told = ngettext("{count} finding: {state}.", "{count} findings: {state}.", len(ids))
        told = told.format(count=len(ids), state=words.state(state))
        self.done(told, words.marked(state), marked_as(session, before))
        await self._load()


def _key(entry: Finding | Group) -> str:
    return entry.id if isinstance(entry, Finding) else entry.key
