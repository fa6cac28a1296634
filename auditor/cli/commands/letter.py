"""auditor letter: a letter to a site, filled from the evidence that the user chose.

Nothing is sent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import placed, yes
from auditor.cli.commands.letter_questions import (
    allowed_age,
    answered,
    standing_of,
    tell_minors,
    understood,
)
from auditor.cli.running import on_session
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.evidence.case import CaseFinding
    from auditor.engine.evidence.letters import SenderStanding, Written
    from auditor.engine.session import Session
    from auditor.guidance.letters import Letter


class LetterFormat(StrEnum):
    """How a letter is written."""

    TEXT = "text"
    EML = "eml"
    BOTH = "both"


def letter(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help=_("Which letter; --list shows them."), show_default=False
        ),
    ] = "",
    finding: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="ID", help=_("Evidence to name, if it is on your list.")),
    ] = None,
    reported: Annotated[
        str,
        typer.Option(
            "--reported", metavar="ID", help=_("A reported link: fills in what is known of it.")
        ),
    ] = "",
    target: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help=_("Where to write it. FILE.eml: as a message.")
        ),
    ] = None,
    form: Annotated[
        LetterFormat | None,
        typer.Option("--format", help=_("text, eml (a draft for a mail program), or both.")),
    ] = None,
    where: Annotated[
        str,
        typer.Option(
            "--where",
            metavar="PLACE",
            help=_("Where you live: warns if the law does not hold there."),
        ),
    ] = "",
    shown: Annotated[
        bool,
        typer.Option("--i-am-shown", help=_("You are the person shown.")),
    ] = False,
    owns: Annotated[
        bool,
        typer.Option(
            "--i-own-it",
            help=_("Copyright notice: you own the copyright, and swear to it (17 U.S.C. 512(f))."),
        ),
    ] = False,
    authorised: Annotated[
        bool,
        typer.Option("--i-am-authorised", help=_("You write for that person, who agreed to it.")),
    ] = False,
    understand: Annotated[
        bool,
        typer.Option(
            "--i-understand-the-risk", help=_("You read what is said before a copyright notice.")
        ),
    ] = False,
    mail: Annotated[
        bool,
        typer.Option("--mail", help=_("Ask, then open the letter in your mail program.")),
    ] = False,
    adult: Annotated[
        bool | None,
        typer.Option(
            "--adult/--minor", help=_("18 or older, or not; else it is asked."), show_default=False
        ),
    ] = None,
    listing: Annotated[
        bool,
        typer.Option(
            "--list", help=_("Show the letters, what each needs, and when it does not fit.")
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("With --list: print one JSON document."))
    ] = False,
) -> None:
    """Write a letter to a site from the findings you choose. Nothing is sent.
    General information, not legal advice.
    """  # noqa: D205
    from auditor.guidance.letters import letter as letter_of
    from auditor.guidance.letters import letters, letters_for

    where = placed(where)
    if adult is False and not as_json:
        tell_minors(where)
        return
    if listing:
        _list(letters_for(where), where, as_json=as_json)
        return
    chosen = letter_of(kind, where)
    if chosen is None:
        raise UsageError(
            _("There is no letter of that name."),
            _("Letters: {kinds}").format(kinds=", ".join(known.key for known in letters())),
        )
    if not allowed_age(adult, where, intimate=chosen.intimate):
        tell_minors(where)
        return
    if target is None and not mail:
        raise UsageError(_("Where should it be written? --output FILE"))
    files = files_of(chosen, target, form) if target is not None else []
    refuse_mail(chosen, mail=mail)
    if chosen.key != kind:
        output.narrate(
            _(
                "For {where} the letter of its own law is written, {kind}; without --where it is "
                "{other}."
            ).format(where=where, kind=chosen.key, other=kind)
        )
    for text in warnings(chosen, where, files[0][0].parent if files else Path()):
        output.narrate(text)
    understood(chosen, said=understand)
    standing = standing_of(chosen, shown=shown, owns=owns, authorised=authorised)
    evidence = finding or (), reported
    _written(context, chosen, evidence, standing, files, where=where, mail=mail)


def _written(
    context: typer.Context,
    chosen: Letter,
    evidence: tuple[Sequence[str], str],
    standing: SenderStanding,
    files: Sequence[tuple[Path, bool]],
    *,
    where: str,
    mail: bool,
) -> None:
    finding, link = evidence

    async def task(session: Session) -> tuple[tuple[CaseFinding, ...], dict[str, str]]:
        from auditor.engine.evidence.case import evidence
        from auditor.report.words.reported import answers

        seen = await evidence(session, finding) if finding else ()
        entries = await session.reported.entries([link]) if link else ()
        return seen, {key: text for entry in entries for key, text in answers(entry).items()}

    seen, known = on_session(context, task) if finding or link else ((), {})
    from auditor.engine.evidence.letters import write

    today = datetime.now(UTC).date()
    write(chosen, seen, {}, standing, today)  # refused before anything is asked
    made = write(chosen, seen, answered(chosen, standing, known), standing, today, where)
    for path, eml in files:
        save(path, made, eml=eml)
    for text in told(made, [path for path, _eml in files]):
        output.line(text)
    if files:
        output.narrate(last_word())
    if mail:
        open_mail(made, files)


def files_of(chosen: Letter, target: Path, form: LetterFormat | None) -> list[tuple[Path, bool]]:
    """Return what is written, and whether it is a message.

    A letter that was edited by hand is never written over, and a sheet for a form is no message.
    """
    if form is LetterFormat.BOTH:
        stem = target.with_suffix("") if target.suffix.casefold() in {".eml", ".txt"} else target
        files = [
            (stem.with_name(stem.name + ".txt"), False),
            (stem.with_name(stem.name + ".eml"), True),
        ]
    else:
        files = [
            (
                target,
                form is LetterFormat.EML or (form is None and target.suffix.casefold() == ".eml"),
            )
        ]
    for path, eml in files:
        if eml and chosen.sheet:
            raise _no_message(chosen)
        if os.path.lexists(path):
            raise UsageError(
                _("{file}: is there already; nothing was written.").format(file=path),
                _("Choose another name."),
            )
    return files


def warnings(chosen: Letter, where: str, folder: Path) -> Iterator[str]:
    """Yield what to know before a letter is written into `folder`."""
    from auditor.adapters.files.synced import service_of

    yield _(
        "General information, not legal advice. Nothing is sent; you decide whether and how to "
        "send it."
    )
    if chosen.holds_in(where) is False:
        yield _(
            "The law of this letter ({law}) holds in: {codes}. For {where}: auditor law "
            "--where {where}"
        ).format(law=chosen.law, codes=", ".join(chosen.jurisdictions), where=where)
    elif chosen.jurisdictions and not where.strip():
        codes = ", ".join(chosen.jurisdictions)
        yield _("The law of this letter ({law}) holds in: {codes}.").format(
            law=chosen.law, codes=codes
        )
    for note in chosen.note:
        yield "  - " + _(note)
    service = service_of(folder.expanduser().absolute())
    if service:
        yield _(
            "{service} copies this folder to other devices: whoever uses them can read the letter."
        ).format(service=service)


def save(path: Path, made: Written, *, eml: bool) -> None:
    """Write a letter as text or as a message. Raises UsageError."""
    from auditor.report import files
    from auditor.report.json import letter as letter_documents

    if eml:
        files.write_bytes(path, letter_documents.eml(made))
    else:
        files.write(path, letter_documents.text(made))


def told(made: Written, paths: Sequence[Path]) -> Iterator[str]:
    """Yield what was written, where it goes, what is to be filled in, and what comes next."""
    for path in paths:
        yield _("Written: {file}").format(file=path)
    if made.kind.form:
        yield _("Goes into the form at: {url}").format(url=made.kind.form)
    if made.to is not None:
        sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}[made.to.confidence]
        yield _(
            "Goes to: {email} (source: {url}, {date}; confidence {sure}). Check it on the site "
            "first."
        ).format(
            email=made.to.email, url=made.to.source_url, date=_(made.to.source_date), sure=sure
        )
    for blank in made.blanks:
        yield _("still to fill: [{blank}]").format(blank=blank)
    for step in made.kind.steps:
        yield "- " + _(step)


def refuse_mail(chosen: Letter, *, mail: bool) -> None:
    """Raise UsageError where a letter is not for mail, or nobody could say yes to it."""
    if mail and chosen.sheet:
        raise _no_message(chosen)
    if mail and not sys.stdin.isatty():
        raise UsageError(
            _("The mail program is opened only after a yes at the terminal; nothing was written."),
            _("--output FILE.eml writes a message that it can open."),
        )


def _no_message(chosen: Letter) -> UsageError:
    said = (
        _("This is a sheet of facts for a form, and is sent to nobody: {url}").format(
            url=chosen.form
        )
        if chosen.form
        else _("This is a sheet of facts to hand over; it is sent to nobody.")
    )
    return UsageError(said, _("--output FILE.txt writes it."))


def open_mail(made: Written, files: Sequence[tuple[Path, bool]]) -> None:
    """Open the letter in the mail program after a yes. Raises UsageError where that cannot be.

    `files` are those that were written of it, and whether each is a message.
    """
    from auditor.report.json import letter as letter_documents
    from auditor.tui.base.browser import open_mail as opened

    address = letter_documents.mailto(made)
    if long := letter_documents.mail_too_long(address):
        _offer_message(made, files, long)
        return
    for text in letter_documents.mail_keeps():
        output.narrate(text)
    if not yes(_("Open it in your mail program?")):
        output.narrate(_("Nothing was opened."))
    elif opened(address):
        output.line(_("The mail program was asked to open it. Fill in what is in brackets there."))
    else:
        _offer_message(made, files, _("No mail program could be opened from here."))


def _offer_message(made: Written, files: Sequence[tuple[Path, bool]], reason: str) -> None:
    """Say which message to open instead, and ask to write one where there is none.

    Raises UsageError where nothing was written of the letter.
    """
    if not files:
        raise UsageError(reason, _("--output FILE.eml writes a message that it can open."))
    output.narrate(reason)
    message = next((path for path, eml in files if eml), None)
    if message is None:
        message = files[0][0].with_suffix(".eml")
        if os.path.lexists(message) or not yes(
            _("Write it as a message too, {file}?").format(file=message)
        ):
            output.narrate(_("Nothing was opened."))
            return
        save(message, made, eml=True)
        output.line(_("Written: {file}").format(file=message))
    output.narrate(_("Open {file} with your mail program.").format(file=message))


def last_word() -> str:
    """Return what to mind about the file."""
    return _(
        "The letter is not encrypted. Keep it where only you can read it, and delete it when "
        "it is sent."
    )


def _list(listed: Sequence[Letter], where: str, *, as_json: bool) -> None:
    from auditor.report.json import letter as letter_documents

    if as_json:
        output.document(letter_documents.kinds(listed, where))
        return
    output.line(
        _(
            "General information, not legal advice. Each may be wrong or old for your case: ask a "
            "helpline or a lawyer."
        )
    )
    for entry in listed:
        output.line()
        output.line(f"{entry.key}: {_(entry.title)}")
        output.line("  " + _("For: {whom}").format(whom=_(entry.for_whom)))
        if entry.jurisdictions:
            output.line(
                "  "
                + _("Rests on: {law} (in force in: {codes})").format(
                    law=entry.law, codes=", ".join(entry.jurisdictions)
                )
            )
        elif entry.sheet:
            output.line("  " + _("Rests on no law: facts to hand over, sent to nobody."))
        else:
            output.line("  " + _("Rests on the rules of the site, not on a law."))
        if entry.holds_in(where) is False:
            output.line("  " + _("Not in {where}: auditor law --where {where}").format(where=where))
        for element in entry.element:
            output.line(
                "  "
                + _("It holds: {what} ({cites})").format(what=_(element.text), cites=element.cites)
            )
        for note in entry.note:
            output.line("  " + _("Mind: {note}").format(note=_(note)))
        if entry.risk is not None:
            output.line("  " + _(entry.risk.text))
