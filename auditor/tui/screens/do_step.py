"""Doing one step: what it changes, who notices, and the ways to do it."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.remedies import NEW_FILE
from auditor.engine.plan.wanted import Wanted
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, Route
from auditor.tui.base.range_owner import can_do, do_step
from auditor.tui.page import Dialog
from auditor.tui.text import plan as plan_lines
from auditor.tui.text.plain import plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press


class DoStepBox(Dialog[None]):
    """Everything about a step, and a button for each way to do it."""

    HELP = N_(
        "Read what the step changes and who will notice; save evidence first where it says so. "
        "The page opens in your browser after asking; a clean copy is made of your own file. "
        "'I have done it' is what you say; verify looks whether it is so. On the practice range "
        "the step can be done right here, as the owner would. Escape closes the box, and nothing "
        "is done."
    )

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._step: PlanStep | None = None

    def compose(self) -> ComposeResult:
        """The step, and the ways that there are."""
        with Choices() as box:
            box.border_title = _("Do this step")
            with VerticalScroll(id="text", can_focus=False):
                yield Prose(plain(_("Reading the step…"), "$quiet"), id="about")
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Do it on the range"), "range", variant="primary")
                yield press(_("Make the copy"), "copy", variant="primary")
                yield press(_("Open the page"), "page", variant="primary")
                yield press(_("I have done it"), "done", variant="primary")
                yield press(_("Not done after all"), "open")
                yield press(_("Back"), "back")

    def on_mount(self) -> None:
        """Read the step."""
        super().on_mount()
        for button in self.query("#buttons Button"):
            button.display = button.id == "back"
        self.start("step", self._load)

    async def _load(self) -> None:
        step = self._step = await self.context.session.planning.step(self.item, self._wanted())
        state = self.context.state(step.account)
        handle = self.context.veil.handle(state.account) if state else ""
        platform = self.context.title(step.platform)
        told = plan_lines.about(step, platform, handle, self.context.veil, key=False)
        self.query_one("#about", Prose).write(told)
        ways = [*self._ways(step)]
        for button in self.query("#buttons Button"):
            button.display = button.id in ways
        self.query_one(f"#{ways[0]}").focus()

    def _wanted(self) -> Wanted:
        """Return the plan that the Plan screen shows."""
        left = self.context.left
        return Wanted(left.minutes, quiet=left.quiet, keep=left.keep)

    def _ways(self, step: PlanStep) -> Iterator[str]:
        if step.state is State.OPEN:
            if self.context.options.owner is not None and can_do(step):
                yield "range"
            else:
                if step.change in NEW_FILE:
                    yield "copy"
                if plan_lines.link(step) and not self.context.veil.on:
                    yield "page"
            yield "done"
        else:
            yield "open"
        yield "back"

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#page")
    def _page(self) -> None:
        page = plan_lines.link(self._step) if self._step is not None else ""
        if page:
            self.query_one("#done", Button).focus()
            self.app.post_message(Go(Route.BROWSE, page))

    @on(Button.Pressed, "#copy")
    def _copy(self) -> None:
        if self._step is not None:
            self.app.post_message(Go(Route.COPIES, ",".join(self._step.findings)))

    @on(Button.Pressed, "#done")
    def _done(self) -> None:
        if self._step is not None:
            self.start("mark", self._mark, self._step, State.DONE)

    @on(Button.Pressed, "#open")
    def _open(self) -> None:
        if self._step is not None:
            self.start("mark", self._mark, self._step, State.OPEN)

    @on(Button.Pressed, "#range")
    def _on_range(self) -> None:
        if self._step is not None:
            self._trouble(_("Working…"))
            self.start("mark", self._act, self._step)

    async def _act(self, step: PlanStep) -> None:
        owner = self.context.options.owner
        if owner is None:
            return
        try:
            await do_step(owner, self.context.session, step)
        except AuditorError as error:
            self._trouble(self.context.veil.sentence(error.message))
        else:
            await self._mark(step, State.DONE, _("What was changed there stays changed."))

    async def _mark(self, step: PlanStep, state: State, more: str = "") -> None:
        said = f"{plan_lines.told_marked(state)} {more}".rstrip()
        await self.mark_step(step, state, said)
        self.dismiss()

    def _trouble(self, told: str) -> None:
        self.query_one("#trouble", Prose).write(plain(told, "$text-warning", limit=400))
