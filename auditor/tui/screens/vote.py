"""Takes the votes of a class: counted hands, typed as numbers."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from auditor.messages import N_, _, ngettext
from auditor.tui.lesson.run import LessonRun
from auditor.tui.page import Dialog
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.typed_line import TypedLine

_MOST_HANDS = 999
_LETTERS = "ABCDEFGH"


class VoteBox(Dialog[None]):
    """One line for all choices: a number for each, with spaces between."""

    HELP = N_(
        "Read each choice aloud and count the hands. Type a number for each choice, in their "
        "order, with spaces between. Who chose what is kept nowhere. Escape closes it."
    )

    def compose(self) -> ComposeResult:
        """The choices, and the line."""
        with Choices() as box:
            box.border_title = _("Vote")
            yield Prose(id="about")
            yield TypedLine(id="typed", compact=True)
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Count"), "go", variant="primary")
                yield press(_("Close"), "close")

    def on_mount(self) -> None:
        """Say what is voted on."""
        super().on_mount()
        run = self._run
        question = run.question if run is not None else None
        votable = question is not None and bool(question.choices)
        for name in ("typed", "go"):
            self.query_one(f"#{name}").display = votable
        about = self.query_one("#about", Prose)
        if run is None or question is None or not question.choices:
            about.write(
                plain(_("There is nothing to vote on at this step of a lesson."), limit=200)
            )
            self.query_one("#close").focus()
            return
        typed = self.query_one("#typed", Input)
        typed.value = " ".join(map(str, run.hands.get(run.step, ())))
        example = " ".join(str(number) for number in range(1, len(question.choices) + 1))
        told = _("Hands for each choice, with spaces between, as in: {example}")
        about.write(
            lines(
                plain(_(question.ask), "bold", limit=400),
                *(
                    plain(f"{letter}  {_(choice)}", limit=200)
                    for letter, choice in zip(_LETTERS, question.choices, strict=False)
                ),
                plain(told.format(example=example), "$quiet", limit=200),
            )
        )
        typed.focus()

    @property
    def _run(self) -> LessonRun | None:
        return self.context.options.lesson

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def _count(self) -> None:
        run = self._run
        if run is None or run.question is None:
            return
        wanted = len(run.question.choices)
        typed = self.query_one("#typed", Input).value.replace(",", " ").split()
        if len(typed) != wanted or not all(_is_count(number) for number in typed):
            told = ngettext("That needs {count} number.", "That needs {count} numbers.", wanted)
            trouble = plain(told.format(count=wanted), "$text-error")
            self.query_one("#trouble", Prose).write(trouble)
            return
        run.hands[run.step] = tuple(map(int, typed))
        self.dismiss()

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss()


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= _MOST_HANDS
