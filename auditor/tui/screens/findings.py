"""Findings by severity or by check, with what was seen, what to do, and how far the user is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.account import Claim
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.text.statement import Kind
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
"""Photos whose names are read for the list; with more of them nobody works row by row."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading: findings of one check or one severity. `key` is unique."""

    key: str
    title: str
    severity: Severity
    count: int
    folded: bool


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
        self._findings: tuple[Finding, ...] = ()
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
        if self._findings:
            return _("None is open.")
        return self.nothing(_(NOT_SEEN))()

    async def load(self) -> None:
        """Read all findings; they are short."""
        session = self.context.session
        self._findings = await session.findings()
        photos = {finding.observation.photo or "" for finding in self._findings} - {""}
        named = await session.exposure.rows(sorted(photos)) if len(photos) <= _MOST_NAMED else ()
        self._labels = {photo.id: photo.label for photo in named}
        self._exact = ""
        self._show()

    def _show(self) -> None:
        left = self.context.left
        shown = [
            finding
            for finding in self._findings
            if not left.open_only or finding.state is State.OPEN
        ]
        away = hidden(entry.state for entry in self._findings if entry not in shown)
        told = _("Not listed: {hidden}. t shows them.").format(hidden=away) if away else ""
        line = self.query_one("#hidden", Prose)
        line.display = bool(told)
        line.write(plain(f" {told}", "$text-warning"))
        rows = self._grouped(shown)
        first = next((number for number, entry in enumerate(rows) if isinstance(entry, Finding)), 0)
        at = next(
            (number for number, entry in enumerate(rows) if _key(entry) == left.finding), first
        )
        self.query_one("#rows", RowList).show(rows, cursor=at)

    def _grouped(self, shown: Sequence[Finding]) -> list[Finding | Group]:
        groups: dict[str, list[Finding]] = {}
        for entry in shown:
            groups.setdefault(self._group_key(entry), []).append(entry)
        rows: list[Finding | Group] = []
        for key, members in groups.items():
            worst = max(member.observation.severity for member in members)
            folded = key in self._folded
            title = (
                title_of(members[0].check)
                if self.context.left.by_check
                else words.severity_word(worst)
            )
            rows.append(Group(key, title, worst, len(members), folded))
            if not folded:
                rows.extend(members)
        return rows

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
            self._show()
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
            {f"c:{finding.check}" for finding in self._findings}
            if self.context.left.by_check
            else set()
        )
        self.context.left.finding = ""
        self._show()

    def action_through(self) -> None:
        """Show or hide what the user is through with."""
        self.context.remember_filters()
        self.context.left.open_only = not self.context.left.open_only
        self._show()

    def _chosen(self) -> list[str]:
        """Return the picked findings, or the one under the cursor."""
        rows = self.query_one("#rows", RowList)
        ids = [finding.id for finding in self._findings if finding.id in rows.picked]
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
        before = {finding.id: finding.state for finding in self._findings if finding.id in ids}
        for id_ in ids:
            await session.mark(id_, state)
        self.query_one("#rows", RowList).picked.clear()
        told = ngettext("{count} finding: {state}.", "{count} findings: {state}.", len(ids))
        told = told.format(count=len(ids), state=words.state(state))
        self.done(told, words.marked(state), marked_as(session, before))
        await self._load()


def _key(entry: Finding | Group) -> str:
    return entry.id if isinstance(entry, Finding) else entry.key
