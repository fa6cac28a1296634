"""What every list says of accounts that are claimed but not proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.domain.account import Claim
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session


async def unproven(session: Session) -> tuple[str, ...]:
    """Return the ids of accounts that are claimed as the user's own without a proof."""
    states = await session.accounts.states()
    return tuple(
        state.account.id
        for state in states
        if state.account.claim is Claim.MINE
        and state.account.supported
        and not state.account.proof.holds
    )


def tell_unproven(ids: tuple[str, ...]) -> None:
    """Say so below a list."""
    for account in ids:
        output.line(
            _(
                "Account {id} is not proven. Its positions are shown to 1 km, and its scans are "
                "not compared."
            ).format(id=account)
        )
