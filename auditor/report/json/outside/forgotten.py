"""The document of services that the person's own records tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from auditor.domain.outside.own_records import ForgottenService, OwnRecords, RecordTrace
from auditor.domain.text.statement import Kind, mask
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.forgotten.services import (
    ForgottenJson,
    ForgottenServiceJson,
    RecordTraceJson,
)


def forgotten(
    shown: Sequence[ForgottenService],
    records: OwnRecords,
    resembling: Sequence[str],
    kept: Mapping[str, str],
    *,
    masked: bool = False,
) -> str:
    """auditor/forgotten/1.

    `resembling` are look-alikes that may be named, `kept` ids of accounts by domain; `masked`
    hides names.
    """
    counts = records.counts
    body: ForgottenJson = {
        "services": [_service(each, kept.get(each.domain), masked=masked) for each in shown],
        "look_alike_count": len(records.look_alikes),
        "look_alikes": [text(each) for each in resembling],
        "mail_count": counts.mails,
        "elsewhere": counts.to_others,
        "personal": counts.from_people,
        "unsigned": counts.unsigned,
        "unlisted": counts.unlisted,
        "unread": counts.unread,
        "cut": counts.cut,
        "unlike": counts.unlike,
    }
    return write("forgotten", body)


def _service(
    service: ForgottenService, account: str | None, *, masked: bool
) -> ForgottenServiceJson:
    def told(foreign: str, kind: Kind) -> str:
        return mask(foreign, kind) if masked and foreign else text(foreign)

    return {
        "name": told(service.name, Kind.NAME),
        "url": told(service.url, Kind.URL),
        "photos": service.photos,
        "first": _day(service.first),
        "last": _day(service.last),
        "certainty": service.certainty.value,
        "evidence": [_trace(trace) for trace in service.traces],
        "delete": {
            "url": told(service.delete_url, Kind.URL),
            "difficulty": service.difficulty,
        },
        "account": account,
    }


def _trace(trace: RecordTrace) -> RecordTraceJson:
    return {
        "kind": trace.kind.value,
        "count": trace.count,
        "first": _day(trace.first),
        "last": _day(trace.last),
        "signed": trace.signed,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
