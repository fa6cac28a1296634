"""The private hash list in the vault, as the engine sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditor.domain.private import PrivateEntry, PrivateHit, PrivateImage, PrivateMatch
    from auditor.domain.secret import Secret


class PrivateVault(Protocol):
    """The part of the vault that holds the private hash list.

    Hashes leave it for comparing, or sealed by a passphrase.
    """

    async def private_entries(self) -> tuple[PrivateEntry, ...]:
        """Return the list, oldest first."""
        ...

    async def private_images(self) -> tuple[PrivateImage, ...]:
        """Return the list with its hashes, oldest first."""
        ...

    async def private_version(self) -> int:
        """Return a number that grows whenever an image is added."""
        ...

    async def add_private(self, images: Sequence[PrivateImage]) -> None:
        """Add images; one whose id is on the list already is left out."""
        ...

    async def remove_private(self, entry: str) -> bool:
        """Forget an image, its hashes and its matches; False if there is none of that id.

        Its matching photos are read again.
        """
        ...

    async def save_private_hits(
        self, photo: str, version: int, hits: Sequence[PrivateHit], now: datetime
    ) -> None:
        """Record that a photo was compared with the list of that version, and what came of it.

        In place of what came before.
        """
        ...

    async def private_matches(self, photo: str | None = None) -> tuple[PrivateMatch, ...]:
        """Return the hits on photos that are not gone, by photo and entry.

        Of one photo if given.
        """
        ...

    async def export_private(self, passphrase: Secret) -> bytes:
        """Return the list, readable only with the passphrase. Raises VaultLocked without one."""
        ...

    async def import_private(self, sealed_list: bytes, passphrase: Secret) -> int:
        """Add what `export_private` sealed and return how many are new.

        Raises VaultLocked, VaultDamaged, VaultTooNew.
        """
        ...
