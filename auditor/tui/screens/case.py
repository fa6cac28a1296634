"""Puts chosen evidence into one encrypted file, for a lawyer or a hotline. Nothing is sent."""

from __future__ import annotations

import asyncio

from auditor.domain.secret import Secret
from auditor.engine.evidence.case import Case, gather
from auditor.errors import UsageError
from auditor.guidance.passphrases.strength import LEAST, hint, names_of, own_names
from auditor.messages import N_, _, ngettext
from auditor.tui.base.context import Context
from auditor.tui.text.reported import OF_LINK
from auditor.tui.work_box import Field, FormAnswers, TickField, WorkBox


class CaseBox(WorkBox):
    """What to mind, where, and a passphrase."""

    HELP = N_(
        "A case file holds the findings that you chose, with pictures covered and a record of when "
        "each was seen, in one encrypted ZIP that a lawyer or a hotline can check. Nothing is "
        "sent. A case that an abuser finds is dangerous: think where to keep it."
    )
    TITLE_KEY = N_("Case file for a lawyer or hotline")

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._case: Case | None = None

    async def begin(self) -> None:
        """Ask whether the person is grown up: for others nothing is written."""
        await self.ask(
            (_("Are you, and is the person in the pictures, 18 or older? Not sure is no."),),
            self._gather,
            self._for_minors,
        )

    async def _for_minors(self) -> None:
        await self.tell(self.desk.for_minors(self.context.region))

    async def _gather(self) -> None:
        link = self.item.removeprefix(OF_LINK) if self.item.startswith(OF_LINK) else ""
        findings = [] if link else await self.chosen(self.item)
        case = self._case = await gather(
            self.context.session, [each.id for each in findings], [link] if link else ()
        )
        count = (
            _("The link that you reported goes into it, with its history.")
            if link
            else ngettext(
                "{n} finding goes into it.", "{n} findings go into it.", len(case.seen)
            ).format(n=len(case.seen))
        )
        await self.form(
            (count, *self.about(findings), *self.desk.case_notes(case)),
            (
                Field("target", _("File to write, a name that says nothing"), "documents.zip"),
                Field("first", _("Passphrase for it: six or more random words"), secret=True),
                Field("again", _("The same again"), secret=True),
                TickField("synced", _("Even into a folder that is copied to other devices")),
            ),
            _("Write it"),
            self._write,
        )

    async def _write(self, typed: FormAnswers) -> None:
        case, target = self._case, typed.path("target")
        first, again = typed.texts["first"], typed.texts["again"]
        if len(first) < LEAST:
            raise UsageError(
                _("A passphrase of fewer than {n} characters is guessed at once.").format(n=LEAST)
            )
        if first != again:
            raise UsageError(_("The two passphrases differ."))
        assert case is not None
        self.desk.check_case(target, synced=typed.ticks["synced"])
        self.hide_paths(target)
        states = await self.context.session.accounts.states()
        told = await asyncio.to_thread(self.desk.write_case, target, case, states, Secret(first))
        names = (*names_of(states), *own_names())
        await self.tell((*told, _(hint(first, names)[0])))
