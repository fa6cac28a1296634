"""Before a look-up: exactly what would be sent where, and the person's yes to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import yes
from auditor.domain.text.statement import Kind, mask
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Consent, Outgoing

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=_("Show what would be sent where, and send nothing.")),
]
Agreed = Annotated[
    bool, typer.Option("--yes", help=_("You know what is sent where, and agree to it."))
]


def tell(several: Sequence[Outgoing], *, masked: bool = False) -> None:
    """Write every host, path and field that would be sent; `masked` for a screen others see."""
    if not any(outgoing.requests for outgoing in several):
        output.line(_("Nothing would be sent."))
    for line in lines(several, masked=masked):
        output.line(line)


def lines(several: Sequence[Outgoing], *, masked: bool = False) -> Iterator[str]:
    """Yield what would be sent, one line for each request and each of its fields."""
    for outgoing in several:
        if outgoing.requests:
            yield outgoing.words
        for request in outgoing.requests:
            hidden = masked and outgoing.personal
            address = mask(request.address, Kind.URL) if hidden else request.address
            yield f"  {request.method} {address}"
            for name, value in request.fields:
                yield f"    {name}: {mask(value, Kind.URL) if masked else value}"


def agree(
    several: Sequence[Outgoing], *, agreed: bool, masked: bool = False
) -> tuple[Consent, ...]:
    """Show what would be sent, on stderr, and return consents to it; none after a no.

    Raises UsageError where nobody can be asked and nobody agreed beforehand.
    """
    for line in lines(several, masked=masked):
        output.narrate(line)
    if not agreed:
        if not sys.stdin.isatty():
            raise UsageError(
                _("Nothing was sent: what would be sent was not agreed to."),
                _("--dry-run shows it; add --yes if you want it."),
            )
        if not yes(_("Send this?")):
            output.narrate(_("Nothing was sent."))
            return ()
    return tuple(Consent(outgoing) for outgoing in several)
