"""auditor scan: read what is public, measure it, judge it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.options import GlobalOptions
from auditor.cli.running import names_of, on_session, options_of, shown
from auditor.cli.unproven import tell_unproven, unproven
from auditor.domain.text.statement import Kind
from auditor.domain.views import ScanRecord
from auditor.engine.scan.events import (
    AccountEnded,
    AccountProgress,
    Evaluating,
    PhotoTrouble,
    ScanEvent,
    ScanStarted,
)
from auditor.errors import ExitCode
from auditor.messages import _, ngettext
from auditor.report.json import documents
from auditor.report.words import words

if TYPE_CHECKING:
    from auditor.engine.session import Session

_EVERY = 50


def narrate(options: GlobalOptions, names: Mapping[str, str], event: ScanEvent) -> None:
    """Tell on stderr how the scan goes on."""
    match event:
        case ScanStarted(resumed=True):
            output.narrate(_("Going on with the scan that was interrupted."))
        case AccountProgress() if event.measured and event.measured % _EVERY == 0:
            name = names.get(event.account, event.account)
            output.narrate(
                _("{account}: {measured} of {listed} photos").format(
                    account=name, measured=event.measured, listed=event.listed
                )
            )
        case PhotoTrouble():
            output.narrate(
                _("{photo}: {reason}").format(
                    photo=event.photo, reason=shown(options, event.reason, Kind.URL)
                )
            )
        case AccountEnded():
            reason = shown(options, event.outcome.reason, Kind.URL)
            told = f"{names.get(event.account, event.account)}: {words.outcome(event.outcome.name)}"
            output.narrate(f"{told}, {reason}" if reason else told)
        case Evaluating():
            output.narrate(_("Looking at what was found."))
        case _:
            pass


def scan(
    context: typer.Context,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help=_("Only this account. Repeatable.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Scan your accounts. An interrupted scan goes on where it stopped."""
    options = options_of(context)

    async def task(session: Session) -> tuple[ScanRecord, int, tuple[str, ...], dict[str, str]]:
        names = await names_of(options, session)
        record = await session.scan(account or None, partial(narrate, options, names))
        return record, len(await session.findings()), await unproven(session), names

    record, findings, without_proof, names = on_session(context, task)
    if as_json:
        output.document(documents.scan(record))
    else:
        output.table(
            (
                _("account"),
                _("outcome"),
                _("new"),
                _("gone"),
                _("changed"),
                _("requests"),
                _("reason"),
            ),
            [
                (
                    names.get(account.account, account.account),
                    words.outcome(account.outcome),
                    *(
                        _("–") if n is None else str(n)
                        for n in (account.new, account.gone, account.changed)
                    ),
                    str(account.requests),
                    shown(options, account.reason, Kind.URL),
                )
                for account in record.accounts
            ],
        )
        for account_shown in record.accounts:
            if len(account_shown.reason) > output.LONGEST:
                output.line(
                    f"{names.get(account_shown.account, account_shown.account)}: "
                    f"{shown(options, account_shown.reason, Kind.URL)}"
                )
        tell_unproven(without_proof)
        output.line(
            ngettext(
                "{n} finding. 'auditor plan' says what to do first.",
                "{n} findings. 'auditor plan' says what to do first.",
                findings,
            ).format(n=findings)
            if findings
            else _(
                "Nothing was found in what was checked. That does not mean that nothing is there."
            )
        )
    if any(account.outcome in {"failed", "blocked"} for account in record.accounts):
        raise typer.Exit(ExitCode.SOURCE_FAILED)
    raise typer.Exit(ExitCode.FINDINGS if findings else ExitCode.OK)
