"""Erases everything that this program keeps on this device, after two questions.

Needs no passphrase: who only wants it gone need not remember one.
"""

from __future__ import annotations

from textual.widgets import Button

from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.desk import Lines
from auditor.tui.base.messages import Go, Route
from auditor.tui.work_box import WorkBox


class EraseBox(WorkBox):
    """Two questions, and then what it could not remove."""

    HELP = N_(
        "Erasing destroys the key of the vault first, so that nobody can read what may remain of "
        "it, then the vault, your own certificate and the trust lists. Reports, letters and copies "
        "that you saved elsewhere stay. It needs no passphrase, and cannot be taken back. The "
        "second question is answered yes by its button only, so that no key that is held erases."
    )
    TITLE_KEY = N_("Erase everything?")

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._erased = False
        self._last = False

    async def begin(self) -> None:
        """Ask for the first time."""
        if self.context.options.ephemeral:
            await self.tell(
                (_("Nothing of this session is kept on this device: it is gone when you quit."),)
            )
            return
        await self.ask(
            (
                _("Erase everything that this program keeps on this device?"),
                _(
                    "The vault with all accounts, photos, findings and private hashes; your own "
                    "certificate; the trust lists."
                ),
                _("Reports, letters and copies that you saved stay where they are."),
            ),
            self._again,
            self._keep,
        )

    async def _again(self) -> None:
        self._last = True
        await self.ask(
            (
                _("It cannot be brought back, by you or by anybody."),
                _("If you need it as evidence, save a case file first."),
                _("Erase everything now?"),
            ),
            self._erase,
            self._keep,
        )

    def _button(self, answer: str) -> Button | None:
        return None if self._last and answer == "yes" else super()._button(answer)

    async def _keep(self) -> None:
        self.dismiss()

    async def _erase(self) -> None:
        context = self.context
        lines: Lines = ()
        await context.finish(context.detach())
        lines = await self.desk.erase()
        self._erased = True
        context.vault_exists = context.unlocks_itself = False
        await self.tell(lines)

    def action_shut(self) -> None:
        """Close; once everything is erased, the first page follows."""
        if self._erased:
            self.app.post_message(Go(Route.WELCOME))
        else:
            self.dismiss()
