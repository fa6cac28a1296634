"""auditor verify: whether what was to disappear did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.commands.outside.outgoing import lines
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.findings.verify import Seen, Verification, Verified
from auditor.domain.text.statement import Kind
from auditor.errors import ExitCode
from auditor.messages import _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.words.verify import says

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session


def verify(
    context: typer.Context,
    finding: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="ID", help=_("Only this finding. Repeatable.")),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("Findings that are still open, too."))
    ] = False,
    wayback: Annotated[
        bool,
        typer.Option(
            "--wayback",
            help=_(
                "Ask the Wayback Machine for copies of photos on proven accounts; sends it their "
                "addresses."
            ),
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Look again at what you marked as done.
    Exit code 0: all settled, 1: something is open, 3: could not tell, or only you say so.
    """  # noqa: D205
    ids, options = tuple(finding or ()), options_of(context)

    async def task(session: Session) -> Verified:
        archive = None
        if wayback:
            archive = _consent(await session.verifying.outgoing(ids, all_open=every), options)
        return await session.verifying.verify(ids, all_open=every, archive=archive)

    found = on_session(context, task)
    if as_json:
        from auditor.report.json import verify as verify_documents

        output.document(verify_documents.verify(found))
    else:
        _tell(found, options)
    raise typer.Exit(_code(found.results))


def _consent(outgoing: Outgoing, options: GlobalOptions) -> Consent:
    """Show what goes out; whoever typed --wayback wants that."""
    for line in lines((outgoing,), masked=options.projector):
        output.narrate(line)
    return Consent(outgoing)


def _code(results: Sequence[Verification]) -> ExitCode:
    states = {result.state for result in results}
    if states & {Seen.COULD_NOT_TELL, Seen.YOU_SAID_SO}:  # nobody looked at what you say is done
        return ExitCode.SOURCE_FAILED
    return ExitCode.FINDINGS if any(result.open for result in results) else ExitCode.OK


def _tell(found: Verified, options: GlobalOptions) -> None:
    for result in found.results:
        told = replace(result, reason=shown(options, result.reason, Kind.URL))
        output.line(f"{told.checked_at:%Y-%m-%d %H:%M}  {told.finding}  {says(told)}")
        output.line(f"    {told.title}" + (f"  {told.photo}" if told.photo else ""))
        for copy in told.archived:
            output.line(f"    {shown(options, copy.url, Kind.URL)}")
    if not found.results:
        output.line(
            _(
                "Nothing is marked as done. 'auditor plan --done STEP' or 'auditor findings mark "
                "ID --state done' does that."
            )
        )
    settled = sum(result.settled for result in found.results)
    if found.results:
        counted = ngettext(
            "{n} of {all} result is settled.",
            "{n} of {all} results are settled.",
            len(found.results),
        )
        output.line(counted.format(n=settled, all=len(found.results)))
    if any(result.opens_again for result in found.results):
        output.line(
            _(
                "What is still there is open again. Caches keep pictures for hours or days: look "
                "again tomorrow."
            )
        )
    before = len(found.history) - len(found.results)
    if before > 0:
        output.line(
            ngettext(
                "{n} earlier result is kept, see --json.",
                "{n} earlier results are kept, see --json.",
                before,
            ).format(n=before)
        )
