"""Tasks on the practice range: a guess without a look, then the screens show, then right or not."""

from __future__ import annotations

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
from auditor.practice.tasks.check import choices_of, words_of
from auditor.practice.tasks.learner import Learner
from auditor.practice.tasks.rows import Task
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.tasks.looked import looked
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
_KINDS = {
    "number": N_("a number"),
    "choice": N_("a choice"),
    "photo": N_("a photo"),
    "state": N_("what you do"),
}
_LONGEST = 600


class TasksPage(ListPage):
    """The tasks of the story; what is asked, and below it the line to answer on."""

    HELP = N_(
        "Each task asks for a guess first, without a look at the other screens. Enter goes to the "
        "line for the answer, or checks what is to be done. After a guess s leads to the screen "
        "that shows it; ? gives a hint, and each further one says more. Guesses are kept until the "
        "session ends, and nowhere else unless X saves your results."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "next_hint", _("Hint"), key_display="?"),
        Binding("s", "look", _("Look now")),
        Binding("X", "app.go('task-result')", _("Save results")),
        Binding("escape", "to_the_list", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._learner: Learner | None = context.options.learner
        self._hints: dict[str, list[str]] = {}
        self._trouble = ""

    def body(self) -> ComposeResult:
        """List and words, and the line for the answer."""
        rows: RowList[Task] = RowList(
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
        tasks = self._learner.tasks if self._learner is not None else ()
        rows = self.query_one("#rows", RowList)
        names = [task.id for task in tasks]
        wanted = self.context.left.task
        rows.show(tasks, cursor=names.index(wanted) if wanted in names else rows.cursor)
        self._write()

    @property
    def _chosen(self) -> Task | None:
        found = self.query_one("#rows", RowList).row
        return found if isinstance(found, Task) else None

    def _cells(self, task: Task) -> Sequence[Content]:
        assert self._learner is not None
        tried = self._learner.tried(task)
        if tried.right:
            state = plain(_("right"), "$text-success")
        elif tried.guesses:
            state = plain(_("not yet"), "$text-warning")
        else:
            state = plain(_("guess"), "$quiet")
        return (
            plain(words_of(task, task.title, self._learner.run), "bold"),
            plain(_(_KINDS[task.kind]), "$quiet"),
            plain(str(len(tried.guesses) or ""), "$quiet"),
            state,
        )

    @on(RowList.Moved)
    def _moved(self) -> None:
        task = self._chosen
        name = task.id if task is not None else ""
        if name != self.context.left.task:
            self._trouble = ""
            self.query_one("#answer", Input).value = ""
        self.context.left.task = name
        self._write()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if not isinstance(event.row, Task):
            return
        if event.row.kind == "state":
            self.start("check", self._check, event.row, "")
        else:
            self.query_one("#answer", Input).focus()

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        task = self._chosen
        if task is not None and event.value.strip():
            self.start("check", self._check, task, event.value)

    async def _check(self, task: Task, answer: str) -> None:
        learner = self._learner
        if learner is None:
            return
        self._trouble = ""
        try:
            told = learner.answer(task, answer, await looked(self.context.session))
        except AuditorError as error:
            self._trouble = f"{error.message} {error.hint}".strip()
        else:
            self.query_one("#answer", Input).value = ""
            if told.right:
                self.query_one("#rows", RowList).focus()
        rows = self.query_one("#rows", RowList)
        rows.show(learner.tasks, cursor=rows.cursor)
        self._write()

    def _write(self) -> None:
        task, typed = self._chosen, self.query_one("#answer", Input)
        typed.display = task is not None and task.kind != "state"
        self.query_one("#about", Prose).write(
            lines(*self._about(task)) if task is not None else Content("")
        )
        self.refresh_bindings()

    def _about(self, task: Task) -> Iterator[Content]:
        assert self._learner is not None
        run, tried = self._learner.run, self._learner.tried(task)
        yield plain(words_of(task, task.ask, run), "bold", limit=_LONGEST)
        for number, words in enumerate(choices_of(task, run), 1):
            yield plain(f"{number}  {words}", limit=_LONGEST)
        if tried.guesses and task.kind != "state":
            yield plain(_("Your guesses: {guesses}").format(guesses=", ".join(tried.guesses)))
        if tried.said:
            style = "$text-success" if tried.right else "$text-warning"
            yield plain(tried.said, style, limit=_LONGEST)
        for hint in self._hints.get(task.id, ()):
            yield plain(_("Hint: {hint}").format(hint=hint), "$quiet", limit=_LONGEST)
        if self._trouble:
            yield plain(self._trouble, "$text-warning", limit=_LONGEST)
        if task.kind == "state" and not tried.right:
            yield plain(_("Enter checks it. s leads to where it is shown."), "$quiet")
        elif not tried.guesses:
            yield plain(_("Guess first: Enter, then type. Then s shows it."), "$quiet")
        elif not tried.right:
            yield plain(_("s shows it; then answer again. ? gives a hint."), "$quiet")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a look once something was guessed, and hints and results where there are tasks."""
        task = self._chosen if self._learner is not None and self.is_mounted else None
        if action == "look":
            guessed = task is not None and bool(self._learner and self._learner.tried(task).guesses)
            return guessed or (task is not None and task.kind == "state")
        if action == "next_hint" or (action == "go" and "task-result" in parameters):
            return task is not None
        return True

    def action_next_hint(self) -> None:
        """Show the next hint."""
        task = self._chosen
        if task is not None and self._learner is not None:
            hint, shown = self._learner.hint(task), self._hints.setdefault(task.id, [])
            if hint not in shown:
                shown.append(hint)
            self._write()

    def action_look(self) -> None:
        """Lead to the screen that shows what the task asks for."""
        task = self._chosen
        if task is None:
            return
        place, _colon, item = task.shows.partition(":")
        if task.kind == "photo":
            self._look_for_the_guess(task)
        self.go(Route(place), item)

    def _look_for_the_guess(self, task: Task) -> None:
        """Let the list of photos show the one that was guessed last."""
        assert self._learner is not None
        guesses = self._learner.tried(task).guesses
        for each in self._learner.run.candidates(task):
            if guesses and guesses[-1].strip() == str(each.number):
                caption = each.posting.shot.entry.caption
                self.context.left.photos = PhotoQuery(text=caption)

    def action_to_the_list(self) -> None:
        """Leave the line for the answer; from the list, go back to the overview."""
        rows = self.query_one("#rows", RowList)
        if self.focused is rows or rows.has_focus:
            self.go(Route.OVERVIEW)
        else:
            rows.focus()
