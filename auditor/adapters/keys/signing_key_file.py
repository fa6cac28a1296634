"""The private key for signing in a file, for systems without a keyring.

Encrypted with a passphrase and in no other form.
"""

from __future__ import annotations

import secrets as randomness
import unicodedata

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong, VaultDamaged, VaultError, VaultLocked
from auditor.messages import _

__all__ = ["seal", "unseal"]

_BOUND = b"auditor signing key 1"
_SALT, _NONCE, _KEY = 16, 12, 32  # bytes; the nonce as NIST SP 800-38D, 5.2.1.1
_N, _R, _P = (
    1 << 17,
    8,
    1,
)  # the first choice of OWASP's Password Storage Cheat Sheet for scrypt: 128 MiB


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: JSON, bytes in base64."""

    auditor_signing_key: int
    salt: bytes
    nonce: bytes
    sealed: bytes


def seal(key: Secret, passphrase: Secret) -> bytes:
    """Return the file. Takes about half a second. Raises VaultLocked without a passphrase."""
    if not passphrase:
        raise VaultLocked(_("The key is only ever written with a passphrase."))
    salt, nonce = randomness.token_bytes(_SALT), randomness.token_bytes(_NONCE)
    sealed = AESGCM(_derived(passphrase, salt)).encrypt(nonce, key.reveal().encode("ascii"), _BOUND)
    return msgspec.json.encode(_Sealed(1, salt, nonce, sealed))


def unseal(data: bytes, passphrase: Secret) -> Secret:
    """Return the key. Takes about half a second.

    Raises PassphraseWrong, VaultDamaged.
    """
    try:
        file = msgspec.json.decode(data, type=_Sealed)
    except msgspec.MsgspecError:
        file = None
    if (
        file is None
        or file.auditor_signing_key != 1
        or len(file.nonce) != _NONCE
        or len(file.salt) != _SALT
    ):
        raise VaultDamaged(
            _("The file of the key for signing is broken."),
            _("Make a new one: auditor sign-key remove, then create."),
        )
    try:
        plain = AESGCM(_derived(passphrase, file.salt)).decrypt(file.nonce, file.sealed, _BOUND)
    except InvalidTag:
        raise PassphraseWrong(
            _("The passphrase is not the right one for the key for signing.")
        ) from None
    return Secret(plain.decode("ascii"))


def _derived(passphrase: Secret, salt: bytes) -> bytes:
    # The same passphrase typed on another keyboard may come composed differently.
    text = unicodedata.normalize("NFKC", passphrase.reveal()).encode("utf-8", "surrogatepass")
    try:
        return Scrypt(salt=salt, length=_KEY, n=_N, r=_R, p=_P).derive(text)
    except MemoryError as error:
        raise VaultError(
            _(
                "There is not enough memory to work with this passphrase: {count} MB are needed."
            ).format(count=128 * _R * _N >> 20),
            _("Close other programs and try again; nothing is lost."),
        ) from error
