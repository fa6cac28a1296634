"""The JSON document of two scans compared."""

from __future__ import annotations

from auditor.domain.changes import (
    KeptScan,
    NotCompared,
    PhotoChange,
    QuestionChange,
    ScanComparison,
)
from auditor.report.json.documents import write
from auditor.report.json.shapes.findings import (
    ChangedPhotoJson,
    ChangedQuestionJson,
    ChangesJson,
    KeptScanJson,
    NotComparedJson,
)


def changes(found: ScanComparison) -> str:
    """auditor/changes/1. `from` and `to` are ids of scans, null where there is none.

    `scans` are all that can be named, newest first.
    """
    body: ChangesJson = {
        "from": None if found.older is None else found.older.id,
        "to": None if found.newer is None else found.newer.id,
        "questions": [_question(each) for each in found.questions],
        "photos": [_photo(change) for change in found.photos],
        "not_compared": [_not_compared(told) for told in found.not_compared],
        "scans": [_scan(scan) for scan in found.scans],
    }
    return write("changes", body)


def _photo(change: PhotoChange) -> ChangedPhotoJson:
    return {
        "id": change.row.id,
        "account": change.row.account,
        "change": change.change.value,
        "parts": [part.value for part in change.parts],
    }


def _question(change: QuestionChange) -> ChangedQuestionJson:
    return {
        "question": change.question.value,
        "state_before": change.before.value,
        "state": change.after.value,
        "findings_before": change.findings_before,
        "findings": change.findings_after,
        "same_accounts": change.same_accounts,
    }


def _not_compared(told: NotCompared) -> NotComparedJson:
    return {
        "account": told.account,
        "reason": told.reason.value,
        "scans": list(told.scans),
        "photos": list(told.photos),
    }


def _scan(scan: KeptScan) -> KeptScanJson:
    return {"id": scan.id, "started_at": scan.started_at, "ended_at": scan.ended_at}
