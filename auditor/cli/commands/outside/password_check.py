"""auditor password-check: whether passwords stand in known leaks. Nothing of them is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.commands.outside.password_input import PasswordInput, gather, of_keyring
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of
from auditor.domain.outside.passwords import (
    PREFIX,
    HashRange,
    PasswordAnswer,
    PasswordEntry,
    reused,
)
from auditor.domain.text.statement import MASK
from auditor.errors import ExitCode, ReaderError, UsageError
from auditor.hashing.passwords import ntlm_of, sha1_of
from auditor.messages import _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.json.outside.password_check import password_check as document

if TYPE_CHECKING:
    from auditor.engine.session import Session

_MANY = 20
"""Requests after whose number it is said that they take a while."""


def password_check(
    context: typer.Context,
    hashes: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="HASHES",
            help=_(
                "Look in a downloaded list (one file ordered by hash, or a folder of its ranges) "
                "and send nothing."
            ),
        ),
    ] = None,
    export: Annotated[
        str | None,
        typer.Option(
            "--export",
            metavar=FROM_STDIN,
            help=_(
                "Look for every password of a manager's export. Its path is asked for or read "
                "from standard input, which may also hold the export itself."
            ),
        ),
    ] = None,
    keyring: Annotated[
        bool,
        typer.Option("--keyring", help=_("Look for a password that this system's keyring keeps.")),
    ] = False,
    dry_run: DryRun = False,
    agreed: Agreed = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Say whether passwords stand in known leaks, and which are used at several places.

    A password is typed unseen or is the only line of standard input; it never stands in arguments
    and is never kept. Of each only five characters of its hash are sent, and with --file nothing.
    """
    if keyring and (export is not None or dry_run):
        raise UsageError(_("--keyring goes with neither --export nor --dry-run."))
    said = _Said(options_of(context), as_json=as_json)
    if hashes is not None and dry_run:
        said.would_send((), ())
        return

    async def take() -> PasswordInput:
        return await of_keyring() if keyring else gather(export)

    if dry_run:
        given = gather(export)
        said.would_send(given.entries, (_outgoing(context, given),))
    elif hashes is not None:
        given = asyncio.run(take()) if keyring else gather(export)
        said.tell(given, _in_list(hashes, given), ())
    else:
        given, answers, sent = on_session(
            context, lambda session: _online(session, take, agreed=agreed)
        )
        if answers:
            said.tell(given, answers, sent)


def _prefixes(given: PasswordInput) -> list[str]:
    return [sha1_of(entry.password)[:PREFIX] for entry in given.entries]


def _outgoing(context: typer.Context, given: PasswordInput) -> Outgoing:
    """Return what would be sent, without a vault."""
    from auditor.services.pwned_passwords import PwnedPasswords

    address = options_of(context).settings().services.pwned_passwords_url
    return PwnedPasswords(address).outgoing(_prefixes(given))


async def _online(
    session: Session, take: Callable[[], Awaitable[PasswordInput]], *, agreed: bool
) -> tuple[PasswordInput, list[PasswordAnswer], tuple[Outgoing, ...]]:
    given = await take()
    outgoing = session.passwords.outgoing(_prefixes(given))
    consents: tuple[Consent, ...] = agree((outgoing,), agreed=agreed)
    if consents and len(outgoing.requests) > _MANY:
        output.narrate(
            _("Asking for {n} ranges, a few each second.").format(n=len(outgoing.requests))
        )
    ranges: Mapping[str, HashRange] = {}
    for consent in consents:
        ranges = await session.passwords.ranges(consent)
    if not consents:
        return given, [], ()
    digests = [sha1_of(entry.password) for entry in given.entries]
    answers = [ranges[digest[:PREFIX]].about(digest[PREFIX:]) for digest in digests]
    return given, answers, (outgoing,)


def _in_list(path: Path, given: PasswordInput) -> list[PasswordAnswer]:
    """Return what a downloaded list says. Raises ReaderError where it cannot be searched."""
    from auditor.adapters.local_files import open_file
    from auditor.readers.passwords.open_list import leaked_list

    try:
        with leaked_list(path, open_file) as known:
            digest_of = (
                sha1_of if known.length == len(sha1_of(given.entries[0].password)) else ntlm_of
            )
            answers = [known.about(digest_of(entry.password)) for entry in given.entries]
            note = known.note
    except ReaderError as error:
        raise ListUnusable(
            _("{file}: {reason}").format(file=path, reason=error.message), error.hint
        ) from None
    if note:
        output.narrate(note)
    return answers


