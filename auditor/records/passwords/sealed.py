"""Bitwarden's export that is sealed with a password of its own, opened in memory.

What it is: https://bitwarden.com/help/encrypted-export/ - a key is derived from the password and
the salt (PBKDF2 with SHA-256, or Argon2id), made into one key for encryption and one for
authentication (HKDF, RFC 5869, expanding with "enc" and "mac"), and every text is "2.IV|DATA|MAC":
AES-256 in CBC with HMAC-SHA256 over IV and DATA. With Argon2id the salt is hashed first. Bounds of
the derivation: https://bitwarden.com/help/kdf-algorithms/.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import msgspec

from auditor.errors import ReaderError
from auditor.messages import _

_START = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{(?=[^{]*?"encrypted"\s*:\s*true\b)')
_WITH_PASSWORD = re.compile(rb'"passwordProtected"\s*:\s*true\b')
_PBKDF2, _ARGON2ID = 0, 1
_MOST_ROUNDS = {_PBKDF2: 2_000_000, _ARGON2ID: 10}
_MOST_MEMORY_MIB = 512
"""Bitwarden allows 1024; the process that reads has no more than that for everything."""
_MOST_LANES = 16
_KEY = 32
_SHORTEST_SALT = 8


class _Sealed(msgspec.Struct):
    salt: str
    kind: int = msgspec.field(name="kdfType")
    rounds: int = msgspec.field(name="kdfIterations")
    check: str = msgspec.field(name="encKeyValidation_DO_NOT_EDIT")
    data: str
    memory: int | None = msgspec.field(name="kdfMemory", default=None)
    lanes: int | None = msgspec.field(name="kdfParallelism", default=None)


def takes_password(start: bytes) -> bool:
    """Whether a file that starts so is sealed with a password of its own."""
    return bool(_START.match(start) and _WITH_PASSWORD.search(start[:2000]))


def opened(data: bytes, secret: str) -> str:
    """Return the export as JSON text.

    Raises ReaderError where `secret` is another one or the file is damaged; its words hold nothing
    of either.
    """
    try:
        sealed = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Sealed)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise _damaged() from None
    key = _derived(sealed, secret.encode("utf-8", "surrogatepass"))
    sealing, signing = _expanded(key, b"enc"), _expanded(key, b"mac")
    if _plain(sealed.check, sealing, signing) is None:
        raise ReaderError(
            _("is not opened by that password"),
            _("It is the one that was chosen for this export, which may be another than yours."),
        )
    text = _plain(sealed.data, sealing, signing)
    if text is None:
        raise _damaged()
    return text


def _derived(sealed: _Sealed, secret: bytes) -> bytes:
    salt = sealed.salt.encode("utf-8", "surrogatepass")
    if not 0 < sealed.rounds <= _MOST_ROUNDS.get(sealed.kind, 0) or len(salt) < _SHORTEST_SALT:
        raise _damaged()
    if sealed.kind == _PBKDF2:
        return hashlib.pbkdf2_hmac("sha256", secret, salt, sealed.rounds, _KEY)
    memory, lanes = sealed.memory or 0, sealed.lanes or 0
    if memory > _MOST_MEMORY_MIB:
        raise ReaderError(
            _("takes more memory to open than is given to it"),
            _('Set the "KDF memory" to 64 MB there and export again, or export as CSV.'),
        )
    if not (0 < lanes <= _MOST_LANES and memory > 0):
        raise _damaged()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        made = Argon2id(
            salt=hashlib.sha256(salt).digest(),
            length=_KEY,
            iterations=sealed.rounds,
            lanes=lanes,
            memory_cost=memory * 1024,
        )
        return made.derive(secret)
    except UnsupportedAlgorithm:
        raise ReaderError(
            _("is sealed in a way that this machine cannot open (Argon2id)"),
            _("Export as CSV there, without encryption. Delete that file afterwards."),
        ) from None
    except ValueError:
        raise _damaged() from None


def _expanded(key: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF-Expand (RFC 5869, 2.3): one block of SHA-256 is all of them."""
    return hmac.digest(key, info + b"\x01", "sha256")


def _plain(sealed: str, sealing: bytes, signing: bytes) -> str | None:
    """Return what a text says; None where it was not made with these keys."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    kind, _dot, rest = sealed.partition(".")
    parts = rest.split("|")
    if kind != "2" or len(parts) != 3:  # noqa: PLR2004 - IV, data, MAC
        raise _damaged()
    try:
        first, data, mac = (base64.b64decode(part, validate=True) for part in parts)
    except ValueError:
        raise _damaged() from None
    if not hmac.compare_digest(hmac.digest(signing, first + data, "sha256"), mac):
        return None
    try:
        reading = Cipher(algorithms.AES(sealing), modes.CBC(first)).decryptor()
        unpadding = PKCS7(128).unpadder()
        padded = reading.update(data) + reading.finalize()
        return (unpadding.update(padded) + unpadding.finalize()).decode("utf-8")
    except ValueError:
        return None


def _damaged() -> ReaderError:
    return ReaderError(
        _("is sealed and damaged, or sealed in a way that is not known"),
        _("Export again there, as CSV or with a password of its own."),
    )
