"""The JSON documents of archives that were brought in, and of what can be read at all."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.archives.archive import Imported
from auditor.domain.archives.capture import CaptureMark, PageSeen
from auditor.domain.archives.readable import Readable
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.archives import (
    ComparedJson,
    ImportedJson,
    ImportJson,
    PageSeenJson,
    SourcesJson,
    StrangersJson,
)


def imported(several: Sequence[Imported]) -> str:
    """auditor/import/1."""
    body: ImportJson = {"imported": [_imported(each) for each in several]}
    return write("import", body)


def sources(known: Sequence[Readable]) -> str:
    """auditor/sources/1."""
    body: SourcesJson = {
        "sources": [
            {
                "name": text(each.name),
                "kind": each.kind.value,
                "needs": text(each.needs),
                "tested_on": each.tested_on.value,
                "state": each.state.value,
            }
            for each in known
        ]
    }
    return write("sources", body)


def _imported(each: Imported) -> ImportedJson:
    counts = each.counts
    return {
        "format": each.format,
        "platform": each.platform,
        "account": each.account,
        "handle": text(each.identity.handle),
        "made_at": each.made_at,
        "photos": counts.photos,
        "public": counts.public,
        "unknown": counts.unknown,
        "others": counts.others,
        "films": counts.films,
        "whole": each.whole,
        "held": [{"kind": held.kind.value, "count": held.count} for held in each.held],
        "compared": None if each.compared is None else _compared(each),
        "notes": [text(note) for note in each.notes],
        "skipped": [
            {"name": text(left.name), "reason": text(left.reason)} for left in counts.skipped
        ],
        "skipped_in_all": counts.skipped_in_all,
        "page": None if each.page is None else _page(each.page),
        "strangers": _strangers(each.strangers),
    }


def _compared(each: Imported) -> ComparedJson:
    told = each.compared or {}
    return {name: told.get(name, 0) for name in ("new", "gone", "changed", "untold")}  # type: ignore[return-value]


def _page(page: PageSeen) -> PageSeenJson:
    return {
        "address": text(page.page),
        "shown": page.shown,
        "told": page.told,
        "asked_to_log_in": page.asked_to_log_in,
        "left_out": [{"why": text(why), "count": number} for why, number in page.left_out],
    }


def _strangers(mark: CaptureMark | None) -> StrangersJson | None:
    if mark is None or not mark.uploaded:
        return None
    return {
        "uploaded": mark.uploaded,
        "got": mark.got,
        "least": mark.least,
        "most": mark.most,
        "apart": mark.apart,
        "untold": mark.untold,
    }
