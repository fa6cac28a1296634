"""A learner's results in a file: only where they ask for it, under a code of their own."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from auditor.errors import AuditorError, UsageError
from auditor.messages import N_, _
from auditor.tui.page import Dialog
from auditor.tui.text.plain import plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.typed_line import TypedLine


class TaskResultBox(Dialog[None]):
    """Code, path, before or after; what was typed as answers is not in the file."""

    HELP = N_(
        "The file holds your code, the story, how many questions are not seen, and for each task "
        "whether it is right and after how many guesses. Nothing else, and not what you typed. "
        "Choose a code that nobody can trace to you, and keep it: it pairs before with after."
    )

    def compose(self) -> ComposeResult:
        """The box."""
        with Choices() as box:
            box.border_title = _("Save results")
            yield Prose(
                plain(
                    _(
                        "The file holds your code, and how many tasks are right after how many "
                        "guesses. Take words that only you know, or let some be drawn, and keep "
                        "them: the same code pairs before with after."
                    ),
                    limit=400,
                ),
                id="text",
            )
            yield TypedLine(id="code", placeholder=_("Your code"), compact=True)
            yield TypedLine(id="path", placeholder=_("Path of the new file"), compact=True)
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Draw words"), "draw")
                yield press(_("Save as before"), "before", variant="primary")
                yield press(_("Save as after"), "after")
                yield press(_("Close"), "close")

    @on(Button.Pressed, "#draw")
    def _draw(self) -> None:
        tasks = self.context.options.tasks
        if tasks is not None:
            self.query_one("#code", Input).value = tasks.drawn_code()

    @on(Button.Pressed, "#before")
    def _before(self) -> None:
        self.start("save", self._save, "before")

    @on(Button.Pressed, "#after")
    def _after(self) -> None:
        self.start("save", self._save, "after")

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss()

    async def _save(self, when: str) -> None:
        tasks, session = self.context.options.tasks, self.context.session
        code, path = (self.query_one(f"#{name}", Input).value for name in ("code", "path"))
        try:
            if tasks is None:
                raise UsageError(_("Only on the practice range: start it to find tasks here."))
            kept = await tasks.save(session, code, when, path)
        except AuditorError as error:
            told = f"{error.message} {error.hint}".strip()
            self.query_one("#trouble", Prose).write(plain(told, "$text-warning", limit=400))
            return
        self.say(_("Saved. Keep your code: {code}").format(code=kept))
        self.dismiss()
