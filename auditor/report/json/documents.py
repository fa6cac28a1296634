"""The JSON documents, one function each.

Keys are always there: what is absent is null or an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from auditor.domain.account import Account
from auditor.domain.findings.check import Check
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import PlanStep, Setting
from auditor.domain.findings.score import Score
from auditor.domain.photos.facts import Facts
from auditor.domain.views import AccountState, NetworkEntry, ScanRecord, StoredPhoto
from auditor.messages import _
from auditor.report.json.photo_document import measured, photo, text

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A local file with what was measured on it.

    `error` says why the picture itself could not be read.
    """

    file: str
    facts: Facts | None
    error: str | None


def write(name: str, body: Json, version: int = 1) -> str:
    """Return one document.

    `schema` first, ASCII only, so that no control character can reach a terminal.
    """
    return json.dumps(
        {"schema": f"auditor/{name}/{version}", **body}, ensure_ascii=True, indent=1, default=_plain
    )


def photos(stored: Sequence[StoredPhoto]) -> str:
    """auditor/photos/1."""
    return write("photos", {"photos": [photo(entry) for entry in stored]})


def findings(found: Sequence[Finding]) -> str:
    """auditor/findings/1."""
    return write("findings", {"findings": [finding(entry) for entry in found]})


def accounts(states: Sequence[AccountState]) -> str:
    """auditor/accounts/1."""
    return write("accounts", {"accounts": [account_state(state) for state in states]})


def account(account: Account) -> str:
    """auditor/account/1: what `accounts add` recognised."""
    return write("account", {"account": _account(account), "supported": account.supported})


def scan(record: ScanRecord) -> str:
    """auditor/scan/1."""
    return write("scan", _scan(record))


def checks(all_checks: Sequence[Check], plugins: Sequence[str]) -> str:
    """auditor/checks/1."""
    listed = [
        {"id": check.id, "title": _(check.title), "part": check.part.value} for check in all_checks
    ]
    return write("checks", {"checks": listed, "plugins": list(plugins)})


def network_log(entries: Sequence[NetworkEntry]) -> str:
    """auditor/network-log/1."""
    rows = [
        {
            "at": entry.at,
            "method": entry.method,
            "host": text(entry.host),
            "path": text(entry.path),
            "purpose": text(entry.purpose),
            "status": entry.status,
            "sent_bytes": entry.sent_bytes,
            "received_bytes": entry.received_bytes,
            "note": text(entry.note),
        }
        for entry in entries
    ]
    return write("network-log", {"requests": rows})


def inspect(files: Sequence[Inspected]) -> str:
    """auditor/inspect/1."""
    return write(
        "inspect",
        {
            "files": [
                {"file": text(file.file), **measured(file.facts), "error": file.error}
                for file in files
            ]
        },
    )


def demo(
    states: Sequence[AccountState],
    stored: Sequence[StoredPhoto],
    found: Sequence[Finding],
    total: Score | None,
    elapsed_s: float,
) -> str:
    """auditor/demo/1."""
    return write(
        "demo",
        {
            "accounts": [account_state(state) for state in states],
            "photos": [photo(entry) for entry in stored],
            "findings": [finding(entry) for entry in found],
            "score": score(total),
            "elapsed_s": round(elapsed_s, 3),
        },
    )


def finding(finding: Finding) -> dict[str, Any]:
    """One finding."""
    seen = finding.observation
    return {
        "id": finding.id,
        "check": finding.check,
        "severity": seen.severity.word,
        "confidence": seen.confidence.word,
        "account": seen.account,
        "photo": seen.photo,
        "related": list(seen.related),
        "title": text(seen.title.render()),
        "evidence": [
            {"text": text(each.statement.render()), "url": text(each.url) or None}
            for each in seen.evidence
        ],
        "remedy": {
            "text": _(finding.remedy.text),
            "url": finding.remedy.url or None,
            "noticed_by": finding.remedy.noticed_by.value,
            "evidence_first": finding.remedy.evidence_first,
            "minutes": finding.remedy.minutes,
        },
        "state": finding.state.value,
    }


def account_state(state: AccountState) -> dict[str, Any]:
    """One account with how its last scan went."""
    return {
        **_account(state.account),
        "photos": state.photos,
        "last_scan": state.last_scan,
        "outcome": state.outcome,
        "reason": text(state.reason) or None,
        "notes": [text(note) for note in state.notes],
        "score": score(state.score),
    }


def step(step: PlanStep) -> dict[str, Any]:
    """One step of the plan."""
    return {
        "id": step.id,
        "account": step.account,
        "platform": step.platform,
        "title": _(step.remedy.title),
        "text": _(step.remedy.text),
        "minutes": round(step.minutes, 1),
        "noticed_by": step.remedy.noticed_by.value,
        "evidence_first": step.remedy.evidence_first,
        "effect": _effect(step),
        "url": step.remedy.url or None,
        "findings": list(step.findings),
        "photos": list(step.photos),
        "change": step.change.value,
        "settings": [_setting(each) for each in step.settings],
        "state": step.state.value,
    }


def _effect(step: PlanStep) -> dict[str, Any]:
    """What a step changes.

    `score` and `links` by how much, `tier` (null: could not be told) what it is afterwards.
    """
    known = step.effect
    return {
        "score": -round(step.score_drop, 2) + 0.0,
        "tier": known.tier.word if known and known.tier is not None else None,
        "links": known.links if known else 0,
        "exact": bool(known and known.exact),
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "title": _(setting.title),
        "recommended": _(setting.recommended),
        "menu": setting.menu,
        "changes": _(setting.changes),
        "url": setting.url or None,
        "minutes": setting.minutes,
        "state": setting.state or None,
        "source_url": setting.source_url,
        "source_date": setting.source_date,
        "stale": setting.stale,
    }


def score(total: Score | None) -> dict[str, Any] | None:
    """The score with its parts, None before something was checked."""
    if total is None:
        return None
    parts = [
        {
            "name": part.name.value,
            "points": round(part.points, 2),
            "limit": part.limit,
            "findings": part.findings,
        }
        for part in total.parts
    ]
    return {"total": total.total, "parts": parts}


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "platform": account.platform,
        "handle": text(account.handle),
        "url": text(account.url),
        "claim": account.claim.value,
        "proof": account.proof.method.value,
        "keep_apart": account.keep_apart,
    }


def _scan(record: ScanRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "accounts": [
            {
                "id": account.account,
                "outcome": account.outcome,
                "reason": text(account.reason) or None,
                "new": account.new,
                "gone": account.gone,
                "changed": account.changed,
                "requests": account.requests,
            }
            for account in record.accounts
        ],
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    message = f"{type(value).__name__} does not belong in a document"
    raise TypeError(message)
