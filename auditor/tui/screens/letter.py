"""Writes a letter to a site from the findings that were chosen. Nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from auditor.engine.evidence.case import CaseFinding, evidence
from auditor.engine.evidence.letters import SenderStanding, Written, write
from auditor.guidance.letters import Letter, blanks, letter, letters_for
from auditor.messages import N_, _
from auditor.report.json import letter as letter_documents
from auditor.report.words import reported
from auditor.tui.base.context import Context
from auditor.tui.text.reported import OF_LINK
from auditor.tui.work_box import Field, FormAnswers, WorkBox


class LetterBox(WorkBox):
    """Which letter, who writes it, what only they know, and where it is written."""

    HELP = N_(
        "A letter to a site, filled from the findings that you chose. General information, not "
        "legal advice. It is written to a file that is not encrypted; nothing is sent, and what "
        "you type is kept nowhere else."
    )
    TITLE_KEY = N_("Letter to a site")

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        kind, _separator, ids = item.partition("|")
        self._kind = letter(kind)
        self._link = ids.removeprefix(OF_LINK) if ids.startswith(OF_LINK) else ""
        self._ids = "" if self._link else ids
        self._known: dict[str, str] = {}
        self._about: tuple[str, ...] = ()
        self._seen: tuple[CaseFinding, ...] = ()

    async def begin(self) -> None:
        """Ask whether the person is grown up: for others nothing is written."""
        self._name_it()
        await self.ask(
            (_("Are you, and is the person in the pictures, 18 or older? Not sure is no."),),
            self._chosen if self._kind is not None else self._choose,
            self._for_minors,
        )

    async def _for_minors(self) -> None:
        await self.tell(self.desk.for_minors(self.context.region))

    async def _choose(self) -> None:
        await self.menu(
            (_("Which letter? Each may be wrong or old for your case: ask a helpline or lawyer."),),
            [
                (_(kind.title), partial(self._take, kind))
                for kind in letters_for(self.context.region)
            ],
        )

    async def _take(self, kind: Letter) -> None:
        self._kind = kind
        self._name_it()
        await self._chosen()

    def _name_it(self) -> None:
        """Let the box say which letter it is: one key too many in the list chooses another."""
        if self._kind is not None:
            self.query_one("#box").border_title = _(self._kind.title)

    async def _chosen(self) -> None:
        kind = self._letter
        # what has to go may stand on a page that is on no list of findings
        known = not self._link and bool(self._ids or self.context.left.finding)
        findings = await self.chosen(self._ids) if known else []
        if self._link:
            (entry,) = await self.context.session.reported.entries([self._link])
            self._known = reported.answers(entry)
        self._about = tuple(self.about(findings))
        chosen = [each.id for each in findings]
        self._seen = await evidence(self.context.session, chosen) if chosen else ()
        today = self.context.clock().date()
        write(kind, self._seen, {}, SenderStanding.UNSAID, today)  # refused before it is asked
        if kind.risk is None:
            await self._standing()
        else:
            await self.ask(
                (_(kind.risk.text), _("Do you still want to write it?")),
                self._standing,
                self._nothing,
            )

    async def _nothing(self) -> None:
        await self.tell((_("Nothing was written."),))

    async def _standing(self) -> None:
        await self.ask(
            (_(self._letter.ask_shown.text),),
            partial(self._ask_blanks, SenderStanding(self._letter.who)),
            self._authorised,
        )

    async def _authorised(self) -> None:
        await self.ask(
            (_(self._letter.ask_authorised.text),),
            partial(self._ask_blanks, SenderStanding.AUTHORISED),
            self._neither,
        )

    async def _neither(self) -> None:
        await self.tell(
            (
                _(
                    "Only the person concerned, or somebody authorised by them, can send it; "
                    "nothing was written."
                ),
                _("You can help them write it: together, at their pace, and only if they want to."),
            )
        )

    async def _ask_blanks(self, standing: SenderStanding) -> None:
        kind = self._letter
        fields = [
            Field(key, _(blanks()[key].text), self._known.get(key, ""))
            for key in kind.asks
            if key != "represented" or standing is SenderStanding.AUTHORISED
        ]
        where = Path.home()
        await self.form(
            (
                *self._about,
                *self.desk.letter_notes(kind, self.context.region, where),
                _("What stays empty is marked in the letter, to be filled in later."),
            ),
            [
                *fields,
                Field(
                    "target",
                    _("File to write")
                    if kind.sheet
                    else _("File to write; with .eml at its end, a message"),
                ),
            ],
            _("Write it"),
            partial(self._write, standing, [field.name for field in fields]),
        )

    async def _write(
        self, standing: SenderStanding, keys: Sequence[str], typed: FormAnswers
    ) -> None:
        target = typed.path("target")
        self.hide_paths(target, target.parent)
        answers = {**self._known, **{key: typed.texts[key] for key in keys}}
        today = self.context.clock().date()
        where = self.context.region
        made = write(self._letter, self._seen, answers, standing, today, where)
        told = self.desk.write_letter(made, target)
        if made.kind.sheet or self.context.veil.on:  # a mail program shows it to the class
            await self.tell(told)
        else:
            offer = partial(self._offer_mail, made, target)
            await self.menu(told, [(_("Open in your mail program"), offer)])

    async def _offer_mail(self, made: Written, target: Path) -> None:
        address = letter_documents.mailto(made)
        if long := letter_documents.mail_too_long(address):
            await self._offer_message(made, target, long)
            return
        await self.ask(
            (*letter_documents.mail_keeps(), _("Open it in your mail program?")),
            partial(self._mail, made, target, address),
            self._unopened,
        )

    async def _offer_message(self, made: Written, target: Path, reason: str) -> None:
        message = target.with_suffix(".eml")
        if message == target:
            with_it = _("Open {file} with your mail program.").format(file=target)
            await self.tell((reason, with_it))
            return
        question = _("Write it as a message too, {file}?").format(file=message)
        self.hide_paths(target, target.parent, message)
        await self.ask((reason, question), partial(self._message, made, message), self._unopened)

    async def _message(self, made: Written, message: Path) -> None:
        await self.tell(self.desk.write_letter(made, message))

    async def _mail(self, made: Written, target: Path, address: str) -> None:
        if not await asyncio.to_thread(self.context.options.open_mail, address):
            failed = _("No mail program could be opened from here.")
            await self._offer_message(made, target, failed)
            return
        await self.tell(
            (_("The mail program was asked to open it. Fill in what is in brackets there."),)
        )

    async def _unopened(self) -> None:
        await self.tell((_("Nothing was opened."),))

    @property
    def _letter(self) -> Letter:
        assert self._kind is not None
        return self._kind
