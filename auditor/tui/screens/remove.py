"""Asks before an account is forgotten."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from auditor.messages import N_, _, ngettext
from auditor.tui import words
from auditor.tui.frame import Dialog
from auditor.tui.plain import plain, row
from auditor.tui.widgets.prose import Prose, press


class RemoveBox(Dialog[None]):
    """What goes, and two buttons."""

    HELP = N_("Removing forgets the account here with everything read of it. Nothing changes on the platform.")
    CSS_PATH = "remove.tcss"

    def compose(self) -> ComposeResult:
        """The box."""
        state = self.context.state(self.item)
        with VerticalScroll(id="box") as box:
            box.border_title = _("Remove this account?")
            if state is not None:
                name = plain(self.context.veil.handle(state.account), "bold", limit=200)
                yield Prose(row(plain(words.platform(state.account.platform)), plain("  "), name), classes="part")
                goes = ngettext(
                    "{count} photo and its findings are forgotten here.",
                    "{count} photos and their findings are forgotten here.",
                    state.photos,
                )
                yield Prose(plain(goes.format(count=f"{state.photos:,}")), classes="part")
            yield Prose(plain(_("Nothing changes on the platform. A new scan finds it all again."), "$quiet"), classes="part")
            with Horizontal(id="buttons"):
                yield press(_("Keep it"), "keep", variant="primary")
                yield press(_("Remove"), "remove")

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
        await self.context.session.remove_account(self.item)
        self.say(_("Removed."))
        self.dismiss()
