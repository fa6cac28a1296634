"""auditor keys: the person's own keys of services, in the keyring. No vault, no network."""

from __future__ import annotations

import asyncio
import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.keys import known_services as rows
from auditor.adapters.keys.known_services import ServiceKey
from auditor.cli import ask, output
from auditor.cli.running import options_of
from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.messages import _
from auditor.report.json.outside import breaches as documents

if TYPE_CHECKING:
    from auditor.adapters.keys.service_keys import KeyPlace

app = typer.Typer(
    help=_("Your own keys of services, in the keyring of this system."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Named = Annotated[
    str,
    typer.Argument(metavar="NAME", help=_("Name of the service; 'auditor keys list' shows them.")),
]


@app.command("set")
def put(context: typer.Context, service: _Named) -> None:
    """Keep a key of yours.
    It is typed, or read from standard input, and never an argument.
    """  # noqa: D205
    row = row_of(service)
    if options_of(context).ephemeral:
        raise UsageError(_("With --ephemeral nothing is kept, no key either."))
    output.narrate(_(row.hint))
    output.narrate(_("Anyone in this log-in can use a key that the keyring keeps."))
    text = _typed(row) if sys.stdin.isatty() else ask.next_line()
    output.line(asyncio.run(keep(row, Secret(text.strip()))))


@app.command("list")
def show(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List the services that ask for a key, and say whether there is one.
    No key is shown.
    """  # noqa: D205
    from auditor.wiring import service_keys

    places = asyncio.run(service_keys().places())
    if as_json:
        output.document(
            documents.service_keys(
                {
                    "name": row.name,
                    "title": row.title,
                    "purpose": _(row.purpose),
                    "place": places[row.name].value,
                    "variable": row.variable,
                    "hint": _(row.hint),
                }
                for row in rows.ALL
            )
        )
        return
    for row in rows.ALL:
        output.line(f"{row.name}: {row.title}. {state(row, places[row.name])}")
        output.line(f"  {_(row.purpose)}")
        output.line(f"  {_(row.hint)}")


@app.command("remove")
def remove(service: _Named) -> None:
    """Take a key out of the keyring. At the service it stays valid until you end it there."""
    output.line(asyncio.run(forget(row_of(service))))


async def keep(row: ServiceKey, key: Secret) -> str:
    """Keep a key in the keyring, and say so. Raises UsageError, SecretsUnavailable."""
    from auditor.adapters.keys.service_keys import checked
    from auditor.wiring import service_keys

    await service_keys().put(row, checked(row, key.reveal()))
    return _("The key of {title} is in the keyring.").format(title=row.title)


async def forget(row: ServiceKey) -> str:
    """Take a key out of the keyring, and say what that does. Raises SecretsUnavailable."""
    from auditor.wiring import service_keys

    if await service_keys().remove(row):
        told = _("The key is out of the keyring. {title} still takes it: end it there.")
    else:
        told = _("The keyring has no key of {title}.")
    return told.format(title=row.title)


def row_of(name: str) -> ServiceKey:
    """Return what is known of a service. Raises UsageError."""
    row = rows.named(name)
    if row is None:
        raise UsageError(
            _("There is no such service."),
            _("One of: {ids}").format(ids=", ".join(each.name for each in rows.ALL)),
        )
    return row


def _typed(row: ServiceKey) -> str:
    try:
        with ask.waited():
            return getpass.getpass(_("Key of {title}: ").format(title=row.title))
    except EOFError:
        raise UsageError(_("Nobody answered; nothing was done.")) from None


def state(row: ServiceKey, place: KeyPlace) -> str:
    """Say where a key is."""
    return {
        "keyring": _("The keyring has your key."),
        "file": _("Your key is in the file named by {variable}.").format(variable=row.variable),
        "nowhere": _("There is no key of yours."),
        "could-not-tell": _(
            "The keyring of this system cannot be used: whether it has your key could not be told."
        ),
    }[place.value]
