"""Where the user's own certificate is kept.

Its public part in a folder, the private key in the keyring, or sealed beside it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.adapters.clock import SystemClock
from auditor.adapters.files.copies import write_as
from auditor.domain.hardening import OwnIdentity
from auditor.domain.secret import Secret
from auditor.errors import SecretsUnavailable, UsageError, VaultDamaged, VaultLocked
from auditor.messages import _
from auditor.ports import Secrets

if TYPE_CHECKING:  # cryptography is loaded where somebody signs
    from auditor.adapters.keys.own_certificate import Certificate

__all__ = ["FOLDER", "SigningStore"]

FOLDER = "signing"
_CERTIFICATE, _KEY = "certificate.pem", "key.json"

Passphrase = Callable[[], Secret | None]


class SigningStore:
    """One certificate in one folder, which is made with it."""

    def __init__(
        self, folder: Path, keyring: Secrets, now: Callable[[], datetime] | None = None
    ) -> None:
        self._folder = folder
        self._keyring = keyring
        self._now = now or SystemClock().now

    @property
    def exists(self) -> bool:
        """Whether there is a certificate, or what is left of one."""
        return any((self._folder / name).exists() for name in (_CERTIFICATE, _KEY))

    @property
    def sealed(self) -> bool:
        """Whether the key is in a file and needs a passphrase."""
        return (self._folder / _KEY).exists()

    def certificate(self) -> Certificate:
        """Return the certificate. Raises UsageError where there is none, VaultDamaged."""
        from auditor.adapters.keys import own_certificate

        try:
            return own_certificate.read((self._folder / _CERTIFICATE).read_text("ascii"))
        except FileNotFoundError:
            raise UsageError(
                _("There is no certificate to sign with yet."),
                _("Make one: auditor sign-key create"),
            ) from None
        except (OSError, ValueError) as error:
            raise VaultDamaged(
                _("Your certificate cannot be read."),
                _("Remove it and make a new one: auditor sign-key remove, then create."),
            ) from error

    async def create(
        self, name: str, now: datetime, passphrase: Passphrase, *, keyring: bool
    ) -> Certificate:
        """Make the certificate and keep its key.

        In the keyring if wanted and there is one, else sealed by the passphrase.

        Raises UsageError where there is one already or it cannot be written, VaultLocked without
        keyring and passphrase.
        """
        from auditor.adapters.keys import own_certificate

        if (self._folder / _CERTIFICATE).exists():
            raise _there_already()
        made = own_certificate.make(name, now)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_as(
                self._folder / _CERTIFICATE, made.certificate.chain.encode("ascii")
            )  # first: of two at once, one gets no further
            try:
                await self._keep(made.key, passphrase, keyring=keyring)
            except BaseException:
                (self._folder / _CERTIFICATE).unlink(missing_ok=True)
                raise
        except FileExistsError:
            raise _there_already() from None
        except OSError as error:
            raise UsageError(
                _("{file}: cannot be written ({reason})").format(
                    file=self._folder, reason=error.strerror
                )
            ) from error
        return made.certificate

    async def identity(self, passphrase: Passphrase) -> OwnIdentity:
        """Return what to sign with.

        Raises UsageError, VaultLocked, VaultDamaged, SecretsUnavailable.
        """
        from auditor.adapters.keys import own_certificate, signing_key_file

        certificate = self.certificate()
        self._refuse_another_time(certificate)
        if self.sealed:
            secret = passphrase()
            if secret is None:
                raise _needs_passphrase()
            try:
                data = (self._folder / _KEY).read_bytes()
            except OSError as error:
                raise VaultDamaged(
                    _("The key for signing cannot be read ({reason}).").format(
                        reason=error.strerror
                    )
                ) from error
            key = await asyncio.to_thread(signing_key_file.unseal, data, secret)
        else:
            kept = await self._keyring.get(self._name)
            if kept is None:
                raise VaultLocked(
                    _("The keyring has no key for signing any more."),
                    _("Make a new one: auditor sign-key remove, then create."),
                )
            key = Secret(kept)
        if not own_certificate.fits(certificate, key):
            raise VaultDamaged(_("The key for signing does not belong to your certificate."))
        return OwnIdentity(certificate.chain, key)

    def _refuse_another_time(self, certificate: Certificate) -> None:
        """Raise UsageError where nobody would take a signature of now for valid."""
        now = self._now()
        told = {"today": f"{now:%Y-%m-%d}", "name": certificate.name}
        if now < certificate.since:
            raise UsageError(
                _(
                    "The clock of this device says {today}; the certificate of {name} is valid "
                    "from {day} on only."
                ).format(day=f"{certificate.since:%Y-%m-%d}", **told),
                _("Set the clock right, and sign again."),
            )
        if now > certificate.until:
            raise UsageError(
                _("By the clock of this device ({today}) the certificate of {name} ended.").format(
                    **told
                ),
                _("Make a new one: auditor sign-key remove, then create."),
            )

    async def remove(self) -> None:
        """Destroy the key, then the certificate.

        Raises SecretsUnavailable where the keyring holds the key and does not answer.
        """
        sealed = self.sealed
        self._unlink(_KEY)
        if not sealed:
            await self._keyring.remove(self._name)
        self._unlink(_CERTIFICATE)
        with suppress(OSError):
            self._folder.rmdir()

    async def forget(self) -> None:
        """Remove everything as far as that can be done; for the wipe.

        Files first: a keyring may take a minute to answer, and somebody may be at the door.
        """
        if self._folder.exists():
            for name in (_KEY, _CERTIFICATE):
                with suppress(UsageError):
                    self._unlink(name)
            with suppress(SecretsUnavailable):
                await self._keyring.remove(self._name)
            with suppress(OSError):
                self._folder.rmdir()

    @property
    def _name(self) -> str:
        """The name in the keyring: one for a folder, by whatever way it is reached.

        It tells nothing about where that is.
        """
        return (
            "signing-"
            + hashlib.sha256(
                str(self._folder.resolve()).encode("utf-8", "surrogateescape")
            ).hexdigest()[:16]
        )

    async def _keep(self, key: Secret, passphrase: Passphrase, *, keyring: bool) -> None:
        (self._folder / _KEY).unlink(missing_ok=True)  # of a creation that was stopped
        if not (keyring and await self._into_keyring(key)):
            await self._into_file(key, passphrase)

    async def _into_keyring(self, key: Secret) -> bool:
        try:
            await self._keyring.put(self._name, key.reveal())
            return await self._keyring.get(self._name) == key.reveal()
        except SecretsUnavailable:
            return False

    async def _into_file(self, key: Secret, passphrase: Passphrase) -> None:
        from auditor.adapters.keys import signing_key_file

        secret = passphrase()
        if secret is None:
            raise _needs_passphrase()
        write_as(self._folder / _KEY, await asyncio.to_thread(signing_key_file.seal, key, secret))

    def _unlink(self, name: str) -> None:
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(
                _("The key for signing could not be removed ({reason}).").format(
                    reason=error.strerror
                )
            ) from error


def _there_already() -> UsageError:
    return UsageError(
        _("There is a certificate already; it was left as it is."),
        _(
            "To make another one, remove it first: auditor sign-key remove. What it signed "
            "stays signed by it."
        ),
    )


def _needs_passphrase() -> VaultLocked:
    return VaultLocked(
        _("The key for signing needs a passphrase, as no keyring keeps it."),
        _("Type it when asked, or name a file that holds it in AUDITOR_PASSPHRASE_FILE."),
    )
