"""The JSON document of `auditor checklist`: the settings of a platform without an account."""

from __future__ import annotations

from datetime import date

from auditor.guidance import playbooks
from auditor.guidance.age import FurtherSource
from auditor.guidance.archives import asking
from auditor.guidance.archives.asking import ArchiveRequest
from auditor.guidance.help import blackmail
from auditor.guidance.help.blackmail import Against
from auditor.guidance.playbooks import Playbook, Step
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.shapes.guidance import (
    AgainstBlackmailJson,
    ArchiveRequestJson,
    ChecklistJson,
    ChecklistSettingJson,
    FurtherSourceJson,
    IfBlackmailedJson,
)
from auditor.report.words.words import told_of


def checklist(book: Playbook | None, warning: str, today: date) -> str:
    """auditor/checklist/1. Without a platform only those that can be named."""
    asked = asking.request_of(book.key) if book else None
    body: ChecklistJson = {
        "today": today.isoformat(),
        "warning": warning,
        "platform": book.key if book else None,
        "name": book.name if book else None,
        "note": _(book.note) if book and book.note else None,
        "settings": [_setting(step, today) for step in book.shown()] if book else [],
        "if_blackmailed": _if_blackmailed(book, today) if book else None,
        "archive": _archive(asked, today) if asked else None,
        "platforms": [
            {"key": key, "name": playbooks.read(key).name} for key in playbooks.platforms()
        ],
    }
    return write("checklist", body)


def _setting(step: Step, today: date) -> ChecklistSettingJson:
    return {
        "title": _(step.title),
        "menu": step.menu or None,
        "url": step.url or None,
        "set_to": _(step.recommended),
        "changes": _(step.changes) or None,
        "affects": list(step.affects),
        "minutes": step.minutes,
        "noticed_by": step.noticed_by.value,
        "notice": told_of(step.notice, step.noticed_by),
        "evidence_first": step.evidence_first,
        "source_url": step.source_url,
        "source_date": step.source_date,
        "more_sources": _more(step.also),
        "confidence": step.confidence,
        "checked_on": step.checked_on.isoformat(),
        "stale": step.stale(today),
    }


def _if_blackmailed(book: Playbook, today: date) -> IfBlackmailedJson:
    return {
        "first": _(blackmail.FIRST),
        "steps": [_against(step, today) for step in blackmail.steps(book.key)],
    }


def _against(step: Against, today: date) -> AgainstBlackmailJson:
    return {
        "key": step.key,
        "title": _(step.title),
        "text": _(step.text),
        "notice": _(step.notice),
        "of_platform": step.of_platform,
        "source_url": step.source_url,
        "source_date": step.source_date,
        "more_sources": _more(step.also),
        "confidence": step.confidence,
        "checked_on": step.checked_on.isoformat(),
        "stale": step.stale(today),
    }


def _archive(row: ArchiveRequest, today: date) -> ArchiveRequestJson:
    return {
        "warning": _(asking.CAREFUL),
        "menu": row.menu or None,
        "url": row.url or None,
        "choose": _(row.how),
        "takes": _(row.takes),
        "who_is_told": _(row.notice),
        "holds": _(row.gives),
        "note": _(row.note) if row.note else None,
        "source_url": row.source_url,
        "source_date": row.source_date,
        "more_sources": _more(row.also),
        "confidence": row.confidence,
        "checked_on": row.checked_on.isoformat(),
        "stale": row.stale(today),
    }


def _more(sources: tuple[FurtherSource, ...]) -> list[FurtherSourceJson]:
    return [
        {"source_url": source.source_url, "source_date": source.source_date} for source in sources
    ]
