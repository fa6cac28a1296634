"""auditor guidance check: what in the guidance is stale, without a source, or missing.

Missing is a platform in use that has no row.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output, passphrase
from auditor.cli.running import opening_of, options_of
from auditor.domain.account import Claim
from auditor.errors import VaultError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.secret import Secret
    from auditor.guidance.checkup import GuidanceRow
    from auditor.wiring import Opening

app = typer.Typer(
    help=_("The laws, settings and services that came with the program."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def guidance() -> None:
    """The laws, settings and services that came with the program."""


@app.command("check")
def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List what has to be looked at again, what has no source, and platforms of yours without a
    row. Nothing is sent.
    """  # noqa: D205
    from auditor.guidance.checkup import checkup
    from auditor.report.json import guidance as documents

    platforms = _platforms_in_use(opening_of(options_of(context)))
    today = datetime.now(UTC).date()
    found = checkup(today, platforms or ())
    if as_json:
        output.document(documents.guidance_check(today, found, vault_read=platforms is not None))
        return
    _tell(
        _(
            "STALE: source undated, or older than 90 days (laws, terms, authorities), 60 "
            "(settings, blackmail), 30 (services, silent)"
        ),
        found.stale,
    )
    _tell(_("WITHOUT A SOURCE"), found.without_source)
    _tell(_("PASSED, AND THE DAY OF ITS START HAS COME: look whether it is in force"), found.due)
    kinds = {
        "law": _("laws and bills"),
        "setting": _("settings"),
        "service": _("services"),
        "blackmail": _("steps against blackmail"),
        "silent": _("ways to call without speaking"),
        "archive": _("ways to ask for an archive"),
        "removal": _("ways to have something removed"),
        "term": _("terms for removals"),
        "authority": _("authorities to complain to"),
    }
    for kind, count in found.counts.items():
        old = sum(row.kind == kind for row in found.stale)
        output.line(
            _("{kind}: {count} rows, {old} stale").format(kind=kinds[kind], count=count, old=old)
        )
    if platforms is None:
        output.line(_("Your accounts were not looked at: the vault is not there, or it is locked."))
    elif found.platforms_without_row:
        output.line(
            _("In use without a row: {platforms}").format(
                platforms=", ".join(found.platforms_without_row)
            )
        )
    else:
        output.line(_("Every platform of your accounts has a row."))


def _tell(title: str, rows: tuple[GuidanceRow, ...]) -> None:
    if not rows:
        return
    output.line(title)
    heads = (_("kind"), _("where"), _("name"), _("source date"))
    output.table(heads, [(row.kind, row.where, row.name, row.source_date) for row in rows])
    output.line()


def _platforms_in_use(opening: Opening) -> tuple[str, ...] | None:
    """Return the platforms of the user's own accounts.

    None where the vault cannot be opened without asking. Makes no vault.
    """
    if not opening.vault_exists:
        return None
    try:
        return asyncio.run(_platforms(opening, passphrase.from_file()))
    except VaultError:
        return None


async def _platforms(opening: Opening, secret: Secret | None) -> tuple[str, ...]:
    from auditor.wiring import open_session

    session = await open_session(opening, secret)
    try:
        return tuple(
            state.account.platform
            for state in await session.accounts.states()
            if state.account.claim is Claim.MINE
        )
    finally:
        await session.close()
