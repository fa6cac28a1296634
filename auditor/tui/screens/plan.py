"""The plan: what to do, and where that leads.

In the order in which it is done, or only the quiet steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Plan, PlanStep
from auditor.engine.plan.wanted import EVERYTHING, TIMES, Wanted
from auditor.messages import N_, _
from auditor.report.words.coverage import unread
from auditor.report.words.words import minutes
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import plan as plan_lines
from auditor.tui.text import words
from auditor.tui.text.plain import plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column("", 4),
    Column(_("Photo or setting")),
    Column(_("Step"), 19, least=48),
    Column(_("Account"), 12, least=64),
    Column(_("Takes"), 6, least=40, right=True),
    Column(_("Closes"), 16, least=110),
    Column(_("Noticed by"), 10, least=130),
)
_TIMES = (None, *TIMES)
"""Minutes that m chooses from, one after the other; None: as long as it takes."""


class PlanPage(ListPage):
    """Steps, and everything about the one under the cursor."""

    HELP = N_(
        "Critical things come first, then what closes the gravest question with the fewest "
        "minutes. "
        "The checks were run on what would be there after the steps. Read "
        "who will notice before you do it, and "
        "save evidence first where it says so. Enter does the step under the cursor, after asking; "
        "d marks it done, v looks whether it worked. m chooses how much time you have, o "
        "leaves out what followers can notice, C keeps all photos. "
        "w opens the page in your browser, whose history keeps the visit."
    )
    PLACE = Route.PLAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "mark('done')", _("Done")),
        Binding("v", "app.go('verify')", _("Verify")),
        Binding("w", "browse", _("Page")),
        Binding("m", "minutes", _("Time")),
        Binding("o", "order", _("Quiet")),
        Binding("C", "keep", _("Keep photos")),
        Binding("k", "mark('accepted')", _("Keep so")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._plan: Plan | None = None
        self._wanted: Wanted | None = None

    def body(self) -> ComposeResult:
        """Order, list, detail."""
        rows: RowList[PlanStep] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda step: step.id,
            waiting=_("Working out what each step changes…"),
            empty=self.nothing(_("No step would change how a question stands.")),
            id="rows",
        )
        with Container(id="head"):
            yield Prose(id="predicted", classes="waits")
            yield Prose(id="order")
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read the steps. Working them out takes a moment, or minutes for many photos."""
        left = self.context.left
        wanted = Wanted(left.minutes, quiet=left.quiet, keep=left.keep)
        self.query_one("#order", Prose).write(plain(_choice(wanted), "$quiet"))
        if wanted != self._wanted:
            self._wanted = wanted
            self.query_one("#predicted", Prose).write(
                plain(_("Working out what each step changes…"), "$quiet")
            )
        made = self._plan = await self.context.session.planning.plan(wanted)
        coverage = self.context.coverage
        told = "" if coverage is None else unread(coverage)
        self.query_one("#predicted", Prose).write(
            plain(told or plan_lines.told_after(made), "bold", limit=300)
        )
        at = next((number for number, step in enumerate(made.steps) if step.id == left.step), 0)
        self.query_one("#rows", RowList).show(made.steps, cursor=at)

    def _cells(self, step: PlanStep) -> Sequence[Content]:
        style = "" if step.state is State.OPEN else "$quiet"
        number = "! " if step.critical else "  "
        told = self.sentence(words.step(step.remedy), style)
        name = plan_lines.thing(step, self.context.veil) or _("the account")
        return (
            row(plain(number, "bold $accent"), plain(words.state_sign(step.state), "$accent")),
            plain(name, style, limit=200),
            told,
            plain(self._account(step), "$quiet", limit=80),
            plain(words.minutes_short(step.minutes), "$quiet"),
            plain(plan_lines.closes(step), "$text-success"),
            plain(words.noticed_short(step.remedy.noticed_by), "$quiet"),
        )

    def _account(self, step: PlanStep) -> str:
        return self.context.called(step.account) or self.context.title(step.platform)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, PlanStep) and self._plan is not None:
            step = event.row
            self.context.left.step = step.id
            state = self.context.state(step.account)
            handle = self.context.veil.handle(state.account) if state else ""
            self.query_one("#about", Prose).write(
                plan_lines.about(step, self.context.title(step.platform), handle, self.context.veil)
            )
            self.query_one("#detail").scroll_home(animate=False)
            self.picture(step.photos[0] if step.photos else "")
        elif not event.rows.count:
            self.query_one("#about", Prose).write(Content(""))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, PlanStep):
            self.go(Route.DO_STEP, event.row.id)

    def photo_in_hand(self) -> str:
        """Return the first photo of the step under the cursor."""
        step = self.query_one("#rows", RowList).row
        return step.photos[0] if isinstance(step, PlanStep) and step.photos else ""

    def action_minutes(self) -> None:
        """Choose the next amount of time: all, then 10, 30, 120 minutes."""
        self.context.remember_filters()
        left = self.context.left
        left.minutes = _TIMES[(_TIMES.index(left.minutes) + 1) % len(_TIMES)]
        self._anew()

    def action_keep(self) -> None:
        """Keep all photos, as clean copies, or let some go."""
        self.context.remember_filters()
        self.context.left.keep = not self.context.left.keep
        self._anew()

    def _anew(self) -> None:
        self.context.left.step = ""
        self.start("load", self.load)

    def action_order(self) -> None:
        """Leave out what followers can notice, or show all."""
        self.context.remember_filters()
        self.context.left.quiet = not self.context.left.quiet
        self._anew()

    def action_browse(self) -> None:
        """Ask before the page of the step is opened in the browser."""
        step = self.query_one("#rows", RowList).row
        self.go(Route.BROWSE, plan_lines.link(step) if isinstance(step, PlanStep) else "")

    def action_mark(self, state: str) -> None:
        """Mark the step with all findings it settles."""
        step = self.query_one("#rows", RowList).row
        if isinstance(step, PlanStep):
            self.start("mark", self._mark, step, State(state))

    async def _mark(self, step: PlanStep, state: State) -> None:
        wanted = self._wanted or EVERYTHING
        await self.mark_step(step, state, plan_lines.told_marked(state), wanted)
        await self._load()


def _choice(wanted: Wanted) -> str:
    """Say which steps are shown, and the keys that choose others."""
    time = _("as long as it takes") if wanted.minutes is None else minutes(wanted.minutes)
    quiet = _("only what followers cannot notice") if wanted.quiet else _("followers may notice")
    keep = _("all photos stay") if wanted.keep else _("photos may go")
    return _("m {time} · o {quiet} · C {keep}").format(time=time, quiet=quiet, keep=keep)
