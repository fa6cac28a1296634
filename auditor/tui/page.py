"""What all screens share.

Bars, breakpoints, help, work in the background and errors as messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button
from textual.worker import Worker

from auditor.errors import AuditorError, NotWorkedOut
from auditor.messages import _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, JustSaid, Route, Trouble
from auditor.tui.base.undo import Back, step_as_it_is
from auditor.tui.base.workers import Given, is_shown, start, surface
from auditor.tui.text.plain import plain
from auditor.tui.text.shell import with_screens
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.key_bar import KeyBar
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.said import SaidLine, WorkLine
from auditor.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from auditor.domain.findings.finding import State
    from auditor.domain.findings.plan import PlanStep
    from auditor.domain.text.statement import Statement
    from auditor.engine.plan.wanted import Wanted

Result = TypeVar("Result")


class Confirming(Screen[Result]):
    """A screen or a box that says what was done, and what takes it back."""

    context: Context

    def say(self, sentence: str) -> None:
        """Confirm something in the line above the keys, in plain text."""
        self.app.post_message(JustSaid(sentence))

    def done(self, sentence: str, what: str, back: Back) -> None:
        """Confirm a change that `back` takes back; then `what` is named, in few words."""
        self.context.undo.put(what, back)
        self.say(sentence + " " + _("ctrl+z takes it back."))

    async def mark_step(
        self, step: PlanStep, state: State, said: str, wanted: Wanted | None = None
    ) -> None:
        """Say how far a step is, which `said` confirms; it can be taken back."""
        from auditor.engine.plan.wanted import EVERYTHING
        from auditor.tui.text import words

        session = self.context.session
        back = await step_as_it_is(session, step)
        await session.planning.mark(step.id, state, wanted or EVERYTHING)
        self.done(said, words.marked(state), back)


class Page(Confirming[None]):
    """A whole screen. `HELP` is what F1 shows, translated when it is shown.

    `PLACE` is its tab in the top bar, if it has one. `KEYS_IN_ORDER` where a key moves the focus to
    a field, so that what is typed at once behind it waits for that.
    """

    HELP: ClassVar[str] = ""
    PLACE: ClassVar[Route | None] = None
    KEYS_IN_ORDER: ClassVar[bool] = False
    BAR: ClassVar[bool] = True
    unknown = ""  # why what takes long could not be worked out
    _came = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared as such by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-short"), (36, "-tall")]  # noqa: RUF012 - same

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__()
        self.context = context
        self.item = item
        self._to_show: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """Bar, body, keys."""
        self.add_class(*self._breakpoints())
        if self.BAR:
            yield TopBar(self.context, self.PLACE)
        yield from self.body()
        yield SaidLine(self.context.said)
        yield WorkLine(self.context)
        yield KeyBar()

    def _breakpoints(self) -> Iterator[str]:
        """Yield the classes of this size before anything is on the screen.

        Textual sets them after the first layout, and then styles and lays out everything again.
        """
        width, height = self.app.size
        for cells, points in (
            (width, self.HORIZONTAL_BREAKPOINTS),
            (height, self.VERTICAL_BREAKPOINTS),
        ):
            yield max(point for point in points if point[0] <= cells)[1]

    def body(self) -> ComposeResult:
        """Yield what stands between the bars."""
        return ()

    async def load(self) -> None:
        """Read what the screen shows. Called whenever it comes to the front.

        Raises AuditorError.
        """

    async def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Show what is true now. All of it was styled a moment ago where it comes first.

        Keys have a turn between making it, which happened now, and drawing it, which follows.
        """
        event.refresh_styles = self._came
        self._came = True
        await asyncio.sleep(0)
        self.reload()

    def reload(self) -> None:
        """Read everything again; while the vault is being locked there is nothing to read."""
        if self.context.is_open or not self.BAR:
            self.start("load", self._load)

    async def _load(self) -> None:
        if self.BAR and self.context.is_open:
            await self.context.meet()
            self.query_one(TopBar).tell(self.context.states)
        self.unknown = ""
        try:
            await self.load()
        except NotWorkedOut:
            raise
        except AuditorError:
            for rows in self.query(RowList):
                rows.fail()
            raise

    def nothing(self, checked: str, proven: int = 0) -> Callable[[], str]:
        """Return what an empty list says of what scans found.

        `checked` is said only where something was checked, in `proven` proven accounts or more.
        """

        def told() -> str:
            from auditor.report.words.coverage import empty

            coverage = self.context.coverage
            running = self.context.scan.running
            if coverage is None:
                return ""
            return empty(coverage, checked, proven, scanning=running)

        return told

    def start(
        self,
        group: str,
        work: Callable[Given, Coroutine[None, None, None]],
        *args: Given.args,
        **named: Given.kwargs,
    ) -> Worker[None]:
        """Do work that ends with this screen."""
        return start(self, group, work, *args, **named)

    def soon(self, show: Callable[[], None]) -> None:
        """Show something once what is ready now is done, however often it is asked for."""
        if show not in self._to_show:
            self._to_show.append(show)
            self.call_later(self._show_what_is_due, show)

    def _show_what_is_due(self, show: Callable[[], None]) -> None:
        self._to_show.remove(show)
        if is_shown(self):  # a screen that is left loses its parts first
            show()

    @on(Trouble)
    def _not_worked_out(self, event: Trouble) -> None:
        """Tell here what is no fault of anybody and may be known later."""
        if isinstance(event.error, NotWorkedOut):
            event.stop()
            self.not_worked_out(event.error)

    def not_worked_out(self, error: NotWorkedOut) -> None:
        """Say where it would stand that nothing is known of it; other work goes on."""
        self.unknown = f"{error.message} {error.hint}".rstrip()
        for rows in self.query(RowList):
            rows.fail(self.unknown)
        for words in self.query(".waits").results(Prose):
            words.write(plain(self.unknown, "$text-warning", limit=400))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let mistakes surface."""
        surface(event)

    def photo_in_hand(self) -> str:
        """Return the id of the photo that this screen is about, empty where it is about none."""
        return ""

    def scan_moved(self) -> None:
        """Show progress of the scan."""
        if self.BAR:
            self.query_one(TopBar).refresh_badges()

    def go(self, place: Route, item: str = "") -> None:
        """Ask the app to lead somewhere."""
        self.post_message(Go(place, item))

    # foreign text, veiled and cleaned

    def told(self, statement: Statement, style: str = "", *, exact: bool = False) -> Content:
        """Return a statement as content, its positions to about 1 km unless `exact`."""
        from auditor.domain.text.masking import near

        return plain(
            with_screens(self.context.veil.statement(statement if exact else near(statement))),
            style,
            limit=2000,
        )

    def sentence(self, text: str, style: str = "") -> Content:
        """Return a ready-made sentence as content."""
        return plain(self.context.veil.sentence(with_screens(text)), style, limit=2000)


class Dialog(Confirming[Result], ModalScreen[Result]):
    """A box over a screen. Escape closes it without doing anything, as a click beside it does.

    `YES` and `NO` are the ids of the buttons that the keys y and n press, where there are such.
    """

    HELP: ClassVar[str] = ""
    YES: ClassVar[str] = ""
    NO: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "shut", _("Back")),
        Binding("y", "answer('yes')", _("Yes"), show=False),
        Binding("n", "answer('no')", _("No"), show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; }
    """

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__()
        self.context = context
        self.item = item

    def on_mount(self) -> None:
        """Tell the keys at the edge of the box."""
        for box in self.query(Choices):
            box.border_subtitle = self.keys()

    def keys(self) -> str:
        """Return the keys that work in the box, in words for its edge."""
        asked = all(self._button(answer) is not None for answer in ("yes", "no"))
        answers = _("y or n answers") + " · " if asked else ""
        return answers + _("Tab or ↓: next · Enter: choose · Esc: back")

    def on_click(self, event: events.Click) -> None:
        """Close where somebody clicks beside the box."""
        if event.widget is self:
            self.action_shut()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys y and n where there is such a button now."""
        return action != "answer" or self._button(str(parameters[0])) is not None

    def _button(self, answer: str) -> Button | None:
        name = self.YES if answer == "yes" else self.NO
        found = self.query(f"#{name}").results(Button) if name else ()
        return next((button for button in found if button.display), None)

    def action_answer(self, answer: str) -> None:
        """Press the button that says yes or no."""
        button = self._button(answer)
        if button is not None:
            button.press()

    def action_shut(self) -> None:
        """Close without doing anything."""
        self.dismiss()

    def start(
        self,
        group: str,
        work: Callable[Given, Coroutine[None, None, None]],
        *args: Given.args,
        **named: Given.kwargs,
    ) -> Worker[None]:
        """Do work that ends with this box."""
        return start(self, group, work, *args, **named)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let mistakes surface."""
        surface(event)
