"""Lessons on made pictures and films, with exercises that answer at once. No vault, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.awareness.read import NO_PROOF, SIMULATED, drawings, lessons, shown_frames, who_helps
from auditor.awareness.rows import AwarenessLesson, LessonExercise
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("Lesson")), Column(_("Exercise"), 10))
_TURN_S = 0.8
"""Between two frames: far fewer changes than three a second."""
_LONGEST = 600
_LAST = -1
"""The moment that stands still at first: the flaw shows in the last one."""
_NO_ANSWERS = "4,5,6,7,8,9,0"
"""Numbers that no exercise has: a slip must not lead to another screen."""
_Row = tuple[AwarenessLesson, int]


class AwarenessPage(ListPage):
    """The exercises by lesson; below the list a line says how to answer.

    The list keeps the focus: with a field of its own, keys typed faster than the focus moved were
    taken in another order than they were typed, and answers were lost.
    """

    HELP = N_(
        "Lessons on made pictures and films. The words stand beside the list. A number answers. N "
        "lets a drawing move and stops it. Drawings show what a tell is; nothing counts how many "
        "you get right, and nothing is kept."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("N", "move", _("Move / stop")),
        Binding("1", "take_answer(1)", _("First answer"), show=False),
        Binding("2", "take_answer(2)", _("Second answer"), show=False),
        Binding("3", "take_answer(3)", _("Third answer"), show=False),
        Binding(_NO_ANSWERS, "take_answer(0)", _("No such answer"), show=False),
        Binding("escape", "app.close_top", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._at = ""
        self._rest()

    def body(self) -> ComposeResult:
        """List and words, and the line that says how to answer."""
        rows: RowList[_Row] = RowList(_COLUMNS, self._cells, key=_key, id="rows")
        yield from self.split(rows, _COLUMNS)
        yield Prose(id="answer")

    def on_mount(self) -> None:
        """Drawings stand still until somebody lets them move."""
        super().on_mount()
        self.set_interval(_TURN_S, self._turn)

    async def load(self) -> None:
        """Show the lessons."""
        shown = [(each, number) for each in lessons() for number in range(len(each.exercises))]
        rows = self.query_one("#rows", RowList)
        rows.show(shown, cursor=rows.cursor)  # a scan that goes on has every screen read again
        self._write()

    def _cells(self, row: _Row) -> Sequence[Content]:
        lesson, number = row
        style = "$quiet" if lesson.dated else "bold"
        return plain(_(lesson.title), style), plain(str(number + 1), "$quiet")

    @property
    def _row(self) -> _Row | None:
        return self.query_one("#rows", RowList).row

    def _rest(self) -> None:
        self._frame, self._moving, self._chosen = _LAST, False, -1

    def _now(self) -> _Row | None:
        """Return the row under the cursor; what was chosen or moved at another one is over.

        Asked for by whatever uses it: news of the cursor come later than the next key.
        """
        row = self._row
        at = _key(row) if row is not None else ""
        if at != self._at:
            if self._at:
                self.say("")
            self._at = at
            self._rest()
        return row

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._write()

    @on(RowList.Opened)
    def _opened(self) -> None:
        if self._now() is not None and self._chosen < 0:
            self.say(_("Type the number of your answer."))

    def action_take_answer(self, number: int) -> None:
        """Answer by a number."""
        row = self._now()
        if row is None:
            return
        known = 1 <= number <= len(row[0].exercises[row[1]].choices)
        self._chosen = number - 1 if known else -1
        self.say("" if known else _("There is no such answer."))
        self._write()

    def _turn(self) -> None:
        if self._moving:
            self._frame += 1
            self._write()

    def _write(self) -> None:
        row = self._now()
        about, how = Content(""), Content("")
        if row is not None:
            about = lines(*self._about(*row))
            count = len(row[0].exercises[row[1]].choices)
            how = plain(_("Your answer: a number from 1 to {count}").format(count=count), "$quiet")
        self.query_one("#about", Prose).write(about)
        self.query_one("#answer", Prose).write(how)
        self.refresh_bindings()

    def _about(self, lesson: AwarenessLesson, number: int) -> Iterator[Content]:
        yield from self._asked(lesson.exercises[number])
        yield plain("")
        yield plain(_(lesson.aim), "bold", limit=_LONGEST)
        for words in lesson.words:
            yield plain(_(words), limit=_LONGEST)
        for line in who_helps(lesson, self.context.region):
            yield plain(line, limit=_LONGEST)
        for fact in lesson.facts:
            read = _("{source}; read {date}").format(source=fact.source, date=fact.date)
            yield plain(f"{_(fact.text)} ({read})", "$quiet", limit=_LONGEST)
        if lesson.age:
            yield plain(_("Age: {age}").format(age=_(lesson.age)), "$quiet", limit=_LONGEST)
        limit = _("What it cannot do: {limit}").format(limit=_(lesson.limit))
        yield plain(limit, limit=_LONGEST)
        yield plain(_(NO_PROOF), "$quiet", limit=_LONGEST)

    def _asked(self, exercise: LessonExercise) -> Iterator[Content]:
        yield plain(_(exercise.ask), "bold", limit=_LONGEST)
        if self._chosen >= 0:
            chosen = exercise.choices[self._chosen]
            style = "$text-success" if chosen.right else "$text-warning"
            yield plain(_(chosen.said), style, limit=_LONGEST)
        for read in exercise.reads:
            yield plain(f"  {_(read)}", limit=_LONGEST)
        frames = shown_frames(exercise)
        if frames:
            moment = self._frame % len(frames)
            for text in frames[moment].split("\n"):
                yield plain(text)
            told = _("{about}, moment {number} of {count}; N lets it move and stops it").format(
                about=_(drawings()[exercise.drawing].about), number=moment + 1, count=len(frames)
            )
            yield plain(told, limit=_LONGEST)
            yield plain(_(SIMULATED), "$quiet", limit=_LONGEST)
        for number, choice in enumerate(exercise.choices, 1):
            yield plain(f"{number}  {_(choice.text)}", limit=_LONGEST)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to move only what is drawn."""
        del parameters
        row = self._row if action == "move" and self.is_mounted else None
        return action != "move" or (row is not None and bool(row[0].exercises[row[1]].drawing))

    def action_move(self) -> None:
        """Let the drawing move, or stop it where it is."""
        if self._now() is None:
            return
        self._moving = not self._moving
        if self._moving:
            self._frame += 1
        self._write()


def _key(row: _Row) -> str:
    return f"{row[0].name}-{row[1]}"
