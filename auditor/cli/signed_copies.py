"""Signing as both commands that sign do it: in a process that only signs, read again in another one before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from auditor.cli import passphrase
from auditor.cli.running import opening_of, options_of
from auditor.domain.hardening import Edit, MadeBy, OwnIdentity
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.errors import ReaderError, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.config import ReaderSettings

MADE_BY = {"camera": MadeBy.CAMERA, "screen": MadeBy.SCREEN, "hand": MadeBy.HAND, "ai": MadeBy.AI}
"""How a picture was made, in words for the command line."""

_GOOD = frozenset({ProvenanceOutcome.VALID, ProvenanceOutcome.TRUSTED})
_FORBIDDEN = "notAllowed"


def made_by(word: str) -> MadeBy:
    """Return how a picture was made. Raises UsageError."""
    if word not in MADE_BY:
        raise UsageError(
            _("{word}: no such way to make a picture").format(word=word),
            _("Use one of: {words}.").format(words=", ".join(MADE_BY)),
        )
    return MADE_BY[word]


def identity_of(context: typer.Context) -> OwnIdentity:
    """Return the user's certificate and key. Raises UsageError, VaultError."""
    from auditor.wiring import signing_store

    store = signing_store(opening_of(options_of(context)))
    return asyncio.run(store.identity(lambda: passphrase.for_signing(new=False)))


class Signer:
    """Signs pictures; `settings` are those of the readers."""

    def __init__(self, settings: ReaderSettings, identity: OwnIdentity) -> None:
        from auditor.readers.process.pool import ReaderPool

        alone = replace(settings, vision=False, workers=1)
        self._identity = identity
        self._signing = ReaderPool(alone, thumbnails=False)
        self._reading = ReaderPool(alone, thumbnails=False)

    async def signed(
        self, data: bytes, how: MadeBy, edits: Sequence[Edit] = ()
    ) -> tuple[bytes, Provenance]:
        """Return a signed copy and what others read in it. Raises ReaderError where it does not read as valid."""
        copy = await self._signing.sign(data, self._identity, how, edits)
        seen = (await self._reading.read(copy)).facts.provenance
        if seen is None or seen.outcome not in _GOOD or seen.training != _FORBIDDEN:
            raise ReaderError(_("the signed copy did not read as valid, so it was not kept"))
        return copy, seen

    async def clean(self, copy: bytes, *, notice: bool) -> None:
        """Raise ReaderError where a signed clean copy holds more than it should."""
        await self._reading.prove(copy, notice=notice)

    async def close(self) -> None:
        """Stop the processes."""
        await asyncio.gather(self._signing.close(), self._reading.close())
