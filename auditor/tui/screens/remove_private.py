"""Asks before an image is taken off the private hash list."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from auditor.messages import N_, _
from auditor.tui.frame import Dialog
from auditor.tui.plain import plain
from auditor.tui.widgets.prose import Prose, press


class RemovePrivate(Dialog[None]):
    """What goes, and two buttons."""

    HELP = N_("Removing overwrites the hashes in this vault. What you handed over to StopNCII or others is not changed by it.")
    CSS_PATH = "remove_private.tcss"

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = _("Take it off the list?")
            yield Prose(plain(_("Its hashes are overwritten, and scans no longer look for it."), limit=200), classes="part")
            yield Prose(plain(_("What you handed over to others is not changed by this."), "$quiet", limit=200), classes="part")
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
        await self.context.session.private.remove(self.item)
        self.say(_("Removed."))
        self.dismiss()
