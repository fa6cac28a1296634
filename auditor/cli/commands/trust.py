"""auditor trust: whose content credentials are believed. Nobody's, before the user says so.

No vault, no network: the official list is the one that came with this program.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.local_files import content
from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.domain.trust import OFFICIAL, Authority, TrustList
from auditor.errors import ReaderError, UsageError
from auditor.guidance.trust_list import DATE
from auditor.messages import N_, _, ngettext
from auditor.report.inspect_lines import FEW_CAMERAS

if TYPE_CHECKING:
    from auditor.adapters.keys.trust import TrustLists

app = typer.Typer(
    help=_("Lists of authorities whose content credentials you trust. None is trusted by default."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
_ID_SHOWN = 12
_FROM_NOW = N_(
    "Credentials signed under this list are shown as trusted from the next reading on. "
    "Photos of earlier scans keep theirs."
)


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
        output.line(_(_FROM_NOW))


@app.command("use")
def use(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="official", help=_("The list of the C2PA in this program."))
    ],
    as_json: _Json = False,
) -> None:
    """Trust the official C2PA list, as it came with this program; nothing is fetched.
    'auditor trust remove official' turns it off again.
    """  # noqa: D205
    if name != OFFICIAL:
        raise UsageError(
            _("{name}: no such list in this program").format(name=name),
            _("There is one: official. Others are imported: auditor trust import PEM"),
        )
    if options_of(context).ephemeral:
        raise UsageError(_("With --ephemeral nothing is kept, so no list can be chosen."))
    kept = _lists(context).use_official(_now())
    _show([kept], as_json=as_json)
    if not as_json:
        output.line(_(_FROM_NOW))
        output.line(_(FEW_CAMERAS))
        output.line(_("To turn it off: auditor trust remove official"))


@app.command("list")
def list_lists(context: typer.Context, as_json: _Json = False) -> None:
    """Show the lists: since when, which authorities, and until when they are valid."""
    kept = _lists(context).all()
    _show(kept, as_json=as_json)
    if as_json:
        return
    if not kept:
        output.line(
            _(
                "No list was imported: credentials can be valid, but none is trusted. To import "
                "one: auditor trust import PEM"
            )
        )
    if not any(trusted.name for trusted in kept):
        output.line(
            _(
                "The official C2PA list of {date} came with this program and is off. To choose it: "
                "auditor trust use official"
            ).format(date=DATE)
        )


@app.command("remove")
def remove(
    context: typer.Context,
    list_id: Annotated[
        str, typer.Argument(metavar="ID", help=_("As list shows it, or: official."))
    ],
) -> None:
    """Trust the authorities of a list no longer."""
    removed = _lists(context).remove(list_id)
    if removed.name:
        output.line(_("Turned off: the official C2PA list of {date}.").format(date=removed.date))
        return
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
        output.line(_head(trusted))
        _show_authorities(trusted.authorities, now)
        if trusted.time_stamps:
            output.line(_("believed about times only:"))
            _show_authorities(trusted.time_stamps, now)


def _head(trusted: TrustList) -> str:
    count = len(trusted.authorities)
    authorities = ngettext("{count} authority", "{count} authorities", count).format(count=count)
    template = (
        _("official C2PA list of {list_date}: {authorities}, chosen {date}")
        if trusted.name
        else _("{id}: {authorities}, imported {date}")
    )
    return template.format(
        id=trusted.id[:_ID_SHOWN],
        authorities=authorities,
        date=trusted.imported_at,
        list_date=trusted.date,
    )


def _show_authorities(authorities: Sequence[Authority], now: datetime) -> None:
    for each in authorities:
        template = (
            _("  {name}: expired {date}")
            if each.expires < now
            else _("  {name}: valid until {date}")
        )
        output.line(template.format(name=each.subject, date=each.expires.date().isoformat()))
