"""The key of a vault: 256 random bits, wrapped by the passphrase in a small file beside the vault.

The passphrase is never stored and the vault is never encrypted with it directly, so that changing
it rewrites 300 bytes, and destroying the key file makes the vault unreadable. The file holds no
secret by itself: how the wrapping key is derived, and the wrapped key. Change of passphrase does
not reach copies of the old file (backups): whoever has one and the old passphrase has the key.
"""

from __future__ import annotations

import hashlib
import os
import secrets as randomness
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NewType

import msgspec

from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong, VaultDamaged, VaultError, VaultLocked, VaultTooNew
from auditor.messages import _
from auditor.vault.storage.location import (
    KEY_FILE,
    MAKING,
    USE_LOCK,
    exists,
    make_folder,
    make_private,
    open_own,
    write_private,
)
from auditor.vault.storage.lock import FileLock

if TYPE_CHECKING:
    from auditor.ports import Secrets

VaultKey = NewType("VaultKey", Secret)
"""The key as 64 lower-case hex digits, the form in which SQLCipher takes it raw."""

_FORMAT = 1
_KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12  # NIST SP 800-38D, 5.2.1.1: the length GCM is meant for
LOG_N = 17
R = 8
P = 1
"""scrypt with N=2^17, r=8, p=1: 128 MiB and about 0.35 s on one core of a plain server.

The first choice of OWASP's Password Storage Cheat Sheet.
"""
_MOST_MEMORY = 2**30
"""Bytes that deriving may take at most; `bearable` holds it far below."""
_LARGEST = 65_536
"""Bytes of a key file that are read; ours have some 300."""
_MOST_LOG_N = LOG_N
"""A key file that asks for more than this, R or P is broken, or made to wear this device out."""


class _KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`vault.key`: JSON, bytes in base64.

    All but `wrapped` is bound to it by the authentication tag.
    """

    format: int
    kdf: str
    log_n: int
    r: int
    p: int
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def bound(self) -> bytes:
        """What the tag covers beside the key."""
        return f"auditor vault key {self.format} {self.kdf} {self.log_n} {self.r} {self.p}".encode()


class _AnyFormat(msgspec.Struct):
    format: int


def create(folder: Path, passphrase: Secret) -> VaultKey:
    """Make a new key and its file in `folder`. Takes about half a second: call it in a thread.

    Raises VaultLocked without a passphrase, VaultError where a vault is already there or nothing
    can be written.
    """
    if exists(folder):
        raise VaultError(
            _("{folder}: there is a vault already").format(folder=folder),
            _("Open it, or remove it with: auditor wipe"),
        )
    make_folder(folder)
    make_private(folder / MAKING)
    key = VaultKey(Secret(randomness.token_hex(_KEY_BYTES)))
    _wrap(folder, key, passphrase)
    return key


def open(folder: Path, passphrase: Secret) -> VaultKey:  # noqa: A001 - read as keys.open
    """Return the key of the vault in `folder`. Takes about half a second: call it in a thread.

    Raises PassphraseWrong, VaultDamaged where the key file is missing or broken,
    VaultTooNew.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    file = _read(folder)
    try:
        raw = AESGCM(_derive(passphrase, file)).decrypt(file.nonce, file.wrapped, file.bound())
    except InvalidTag:
        raise PassphraseWrong(
            _("The passphrase is not the right one."),
            _("Without it nobody can open the vault, and nobody can reset it."),
        ) from None
    if len(raw) != _KEY_BYTES:
        raise _broken(folder)
    return VaultKey(Secret(raw.hex()))


def change(folder: Path, old: Secret, new: Secret) -> None:
    """Wrap the key by another passphrase. The old file is replaced in one step.

    The vault counts as in use meanwhile, so that no start takes the new file for a leftover. Raises
    as `open` does, VaultBusy while another run changes the vault's format.
    """
    key = open(folder, old)
    lock = FileLock(folder / USE_LOCK)
    lock.take(shared=True)
    try:
        _wrap(folder, key, new)
    finally:
        lock.free()


async def keep(folder: Path, key: VaultKey, keyring: Secrets) -> None:
    """Leave the key in the keyring: from now on anyone in this log-in can open the vault.

    Only after the user has read that.
    """
    await keyring.put(keyring_name(folder), key.reveal())


async def kept(folder: Path, keyring: Secrets) -> VaultKey | None:
    """Return the key if the keyring has it. Raises SecretsUnavailable."""
    found = await keyring.get(keyring_name(folder))
    if found is None or len(found) != 2 * _KEY_BYTES or not set(found) <= set("0123456789abcdef"):
        return None
    return VaultKey(Secret(found))


