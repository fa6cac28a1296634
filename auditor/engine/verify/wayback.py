"""Asks the Wayback Machine whether it has a copy, only if the user wants that.

Each address asked about is sent to archive.org.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from auditor.domain.findings.verify import Archive, Archived
from auditor.domain.text.foreign_text import clean
from auditor.errors import NetworkError
from auditor.ports import Http

WAYBACK = "https://archive.org/wayback/available"
"""https://archive.org/help/wayback_api.php: `url` is the address asked about; the closest copy
comes back, or none.
"""

_LONGEST = 2000


class _Copy(msgspec.Struct):
    available: bool = False
    url: str = ""
    timestamp: str = ""


class _Copies(msgspec.Struct):
    closest: _Copy | None = None


class _Found(msgspec.Struct):
    archived_snapshots: _Copies = msgspec.field(default_factory=_Copies)


@dataclass(frozen=True, slots=True)
class Wayback:
    """Asks about each address once, however many findings name it."""

    told: dict[str, tuple[Archive, Archived | None]] = field(default_factory=dict)

    async def of(self, urls: Iterable[str], http: Http) -> tuple[Archive, tuple[Archived, ...]]:
        """Return what the archive says of these addresses together."""
        asked = [url for url in dict.fromkeys(urls) if url]
        for url in asked:
            if url not in self.told:
                self.told[url] = await archived(url, http)
        said = [self.told[url] for url in asked]
        copies = tuple(copy for _state, copy in said if copy is not None)
        unclear = Archive.COULD_NOT_TELL in {state for state, _copy in said}
        return (
            Archive.FOUND if copies else Archive.COULD_NOT_TELL if unclear else Archive.NONE_FOUND,
            copies,
        )


async def archived(url: str, http: Http) -> tuple[Archive, Archived | None]:
    """Return whether the archive has a copy, and the one that it names."""
    try:
        answer = await http.get(WAYBACK, params={"url": url}, purpose="copy in the web archive")
        if not answer.ok:
            return Archive.COULD_NOT_TELL, None
        found = msgspec.json.decode(answer.body, type=_Found).archived_snapshots.closest
    except (NetworkError, msgspec.MsgspecError):
        return Archive.COULD_NOT_TELL, None
    if (
        found is None
        or not found.available
        or not found.url.startswith(("http://web.archive.org/", "https://web.archive.org/"))
    ):
        return Archive.NONE_FOUND, None
    return Archive.FOUND, Archived(url, clean(found.url, _LONGEST), clean(found.timestamp, 20))
