"""Leaked passwords: ranges of their list, asked for with consent. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.domain.outside.passwords import HashRange
from auditor.engine.dependencies import Rooms
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Consent, Outgoing


class LeakedPasswords:
    """The look-up of ranges. It is given the first characters of hashes, never a password."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._lookup = rooms.lookups.pwned_passwords

    def outgoing(self, prefixes: Iterable[str]) -> Outgoing:
        """Return what asking for these ranges would send. Asks nobody."""
        return self._lookup.outgoing(prefixes)

    async def ranges(self, consent: Consent) -> Mapping[str, HashRange]:
        """Return the ranges that the consent names; one that cannot be had says why.

        Raises UsageError where the run is locked to the practice range.
        """
        if self._rooms.practice_only and not self._rooms.http.opened(
            f"https://{consent.shown.receiver}/"
        ):
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )
        try:
            return await self._lookup.ask(consent, self._rooms.http)
        finally:
            await self._rooms.requests.flush(self._rooms.vault)
