"""Shows the address of a page before it is opened, says who learns of the visit, and asks."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from auditor.messages import N_, _
from auditor.tui.page import Dialog
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press

_SCHEMES = frozenset({"https", "http"})


class BrowseBox(Dialog[None]):
    """The address, what the visit leaves behind, and two buttons."""

    HELP = N_(
        "Opens one page in your own browser, and only if you say so. The browser's history keeps "
        "the visit, and the site sees it. You can type the address elsewhere instead."
    )
    YES, NO = "open", "keep"

    def compose(self) -> ComposeResult:
        """The box."""
        with Choices() as box:
            box.border_title = _("Open this page in your browser?")
            yield Prose(id="address", classes="part")
            yield Prose(id="told", classes="part")
            with Horizontal(id="buttons"):
                yield press(_("Do not open it"), "keep", variant="primary")
                yield press(_("Open it"), "open")

    def on_mount(self) -> None:
        """Show the address; nothing is opened while a class looks on, and nothing but pages."""
        if self.context.veil.on:
            self._refuse(_("Not while projecting: the browser would show your account."))
        elif urlsplit(self.item).scheme not in _SCHEMES:
            self._refuse(_("There is no page of its own for this."))
        else:
            self.query_one("#address", Prose).write(plain(self.item, "bold", limit=2000))
            kept = _("The browser's history keeps the visit: whoever opens it can read it there.")
            seen = _("The site and whoever runs this network can see the visit.")
            self.query_one("#told", Prose).write(lines(plain(kept, "$text-warning"), plain(seen)))
        self.query_one("#keep", Button).focus()

    def _refuse(self, sentence: str) -> None:
        self.query_one("#told", Prose).write(plain(sentence))
        self.query_one("#open").display = False

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#open")
    def _open(self) -> None:
        self.start("browse", self._browse)

    async def _browse(self) -> None:
        if await asyncio.to_thread(self.context.options.open_page, self.item):
            self.say(_("Opened in your browser."))
            self.dismiss()
            return
        self._refuse(
            _("No browser opened. Type the address above into one, on a device that you trust.")
        )
        self.query_one("#keep", Button).focus()
