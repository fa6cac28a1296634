"""auditor case: chosen evidence in one encrypted file, for a lawyer or a hotline.

Nothing is sent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output, passphrase
from auditor.cli.ask import placed
from auditor.cli.commands.letter_questions import allowed_age, tell_minors
from auditor.cli.running import on_session
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.guidance.passphrases.strength import names_of
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.domain.secret import Secret
    from auditor.domain.views import AccountState
    from auditor.engine.evidence.case import Case
    from auditor.engine.session import Session
    from auditor.report.case.documents import CaseFiles

_NAME = "documents.zip"


def case(
    context: typer.Context,
    finding: Annotated[
        list[str] | None, typer.Option("--finding", metavar="ID", help=_("Evidence. Repeatable."))
    ] = None,
    reported: Annotated[
        list[str] | None,
        typer.Option(
            "--reported", metavar="ID", help=_("A reported link with its history. Repeatable.")
        ),
    ] = None,
    target: Annotated[
        Path,
        typer.Option(
            "--output",
            metavar="FILE",
            help=_("Where to write it; choose a name that says nothing."),
        ),
    ] = Path(_NAME),
    synced: Annotated[
        bool,
        typer.Option(
            "--synced", help=_("Write it even into a folder that is copied to other devices.")
        ),
    ] = False,
    adult: Annotated[
        bool | None,
        typer.Option(
            "--adult/--minor", help=_("18 or older, or not; else it is asked."), show_default=False
        ),
    ] = None,
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="PLACE", help=_("Your country, for the services named under 18.")
        ),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print one JSON document about what was written."))
    ] = False,
) -> None:
    """Write chosen findings into one encrypted ZIP that a lawyer or a hotline can check.
    Pictures are covered; nothing is sent.
    """  # noqa: D205
    where = placed(where)
    if not allowed_age(adult, where, intimate=True):
        tell_minors(where)
        return
    refuse(target, synced=synced)
    for text in cautions():
        output.narrate(text)

    async def task(session: Session) -> tuple[Case, Sequence[AccountState]]:
        from auditor.engine.evidence.case import gather

        chosen = await gather(session, finding or (), reported or ())
        return chosen, await session.accounts.states()

    gathered, states = on_session(context, task)
    for text in ties(gathered):
        output.narrate(text)
    now = datetime.now(UTC)
    made, sealed = seal(target, gathered, states, passphrase.for_case(names_of(states)), now)
    if as_json:
        from auditor.guidance.help.help_services import not_under_18
        from auditor.report.case import documents as case_documents

        minors = () if adult or sys.stdin.isatty() else not_under_18(where)
        document = case_documents.written(str(target), gathered, made, sealed, now, minors)
        output.document(document)
        return
    for text in told(target, gathered, made):
        output.line(text)


def ties(gathered: Case) -> Iterator[str]:
    """Yield what a case ties together though it was to be kept apart."""
    if gathered.tied:
        yield _(
            "This case shows that these accounts are one person's, though one is kept apart: "
            "{handles}. Else write one for each."
        ).format(
            handles=", ".join(clean(account.handle or account.url) for account in gathered.tied)
        )


def refuse(target: Path, *, synced: bool) -> None:
    """Raise UsageError where the file would overwrite something, or be copied to other devices."""
    from auditor.adapters.files.synced import service_of

    for path in (target, beside(target)):
        if os.path.lexists(path):
            raise _there_already(path)
    service = service_of(target.expanduser().absolute().parent)
    if service and not synced:
        raise UsageError(
            _(
                "{service} copies this folder to other devices, where somebody may find the case."
            ).format(service=service),
            _(
                "Choose a folder on this device only, or a stick that you keep; --synced writes it "
                "here all the same."
            ),
        )


def _save(target: Path, sealed: bytes) -> None:
    """Write the file, never over another one, which may have come while the passphrase was typed.

    Raises UsageError.
    """
    from auditor.adapters.files.copies import write_as

    try:
        write_as(target, sealed)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error


def _there_already(target: Path) -> UsageError:
    return UsageError(
        _("{file}: is there already; nothing was written.").format(file=target),
        _("Choose another name."),
    )


def cautions() -> tuple[str, ...]:
    """Return what to know before a case is written."""
    return (
        _(
            "A case found by an abuser is dangerous. If somebody looks at your devices, keep it "
            "with a person you trust or a helpline."
        ),
        _(
            "Anyone can read the names of files in an encrypted ZIP, so these say nothing. Give "
            "the ZIP a name that says nothing, too."
        ),
        _(
            "Whoever has the file can try passphrases as fast as their machine can: take six or "
            "more random words, used nowhere else."
        ),
    )


def seal(
    target: Path, gathered: Case, states: Sequence[AccountState], secret: Secret, now: datetime
) -> tuple[CaseFiles, bytes]:
    """Write a case, and return what is in it and the sealed file. Raises UsageError."""
    from auditor.adapters.files.case_file import pack
    from auditor.report.case import documents as case_documents

    made = case_documents.build(gathered, states, now)
    sealed = pack(made.files, secret)
    _save(target, sealed)
    with suppress(UsageError):  # the case stands without it, and the command says the same
        _save(beside(target), _words_beside(target).encode())
    return made, sealed


def beside(target: Path) -> Path:
    """Return the text file that says what opens a case: inside, only who has opened it reads it."""
    return target.with_name(f"{target.name}.txt")


def _words_beside(target: Path) -> str:
    """It says nothing of what is in the case, nor which program wrote it."""
    return (
        _("{file} is an encrypted ZIP (AES-256).").format(file=clean(target.name))
        + "\n"
        + how_to_open()
        + "\n"
        + _("The passphrase comes another way than the file.")
        + "\n"
    )


def how_to_open() -> str:
    """Return what opens a case, on each system."""
    return _(
        "Windows: 7-Zip (7-zip.org), right click, Extract. macOS: Keka or The Unarchiver. Linux: "
        "7z x FILE. Each asks for the passphrase. What Windows or macOS offer themselves may say "
        "that the file is damaged: it is not, they do not know this encryption."
    )


def told(target: Path, gathered: Case, made: CaseFiles) -> Iterator[str]:
    """Yield what was written, and how its reader can check it."""
    yield _("Written: {file}").format(file=target)
    if gathered.seen or not gathered.reported:
        yield ngettext(
            "{n} finding, encrypted, pictures covered.",
            "{n} findings, encrypted, pictures covered.",
            len(gathered.seen),
        ).format(n=len(gathered.seen))
    if gathered.reported:
        yield ngettext(
            "{n} reported link with its history, encrypted.",
            "{n} reported links with their history, encrypted.",
            len(gathered.reported),
        ).format(n=len(gathered.reported))
    yield _("Seal: {seal}").format(seal=made.seal)
    yield _(
        "Note the seal, or send it to somebody you trust: it shows later that nothing was "
        "changed since today."
    )
    yield _(
        "It opens in 7-Zip; README.txt in it says how to check it. Tell the passphrase another "
        "way than you send the file."
    )
    yield how_to_open()
    if beside(target).exists():
        yield _(
            "{file} says so to who gets it: send it along, it tells nothing of the case."
        ).format(file=beside(target))
