"""Puts an image on the private hash list.

Two questions first, and at the first no nothing is read and help is named.
"""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from auditor.errors import AuditorError
from auditor.guidance import handover
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, Route
from auditor.tui.base.named_file import content
from auditor.tui.page import Dialog
from auditor.tui.text.dropped import dropped
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell import told_lines
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.typed_line import TypedLine

_LARGEST = 512 * 1024 * 1024
_QUESTIONS = (
    N_("Are you in it?"),
    N_(
        "Was everyone shown 18 or older when it was made? Not sure, or made from a photo of "
        "someone younger, is no."
    ),
)
_REFUSALS = (handover.NOT_IN_IT, handover.UNDER_18)


class AddPrivate(Dialog[None]):
    """Question, question, path; then what was done and what was not."""

    HELP = N_(
        "Only hashes are kept, inside this vault; the image stays where it is, and nobody is told. "
        "The path is not remembered."
    )

    YES, NO = "yes", "no"

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._answered = 0
        self._refused = ""

    def compose(self) -> ComposeResult:
        """The box; what does not belong to the step is hidden."""
        with Choices() as box:
            box.border_title = _("Add a private image")
            yield Prose(id="text")
            yield TypedLine(
                id="path",
                password=self.context.veil.on,
                placeholder=_("Path of the image"),
                compact=True,
            )
            yield TypedLine(
                id="label",
                password=self.context.veil.on,
                placeholder=_("A name that only you understand"),
                compact=True,
            )
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Yes"), "yes")
                yield press(_("No"), "no")
                yield press(_("Add"), "add", variant="primary")
                yield press(_("Who can help"), "help", variant="primary")
                yield press(_("Close"), "close")

    def on_mount(self) -> None:
        """Begin with the first question."""
        self._ask()

    def _show(self, content: Content, *names: str) -> None:
        self.query_one("#text", Prose).write(content)
        for widget in (*self.query(Input), *self.query(Button)):
            widget.display = widget.id in names
        self.query_one(f"#{names[0]}").focus()

    def _ask(self) -> None:
        if self._answered < len(_QUESTIONS):
            self._show(
                plain(_(_QUESTIONS[self._answered]), "bold", limit=400), "no", "yes", "close"
            )
        else:
            words = _(
                "Only hashes are kept, in this vault. The image stays where it is and nobody is "
                "told."
            )
            self._show(plain(words, limit=400), "path", "label", "add", "close")

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self._answered += 1
        self._ask()

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self._refused = _REFUSALS[self._answered]
        self._show(_told(self._refused), "help", "close")

    @on(Button.Pressed, "#help")
    def _help(self) -> None:
        self.dismiss()
        under = self._refused == handover.UNDER_18
        self.app.post_message(Go(Route.HELP_NOW, handover.UNDER_18 if under else ""))

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss()

    @on(Input.Submitted)
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        path = self.query_one("#path", Input).value.strip()
        if path:
            self.start("add", self._put, path, self.query_one("#label", Input).value)

    async def _put(self, path: str, label: str) -> None:
        self.query_one("#add", Button).disabled = True
        try:
            data = await asyncio.to_thread(content, dropped(path)[0], _LARGEST)
            entry, reliable, new = await self.context.session.private.add(data, label)
        except AuditorError as error:
            self.query_one("#add", Button).disabled = False
            self.query_one("#trouble", Prose).write(
                plain(error.message, "$text-warning", limit=400)
            )
            return
        for field in self.query(Input):
            field.value = ""
        self.query_one("#trouble", Prose).write(Content(""))
        done = (
            _("On the list.")
            if new
            else _("It is on the list already, as “{label}”.").format(label=entry.label)
        )
        plainly = (
            []
            if reliable
            else [
                plain(
                    _("It is very plain or dark: copies of it may not be recognised."),
                    "$text-warning",
                )
            ]
        )
        self._show(
            lines(plain(done, "bold", limit=200), *plainly, _told(handover.ADDED)), "close", "help"
        )


def _told(part: str) -> Content:
    return lines(
        plain(handover.title(part), "bold $accent"),
        *(plain(step, limit=1000) for step in told_lines(handover.steps(part))),
    )
