"""The document of what proven accounts lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.outside.discovery import AccountCandidate, Discovered, UnknownSite
from auditor.domain.text.statement import Kind, mask
from auditor.ports import Outgoing
from auditor.report.json.documents import write
from auditor.report.json.outgoing import sent
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.forgotten.candidates import (
    CandidateJson,
    DiscoveredJson,
    UnknownSiteJson,
)


def discover(
    found: Discovered,
    left_out: Sequence[str],
    source: str,
    outgoing: Iterable[Outgoing],
    *,
    masked: bool = False,
) -> str:
    """auditor/discover/1. `masked` hides addresses, for a screen that others see."""
    body: DiscoveredJson = {
        "candidates": [_candidate(each, masked=masked) for each in found.candidates],
        "unknown": [_unknown(each, masked=masked) for each in found.unknown],
        "absent": found.absent,
        "asked": found.asked,
        "left_out": [text(each) for each in left_out],
        "source": source,
        "sent": sent(outgoing, masked=masked),
    }
    return write("discover", body)


def _address(url: str, *, masked: bool) -> str:
    return mask(url, Kind.URL) if masked else text(url)


def _candidate(candidate: AccountCandidate, *, masked: bool) -> CandidateJson:
    return {
        "platform": mask(candidate.platform, Kind.URL) if masked else text(candidate.platform),
        "url": _address(candidate.url, masked=masked),
        "certainty": candidate.certainty.value,
        "evidence": [sign.value for sign in candidate.signs],
        "avatar_match": None,
    }


def _unknown(site: UnknownSite, *, masked: bool) -> UnknownSiteJson:
    return {
        "platform": text(site.platform),
        "url": _address(site.url, masked=masked),
        "reason": site.why.value,
    }