class ListUnusable(ReaderError):
    """The downloaded list cannot be searched, so nothing could be told."""

    exit_code = ExitCode.SOURCE_FAILED


class _Said:
    """How what was found is told, on a screen or as a document."""

    def __init__(self, options: GlobalOptions, *, as_json: bool) -> None:
        self._options = options
        self._as_json = as_json

    def would_send(self, entries: Sequence[PasswordEntry], outgoing: Sequence[Outgoing]) -> None:
        """Tell what would be sent."""
        if not self._as_json:
            tell(outgoing)
            return
        names = [self._name(entry) for entry in entries]
        nothing = PasswordAnswer(None, reason=_("not asked: --dry-run"))
        output.document(document(names, [nothing] * len(names), (), outgoing))

    def tell(
        self, given: PasswordInput, answers: Sequence[PasswordAnswer], sent: Sequence[Outgoing]
    ) -> None:
        """Tell what was found, and end with the exit code of that."""
        shared = reused(given.entries)
        names = [self._name(entry) for entry in given.entries]
        if self._as_json:
            output.document(document(names, answers, shared, sent))
        elif len(answers) == 1 and not names[0]:
            output.line(_of_one(answers[0]))
        else:
            _of_several(self._numbered(names), answers, shared)
        if given.lies_open:
            output.narrate(
                _(
                    "That export holds every password readable for anybody. Delete it now, from "
                    "the bin too, and from folders that are copied to a cloud."
                )
            )
        if any(answer.found is None for answer in answers):
            raise typer.Exit(ExitCode.SOURCE_FAILED)
        if any(answer.found for answer in answers):
            raise typer.Exit(ExitCode.FINDINGS)

    def _name(self, entry: PasswordEntry) -> str:
        name = " ".join(part for part in (entry.site, entry.user) if part)
        return MASK if name and self._options.projector else name

    def _numbered(self, names: Sequence[str]) -> list[str]:
        """Return names that are not all the same where they are masked."""
        return [
            _("entry {n}").format(n=number) if name in {"", MASK} else name
            for number, name in enumerate(names, 1)
        ]


def _of_one(answer: PasswordAnswer) -> str:
    if answer.found is None:
        return _("Could not tell: {reason}.").format(reason=answer.reason)
    if not answer.found:
        return _("This password is not in this list; that does not make it a good password.")
    return _("This password {stands}. Change it wherever you use it.").format(
        stands=_stands(answer)
    )


def _stands(answer: PasswordAnswer) -> str:
    return ngettext(
        "stands {n} time in known leaks of passwords",
        "stands {n} times in known leaks of passwords",
        answer.count or 0,
    ).format(n=f"{answer.count or 0:,}")


def _of_several(
    names: Sequence[str], answers: Sequence[PasswordAnswer], shared: Iterable[Sequence[int]]
) -> None:
    told = list(zip(names, answers, strict=True))
    for reason in dict.fromkeys(answer.reason for _name, answer in told if answer.found is None):
        output.line(_("Could not tell: {reason}.").format(reason=reason))
        for name, answer in told:
            if answer.found is None and answer.reason == reason:
                output.line(f"  {name}")
    found = sorted(
        ((name, answer) for name, answer in told if answer.found),
        key=lambda each: -(each[1].count or 0),
    )
    if found:
        output.line(_("In known leaks; change these first:"))
    for name, answer in found:
        output.line(f"  {name}: {_stands(answer)}")
    for group in shared:
        output.line(
            _(
                "One password in {n} entries; whoever learns it at one place has all of them:"
            ).format(n=len(group))
        )
        for number in group:
            output.line(f"  {names[number]}")
    absent = sum(answer.found is False for answer in answers)
    if absent:
        output.line(
            ngettext(
                "{n} password is not in this list; that does not make it a good one.",
                "{n} passwords are not in this list; that does not make them good ones.",
                absent,
            ).format(n=absent)
        )
