"""Boxes that ask one thing after the other, then do something and tell what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, RadioButton, RadioSet

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import Finding
from auditor.domain.text.masking import near
from auditor.domain.text.statement import Kind
from auditor.errors import AuditorError, UsageError
from auditor.messages import _
from auditor.tui.base.context import Context
from auditor.tui.base.desk import Desk
from auditor.tui.page import Dialog
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell import told_lines, without_commands
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.toggles import Choice, Tick
from auditor.tui.widgets.typed_line import TypedLine

NextStep = Callable[[], Awaitable[None]]
_OPTION = "option-"


@dataclass(frozen=True, slots=True)
class Field:
    """A line to type: what belongs there, and what stands there at first."""

    name: str
    label: str
    value: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class TickField:
    """Something to want or not."""

    name: str
    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several; the first is chosen at first. Options are keys and titles."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


FormField = Field | TickField | ChoiceField


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """What was typed and ticked, by the names of the fields."""

    texts: dict[str, str]
    ticks: dict[str, bool]
    chosen: dict[str, str]

    def path(self, name: str) -> Path:
        """Return the path in a field. Raises UsageError where nothing was typed."""
        text = self.texts[name].strip().strip("'\"")
        if not text:
            raise UsageError(_("Type a path first."))
        return _expanded(text)

    def paths(self, name: str) -> tuple[str, ...]:
        """Return several paths or addresses (`s3://…`), each between commas.

        Raises UsageError where there is none.
        """
        parts = [part.strip().strip("'\"") for part in self.texts[name].split(",")]
        found = tuple(part if "://" in part else str(_expanded(part)) for part in parts if part)
        if not found:
            raise UsageError(_("Type a path first."))
        return found


class WorkBox(Dialog[None]):
    """`begin` asks the first thing. `TITLE_KEY` is a key of the catalogue.

    `OWN_WORDS`: what it tells are our own words, and addresses of services for everybody, which a
    class may see. What goes wrong is veiled all the same.
    """

    TITLE_KEY: ClassVar[str] = ""
    OWN_WORDS: ClassVar[bool] = False
    YES, NO = "yes", "no"
    DEFAULT_CSS = """
    WorkBox #box {
        width: 90%; max-width: 84; height: auto; max-height: 95%; border: round $accent;
        background: $surface; padding: 0 2; scrollbar-size-vertical: 1;
    }
    WorkBox #text { height: auto; margin-bottom: 1; }
    WorkBox #fields { height: auto; }
    WorkBox #fields Prose { height: auto; color: $quiet; }
    WorkBox #fields Button { height: auto; width: 100%; content-align-horizontal: left; }
    WorkBox #fields RadioSet {
        border: none; padding: 0; background: transparent; width: 100%; height: auto;
    }
    WorkBox Input { background: $panel; }
    WorkBox #trouble { height: auto; }
    WorkBox #buttons { height: 1; margin-top: 1; }
    WorkBox #buttons Button { margin-right: 2; }
    """

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._yes: NextStep | None = None
        self._no: NextStep | None = None
        self._options: tuple[NextStep, ...] = ()
        self._then: Callable[[FormAnswers], Awaitable[None]] | None = None

    def compose(self) -> ComposeResult:
        """The box; what does not belong to the step is hidden."""
        with Choices() as box:
            box.border_title = _(self.TITLE_KEY)
            yield Prose(id="text")
            yield Vertical(id="fields")
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Yes"), "yes")
                yield press(_("No"), "no")
                yield press(_("Do it"), "go", variant="primary")
                yield press(_("Close"), "close")

    def on_mount(self) -> None:
        """Ask the first thing."""
        self._show((), "close")
        self._run(self.begin)

    async def begin(self) -> None:
        """Ask the first thing. Raises AuditorError."""

    @property
    def desk(self) -> Desk:
        """What writes on this machine. Raises UsageError where nothing may be written."""
        if self.context.options.desk is None:
            raise UsageError(_("Nothing is written from here."))
        return self.context.options.desk

    async def chosen(self, ids: str) -> list[Finding]:
        """Return the findings of these ids, or the one last looked at.

        Raises UsageError where there is none.
        """
        wanted = (ids or self.context.left.finding).split(",")
        found = list(await self.context.session.findings(ids=wanted))
        if not found:
            raise UsageError(
                _("Choose the findings first: pick them on the Findings screen (4), then press M.")
            )
        return found

    def about(self, findings: Iterable[Finding]) -> Iterator[str]:
        """Yield what findings say, positions to about 1 km, and on which account."""
        for finding in findings:
            said = self.context.veil.statement(near(finding.observation.title))
            state = self.context.state(finding.observation.account)
            where = ""
            if state is not None:
                handle = self.context.veil.handle(state.account)
                where = f" ({self.context.title(state.account.platform)} {handle})"
            yield f"• {said}{where}"

    # one step after the other

    async def ask(self, told: Iterable[str], yes: NextStep, no: NextStep) -> None:
        """Ask what is answered by yes or no; no has the focus, so that Enter does nothing rash."""
        self._yes, self._no = yes, no
        await self._fill(())
        self._show(self._lines(told, "bold"), "no", "yes", "close")

    async def menu(self, told: Iterable[str], options: Sequence[tuple[str, NextStep]]) -> None:
        """Offer several things to do."""
        self._options = tuple(step for _title, step in options)
        await self._fill(
            [press(title, f"{_OPTION}{number}") for number, (title, _s) in enumerate(options)]
        )
        self._show(self._lines(told), "close")

    async def form(
        self,
        told: Iterable[str],
        fields: Sequence[FormField],
        go: str,
        then: Callable[[FormAnswers], Awaitable[None]],
    ) -> None:
        """Ask for what is to be typed; the button `go` hands it on."""
        self._then = then
        await self._fill([widget for field in fields for widget in self._widgets(field)])
        self.query_one("#go", Button).label = Content(go)
        self._show(self._lines(told), "go", "close")

    async def tell(self, told: Iterable[str]) -> None:
        """Say what came of it: the last step."""
        await self._fill(())
        self._show(self._lines(told), "close")

    def hide_paths(self, *paths: Path | str) -> None:
        """Hide paths in what is told while a class looks on."""
        self._hidden = tuple(str(path) for path in paths)

    _hidden: tuple[str, ...] = ()

    def _lines(self, told: Iterable[str], style: str = "") -> Sequence[Content]:
        out = []
        for line in told_lines(told):
            text = line if self.OWN_WORDS else self.context.veil.sentence(line)
            for path in self._hidden:
                text = text.replace(path, self.context.veil.word(path, Kind.FILE))
            out.append(plain(text, style, limit=2000))
        return out

    def _show(self, told: Sequence[Content], *names: str) -> None:
        self.query_one("#text", Prose).write(lines(*told))
        self.trouble("")
        for button in self.query("#buttons Button"):
            button.display = button.id in names
        self.query_one("#box").border_subtitle = self.keys()
        first = next((found for found in self.query("#fields *") if found.focusable), None)
        (first or self.query_one(f"#{names[0]}")).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#box").scroll_home, animate=False)

    async def _fill(self, widgets: Sequence[Widget]) -> None:
        place = self.query_one("#fields", Vertical)
        await place.remove_children()
        if widgets:
            await place.mount_all(widgets)

    def _widgets(self, field: FormField) -> Sequence[Widget]:
        match field:
            case TickField():
                tick = Tick(plain(field.label, limit=200), field.name)
                tick.value = field.on
                return (tick,)
            case ChoiceField():
                choices = [
                    Choice(plain(title), f"{field.name}-{key}", chosen=number == 0)
                    for number, (key, title) in enumerate(field.options)
                ]
                return Prose(plain(field.label)), RadioSet(*choices, id=field.name, compact=True)
        hidden = field.secret or self.context.veil.on
        entry = TypedLine(field.value, password=hidden, id=field.name, compact=True)
        return Prose(plain(field.label, limit=300)), entry

    def _typed(self) -> FormAnswers:
        return FormAnswers(
            {entry.id or "": entry.value for entry in self.query(Input)},
            {tick.id or "": tick.value for tick in self.query(Checkbox)},
            {
                group.id or "": (pressed.id or "").removeprefix(f"{group.id}-")
                for group in self.query(RadioSet)
                for pressed in group.query(RadioButton)
                if pressed.value
            },
        )

    def trouble(self, message: str, way_out: str = "") -> None:
        """Say what is missing or did not work, under the fields."""
        veil = self.context.veil
        self.query_one("#trouble", Prose).write(
            lines(
                plain(veil.sentence(without_commands(message)), "$text-warning", limit=600),
                plain(veil.sentence(without_commands(way_out)), "$quiet", limit=600),
            )
            if message
            else Content("")
        )
        if message:
            self.call_after_refresh(self.query_one("#trouble").scroll_visible, animate=False)

    def _run(self, step: NextStep) -> None:
        self.start("step", self._told, step)

    async def _told(self, step: NextStep) -> None:
        try:
            await step()
        except AuditorError as error:
            self.trouble(error.message, error.hint)
        finally:
            self.query_one("#go", Button).disabled = False

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        if name == "close":
            self.action_shut()
        elif name == "go":
            self._go()
        elif name.startswith(_OPTION):
            self._run(self._options[int(name.removeprefix(_OPTION))])
        elif step := self._yes if name == "yes" else self._no:
            self._run(step)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        entries = list(self.query(Input))
        if event.input is entries[-1]:
            self._go()
        else:
            entries[entries.index(event.input) + 1].focus()

    def _go(self) -> None:
        then = self._then
        if then is not None and not self.query_one("#go", Button).disabled:
            typed = self._typed()
            self.query_one("#go", Button).disabled = True
            self.trouble(_("Working…"))

            async def done() -> None:
                await then(typed)

            self._run(done)


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(_("There is no such home folder.")) from error
