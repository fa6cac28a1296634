"""The JSON documents of law, services and the state of the guidance.

Dates of sources stay text; what is not known is null.
"""

from __future__ import annotations

from datetime import date

from auditor.dataclass import dataclass
from auditor.guidance.age import FurtherSource, dated
from auditor.guidance.checkup import Checkup, GuidanceRow
from auditor.guidance.help.help_now import Service
from auditor.guidance.help.help_services import Offer, sure_enough
from auditor.guidance.laws.laws import Law, LawAnswer
from auditor.guidance.laws.situations import Situation, about, channels, steps
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.guidance import (
    FurtherSourceJson,
    GuidanceCheckJson,
    GuidanceRowJson,
    HelpServicesJson,
    LawJson,
    LawRowJson,
    ServiceJson,
    SituationJson,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user named, and the day on which it is answered."""

    where: str
    today: date
    situation: Situation | None = None
    low_confidence: bool = False


def law(asked: Asked, found: LawAnswer, notes: tuple[str, ...]) -> str:
    """auditor/law/2: what is in force, what is not, and what applies everywhere."""
    services = sure_enough(
        channels(asked.where, asked.situation), low_confidence=asked.low_confidence
    )
    body: LawJson = {
        "where": text(asked.where),
        "today": asked.today.isoformat(),
        "notes": list(notes),
        "verified": bool(found.laws),
        "jurisdictions": [{"code": place.code, "name": _(place.name)} for place in found.places],
        "parts": list(found.parts),
        "situation": _situation(asked.situation),
        "laws": [_law(law, asked.today) for law in found.laws],
        "bills": [_law(bill, asked.today) for bill in found.bills],
        "services": [_service(service, asked.today) for service in services],
        "hidden_low_confidence": found.hidden,
    }
    return write("law", body, version=2)


def help_services(asked: Asked, offered: Offer, notes: tuple[str, ...]) -> str:
    """auditor/help-services/2."""
    body: HelpServicesJson = {
        "where": text(asked.where),
        "today": asked.today.isoformat(),
        "notes": list(notes),
        "situation": _situation(asked.situation),
        "services": [_service(service, asked.today) for service in offered.services],
        "hidden_low_confidence": offered.hidden,
    }
    return write("help-services", body, version=2)


def guidance_check(today: date, found: Checkup, *, vault_read: bool) -> str:
    """auditor/guidance-check/2.

    `vault_read`: whether the platforms of the user's accounts were looked at.
    """
    body: GuidanceCheckJson = {
        "today": today.isoformat(),
        "rows": found.counts,
        "stale": [_row(row) for row in found.stale],
        "without_source": [_row(row) for row in found.without_source],
        "start_day_passed": [_row(row) for row in found.due],
        "accounts_read": vault_read,
        "platforms_without_row": list(found.platforms_without_row),
    }
    return write("guidance-check", body, version=2)


def _situation(situation: Situation | None) -> SituationJson | None:
    if situation is None:
        return None
    told = about(situation)
    return {
        "key": situation.value,
        "title": _(told.title),
        "text": _(told.text),
        "steps": [_(step) for step in steps(situation)],
    }


def _law(law: Law, today: date) -> LawRowJson:
    return {
        "jurisdiction": law.jurisdiction,
        "name": law.name,
        "citation": law.citation,
        "topic": law.topic,
        "status": law.status.value,
        "in_force_since": law.in_force_since or None,
        "start_day_passed": law.due(today),
        "acts": [act.value for act in law.acts],
        "situations": [each.value for each in law.situations],
        "gives": _(law.gives),
        "remedy": _(law.remedy),
        "how": _(law.how),
        "deadline": _(law.deadline) or None,
        "uploads": _(law.uploads) or None,
        "source_url": law.source_url,
        "source_date": law.source_date,
        "more_sources": _more(law.also),
        "checked_at_source": not law.not_checked_at_source,
        "confidence": law.confidence,
        "checked_on": law.checked_on.isoformat(),
        "stale": law.stale(today),
    }


def _service(service: Service, today: date) -> ServiceJson:
    return {
        "name": service.name,
        "region": service.region,
        "kind": service.kind,
        "audience": service.audience,
        "for_whom": _(service.for_whom),
        "contact": service.contact or None,
        "hours": _(service.hours) or None,
        "languages": _(service.languages) or None,
        "url": service.url,
        "what_it_does": _(service.what_it_does) or None,
        "uploads": _(service.uploads) or None,
        "source_url": service.source_url,
        "source_date": service.source_date,
        "more_sources": _more(service.also),
        "confidence": service.confidence,
        "checked_on": service.checked_on.isoformat() if service.checked_on else None,
        "stale": service.stale(today),
    }


def _more(sources: tuple[FurtherSource, ...]) -> list[FurtherSourceJson]:
    return [
        {"source_url": source.source_url, "source_date": source.source_date} for source in sources
    ]


def _row(row: GuidanceRow) -> GuidanceRowJson:
    return {
        "kind": row.kind,
        "where": row.where,
        "name": row.name,
        "source_url": row.source_url or None,
        "source_date": row.source_date or None,
        "undated": dated(row.source_date) is None,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None,
    }
