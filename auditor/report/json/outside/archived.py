"""The JSON document of copies in web archives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.outside.copies import WebArchive, WebCopy
from auditor.domain.text.statement import Kind, mask
from auditor.engine.outside.web_copies import ArchiveState
from auditor.guidance.help.web_archives import CopyRemoval, removals
from auditor.ports import Outgoing
from auditor.report.json.documents import write
from auditor.report.json.outgoing import sent
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import (
    ArchivedCopiesJson,
    ArchivedPageJson,
    ArchiveJson,
    CopyRemovalJson,
)


def archived(
    known: Sequence[ArchiveState],
    outgoing: Iterable[Outgoing],
    not_asked: Iterable[str],
    *,
    masked: bool = False,
) -> str:
    """auditor/archived/1. `masked` hides addresses, for a screen that others see."""
    pages = [_page(told.archive, copy, masked=masked) for told in known for copy in told.copies]
    body: ArchivedCopiesJson = {
        "archives": [_archive(told) for told in known],
        "pages": sorted(pages, key=lambda page: not page["taken_down"]),  # stable
        "sent": sent(outgoing, masked=masked),
        "not_asked": [text(reason) for reason in not_asked],
        "removal": [_removal(way) for way in removals()],
    }
    return write("archived", body)


def _archive(told: ArchiveState) -> ArchiveJson:
    captured = [copy.captured for copy in told.copies]
    return {
        "archive": told.archive.value,
        "asked": max((look.asked_at for look in told.looks), default=None),
        "state": told.state.value,
        "captures": sum(each.captures for each in captured),
        "first": min((each.first for each in captured), default=None),
        "last": max((each.last for each in captured), default=None),
        "reason": text(told.reason) or None,
    }


def _page(archive: WebArchive, copy: WebCopy, *, masked: bool) -> ArchivedPageJson:
    def address(url: str) -> str:
        return mask(url, Kind.URL) if masked else text(url)

    return {
        "url": address(copy.captured.url),
        "kind": copy.captured.kind.value,
        "taken_down": copy.taken_down,
        "archive": archive.value,
        "captures": copy.captured.captures,
        "first": copy.captured.first,
        "last": copy.captured.last,
        "page_in_archive": address(copy.captured.at),
    }


def _removal(way: CopyRemoval) -> CopyRemovalJson:
    return {
        "archive": way.archive.value,
        "how": way.how,
        "contact": way.contact,
        "url": way.url,
        "letters": list(way.letters),
        "source": way.source,
        "checked": way.checked,
    }
