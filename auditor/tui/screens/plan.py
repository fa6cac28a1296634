"""The plan: what to do, in the order in which it is worth doing, or quiet steps first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from auditor.domain.finding import State
from auditor.domain.plan import PlanOrder, PlanStep
from auditor.domain.statement import Kind
from auditor.messages import N_, _, ngettext
from auditor.tui import words
from auditor.tui.frame import Page
from auditor.tui.moves import Place
from auditor.tui.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

_COLUMNS = (
    Column("", 2),
    Column(_("Step")),
    Column(_("Platform"), 10, least=60),
    Column(_("Takes"), 7, right=True),
    Column(_("Lowers"), 7, right=True),
    Column(_("Noticed by"), 10, least=100),
)
_ORDERS = {
    PlanOrder.EFFECT: N_("Order: most exposure removed per minute first. o puts quiet steps first."),
    PlanOrder.QUIET: N_("Order: steps that nobody notices first. o puts the strongest first."),
}


class PlanPage(Page):
    """Steps, and everything about the one under the cursor."""

    HELP = N_(
        "Each step settles some findings on one account. 'Lowers' is how many points of the exposure score it takes away. "
        "Read who will notice before you do it, and save evidence first where it says so. d marks a step done, o changes the order."
    )
    PLACE = Place.PLAN
    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "order", _("Order")),
        Binding("d", "mark('done')", _("Done")),
        Binding("c", "mark('accepted')", _("Accept")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
    ]

    def body(self) -> ComposeResult:
        """Order, list, detail."""
        rows: RowList[PlanStep] = RowList(
            _COLUMNS, self._cells, key=lambda step: step.id, empty=_("Nothing to do. Steps appear here after a scan: press 6."), id="rows"
        )
        yield Prose(id="order")
        with Container(id="split"):
            yield TitledList(rows, _COLUMNS)
            with VerticalScroll(id="detail"):
                yield Prose(id="about")

    def on_mount(self) -> None:
        """Keys move the cursor at once."""
        self.query_one(RowList).focus()

    async def load(self) -> None:
        """Read the steps."""
        left = self.context.left
        steps = await self.context.session.plan(left.order)
        self.query_one("#order", Prose).write(plain(_(_ORDERS[left.order]), "$quiet"))
        at = next((number for number, step in enumerate(steps) if step.id == left.step), 0)
        self.query_one("#rows", RowList).show(steps, cursor=at)

    def _cells(self, step: PlanStep) -> Sequence[Content]:
        style = "" if step.state is State.OPEN else "$quiet"
        return (
            plain(words.state_sign(step.state), "$accent"),
            self.sentence(words.step(step.remedy), style),
            plain(words.platform(step.platform), "$quiet"),
            plain(words.minutes_short(step.minutes), "$quiet"),
            plain(f"−{step.score_drop:.1f}", "$text-success"),
            plain(words.noticed_short(step.remedy.noticed_by), "$quiet"),
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, PlanStep):
            self.context.left.step = event.row.id
            self.query_one("#about", Prose).write(self._about(event.row))
        elif not event.rows.count:
            self.query_one("#about", Prose).write(Content(""))

    def _about(self, step: PlanStep) -> Content:
        remedy, veil = step.remedy, self.context.veil
        state = self.context.state(step.account)
        handle = veil.handle(state.account) if state else ""
        out = [
            self.sentence(words.step(remedy), "bold"),
            row(
                plain(words.platform(step.platform), "$accent"),
                plain("  "),
                plain(handle, limit=120),
                plain(f"  {words.state(step.state)}", "$quiet"),
            ),
        ]
        if remedy.url:
            out.append(plain(veil.word(remedy.url, Kind.URL), "$quiet", limit=400))
        if remedy.title:
            out += [plain(""), self.sentence(words.advice(remedy))]
        settles = ngettext("Settles {count} finding", "Settles {count} findings", len(step.findings)).format(count=len(step.findings))
        photos = ngettext("on {count} photo.", "on {count} photos.", len(step.photos)).format(count=len(step.photos)) if step.photos else ""
        out += [
            plain(""),
            plain(f"{settles} {photos}".rstrip()),
            plain(
                _("Takes {minutes}, lowers the exposure by {points} points.").format(
                    minutes=words.minutes(step.minutes), points=f"{step.score_drop:.1f}"
                )
            ),
            plain(words.noticed(remedy.noticed_by), "bold"),
        ]
        if remedy.evidence_first:
            out.append(plain(_("Save evidence first: once changed, it cannot be shown to anybody."), "$text-warning"))
        return lines(*out)

    def action_order(self) -> None:
        """Take the other order."""
        left = self.context.left
        left.order = PlanOrder.QUIET if left.order is PlanOrder.EFFECT else PlanOrder.EFFECT
        left.step = ""
        self.start("load", self.load)

    def action_mark(self, state: str) -> None:
        """Mark all findings of the step."""
        step = self.query_one("#rows", RowList).row
        if isinstance(step, PlanStep):
            self.start("mark", self._mark, step, State(state))

    async def _mark(self, step: PlanStep, state: State) -> None:
        for one in step.findings:
            await self.context.session.mark(one, state)
        self.say(_("Step marked: {state}.").format(state=words.state(state)))
        await self._load()
