"""Tasks on the practice range: a guess without a look, then the screens show, then right or not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from auditor.domain.views import PhotoQuery
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.base.range_owner import TaskShown
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.typed_line import TypedLine

_COLUMNS = (
    Column(_("Task")),
    Column(_("Answer with"), 16, least=60),
    Column(_("Guesses"), 8, least=44, right=True),
    Column(_("So far"), 10),
)
_DEED = "state"
_KINDS = {
    "number": N_("a number"),
    "choice": N_("a choice"),
    "photo": N_("a photo"),
    _DEED: N_("what you do"),
}
_LONGEST = 600


class TasksPage(ListPage):
    """The tasks of the story; what is asked, and below it the line to answer on."""

    HELP = N_(
        "Each task asks for a guess first, without a look at the other screens. Enter goes to the "
        "line for the answer, or checks what is to be done. After a guess s leads to the screen "
        "that shows it; ? gives a hint, and each further one says more. Guesses are kept until the "
        "session ends, and nowhere else unless Y saves your results. J leads to the lessons on "
        "made pictures."
    )
    KEYS_IN_ORDER = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "next_hint", _("Hint"), key_display="?"),
        Binding("s", "look", _("Look now")),
        Binding("Y", "app.go('task-result')", _("Save results")),
        Binding("J", "app.go('awareness')", _("Lessons")),
        Binding("escape", "to_the_list", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._trouble = ""
        self._given: deque[tuple[str, str]] = deque()

    def body(self) -> ComposeResult:
        """List and words, and the line for the answer."""
        rows: RowList[TaskShown] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda task: task.id,
            empty=_("Only on the practice range: start it to find tasks here."),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)
        yield TypedLine(id="answer", placeholder=_("Your guess, then Enter"), compact=True)

    async def load(self) -> None:
        """Show the tasks as far as they are."""
        self._show(self.context.left.task)

    def _show(self, chosen: str = "") -> None:
        tasks = self.context.options.tasks
        shown = tasks.shown() if tasks is not None else ()
        rows, names = self.query_one("#rows", RowList), [task.id for task in shown]
        rows.show(shown, cursor=names.index(chosen) if chosen in names else rows.cursor)
        self._write()

    @property
    def _chosen(self) -> TaskShown | None:
        found = self.query_one("#rows", RowList).row
        return found if isinstance(found, TaskShown) else None

    def _cells(self, task: TaskShown) -> Sequence[Content]:
        if task.right:
            state = plain(_("right"), "$text-success")
        elif task.kept:
            state = plain(_("guess kept"), "$quiet")
        elif task.guesses:
            state = plain(_("not yet"), "$text-warning")
        else:
            state = plain(_("to do") if task.kind == _DEED else _("guess"), "$quiet")
        return (
            plain(task.title, "bold"),
            plain(_(_KINDS[task.kind]), "$quiet"),
            plain(str(len(task.guesses) or ""), "$quiet"),
            state,
        )

    @on(RowList.Moved)
    def _moved(self) -> None:
        name = self._chosen.id if self._chosen is not None else ""
        if name != self.context.left.task:
            self._trouble = ""
            self.query_one("#answer", Input).value = ""
        self.context.left.task = name
        self._write()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if not isinstance(event.row, TaskShown):
            return
        if event.row.kind == _DEED:
            self._give(event.row.id, "")
        else:
            self.query_one("#answer", Input).focus()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        if self._chosen is not None and event.value.strip():
            event.input.value = ""  # what is typed from now on is another answer
            self._give(self._chosen.id, event.value)

    def _give(self, task: str, answer: str) -> None:
        """Have an answer checked behind those that are not checked yet: none cancels another."""
        self._given.append((task, answer))
        if len(self._given) == 1:
            self.start("check", self._check_given)

    async def _check_given(self) -> None:
        while self._given:
            try:
                await self._check(*self._given[0])
            finally:
                self._given.popleft()

    async def _check(self, task: str, answer: str) -> None:
        tasks = self.context.options.tasks
        if tasks is None:
            return
        told = ""
        try:
            await tasks.answer(self.context.session, task, answer)
        except AuditorError as error:
            told = f"{error.message} {error.hint}".strip()
        self._show()
        chosen, typed = self._chosen, self.query_one("#answer", Input)
        if chosen is None or chosen.id != task:
            return
        self._trouble = told
        if told and not typed.value:
            typed.value = answer
        if chosen.right:
            self.query_one("#rows", RowList).focus()
        self._write()

    def _write(self) -> None:
        task, typed = self._chosen, self.query_one("#answer", Input)
        typed.display = task is not None and task.kind != _DEED
        about = lines(*self._about(task)) if task is not None else Content("")
        self.query_one("#about", Prose).write(about)
        self.refresh_bindings()

    def _about(self, task: TaskShown) -> Iterator[Content]:
        yield plain(task.ask, "bold", limit=_LONGEST)
        for number, words in enumerate(task.choices, 1):
            yield plain(f"{number}  {words}", limit=_LONGEST)
        if task.guesses and task.kind != _DEED:
            yield plain(_("Your guesses: {guesses}").format(guesses=", ".join(task.guesses)))
        if task.said:
            style = "$text-success" if task.right else "$text-warning"
            yield plain(task.said, style, limit=_LONGEST)
        for hint in task.hints:
            yield plain(_("Hint: {hint}").format(hint=hint), "$quiet", limit=_LONGEST)
        if self._trouble:
            yield plain(self._trouble, "$text-warning", limit=_LONGEST)
        if task.kind == _DEED and not task.right:
            yield plain(_("Enter checks it. s leads to where it is shown."), "$quiet")
        elif not task.guesses:
            yield plain(_("Guess first: Enter, then type. Then s shows it."), "$quiet")
        elif not task.right:
            yield plain(_("s shows it; then answer again. ? gives a hint."), "$quiet")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a look once something was guessed, and hints and results where there are tasks."""
        del parameters
        task = self._chosen if self.is_mounted else None
        if action == "look":
            return task is not None and (bool(task.guesses) or task.kind == _DEED)
        return action != "next_hint" or task is not None

    def action_next_hint(self) -> None:
        """Show the next hint."""
        tasks = self.context.options.tasks
        if self._chosen is not None and tasks is not None:
            tasks.hint(self._chosen.id)
            self._show()

    def action_look(self) -> None:
        """Lead to the screen that shows what the task asks for."""
        task = self._chosen
        if task is None:
            return
        place, _colon, item = task.shows.partition(":")
        if task.search:
            self.context.remember_filters()
            self.context.left.photos = PhotoQuery(text=task.search)
        self.go(Route(place), item)

    def action_to_the_list(self) -> None:
        """Leave the line for the answer; from the list, leave the tasks."""
        rows = self.query_one("#rows", RowList)
        if self.query_one("#answer", Input).has_focus:
            rows.focus()
        else:
            self.dismiss()
