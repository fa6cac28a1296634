"""Whether the Wayback Machine has a copy of a photo or its page.

Each address asked about is sent to archive.org.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from auditor.domain.text.foreign_text import clean
from auditor.errors import NetworkError
from auditor.messages import _
from auditor.ports import Consent, Http, Outgoing, OutgoingRequest

if TYPE_CHECKING:
    from auditor.domain.findings.verify import ArchiveAnswer

WAYBACK = "https://archive.org/wayback/available"
"""https://archive.org/help/wayback_api.php: `url` is the address asked about.

The closest copy comes back, or none.
"""

_LONGEST = 2000
_TIMESTAMP = 20
_COPIES = ("http://web.archive.org/", "https://web.archive.org/")
"""Where copies stand; an address elsewhere is not handed on."""


class _Copy(msgspec.Struct):
    available: bool = False
    url: str = ""
    timestamp: str = ""


class _Copies(msgspec.Struct):
    closest: _Copy | None = None


class _Found(msgspec.Struct):
    archived_snapshots: _Copies = msgspec.field(default_factory=_Copies)


class Wayback:
    """The availability interface of the Wayback Machine: one request for each address."""

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return "wayback"

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are addresses."""
        asked = tuple(dict.fromkeys(items))
        where = urlsplit(WAYBACK)
        return Outgoing(
            self.name,
            where.netloc,
            _(
                "Sent to archive.org: the addresses of these photos and of their pages, one by "
                "one. Nothing else."
            ),
            asked,
            tuple(
                OutgoingRequest("GET", where.netloc, where.path, (("url", item),)) for item in asked
            ),
        )

    async def ask(self, consent: Consent, http: Http) -> dict[str, ArchiveAnswer]:
        """See ports.Lookup."""
        return {url: await _answer(url, http) for url in consent.items_for(self.name)}


async def _answer(url: str, http: Http) -> ArchiveAnswer:
    try:
        answer = await http.get(WAYBACK, params={"url": url}, purpose="copy in the web archive")
    except NetworkError:
        return parse(url, b"")
    return parse(url, answer.body if answer.ok else b"")


def parse(url: str, body: bytes) -> ArchiveAnswer:
    """Return what a JSON answer about `url` says; one that is no such answer cannot tell."""
    from auditor.domain.findings.verify import Archive, ArchiveAnswer, Archived  # seldom asked

    try:
        found = msgspec.json.decode(body, type=_Found).archived_snapshots.closest
    except msgspec.MsgspecError:
        return ArchiveAnswer(Archive.COULD_NOT_TELL)
    if found is None or not found.available or not found.url.startswith(_COPIES):
        return ArchiveAnswer(Archive.NONE_FOUND)
    copy = Archived(url, clean(found.url, _LONGEST), clean(found.timestamp, _TIMESTAMP))
    return ArchiveAnswer(Archive.FOUND, copy)
