"""Stable names for things, of which nobody without the vault can tell what they stand for.

The same content has the same id in every run, so a scan that was killed resumes without doubles.
"""

from __future__ import annotations

import hashlib
import secrets

from auditor.domain.secret import Secret

_SEPARATOR = "\x1f"
_KEY_BYTES = 32
_ID_BYTES = 8


def content_id(prefix: str, *parts: str) -> str:
    """Return `prefix` and 16 hex digits of SHA-256 over `parts`.

    Whoever guesses the parts can tell that it is them: what is made of a name, an address or a hash
    leaves the engine only as `IdKey.named` makes it.
    """
    digest = hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return prefix + digest[:16]


class IdKey:
    """Makes ids of content ids with a secret of the vault.

    The same vault gives the same id for the same content, another vault another one.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    @classmethod
    def new(cls) -> IdKey:
        """Return one with a secret drawn by chance."""
        return cls(Secret(secrets.token_hex(_KEY_BYTES)))

    @classmethod
    def of_seed(cls, seed: int) -> IdKey:
        """Return that of a practice range, whose people are invented: it hides nothing."""
        return cls(Secret(hashlib.sha256(f"practice range {seed}".encode()).hexdigest()))

    @property
    def secret(self) -> Secret:
        """32 bytes in hex digits; for the vault, which keeps them."""
        return self._secret

    def named(self, content: str) -> str:
        """Return the id of what `content` is the content id of: its prefix and 16 hex digits."""
        made = hashlib.blake2b(
            content.encode("utf-8", "surrogatepass"),
            key=bytes.fromhex(self._secret.reveal()),
            digest_size=_ID_BYTES,
        )
        return content[:1] + made.hexdigest()
