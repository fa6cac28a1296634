"""Asks Have I Been Pwned about an address, once it was said what is sent; keeps the key for it."""

from __future__ import annotations

from functools import partial

from auditor.domain.outside.breaches import masked_address
from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.ports import Consent, Outgoing
from auditor.report.words import breaches as words
from auditor.tui.base.desk import BREACHES_KEY
from auditor.tui.work_box import Field, FormAnswers, WorkBox


class AskBreaches(WorkBox):
    """The free page first, then the address, what would be sent, the question, the answer."""

    HELP = N_(
        "Asks Have I Been Pwned, with your own key, which breaches hold your e-mail address. Its "
        "own page tells the same for free. The address itself is sent, after you said yes; it is "
        "kept nowhere, only the answer is."
    )
    TITLE_KEY = N_("Breaches of an address")

    async def begin(self) -> None:
        """Say where the same is free, and offer what can be done."""
        await self.menu(
            (words.free_page(),),
            (
                (_("Look an address up"), self._ask_address),
                (_("Keep a key of yours"), self._ask_key),
                (_("Take your key out of the keyring"), self._ask_forget),
            ),
        )

    async def _ask_address(self) -> None:
        await self.form(
            (_("Only your own address. Nothing is sent before you said yes to it."),),
            (Field("address", _("Your e-mail address")),),
            _("Next"),
            self._show_outgoing,
        )

    async def _show_outgoing(self, typed: FormAnswers) -> None:
        """Show every host, path and field. Asks nobody."""
        address = typed.texts["address"].strip()
        if not address:
            raise UsageError(_("Type the address first."))
        outgoing = self.context.session.breaches.outgoing(address)
        await self.ask(
            (*self._sent(outgoing), _("Send this?")),
            partial(self._look_up, outgoing),
            self._nothing,
        )

    def _sent(self, outgoing: Outgoing) -> tuple[str, ...]:
        if self.context.veil.on:
            return (outgoing.words, ", ".join(map(masked_address, outgoing.items)))
        lines = [outgoing.words]
        for request in outgoing.requests:
            lines.append(f"{request.method} {request.address}")
            lines += [f"  {name}: {value}" for name, value in request.fields]
        return tuple(lines)

    async def _look_up(self, outgoing: Outgoing) -> None:
        self.trouble(_("Asking… where the host asks to wait, this may take two minutes."))
        told = await self.context.session.breaches.look_up(Consent(outgoing))
        lines = []
        for each in told:
            lines.append(words.state(each.kept))
            if each.answer.why:
                lines.append(each.answer.why)
            else:
                lines.append(words.paste_state(each.kept).rstrip(":") + ".")
        await self.tell((*lines, words.attribution()))

    async def _nothing(self) -> None:
        await self.tell((_("Nothing was sent."),))

    async def _ask_key(self) -> None:
        row = next(row for row in await self.desk.services() if row.name == BREACHES_KEY)
        await self.form(
            (
                row.hint,
                _("Anyone in this log-in can use a key that the keyring keeps."),
            ),
            (Field("key", _("Key"), secret=True),),
            _("Keep it"),
            self._keep,
        )

    async def _keep(self, typed: FormAnswers) -> None:
        key = Secret(typed.texts["key"].strip())
        await self.tell(await self.desk.keep_service_key(BREACHES_KEY, key))

    async def _ask_forget(self) -> None:
        await self.ask(
            (_("Take your key out of the keyring? Breaches can then not be looked up here."),),
            self._forget,
            self.begin,
        )

    async def _forget(self) -> None:
        await self.tell(await self.desk.forget_service_key(BREACHES_KEY))
