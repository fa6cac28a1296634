"""The JSON document of verification."""

from __future__ import annotations

from typing import Any

from auditor.domain.findings.verify import Verification, Verified
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.words.verify import says


def verify(found: Verified) -> str:
    """auditor/verify/1. `history` is of earlier runs too, newest first."""
    return write(
        "verify",
        {
            "results": [_result(result) for result in found.results],
            "history": [_result(one) for one in found.history],
        },
    )


def _result(one: Verification) -> dict[str, Any]:
    return {
        "finding": one.finding,
        "state": one.state.value,
        "checked_at": one.checked_at,
        "settled": one.settled,
        "account": one.account,
        "photo": one.photo,
        "title": text(one.title),
        "words": says(one),
        "reason": text(one.reason) or None,
        "reposts": list(one.reposts),
        "archive": one.archive.value,
        "archived": [
            {"of": text(each.of), "url": text(each.url), "taken": text(each.taken)}
            for each in one.archived
        ],
    }
