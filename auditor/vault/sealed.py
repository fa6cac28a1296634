"""The private hash list in a file: encrypted with a passphrase, and in no other form.

The same cipher and key derivation as the key of the vault (`keys`). The file is JSON; without the
passphrase it tells how the key is derived and about how many images there are, by its length.
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auditor.domain.private import PrivateImage
from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong, VaultDamaged, VaultLocked, VaultTooNew
from auditor.hashing.private import packed as watching
from auditor.messages import _
from auditor.vault.storage import keys

_FORMAT = 1
_LARGEST = 256 * 1024 * 1024


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: bytes in base64. All but `sealed` is bound to it by the authentication tag."""

    auditor_private_list: int
    kdf: str
    log_n: int
    r: int
    p: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def bound(self) -> bytes:
        """What the tag covers beside the list."""
        cost = f"{self.log_n} {self.r} {self.p}"
        return f"auditor private list {self.auditor_private_list} {self.kdf} {cost}".encode()


class _AnyFormat(msgspec.Struct):
    auditor_private_list: int


def seal(images: Sequence[PrivateImage], passphrase: Secret) -> bytes:
    """Return the file. Takes about half a second: call it in a thread.

    Raises VaultLocked without a passphrase.
    """
    if not passphrase:
        raise VaultLocked(_("The list is only ever written with a passphrase."))
    salt, nonce = randomness.token_bytes(keys.SALT_BYTES), randomness.token_bytes(keys.NONCE_BYTES)
    blank = _Sealed(_FORMAT, "scrypt", keys.LOG_N, keys.R, keys.P, salt, nonce, b"")
    plain = msgspec.msgpack.encode(list(images))
    sealed = AESGCM(keys.derive(passphrase, salt, blank.log_n, blank.r, blank.p)).encrypt(
        nonce, plain, blank.bound()
    )
    return msgspec.json.encode(msgspec.structs.replace(blank, sealed=sealed))


def unseal(data: bytes, passphrase: Secret) -> tuple[PrivateImage, ...]:
    """Return what `seal` wrote. Takes about half a second.

    Raises PassphraseWrong, VaultDamaged, VaultTooNew.
    """
    file = _read(data)
    try:
        plain = AESGCM(keys.derive(passphrase, file.salt, file.log_n, file.r, file.p)).decrypt(
            file.nonce, file.sealed, file.bound()
        )
    except InvalidTag:
        raise PassphraseWrong(
            _("The passphrase is not the right one for this file, or the file was changed.")
        ) from None
    try:
        images = msgspec.msgpack.decode(plain, type=tuple[PrivateImage, ...])
        for image in images:
            watching.check(image.entry.kind, image.packed)
    except (msgspec.MsgspecError, ValueError):
        raise _broken() from None
    return images


def _read(data: bytes) -> _Sealed:
    if len(data) > _LARGEST:
        raise _broken()
    try:
        if msgspec.json.decode(data, type=_AnyFormat).auditor_private_list > _FORMAT:
            raise VaultTooNew(
                _("This file was written by a newer version of auditor."),
                _("Install the newer version."),
            )
        file = msgspec.json.decode(data, type=_Sealed)
    except msgspec.MsgspecError:
        raise _broken() from None
    cost = file.log_n, file.r, file.p
    if file.kdf == "scrypt" and keys.possible(*cost) and not keys.bearable(*cost):
        raise VaultDamaged(
            _("This file asks for more memory or time than auditor ever does; it was not opened."),
            _("It is broken, or somebody changed it to wear this device out."),
        )
    if file.kdf != "scrypt" or not keys.possible(*cost) or len(file.nonce) != keys.NONCE_BYTES:
        raise _broken()
    return file


def _broken() -> VaultDamaged:
    return VaultDamaged(
        _("This is not a private hash list, or it is broken."),
        _("Choose a file that 'auditor private export' wrote."),
    )