async def forget(folder: Path, keyring: Secrets) -> None:
    """Take the key out of the keyring. Raises SecretsUnavailable."""
    await keyring.remove(keyring_name(folder))


def keyring_name(folder: Path) -> str:
    """Return the name under which the keyring has the key of the vault in `folder`.

    It tells nothing about where that is.
    """
    place = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return f"vault-{place[:16]}"


def _wrap(folder: Path, key: VaultKey, passphrase: Secret) -> None:
    if not passphrase:
        raise VaultLocked(
            _("A vault needs a passphrase."), _("Use --ephemeral to keep nothing instead.")
        )
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = randomness.token_bytes(SALT_BYTES), randomness.token_bytes(NONCE_BYTES)
    blank = _KeyFile(_FORMAT, "scrypt", LOG_N, R, P, salt, nonce, b"")
    wrapped = AESGCM(_derive(passphrase, blank)).encrypt(
        nonce, bytes.fromhex(key.reveal()), blank.bound()
    )
    write_private(
        folder / KEY_FILE, msgspec.json.encode(msgspec.structs.replace(blank, wrapped=wrapped))
    )


def derive(passphrase: Secret, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    """Return 32 bytes from a passphrase by scrypt.

    Takes about half a second: call it in a thread. Raises VaultError where memory does not suffice.
    """
    from nacl.exceptions import RuntimeError as DerivationFailed
    from nacl.hashlib import scrypt

    # The same passphrase typed on another keyboard may come composed differently.
    text = unicodedata.normalize("NFKC", passphrase.reveal()).encode("utf-8", "surrogatepass")
    try:
        return scrypt(
            text, salt=salt, n=1 << log_n, r=r, p=p, dklen=_KEY_BYTES, maxmem=_MOST_MEMORY
        )
    except (DerivationFailed, MemoryError) as error:  # it fails for want of memory alone
        raise VaultError(
            _(
                "There is not enough memory to work with this passphrase: {count} MB are needed."
            ).format(count=128 * r << log_n >> 20),
            _("Close other programs and try again; nothing is lost."),
        ) from error


def bearable(log_n: int, r: int, p: int) -> bool:
    """Whether a file asks for no more memory, time and threads than a file of ours ever does."""
    return 1 <= log_n <= _MOST_LOG_N and 1 <= r <= R and 1 <= p <= P


def possible(log_n: int, r: int, p: int) -> bool:
    """Whether scrypt knows such numbers at all (RFC 7914, 2: N below 2^(16 r))."""
    return min(log_n, r, p) >= 1 and log_n < 16 * r


def _derive(passphrase: Secret, file: _KeyFile) -> bytes:
    return derive(passphrase, file.salt, file.log_n, file.r, file.p)


def _read(folder: Path) -> _KeyFile:
    try:
        with os.fdopen(open_own(folder / KEY_FILE, os.O_RDONLY), "rb") as key_file:
            data = key_file.read(_LARGEST + 1)
    except FileNotFoundError:
        if exists(folder):
            raise VaultDamaged(
                _("{folder}: the key file of this vault is missing").format(folder=folder),
                _("Bring vault.key back from a backup; without it the vault cannot be opened."),
            ) from None
        raise VaultLocked(
            _("{folder}: there is no vault yet").format(folder=folder), _("Create one first.")
        ) from None
    except OSError as error:
        raise VaultError(
            _("{folder}: the key file cannot be read ({reason})").format(
                folder=folder, reason=error.strerror
            )
        ) from error
    try:
        if msgspec.json.decode(data, type=_AnyFormat).format > _FORMAT:
            raise VaultTooNew(
                _("{folder}: this vault was made by a newer version of auditor").format(
                    folder=folder
                ),
                _("Install the newer version."),
            )
        file = msgspec.json.decode(data, type=_KeyFile)
    except msgspec.MsgspecError:
        raise _broken(folder) from None
    # GCM tag of 16 bytes behind the key
    sound = file.kdf == "scrypt" and possible(file.log_n, file.r, file.p)
    if sound and not bearable(file.log_n, file.r, file.p):
        raise VaultDamaged(
            _("{folder}: the key file asks for more memory or time than auditor ever does").format(
                folder=folder
            ),
            _(
                "It is broken, or somebody changed it to wear this device out; it was not opened. "
                "Bring vault.key back from a backup."
            ),
        )
    if not sound or len(file.nonce) != NONCE_BYTES or len(file.wrapped) != _KEY_BYTES + 16:
        raise _broken(folder)
    return file


def _broken(folder: Path) -> VaultDamaged:
    return VaultDamaged(
        _("{folder}: the key file of this vault is broken").format(folder=folder),
        _("Bring vault.key back from a backup; without it the vault cannot be opened."),
    )
