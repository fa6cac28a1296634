"""Before a look-up: exactly what would be sent where, and the person's yes to it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import yes
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


def tell(several: Sequence[Outgoing]) -> None:
    """Write every host, path and field that would be sent."""
    if not any(outgoing.requests for outgoing in several):
        output.line(_("Nothing would be sent."))
    for outgoing in several:
        if outgoing.requests:
            output.line(outgoing.words)
        for request in outgoing.requests:
            output.line(f"  {request.method} https://{request.host}{request.path}")
            for name, value in request.fields:
                output.line(f"    {name}: {value}")


def agree(several: Sequence[Outgoing], *, agreed: bool) -> tuple[Consent, ...]:
    """Show what would be sent, on stderr, and return consents to it; none after a no.

    Raises UsageError where nobody can be asked and nobody agreed beforehand.
    """
    for outgoing in several:
        output.narrate(outgoing.words)
        for request in outgoing.requests:
            output.narrate(f"  {request.method} https://{request.host}{request.path}")
            for name, value in request.fields:
                output.narrate(f"    {name}: {value}")
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
