"""auditor scan: read what is public, measure it, judge it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of, shown
from auditor.cli.unproven import tell_unproven, unproven
from auditor.domain.statement import Kind
from auditor.domain.views import ScanRecord
from auditor.engine.events import AccountEnded, AccountProgress, Evaluating, PhotoTrouble, ScanEvent, ScanStarted
from auditor.errors import ExitCode
from auditor.messages import _, ngettext
from auditor.report import documents

if TYPE_CHECKING:
    from auditor.engine.session import Session

_EVERY = 50


def narrate(options: GlobalOptions, event: ScanEvent) -> None:
    """Tell on stderr how the scan goes on."""
    match event:
        case ScanStarted(resumed=True):
            output.narrate(_("Going on with the scan that was interrupted."))
        case AccountProgress() if event.measured and event.measured % _EVERY == 0:
            output.narrate(_("{id}: {measured} of {listed} photos").format(id=event.account, measured=event.measured, listed=event.listed))
        case PhotoTrouble():
            output.narrate(_("{photo}: {reason}").format(photo=event.photo, reason=shown(options, event.reason, Kind.URL)))
        case AccountEnded():
            reason = shown(options, event.outcome.reason, Kind.URL)
            output.narrate(f"{event.account}: {event.outcome.name}" + (f", {reason}" if reason else ""))
        case Evaluating():
            output.narrate(_("Looking at what was found."))
        case _:
            pass


def scan(
    context: typer.Context,
    account: Annotated[list[str] | None, typer.Option("--account", metavar="ID", help=_("Only this account. Repeatable."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Scan your accounts. An interrupted scan goes on where it stopped."""
    options = options_of(context)

    async def task(session: Session) -> tuple[ScanRecord, int, tuple[str, ...]]:
        record = await session.scan(account or None, partial(narrate, options))
        return record, len(await session.findings()), await unproven(session)

    record, findings, without_proof = on_session(context, task)
    if as_json:
        output.document(documents.scan(record))
    else:
        output.table(
            (_("account"), _("outcome"), _("new"), _("gone"), _("changed"), _("requests"), _("reason")),
            [
                (
                    one.account,
                    one.outcome,
                    *(_("–") if n is None else str(n) for n in (one.new, one.gone, one.changed)),
                    str(one.requests),
                    shown(options, one.reason, Kind.URL),
                )
                for one in record.accounts
            ],
        )
        for one in record.accounts:
            if len(one.reason) > output.WIDEST:
                output.line(f"{one.account}: {shown(options, one.reason, Kind.URL)}")
        tell_unproven(without_proof)
        output.line(
            ngettext(
                "{n} finding. 'auditor plan' says what to do first.", "{n} findings. 'auditor plan' says what to do first.", findings
            ).format(n=findings)
            if findings
            else _("Nothing was found in what was checked. That does not mean that nothing is there.")
        )
    if any(one.outcome in {"failed", "blocked"} for one in record.accounts):
        raise typer.Exit(ExitCode.SOURCE_FAILED)
    raise typer.Exit(ExitCode.FINDINGS if findings else ExitCode.OK)
