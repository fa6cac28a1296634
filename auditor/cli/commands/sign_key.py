"""auditor sign-key: the user's own certificate for signing pictures. No vault, no network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output, passphrase
from auditor.cli.running import opening_of, options_of
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import N_, _

if TYPE_CHECKING:
    from auditor.adapters.keys.own_certificate import Certificate
    from auditor.adapters.keys.signing_store import SigningStore

app = typer.Typer(
    help=_("Your own certificate for signing pictures."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
_NEUTRAL = N_("Photo owner")


@app.command("create")
def create(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar="NAME", help=_("Name that stands in every picture you sign.")
        ),
    ] = "",
    keyring: Annotated[
        bool,
        typer.Option(
            "--keyring/--no-keyring", help=_("Keep the key in the keyring of this system.")
        ),
    ] = True,
    as_json: _Json = False,
) -> None:
    """Make a certificate.
    Its name is published with every picture that you sign; nobody checks it, so it can be any name.
    """  # noqa: D205
    if options_of(context).ephemeral:
        raise UsageError(_("With --ephemeral nothing is kept, so no certificate can be made."))
    chosen = checked_name(name)
    store = _store(context)
    now = datetime.now(UTC)
    made = asyncio.run(
        store.create(
            chosen, now, lambda: passphrase.for_signing(new=True, names=(chosen,)), keyring=keyring
        )
    )
    _show(store, made, as_json=as_json)
    if as_json:
        return
    output.line()
    for text in minded(store):
        output.line(text)


def checked_name(name: str) -> str:
    """Return the name for a certificate, a neutral one where none is given. Raises UsageError."""
    from auditor.adapters.keys.own_certificate import LONGEST_NAME

    plain = clean(name or _(_NEUTRAL)).strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise UsageError(_("A name has 1 to {most} signs.").format(most=LONGEST_NAME))
    return plain


def minded(store: SigningStore) -> tuple[str, ...]:
    """Return what to mind about a certificate that was just made."""
    return (
        _(
            "Every picture that you sign carries this name and this certificate: anyone can tell "
            "that they come from one person."
        ),
        _("If some of your accounts must not be linked, sign pictures for one of them only."),
        _(
            "To let others trust it: auditor sign-key export FILE, and give them the file. It "
            "holds no secret."
        ),
        _("Anyone in this log-in can sign with it.")
        if not store.sealed
        else _("Without the passphrase nobody can sign with it."),
    )


@app.command("show")
def show(context: typer.Context, as_json: _Json = False) -> None:
    """Show the name on your certificate, until when it is valid, and where its key is."""
    store = _store(context)
    _show(store, store.certificate(), as_json=as_json)


@app.command("export")
def export(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=_("New file (PEM) for those who should trust you.")),
    ],
) -> None:
    """Write the public part that others import to trust what you sign
    (auditor trust import FILE).
    """  # noqa: D205
    output.line(exported(_store(context), file))


def exported(store: SigningStore, file: Path) -> str:
    """Write the public part of the certificate, and return what to do with it.

    Raises UsageError.
    """
    from auditor.adapters.files.copies import write_as

    certificate = store.certificate()
    try:
        write_as(file, certificate.authority.encode("ascii"))
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=file, reason=error.strerror)
        ) from error
    return _(
        "Written. Give it to people you know, and tell them this number in another way: {number}"
    ).format(number=_grouped(certificate.fingerprint))


@app.command("remove")
def remove(context: typer.Context) -> None:
    """Destroy your key for signing. Pictures that it signed stay signed."""
    store = _store(context)
    if not store.exists:
        raise UsageError(_("There is no certificate to sign with yet."))
    asyncio.run(store.remove())
    output.line(destroyed())


def destroyed() -> str:
    """Return what it means that the key is gone."""
    return _(
        "The key is destroyed. Pictures that it signed stay as they are; nobody can sign in "
        "its name any more."
    )


def _store(context: typer.Context) -> SigningStore:
    from auditor.wiring import signing_store

    return signing_store(opening_of(options_of(context)))


def _show(store: SigningStore, made: Certificate, *, as_json: bool) -> None:
    from auditor.report.json import harden as documents

    if as_json:
        place = "file" if store.sealed else "keyring"
        output.document(
            documents.sign_key(made.name, made.since, made.until, made.fingerprint, place)
        )
        return
    for text in described(store, made):
        output.line(text)


def described(store: SigningStore, made: Certificate) -> Iterator[str]:
    """Yield what a certificate says, and where its key is."""
    yield _("Name in every signed picture: {name}").format(name=made.name)
    yield _("Valid until {date}").format(date=made.until.date().isoformat())
    yield _("Number of the certificate (SHA-256): {number}").format(
        number=_grouped(made.fingerprint)
    )
    yield (
        _("The key is in a file, sealed by your passphrase.")
        if store.sealed
        else _("The key is in the keyring of this system.")
    )


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
