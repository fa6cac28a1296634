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
from auditor.engine.plan.book import Wanted
from auditor.messages import N_, _
from auditor.report.words.coverage import unread
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
    Column(_("Step")),
    Column(_("Platform"), 10, least=60),
    Column(_("Takes"), 7, least=50, right=True),
    Column(_("Closes"), 16, least=70),
    Column(_("Noticed by"), 10, least=100),
)
_ORDERS = {
    False: N_("All steps, the gravest question first. o leaves out what followers can notice."),
    True: N_("Only steps that followers cannot notice. o shows all."),
}


class PlanPage(ListPage):
    """Steps, and everything about the one under the cursor."""

    HELP = N_(
        "Critical things come first, then what closes the gravest question with the fewest "
        "minutes. "
        "The checks were run on what would be there after the steps. Read "
        "who will notice before you do it, and "
        "save evidence first where it says so. d marks a step done, v looks whether it worked, o "
        "leaves out what followers can notice. "
        "w opens the page in your browser, whose history keeps the visit."
    )
    PLACE = Route.PLAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "mark('done')", _("Done")),
        Binding("v", "app.go('verify')", _("Verify")),
        Binding("w", "browse", _("Page")),
        Binding("o", "order", _("Order")),
        Binding("c", "mark('accepted')", _("Accept")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._plan: Plan | None = None

    def body(self) -> ComposeResult:
        """Order, list, detail."""
        rows: RowList[PlanStep] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda step: step.id,
            empty=self.nothing(_("No step would change how a question stands.")),
            id="rows",
        )
        with Container(id="head"):
            yield Prose(id="predicted")
            yield Prose(id="order")
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read the steps. Running the checks for each takes a moment."""
        left = self.context.left
        self.query_one("#order", Prose).write(plain(_(_ORDERS[left.quiet]), "$quiet"))
        self.query_one("#predicted", Prose).write(
            plain(_("Working out what each step changes…"), "$quiet")
        )
        made = self._plan = await self.context.session.planning.plan(Wanted(quiet=left.quiet))
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
        return (
            row(plain(number, "bold $accent"), plain(words.state_sign(step.state), "$accent")),
            self.sentence(self._title(step), style),
            plain(self.context.title(step.platform), "$quiet"),
            plain(words.minutes_short(step.minutes), "$quiet"),
            plain(plan_lines.closes(step), "$text-success"),
            plain(words.noticed_short(step.remedy.noticed_by), "$quiet"),
        )

    def _title(self, step: PlanStep) -> str:
        """Return what is done, and to what."""
        told = words.step(step.remedy)
        about = "" if step.about is None else self.context.veil.statement(step.about)
        return f"{told}: {about}" if about else told

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
        elif not event.rows.count:
            self.query_one("#about", Prose).write(Content(""))

    def action_order(self) -> None:
        """Leave out what followers can notice, or show all."""
        left = self.context.left
        left.quiet = not left.quiet
        left.step = ""
        self.start("load", self.load)

    def action_browse(self) -> None:
        """Open the page of the step in the browser.

        Only on this key, and never while a class looks on.
        """
        step = self.query_one("#rows", RowList).row
        page = plan_lines.link(step) if isinstance(step, PlanStep) else ""
        if self.context.veil.on:
            self.say(_("Not while projecting: the browser would show your account."))
        elif page:
            self.app.open_url(page)
            self.say(_("Opened in your browser."))
        else:
            self.say(_("This step has no page of its own."))

    def action_mark(self, state: str) -> None:
        """Mark the step with all findings it settles."""
        step = self.query_one("#rows", RowList).row
        if isinstance(step, PlanStep):
            self.start("mark", self._mark, step, State(state))

    async def _mark(self, step: PlanStep, state: State) -> None:
        await self.context.session.planning.mark(step.id, state)
        said = _("Step marked: {state}.").format(state=words.state(state))
        self.say(said + " " + _("v looks whether it worked.") if state is State.DONE else said)
        await self._load()
