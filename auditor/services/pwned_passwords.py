"""Pwned Passwords: all leaked passwords whose hash starts with the same five characters.

Nothing else of a password is sent. Facts: https://haveibeenpwned.com/API/v3#PwnedPasswords
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from auditor import __version__
from auditor.domain.outside.passwords import PREFIX, HashRange, read_range
from auditor.errors import NetworkError
from auditor.messages import _
from auditor.ports import Consent, Http, Outgoing, OutgoingRequest

_ADDRESS = "https://api.pwnedpasswords.com"
_REST = 40 - PREFIX
_LARGEST = 1 << 20
"""Bytes of one answer: a range holds some 2,000 lines of some 40 bytes."""
_PATIENCE_S = 60.0
"""Seconds for one range with all tries: a service that drips is not waited for longer."""
_PADDED = ("Add-Padding", "true")
"""Lets the length of an answer, which others on the way see, say nothing about its range."""

_FIELDS = (_PADDED, ("User-Agent", f"auditor/{__version__}"))
"""All that goes along and says something; the door names this program where policy asks for it."""


class PwnedPasswords:
    """The range search: one request for each five characters, and no key."""

    def __init__(self, address: str = _ADDRESS) -> None:
        self._address = address.rstrip("/")

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return "pwned-passwords"

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are the first five characters of SHA-1 hashes."""
        prefixes = tuple(dict.fromkeys(items))
        address = urlsplit(self._address)
        requests = tuple(
            OutgoingRequest(
                "GET", address.netloc, f"{address.path}/range/{prefix}", _FIELDS, address.scheme
            )
            for prefix in prefixes
        )
        words = _(
            "Sent to {host}: of each password the first five of the forty characters of its "
            "checksum, which about one in a million passwords shares, and nothing else. The "
            "comparison is made on this device."
        ).format(host=address.netloc)
        return Outgoing(self.name, address.netloc, words, prefixes, requests)

    async def ask(self, consent: Consent, http: Http) -> dict[str, HashRange]:
        """See ports.Lookup. After the first range that cannot be had no other is asked for."""
        ranges: dict[str, HashRange] = {}
        reason = ""
        for prefix in consent.items_for(self.name):
            found = HashRange(reason=reason) if reason else await self._range(prefix, http)
            if found.reason and not reason:
                reason = _("not asked after the one before failed: {reason}").format(
                    reason=found.reason
                )
            ranges[prefix] = found
        return ranges

    async def _range(self, prefix: str, http: Http) -> HashRange:
        host = urlsplit(self._address).netloc
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await http.get(
                    f"{self._address}/range/{prefix}",
                    purpose="leaked passwords",
                    headers=dict((_PADDED,)),
                    max_bytes=_LARGEST,
                    hidden=(prefix,),
                )
        except NetworkError as error:
            return HashRange(reason=error.message)
        except TimeoutError:
            return HashRange(reason=_("{host} took too long: stopped").format(host=host))
        if answer.status != HTTPStatus.OK:  # documented: there is no other
            return HashRange(
                reason=_("{host} answered with {status}, which it never should").format(
                    host=host, status=answer.status
                )
            )
        return read_range(answer.body, _REST) or HashRange(
            reason=_("{host} answered with something that is no list of hashes").format(host=host)
        )
