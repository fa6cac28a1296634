"""The person's own key of a platform, while one account is read: never in an error or a log."""

from __future__ import annotations

import re

from auditor.domain.secret import Secret
from auditor.domain.text.foreign_text import clean
from auditor.errors import (
    AuditorError,
    KeyMissing,
    LoginNeeded,
    NetworkError,
    SecretsUnavailable,
    SourceError,
)
from auditor.messages import _
from auditor.ports import KeyOf


class OwnKey:
    """One key. `key_of` is asked for it at the first request; what is sent of it is remembered."""

    def __init__(self, key_of: KeyOf, service: str) -> None:
        self._key_of = key_of
        self._service = service
        self._hidden: tuple[Secret, ...] = ()

    async def read(self) -> Secret:
        """Return the key. Raises LoginNeeded, which says what it needs and where to get one."""
        try:
            key = await self._key_of(self._service)
        except (SourceError, NetworkError):
            raise
        except AuditorError as error:
            told = f"{error.message} {error.hint}".strip()
            raise LoginNeeded(told) from error
        name, _colon, secret = key.reveal().partition(":")
        self.hide(key)
        if name and secret:
            self.hide(Secret(secret))
            self.hide(Secret(name))
        return key

    async def if_any(self) -> Secret | None:
        """Return the key where it is of use and not needed; None where none can be had.

        Raises LoginNeeded where what is kept is no key.
        """
        try:
            return await self.read()
        except LoginNeeded as error:
            if isinstance(error.__cause__, KeyMissing | SecretsUnavailable):
                return None
            raise

    def hide(self, secret: Secret) -> None:
        """Let nothing that is told hold `secret`."""
        self._hidden = (*self._hidden, secret)

    @property
    def parts(self) -> tuple[str, ...]:
        """What no address and no body in the network log may show."""
        return tuple(secret.reveal() for secret in self._hidden)

    def told(self, words: str) -> str:
        """Return a platform's own words without any part of the key."""
        words = clean(words)
        for part in self.parts:
            words = re.sub(re.escape(part), "***", words, flags=re.IGNORECASE)
        return words

    def refused(self, title: str, words: str) -> LoginNeeded:
        """Return what to raise where the platform does not take the key."""
        reason = self.told(words)
        return LoginNeeded(
            _(
                "{title} does not take your key: {reason} Another one is kept by 'auditor keys set "
                "{name}'."
            ).format(title=title, reason=_ended(reason), name=self._service)
        )


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
