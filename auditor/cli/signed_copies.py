"""What both commands that sign ask of the user.

How a picture was made, and the passphrase of the key.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from auditor.cli import passphrase
from auditor.domain.hardening import MadeBy
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.signer import Signer, Signing

MADE_BY = {"camera": MadeBy.CAMERA, "screen": MadeBy.SCREEN, "hand": MadeBy.HAND, "ai": MadeBy.AI}
"""How a picture was made, in words for the command line."""


def made_by(word: str) -> MadeBy:
    """Return how a picture was made. Raises UsageError."""
    if word not in MADE_BY:
        raise UsageError(
            _("{word}: no such way to make a picture").format(word=word),
            _("Use one of: {words}.").format(words=", ".join(MADE_BY)),
        )
    return MADE_BY[word]


def open_signer(signing: Signing) -> Signer:
    """Return a signer, which is to be closed; its passphrase is asked for.

    Raises UsageError, VaultError.
    """
    return passphrase.tried(
        lambda ask: asyncio.run(signing.signer(ask)), lambda: passphrase.for_signing(new=False)
    )
