"""auditor trust: whose content credentials are believed. Nobody's, before a list was imported.

No vault, no network.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.local_files import content
from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.domain.trust import TrustList
from auditor.errors import ReaderError, UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.adapters.keys.trust import TrustLists

app = typer.Typer(
    help=_("Lists of authorities whose content credentials you trust. None is trusted by default."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
_ID_SHOWN = 12


@app.command("import")
def import_list(
    context: typer.Context,
    pem: Annotated[
        Path, typer.Argument(metavar="PEM", help=_("File with certificates of authorities."))
    ],
    as_json: _Json = False,
) -> None:
    """Trust the authorities in a PEM file: credentials that they signed for become trusted.
    The date is kept.
    """  # noqa: D205
    if options_of(context).ephemeral:
        raise UsageError(_("With --ephemeral nothing is kept, so no list can be imported."))
    try:
        kept = _lists(context).add(content(pem), _now())
    except ReaderError as error:
        raise UsageError(_("{file}: {reason}").format(file=pem, reason=error.message)) from error
    _show([kept], as_json=as_json)
    if not as_json:
        output.line(
            _(
                "Credentials signed under this list are shown as trusted from the next reading on. "
                "Photos of earlier scans keep theirs."
            )
        )


@app.command("list")
def list_lists(context: typer.Context, as_json: _Json = False) -> None:
    """Show the imported lists: since when, which authorities, and until when they are valid."""
    kept = _lists(context).all()
    _show(kept, as_json=as_json)
    if not kept and not as_json:
        output.line(
            _(
                "No list was imported: credentials can be valid, but none is trusted. To import "
                "one: auditor trust import PEM"
            )
        )


@app.command("remove")
def remove(
    context: typer.Context,
    list_id: Annotated[str, typer.Argument(metavar="ID", help=_("As list shows it."))],
) -> None:
    """Trust the authorities of a list no longer."""
    removed = _lists(context).remove(list_id)
    output.line(
        _("Removed: {id}, imported {date}.").format(
            id=removed.id[:_ID_SHOWN], date=removed.imported_at
        )
    )


def _lists(context: typer.Context) -> TrustLists:
    from auditor.wiring import trust_lists

    return trust_lists(opening_of(options_of(context)))


def _now() -> datetime:
    return datetime.now(UTC)


def _show(lists: list[TrustList] | tuple[TrustList, ...], *, as_json: bool) -> None:
    from auditor.report.json import trust as trust_documents

    now = _now()
    if as_json:
        output.document(trust_documents.trust(lists, now))
        return
    for trusted in lists:
        count = len(trusted.authorities)
        authorities = ngettext("{count} authority", "{count} authorities", count).format(
            count=count
        )
        output.line(
            _("{id}: {authorities}, imported {date}").format(
                id=trusted.id[:_ID_SHOWN], authorities=authorities, date=trusted.imported_at
            )
        )
        for each in trusted.authorities:
            template = (
                _("  {name}: expired {date}")
                if each.expires < now
                else _("  {name}: valid until {date}")
            )
            output.line(template.format(name=each.subject, date=each.expires.date().isoformat()))
