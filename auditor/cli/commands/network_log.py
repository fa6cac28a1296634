"""auditor network-log: every request that left this device, and every one that was refused."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.text.statement import Kind
from auditor.messages import _


def network_log(
    context: typer.Context,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, help=_("How many of the newest."))
    ] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what was asked of whom, newest first."""
    entries = on_session(context, lambda session: session.network_log(limit))
    if as_json:
        from auditor.report.json import documents

        output.document(documents.network_log(entries))
        return
    if not entries:
        output.line(_("Nothing was sent yet."))
        return
    options = options_of(context)
    output.table(
        (_("time"), _("request"), _("host"), _("path"), _("purpose"), _("answer"), _("bytes")),
        [
            (
                entry.at.strftime("%Y-%m-%d %H:%M:%S"),
                entry.method,
                shown(options, entry.host, Kind.URL),
                shown(options, entry.path, Kind.URL),
                entry.purpose,
                str(entry.status)
                if entry.status is not None
                else shown(options, entry.note, Kind.URL) or "–",
                str(entry.received_bytes),
            )
            for entry in entries
        ],
    )
