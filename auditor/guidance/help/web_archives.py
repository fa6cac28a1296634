"""How to ask a web archive to take copies out, from the services that help names anyway."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.outside.copies import WebArchive
from auditor.guidance.help.help_now import Service, all_services
from auditor.messages import _

_SERVICE = {
    WebArchive.WAYBACK: "Internet Archive Wayback Machine removal",
    WebArchive.COMMON_CRAWL: "Common Crawl removal",
}
LETTERS = ("erasure", "copyright")
"""Letters that ask for it: by data protection law where it holds, and by whoever took a picture."""


@dataclass(frozen=True, slots=True)
class CopyRemoval:
    """One way to have copies taken out.

    `how` says what to send, `contact` where to; `source` is where that stands, `checked` the day
    that the source or our last look at it is of.
    """

    archive: WebArchive
    how: str
    contact: str
    url: str
    source: str
    checked: str
    letters: tuple[str, ...] = LETTERS


def removals() -> tuple[CopyRemoval, ...]:
    """Return how to ask each archive."""
    known = {service.name: service for service in all_services()}
    return tuple(_removal(archive, known[name]) for archive, name in _SERVICE.items())


def _removal(archive: WebArchive, service: Service) -> CopyRemoval:
    checked = service.checked_on.isoformat() if service.checked_on else service.source_date
    return CopyRemoval(
        archive,
        f"{_(service.what_it_does)} {_('What they ask for:')} {_(service.uploads)}.",
        service.contact or service.url,
        service.url,
        service.source_url,
        checked,
    )
