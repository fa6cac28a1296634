"""The JSON document of verification."""

from __future__ import annotations

from auditor.domain.findings.verify import Verification, Verified
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.findings import VerificationJson, VerifyJson
from auditor.report.words.verify import says


def verify(found: Verified) -> str:
    """auditor/verify/1. `history` is of earlier runs too, newest first."""
    body: VerifyJson = {
        "results": [_result(result) for result in found.results],
        "history": [_result(result) for result in found.history],
    }
    return write("verify", body)


def _result(verification: Verification) -> VerificationJson:
    return {
        "finding": verification.finding,
        "state": verification.state.value,
        "checked_at": verification.checked_at,
        "settled": verification.settled,
        "account": verification.account,
        "photo": verification.photo,
        "title": text(verification.title),
        "words": says(verification),
        "reason": text(verification.reason) or None,
        "reposts": list(verification.reposts),
        "archive": verification.archive.value,
        "archived": [
            {"of": text(each.of), "url": text(each.url), "taken": text(each.taken)}
            for each in verification.archived
        ],
    }
