"""The JSON documents of the private hash list: labels, dates, distances.

Never a hash, a path or a name of a private image.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.dataclass import dataclass
from auditor.domain.private import EditPlan, PrivateEntry, PrivateHit
from auditor.guidance.handover import often_missed
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.files import (
    NotMatchedJson,
    PrivateEntryJson,
    PrivateListJson,
    PrivateMatchesJson,
    PrivateMatchJson,
    PrivatePlanJson,
)

Found = Sequence[tuple[PrivateEntry, PrivateHit]]


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """A file or link that the user named, with what it may be.

    `error` says why it could not be compared.
    """

    file: str
    found: Found = ()
    error: str = ""


def entries(listed: Sequence[PrivateEntry]) -> str:
    """auditor/private_list/1."""
    shown: list[PrivateEntryJson] = [
        {
            "id": entry.id,
            "label": text(entry.label),
            "kind": entry.kind.value,
            "added_at": entry.added_at,
        }
        for entry in listed
    ]
    body: PrivateListJson = {"entries": shown}
    return write("private_list", body)


def matches(compared: Sequence[ComparedFile]) -> str:
    """auditor/private_match/1: possible matches, and the files that could not be compared."""
    found = [_match(file.file, entry, hit) for file in compared for entry, hit in file.found]
    errors: list[NotMatchedJson] = [
        {"file": text(file.file), "error": file.error} for file in compared if file.error
    ]
    body: PrivateMatchesJson = {
        "matches": found,
        "compared": sum(not file.error for file in compared),
        "errors": errors,
        "often_missed": list(often_missed()),
    }
    return write("private_match", body)


def plan(planned: EditPlan, files: Sequence[str]) -> str:
    """auditor/private_plan/1: `recall[n]` is what the first n+1 edits catch together, 0-1."""
    body: PrivatePlanJson = {
        "recall": [round(share, 4) for share in planned.recall],
        "edits": [
            {"name": name, "recall": round(share, 4)}
            for name, share in zip(planned.edits, planned.recall, strict=True)
        ],
        "files": list(files),
    }
    return write("private_plan", body)


def _match(file: str, entry: PrivateEntry, hit: PrivateHit) -> PrivateMatchJson:
    return {
        "file": text(file),
        "label": text(entry.label),
        "distance": hit.distance,
        "variant": hit.variant,
        "confidence": hit.confidence,
        "confirmed": hit.confirmed,
        "told": "likely" if hit.confirmed else "possible",
        "quality": {"file": hit.quality, "private": hit.private_quality},
    }
