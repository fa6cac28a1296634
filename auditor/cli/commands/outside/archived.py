"""auditor archived: copies of one's own pages and pictures in web archives."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.findings.verify import Archive
from auditor.domain.text.statement import Kind
from auditor.errors import ExitCode
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.domain.outside.copies import CopiesLook
    from auditor.engine.outside.web_copies import ArchiveState
    from auditor.engine.session import Session
    from auditor.ports import Outgoing

_SHOWN = 40
"""Addresses of an archive that are told to a person; --json has all."""


def archived(
    context: typer.Context,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help=_("Only this account. Repeatable.")),
    ] = None,
    kept: Annotated[
        bool, typer.Option("--kept", help=_("Show what is known, and ask nobody."))
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help=_("Ask also about what was answered less than a day ago.")),
    ] = False,
    dry_run: DryRun = False,
    agreed: Agreed = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Find copies of your own pages and pictures in web archives.
    Of proven accounts only. Each address is sent to archive.org, those of pages to Common Crawl.

    Exit code 3: an archive could not tell.
    """  # noqa: D205
    options = options_of(context)
    wanted = () if kept else tuple(account or ())

    unclear: list[CopiesLook] = []

    async def task(
        session: Session,
    ) -> tuple[tuple[ArchiveState, ...], tuple[Outgoing, ...], tuple[str, ...]]:
        plan = await session.web_copies.plan(wanted, again=again or kept)
        would = () if kept else tuple(each for each in plan.asked.values() if each.items)
        sent: tuple[Outgoing, ...] = would if dry_run else ()
        if would and not dry_run:
            consents = agree(would, agreed=agreed, masked=options.projector)
            sent = await session.web_copies.ask(plan, consents, _counting(would, unclear))
        return await session.web_copies.known(), sent, plan.left_out

    known, sent, left_out = on_session(context, task)
    if as_json:
        from auditor.report.json.outside.archived import archived as document

        output.document(document(known, sent, left_out, masked=options.projector))
    elif dry_run:
        tell(sent, masked=options.projector)
        _tell_left_out(left_out)
    else:
        _tell(known, options)
        _tell_left_out(left_out)
    raise typer.Exit(ExitCode.SOURCE_FAILED if unclear else ExitCode.OK)


def _counting(would: Sequence[Outgoing], unclear: list[CopiesLook]) -> Callable[[CopiesLook], None]:
    """Return what narrates how far the look-up is, and gathers answers that tell nothing."""
    numbers = itertools.count(1)
    every = sum(len(each.items) for each in would)

    def told(look: CopiesLook) -> None:
        if look.state is Archive.COULD_NOT_TELL:
            unclear.append(look)
        output.narrate(_("{n} of {all} addresses").format(n=next(numbers), all=every))

    return told


def _tell(known: Sequence[ArchiveState], options: GlobalOptions) -> None:
    from auditor.report.words.web_copies import says, taken_down

    gone = taken_down(known)
    if gone:
        output.line(gone)
        output.line()
    for told in known:
        output.line(says(told))
        _tell_copies(told, options)
    if any(told.copies for told in known):
        _tell_removal({told.archive for told in known if told.copies})
    elif any(told.state is Archive.NONE_FOUND for told in known):
        output.line(
            _(
                "That an archive names none is no proof: it hides what it was asked to, and others "
                "keep copies, too."
            )
        )


def _tell_copies(told: ArchiveState, options: GlobalOptions) -> None:
    from auditor.report.words.web_copies import KINDS, when

    for copy in told.copies[:_SHOWN]:
        found = copy.captured
        down = "  " + _("(taken down)") if copy.taken_down else ""
        output.line(f"  {_(KINDS[found.kind])}  {shown(options, found.url, Kind.URL)}{down}")
        output.line(f"    {when(found)}: {shown(options, found.at, Kind.URL)}")
    more = len(told.copies) - _SHOWN
    if more > 0:
        words = ngettext(
            "  … and {n} more address, see --json", "  … and {n} more addresses, see --json", more
        )
        output.line(words.format(n=more))


def _tell_removal(archives: set[str]) -> None:
    from auditor.guidance.help.web_archives import removals
    from auditor.report.words.web_copies import TITLES

    output.line()
    output.line(_("How to ask for removal (you write yourself, and say who you are):"))
    for way in removals():
        if way.archive in archives:
            output.line(f"  {_(TITLES[way.archive])}: {way.contact}")
            output.line(f"    {way.how}")
            letters = ", ".join(f"auditor letter {key}" for key in way.letters)
            output.line("    " + _("Letters: {letters}").format(letters=letters))
            output.line(
                "    " + _("From {source} ({date}).").format(source=way.source, date=way.checked)
            )


def _tell_left_out(left_out: Iterable[str]) -> None:
    for number, reason in enumerate(left_out):
        if not number:
            output.line(_("Not asked:"))
        output.line(f"  - {reason}")
