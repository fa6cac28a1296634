"""auditor import: bring in what a platform handed out to you."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.commands.scan import listed, narrator
from auditor.cli.local_files import named
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of, shown
from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.archives.archive import (
    ArchiveCounts,
    Imported,
    PublicAnswers,
    PublicDefault,
    group_key,
)
from auditor.domain.text.statement import Kind
from auditor.engine.imports.book import Claimed, looked_into
from auditor.errors import ExitCode, UsageError
from auditor.messages import _, ngettext
from auditor.report.json import archives
from auditor.report.words.archives import lines, made

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.ports import AccountArchive

_SHOWN = 12
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was said on the command line."""

    account: str
    claim: Claim | None
    confirm: str
    answers: PublicAnswers
    may_ask: bool


def import_archive(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_(
                "The zip, all its parts, the folder, or a kept page. Asked for; - reads paths from "
                "standard input, one a line."
            ),
        ),
    ] = None,
    account: Annotated[
        str, typer.Option("--account", metavar="ID", help=_("The account on your list it is of."))
    ] = "",
    claim: Annotated[
        Claim | None, typer.Option("--claim", help=_("What the account is to you."))
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option(
            "--confirm",
            metavar=ask.FROM_STDIN,
            help=_("For scripts that say mine: the name of the account in it, typed again."),
        ),
    ] = None,
    public: Annotated[
        list[str] | None,
        typer.Option(
            "--public",
            metavar="all|none|ask|ALBUM=yes",
            help=_("What is public, where the archive does not tell: also by year. Repeatable."),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Bring in the archive that a platform gave you, or a page kept as a stranger sees it.

    Nothing of it leaves this device. A page is one that your own browser saved without being logged
    in: HAR, MHTML, SingleFile, WARC, .webarchive, or with its folder. How to save one stands in
    docs/see-as-a-stranger.md.

    Only photos that strangers can see are looked into. The archive holds everything, messages too:
    keep it where nobody else gets at it, or delete it afterwards.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """
    from auditor.guidance import handover
    from auditor.wiring import open_archives

    output.narrate(handover.not_for_minors())  # before anything is read
    options = options_of(context)
    answers = public_answers(public or ())
    again = ask.private_text(confirm, "") if confirm is not None else ""
    asked = _Asked(account, claim, again, answers, sys.stdin.isatty() and not as_json)
    paths = _there(named(files, _("Path of the archive (it can be dropped here): ")))

    async def task(session: Session) -> tuple[Imported, ...]:
        with ExitStack() as stack:  # not before: what opens the vault takes much memory, for once
            opened = open_archives(paths)
            for each in opened:
                stack.callback(each.close)
            meant = await _meant(session, asked, opened)
            return tuple([await _one(session, options, each, meant(each)) for each in opened])

    several = on_session(context, task)
    if as_json:
        output.document(archives.imported(several))
    else:
        _tell(several, paths, options)
    if not all(each.whole for each in several if each.page is None):
        raise typer.Exit(ExitCode.SOURCE_FAILED)


def _there(paths: Sequence[str]) -> Sequence[str]:
    """Return paths. Raises UsageError where one is wrong, before a passphrase is asked for."""
    for path in paths:
        if not Path(path).exists():
            raise UsageError(_("{file}: no such file").format(file=Path(path).name))
    return paths


async def _meant(
    session: Session, asked: _Asked, opened: Sequence[AccountArchive]
) -> Callable[[AccountArchive], _Asked]:
    """Return what was said of each archive: an account is meant for the one of its platform."""
    platform = (await session.accounts.find(asked.account)).platform if asked.account else ""
    if all(each.platform != platform for each in opened):
        return lambda _archive: asked
    other = replace(asked, account="")
    return lambda archive: asked if archive.platform == platform else other


async def _one(
    session: Session, options: GlobalOptions, archive: AccountArchive, asked: _Asked
) -> Imported:
    claimed = Claimed(asked.account, asked.confirm if asked.claim is Claim.MINE else "")
    may_be_mine = asked.claim in {None, Claim.MINE}
    if (
        may_be_mine
        and asked.may_ask
        and not claimed.again
        and await session.imports.unclaimed(archive, claimed)
    ):
        output.narrate(_("Only your own archive. Using someone else's can be a crime."))
        claimed = Claimed(asked.account, _ask_whose(archive, options))
    account = await session.imports.account_of(archive, claimed) if may_be_mine else None
    if account is None and asked.claim is Claim.MINE and not asked.may_ask:
        raise UsageError(
            _("An account becomes yours only where its name is typed again, the same."),
            _("Say that it is yours with --claim mine --confirm NAME."),
        )
    if account is None:
        return looked_into(archive, await session.imports.survey(archive, asked.answers))
    answers = asked.answers.over(await session.imports.earlier(account))
    if asked.may_ask and answers.default is PublicDefault.ASK:
        counts = await session.imports.survey(archive, answers)
        answers = _ask_public(counts, options).over(answers) if counts.unknown else answers
    known = await listed(options, session)
    return await session.imports.bring(archive, account, answers, narrator(options, known))


def _ask_whose(archive: AccountArchive, options: GlobalOptions) -> str:
    inside = archive.identity.handle
    if not inside:
        return ask.answer(
            _("{platform}: the name of your account there: ").format(platform=archive.title)
        )
    return ask.answer(
        _("It is of {handle}. If that is you, type the name again: ").format(
            handle=shown(options, inside, Kind.HANDLE)
        )
    )


def _ask_public(counts: ArchiveCounts, options: GlobalOptions) -> PublicAnswers:
    """Ask once for all, by year or by album which photos are public."""
    output.narrate(
        ngettext(
            "The archive does not tell whether {n} photo is public.",
            "The archive does not tell whether {n} photos are public.",
            counts.unknown,
        ).format(n=counts.unknown)
    )
    while True:
        said = ask.answer(
            _("Public? a all, n none, y ask by year, b ask by album, Enter later: ")
        ).casefold()
        if said == "":
            return PublicAnswers()
        if said in {"a", "n"}:
            return PublicAnswers(PublicDefault.ALL if said == "a" else PublicDefault.NONE)
        if said in {"y", "b"}:
            groups = counts.years if said == "y" else counts.albums
            return _ask_groups(groups, options, albums=said == "b")


def _ask_groups(groups: dict[str, int], options: GlobalOptions, *, albums: bool) -> PublicAnswers:
    told: list[tuple[str, bool]] = []
    for name, number in sorted(groups.items()):
        if not name:
            continue
        label = shown(options, name, Kind.NAME) if albums else name
        told.append(
            (
                group_key(name),
                ask.yes(
                    ngettext(
                        "{name}, {n} photo: public?", "{name}, {n} photos: public?", number
                    ).format(name=label, n=number)
                ),
            )
        )
    return PublicAnswers(PublicDefault.ASK, tuple(told))


def public_answers(given: Sequence[str]) -> PublicAnswers:
    """Return what `--public` says. Raises UsageError where it makes no sense."""
    default, told = PublicDefault.ASK, dict[str, bool]()
    for text in given:
        name, equals, said = text.rpartition("=")
        if not equals:
            try:
                default = PublicDefault(text.strip().casefold())
            except ValueError:
                raise _not_understood() from None
        elif said.strip().casefold() in _YES | _NO and name.strip():
            told[group_key(name)] = said.strip().casefold() in _YES
        else:
            raise _not_understood()
    return PublicAnswers(default, tuple(told.items()))


def _not_understood() -> UsageError:
    return UsageError(
        _("--public takes all, none, ask, or the name of an album or year with =yes or =no."),
        _("For example: --public all --public 2019=no"),
    )


def _tell(several: Sequence[Imported], paths: Sequence[str], options: GlobalOptions) -> None:
    for each in several:
        output.line(made(each))
        for line in lines(each):
            output.line("  " + shown(options, line, Kind.PLAIN))
        if each.account is None:
            output.line(
                "  " + _("Nothing was kept: say that it is yours with --claim mine --confirm NAME.")
            )
        elif each.counts.unknown and each.page is None:
            output.line(
                "  "
                + _("Until you say what is public (--public), the answers leave those photos open.")
            )
        if each.counts.hidden_albums:
            told = _(
                "Albums count as private. Of one that you shared by a link: --public ALBUM=yes."
            )
            output.line("  " + told)
    if any(each.account for each in several):
        output.line(
            _("What was learned is forgotten at the end of this run (--ephemeral).")
            if options.ephemeral
            else _("What was learned is kept in the vault; the archive itself is not.")
        )
        pages = all(each.page is not None for each in several)
        output.line(
            _("This program does not need the page any more: delete it.")
            if pages
            else _(
                "It holds everything, messages too: delete it, or keep it where only you get at it."
            )
        )
        for path in paths:
            output.line("  " + shown(options, str(Path(path).absolute()), Kind.FILE))
        output.line(_("'auditor answers' says what a stranger could do with it."))
