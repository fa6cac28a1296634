"""Looking again at what was marked as done.

What will be asked, what came of it, and what earlier looks found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.findings.verify import Seen, Verification
from auditor.domain.text.statement import Kind
from auditor.domain.views import FindingQuery
from auditor.messages import N_, _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.words.verify import says
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("Seen"), 16),
    Column(_("What was to go")),
    Column(_("Account"), 16, least=64),
    Column(_("When"), 16, least=90),
)
_SEEN = {
    Seen.GONE_HERE: ("✓", N_("gone here"), "$text-success"),
    Seen.STILL_THERE: ("■", N_("still there"), "$text-error"),
    Seen.SMALLER_NOW: ("▾", N_("smaller now"), "$text-warning"),
    Seen.OLDER_VERSION: ("■", N_("older version"), "$text-error"),
    Seen.UNLINKED: ("■", N_("no longer linked"), "$text-error"),
    Seen.HIDDEN_NOW: ("▾", N_("hidden now"), "$text-warning"),
    Seen.COULD_NOT_TELL: ("?", N_("could not tell"), "$text-warning"),
    Seen.YOU_SAID_SO: ("–", N_("you said so"), "$quiet"),
}
_SETTLED = {
    Seen.STILL_THERE: ("✓", N_("cleaned"), "$text-success"),
    Seen.SMALLER_NOW: ("✓", N_("smaller now"), "$text-success"),
}
"""Where the check finds nothing in what stands there."""


@dataclass(frozen=True, slots=True)
class VerifyLine:
    """One line: a heading, or what came of one finding."""

    key: str
    heading: str = ""
    result: Verification | None = None


class VerifyPage(ListPage):
    """Says what a look asks, looks on one key, and keeps what came of it."""

    HELP = N_(
        "s looks again, only now, at the pages and pictures that the findings you marked as done "
        "name. 'Gone here' says nothing of copies "
        "elsewhere: nobody can tell. What is still there is open again. t takes the open findings "
        "too; W asks the web archive, "
        "which then learns these addresses. Escape goes back."
    )
    PLACE = Route.PLAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("s", "look", _("Look now")),
        Binding("t", "open_too", _("Open ones")),
        Binding("W", "wayback", _("Web archive")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._findings: tuple[Finding, ...] = ()
        self._steps: tuple[PlanStep, ...] = ()
        self._results: tuple[Verification, ...] | None = None
        self._history: tuple[Verification, ...] = ()
        self._open_too = self._looking = False
        self._outgoing: Outgoing | None = None

    def body(self) -> ComposeResult:
        """List and words."""
        rows: RowList[VerifyLine] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda line: line.key,
            waiting=_("Reading what is marked as done…"),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read what is marked, and what earlier looks found. Asks nobody."""
        session = self.context.session
        self._findings = await self._in_state(State.DONE)
        if self._open_too:
            self._findings += await self._in_state(State.OPEN)
        self._history = await session.verifying.history()
        self._steps = tuple(
            step
            for step in (await session.planning.plan()).steps
            if not step.findings and step.state is State.DONE
        )
        self._show()

    async def _in_state(self, state: State) -> tuple[Finding, ...]:
        """Read the findings of one state; of those that are open there can be very many."""
        session, asked = self.context.session, FindingQuery(state=state)
        return await session.finding_page(asked, 0, await session.count_findings(asked))

    def _show(self) -> None:
        rows = self.query_one("#rows", RowList)
        rows.show(list(self._lines()), cursor=rows.cursor)

    def _lines(self) -> Iterator[VerifyLine]:
        count = len(self._chosen()) + len(self._steps)
        told = ngettext("{n} thing to look at again", "{n} things to look at again", count).format(
            n=count
        )
        if self._looking:
            told = _("Looking again: twice, ten seconds apart…")
        elif not count:
            told = (
                _("Nothing is marked as done yet")
                if self._results is None
                else _("Nothing more is marked as done")
            )
        yield VerifyLine("ask", told)
        now = self._results or ()
        if self._results is not None:
            yield VerifyLine("now", _("Now"))
            yield from (
                VerifyLine(f"n{number}", result=result) for number, result in enumerate(now)
            )
        known = {(result.finding, result.checked_at) for result in now}
        earlier = [
            result for result in self._history if (result.finding, result.checked_at) not in known
        ]
        if earlier:
            yield VerifyLine("earlier", _("Earlier"))
            yield from (
                VerifyLine(f"e{number}", result=result) for number, result in enumerate(earlier)
            )

    def _chosen(self) -> list[Finding]:
        wanted = {State.DONE, State.OPEN} if self._open_too else {State.DONE}
        return [finding for finding in self._findings if finding.state in wanted]

    def _cells(self, line: VerifyLine) -> Sequence[Content]:
        if line.result is None:
            return (plain(line.heading, "bold $accent"),)
        sign, word, style = _shown(line.result)
        return (
            plain(f"{sign} {_(word)}", style),
            plain(line.result.title, limit=300),
            plain(self._handle(line.result.account), "$quiet", limit=60),
            plain(f"{line.result.checked_at:%Y-%m-%d %H:%M}", "$quiet"),
        )

    def _handle(self, account: str) -> str:
        return self.context.called(account)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, VerifyLine):
            about = (
                self._result(event.row.result)
                if event.row.result is not None
                else self._before()
                if event.row.key == "ask"
                else ()
            )
            self.query_one("#about", Prose).write(lines(*(about or self._summary())))
            self.query_one("#detail").scroll_home(animate=False)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if (
            isinstance(event.row, VerifyLine)
            and event.row.result is not None
            and event.row.result.photo
        ):
            self.go(Route.PHOTO, event.row.result.photo)

    def _before(self) -> Iterator[Content]:
        """Say what a look asks, and whom."""
        chosen = self._chosen()
        if not chosen and not self._steps:
            yield plain(
                _(
                    "Nothing is marked as done. d on the plan or the findings does that; t takes "
                    "the open findings too."
                ),
                "bold",
            )
        else:
            yield plain(_("s looks now. It asks again, and sends nothing about you:"), "bold")
            photos = {photo for finding in chosen for photo in finding.observation.photos}
            yield plain(
                ngettext(
                    "• {n} picture, by its address",
                    "• {n} pictures, by their addresses",
                    len(photos),
                ).format(n=len(photos))
            )
            accounts = dict.fromkeys(
                [
                    *(finding.observation.account for finding in chosen),
                    *(step.account for step in self._steps),
                ]
            )
            yield plain(_("• where a finding or setting needs it, the public page or list of:"))
            states = [
                state
                for state in map(self.context.state, accounts)
                if state is not None and self.context.session.reads(state.account.platform)
            ]
            for state in states:
                handle = self.context.veil.handle(state.account)
                yield plain(f"  {self.context.title(state.account.platform)} {handle}", limit=120)
            yield plain(_("Those sites and whoever runs this network can see the visit."), "$quiet")
        yield self._tick(_("t  Findings that are still open, too"), on=self._open_too)
        yield self._tick(
            _(
                "W  Ask the web archive, too: archive.org learns the addresses of these photos and "
                "pages"
            ),
            on=self._outgoing is not None,
        )
        if self._outgoing is not None:
            yield plain(f"  {self._outgoing.words}")
            for request in self._outgoing.requests:
                yield plain(f"  {request.method} {request.address}", "$quiet")
                for name, value in request.fields:
                    hidden = self.context.veil.word(value, Kind.URL)
                    yield plain(f"    {name}: {hidden}", "$quiet", limit=600)

    @staticmethod
    def _tick(text: str, *, on: bool) -> Content:
        return row(plain("[✓] " if on else "[ ] ", "bold"), plain(text))

    def _summary(self) -> Iterator[Content]:
        results = self._results or ()
        settled = sum(result.settled for result in results)
        if results:
            counted = ngettext(
                "{n} of {all} result is settled.", "{n} of {all} results are settled.", len(results)
            )
            yield plain(counted.format(n=settled, all=len(results)), "bold")
        if any(result.opens_again for result in results):
            yield plain(
                _(
                    "What is still there is open again. Caches keep pictures for hours or days: "
                    "look again tomorrow."
                )
            )
        yield plain(_("'Gone here' says nothing of copies elsewhere: nobody can tell."), "$quiet")

    def _result(self, result: Verification) -> Iterator[Content]:
        veil = self.context.veil
        yield plain(result.title, "bold", limit=400)
        sign, _word, style = _shown(result)
        yield row(plain(f"{sign} ", style), self.sentence(says(result)))
        yield plain(
            _("Looked at {when} (UTC)").format(when=f"{result.checked_at:%Y-%m-%d %H:%M}"), "$quiet"
        )
        state = self.context.state(result.account)
        if state is not None:
            yield plain(
                f"{self.context.title(state.account.platform)} {veil.handle(state.account)}",
                "$quiet",
                limit=160,
            )
        for copy in result.archived:
            yield plain(f"{copy.taken}  {veil.word(copy.url, Kind.URL)}", limit=600)
        if result.photo:
            yield plain(_("Enter opens the photo as it was read."), "$quiet")

    def action_open_too(self) -> None:
        """Take the open findings too, or not."""
        self._open_too = not self._open_too
        asked, self._outgoing = self._outgoing is not None, None
        self.start("archive", self._take_open, asked)

    async def _take_open(self, asked: bool) -> None:
        if self._open_too and all(finding.state is not State.OPEN for finding in self._findings):
            self._findings += await self._in_state(State.OPEN)
        self._first()
        if asked:  # other addresses would go out now: they are shown first
            await self._show_outgoing()

    def action_wayback(self) -> None:
        """Ask the web archive too, or not."""
        if self._outgoing is None:
            self.start("archive", self._show_outgoing)
        else:
            self._outgoing = None
            self._first()

    async def _show_outgoing(self) -> None:
        """Show what the web archive would learn. Asks nobody."""
        verifying = self.context.session.verifying
        self._outgoing = await verifying.outgoing(all_open=self._open_too)
        self._first()

    def _first(self) -> None:
        self._show()
        self.query_one("#rows", RowList).cursor = 0
        self.query_one("#about", Prose).write(lines(*self._before()))

    def action_look(self) -> None:
        """Look again, unless a look is under way."""
        if not self._looking and (self._chosen() or self._steps):
            self.start("verify", self._look)

    async def _look(self) -> None:
        self._looking = True
        self._show()
        try:
            archive = Consent(self._outgoing) if self._outgoing is not None else None
            found = await self.context.session.verifying.verify(
                all_open=self._open_too, archive=archive
            )
            self._results, self._history = found.results, found.history
        finally:
            self._looking = False
        self._open_too, self._outgoing = False, None
        self.query_one("#rows", RowList).cursor = 0
        await self._load()
        self.query_one("#rows", RowList).cursor = 1


def _shown(result: Verification) -> tuple[str, str, str]:
    """Return sign, word and colour of a result."""
    settled = _SETTLED.get(result.state) if result.settled else None
    return settled or _SEEN[result.state]
