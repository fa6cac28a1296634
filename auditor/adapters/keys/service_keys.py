"""The person's own keys of services: in the keyring, or in a file that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from auditor.adapters.keys.known_services import ALL, ServiceKey
from auditor.domain.secret import Secret
from auditor.errors import KeyMissing, SecretsUnavailable, UsageError
from auditor.messages import _
from auditor.ports import Secrets

_PREFIX = "service-key-"
_LARGEST_FILE = 10_000


class KeyPlace(StrEnum):
    """Where a key was found. The value is used in JSON."""

    FILE = "file"
    KEYRING = "keyring"
    NOWHERE = "nowhere"
    COULD_NOT_TELL = "could-not-tell"


class ServiceKeys:
    """Keys by their row in `known_services`. A named file goes before the keyring."""

    def __init__(self, secrets: Secrets, environment: Mapping[str, str] | None = None) -> None:
        self._secrets = secrets
        self._environment = os.environ if environment is None else environment

    async def get(self, key: ServiceKey) -> Secret:
        """Return a key.

        Raises KeyMissing where there is none, UsageError where a file holds none;
        SecretsUnavailable.
        """
        named = self._environment.get(key.variable)
        if named:
            return checked(key, _first_line(key, Path(named)))
        found = await self._from_keyring(key)
        if found is None:
            raise KeyMissing(
                _("There is no key of {title}: it needs your own.").format(title=key.title),
                _("{hint} What keeps it: 'auditor keys set {name}'").format(
                    hint=_(key.hint), name=key.name
                ),
            )
        return checked(key, found)

    async def put(self, key: ServiceKey, value: Secret) -> None:
        """Keep a key in the keyring. Raises SecretsUnavailable."""
        try:
            await self._secrets.put(_PREFIX + key.name, value.reveal())
        except SecretsUnavailable as error:
            raise _elsewhere(key, error) from error

    async def remove(self, key: ServiceKey) -> bool:
        """Take a key out of the keyring; False if there was none. Raises SecretsUnavailable."""
        known = await self._from_keyring(key)
        if known is None:
            return False
        try:
            await self._secrets.remove(_PREFIX + key.name)
        except SecretsUnavailable as error:
            raise _elsewhere(key, error) from error
        return True

    async def places(self) -> dict[str, KeyPlace]:
        """Return where each key is, by name. A keyring that does not answer is asked once."""
        found: dict[str, KeyPlace] = {}
        silent = False
        for key in ALL:
            if self._environment.get(key.variable):
                found[key.name] = KeyPlace.FILE
            elif silent:
                found[key.name] = KeyPlace.COULD_NOT_TELL
            else:
                try:
                    held = await self._secrets.get(_PREFIX + key.name)
                    found[key.name] = KeyPlace.NOWHERE if held is None else KeyPlace.KEYRING
                except SecretsUnavailable:
                    silent = True
                    found[key.name] = KeyPlace.COULD_NOT_TELL
        return found

    async def forget(self) -> None:
        """Take all keys out of the keyring as far as it answers; for the wipe."""
        with suppress(SecretsUnavailable):
            for key in ALL:
                await self._secrets.remove(_PREFIX + key.name)

    async def _from_keyring(self, key: ServiceKey) -> str | None:
        try:
            return await self._secrets.get(_PREFIX + key.name)
        except SecretsUnavailable as error:
            raise _elsewhere(key, error) from error


def checked(key: ServiceKey, text: str) -> Secret:
    """Return a key that looks like one. Raises UsageError, which does not repeat it."""
    if not key.fits(text):
        raise UsageError(
            _("That is no key of {title}: one is {looks}.").format(
                title=key.title, looks=_(key.looks)
            ),
            _(key.hint),
        )
    return Secret(text)


def _first_line(key: ServiceKey, path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline(_LARGEST_FILE).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("not UTF-8 text")
        raise UsageError(
            _("The file in {variable} cannot be read ({reason}).").format(
                variable=key.variable, reason=reason
            ),
            _("It must hold the key in its first line."),
        ) from error


def _elsewhere(key: ServiceKey, error: SecretsUnavailable) -> SecretsUnavailable:
    return SecretsUnavailable(
        error.message,
        _("A file that holds the key in its first line can be named in {variable}.").format(
            variable=key.variable
        ),
    )
