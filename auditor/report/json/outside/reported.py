"""The document of reported links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from auditor.domain.outside.reported import Report
from auditor.engine.outside.next_step import LinkStep, NextKind
from auditor.engine.outside.reported import ReportedEntry
from auditor.guidance.terms.authorities import RemovalAuthority
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import (
    LinkNextJson,
    LinkReportJson,
    RemovalAuthorityJson,
    ReportedJson,
    ReportedLinkJson,
)


def links(entries: Sequence[ReportedEntry], under_18: Sequence[str] = ()) -> str:
    """auditor/reported/1."""
    body: ReportedJson = {
        "links": [_link(entry) for entry in entries],
        "under_18": [line.strip() for line in under_18],
    }
    return write("reported", body)


def _link(entry: ReportedEntry) -> ReportedLinkJson:
    link, clock = entry.link, entry.clock
    return {
        "id": link.id,
        "url": text(link.url),
        "added_at": link.added_at,
        "adult": link.adult,
        "reported": _report(link.report),
        "kind": link.kind.value if link.adult else None,
        "clock": None
        if clock is None
        else {"ends": clock.ends, "law": clock.term.law, "source": clock.term.source_url},
        "state": link.state.value,
        "now_at": text(link.now_at),
        "checked": [
            {
                "at": look.at,
                "state": look.state.value,
                "said": text(look.said),
                "sha256": look.sha256,
            }
            for look in link.history
        ],
        "next": _next(entry.next),
    }


def _report(report: Report) -> LinkReportJson:
    on = None
    if report.on is not None:
        moment = report.on.astimezone(UTC)
        on = moment.date().isoformat() if report.day_only else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "to": text(report.to),
        "on": on,
        "channel": None if report.channel is None else report.channel.value,
    }


def _next(step: LinkStep) -> LinkNextJson | None:
    if step.kind is NextKind.NOTHING:
        return None
    return {
        "kind": step.kind.value,
        "says": [text(said) for said in step.says],
        "at": step.at,
        "ways": [_way(each) for each in step.ways],
    }


def _way(authority: RemovalAuthority) -> RemovalAuthorityJson:
    return {
        "name": _(authority.name),
        "text": _(authority.text),
        "reveals": _(authority.reveals),
        "letter": authority.letter,
        "url": authority.url,
        "source": authority.source_url,
        "source_date": authority.source_date,
    }
