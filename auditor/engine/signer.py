"""Signed copies of the user's own pictures.

Made in a process that only signs, read again in another before they are kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from auditor.dataclass import dataclass
from auditor.domain.hardening import Edit, MadeBy, OwnIdentity, Signed
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.domain.secret import Secret
from auditor.errors import AuditorError, ReaderError
from auditor.messages import _
from auditor.ports import Files, Identities, Readers

_GOOD = frozenset({ProvenanceOutcome.VALID, ProvenanceOutcome.TRUSTED})
_FORBIDDEN = "notAllowed"
_STEM = "signed"
_ENDINGS = {b"\xff\xd8": "jpg", b"\x89P": "png", b"RI": "webp"}
"""Endings of the formats that can be signed, by their first two bytes."""


class Signer:
    """Signs pictures as `identity`. `signing` does nothing else; `reading` never holds the key."""

    def __init__(self, identity: OwnIdentity, signing: Readers, reading: Readers) -> None:
        self._identity = identity
        self._signing = signing
        self._reading = reading

    async def signed(
        self, data: bytes, how: MadeBy, edits: Sequence[Edit] = ()
    ) -> tuple[bytes, Provenance]:
        """Return a signed copy and what others read in it.

        Raises ReaderError where it does not read as valid.
        """
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


@dataclass(frozen=True, slots=True)
class Signing:
    """Signing with the user's own certificate. `start_readers` gives a pool of one process."""

    files: Files
    identities: Identities
    start_readers: Callable[[], Readers]

    async def signer(self, passphrase: Callable[[], Secret | None]) -> Signer:
        """Return a signer, which is to be closed. Raises UsageError, VaultError."""
        identity = await self.identities.identity(passphrase)
        return Signer(identity, self.start_readers(), self.start_readers())

    def prepare(self, folder: Path) -> None:
        """Make `folder` for signed copies. Raises UsageError where it cannot be written."""
        self.files.prepare(folder, ())

    async def sign_all(
        self, signer: Signer, files: Sequence[str], folder: Path | None, how: MadeBy
    ) -> list[Signed]:
        """Sign `files` one by one; copies stand in `folder`, or each beside its original."""
        return [await self._sign_file(signer, file, folder, how) for file in files]

    async def _sign_file(
        self, signer: Signer, file: str, folder: Path | None, how: MadeBy
    ) -> Signed:
        try:
            copy, seen = await signer.signed(await self.files.read(file), how)
            where = folder or Path(file).parent
            path = await self.files.write(where, _STEM, _ENDINGS[copy[:2]], copy)
        except AuditorError as error:
            return Signed(file, error=error.message)
        return Signed(file, str(path), seen.outcome.value, seen.training)
