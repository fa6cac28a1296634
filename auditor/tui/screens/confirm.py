"""Asks before something is forgotten: an account, a private image, all places.

Keeping is the answer that Enter gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from auditor.messages import N_, _, ngettext
from auditor.tui.page import Dialog
from auditor.tui.text.plain import plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press


class Question(Dialog[None]):
    """What goes, and two buttons.

    `TITLE_KEY`, `KEEP`, `GO` and `DONE` are keys of the catalogue.
    """

    YES, NO = "remove", "keep"
    TITLE_KEY: ClassVar[str] = ""
    KEEP: ClassVar[str] = N_("Keep it")
    GO: ClassVar[str] = N_("Remove")
    DONE: ClassVar[str] = N_("Removed.")

    def parts(self) -> Iterator[Content]:
        """Yield what goes and what stays, a paragraph each."""
        yield from ()

    async def forget(self) -> None:
        """Do it. Raises AuditorError."""

    def compose(self) -> ComposeResult:
        """The box."""
        with Choices() as box:
            box.border_title = _(self.TITLE_KEY)
            for part in self.parts():
                yield Prose(part, classes="part")
            with Horizontal(id="buttons"):
                yield press(_(self.KEEP), "keep", variant="primary")
                yield press(_(self.GO), "remove")

    def on_mount(self) -> None:
        """Keeping is the answer that Enter gives."""
        self.query_one("#keep", Button).focus()

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#remove")
    def _remove(self) -> None:
        self.start("remove", self._forget)

    async def _forget(self) -> None:
        await self.forget()
        self.context.forget_shown()
        self.say(_(self.DONE))
        self.dismiss()


class RemoveBox(Question):
    """An account with everything read of it."""

    HELP = N_(
        "Removing forgets the account here with everything read of it. Nothing changes on the "
        "platform."
    )
    TITLE_KEY = N_("Remove this account?")

    def parts(self) -> Iterator[Content]:
        """Yield the account and what goes with it."""
        state = self.context.state(self.item)
        if state is not None:
            name = plain(self.context.veil.handle(state.account), "bold", limit=200)
            yield row(plain(self.context.title(state.account.platform)), plain("  "), name)
            goes = ngettext(
                "{count} photo and its findings are forgotten here.",
                "{count} photos and their findings are forgotten here.",
                state.photos,
            )
            yield plain(goes.format(count=f"{state.photos:,}"))
        yield plain(_("Nothing changes on the platform. A new scan finds it all again."), "$quiet")

    async def forget(self) -> None:
        """Forget the account."""
        await self.context.session.accounts.remove(self.item)


class RemovePrivate(Question):
    """An image of the private hash list."""

    HELP = N_(
        "Removing overwrites the hashes in this vault. What you handed over to StopNCII or others "
        "is not changed by it."
    )
    TITLE_KEY = N_("Take it off the list?")

    def parts(self) -> Iterator[Content]:
        """Yield what goes and what does not."""
        yield plain(_("Its hashes are overwritten, and scans no longer look for it."), limit=200)
        yield plain(
            _("What you handed over to others is not changed by this."), "$quiet", limit=200
        )

    async def forget(self) -> None:
        """Forget the hashes."""
        await self.context.session.private.remove(self.item)


class ForgetPlaces(Question):
    """Every position in the vault."""

    HELP = N_(
        "Forgetting overwrites every position in this vault, and later scans keep none. What is "
        "online stays as it is."
    )
    TITLE_KEY = N_("Forget all places?")
    KEEP = N_("Keep them")
    GO = N_("Forget all")
    DONE = N_("All places are forgotten, and later scans keep none.")

    def parts(self) -> Iterator[Content]:
        """Yield what goes and what does not."""
        yield plain(
            _(
                "Every position goes from this vault, with the findings that name one. The photos "
                "online stay as they are."
            )
        )
        yield plain(
            _("Reports and JSON files that you saved, and backups of the vault, still hold them."),
            "$quiet",
        )

    async def forget(self) -> None:
        """Forget all positions."""
        await self.context.session.exposure.forget_places()
