"""The JSON documents, one function each.

Keys are always there: what is absent is null or an empty list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.aftercare import Aftercare
from auditor.domain.findings.answer import QuestionAnswer, not_seen
from auditor.domain.findings.check import Check
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Closings, Plan
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import Facts
from auditor.domain.views import (
    AccountState,
    Coverage,
    NetworkEntry,
    Plugin,
    ScanRecord,
    StoredPhoto,
)
from auditor.messages import _
from auditor.report.json.answer_document import questions
from auditor.report.json.encoding import indented
from auditor.report.json.photo_document import measured, photo, text
from auditor.report.json.plan_document import plan_body
from auditor.report.json.shapes.answers import (
    ClassFiguresJson,
    DemoRunJson,
    PracticeJoinJson,
    PracticeRangeJson,
    PracticeSeatJson,
)
from auditor.report.json.shapes.findings import (
    AccountJson,
    AccountsJson,
    AccountStateJson,
    AddedAccountJson,
    CheckJson,
    ChecksJson,
    FindingJson,
    FindingsJson,
    NetworkLogJson,
    RequestJson,
    ScanJson,
)
from auditor.report.json.shapes.nothing_read import NothingReadJson
from auditor.report.json.shapes.photos import InspectJson, PhotosJson
from auditor.report.json.shapes.plugins import PluginJson, PluginsJson
from auditor.report.json.shapes.remedies import AftercareJson
from auditor.report.words.aftercare import aftercare_of_finding
from auditor.report.words.coverage import next_command, unread
from auditor.report.words.words import notice


@dataclass(frozen=True, slots=True)
class Inspected:
    """A local file with what was measured on it.

    `error` says why nothing can be told of it.
    """

    file: str
    facts: Facts | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The eight answers, what closes each, and the whole plan."""

    told: Sequence[QuestionAnswer]
    closings: Mapping[QuestionId, Closings]
    plan: Plan


def write(name: str, body: Mapping[str, object], version: int = 1) -> str:
    """Return one document.

    `schema` first, ASCII only, so that no control character can reach a terminal.
    """
    told = {"schema": f"auditor/{name}/{version}", **body}
    return indented(told)


def nothing_read(coverage: Coverage | None) -> NothingReadJson | None:
    """Return why nothing is known; None where anything was read."""
    if coverage is None or coverage.why_unread is None:
        return None
    return {
        "reason": coverage.why_unread.value,
        "message": text(unread(coverage)),
        "next": next_command(coverage),
    }


def photos(stored: Sequence[StoredPhoto], coverage: Coverage | None = None) -> str:
    """auditor/photos/1."""
    body: PhotosJson = {
        "photos": [photo(entry) for entry in stored],
        "nothing_read": nothing_read(coverage),
    }
    return write("photos", body)


def findings(found: Sequence[Finding], coverage: Coverage | None = None) -> str:
    """auditor/findings/1."""
    body: FindingsJson = {
        "findings": [finding(entry) for entry in found],
        "nothing_read": nothing_read(coverage),
    }
    return write("findings", body)


def accounts(states: Sequence[AccountState]) -> str:
    """auditor/accounts/2."""
    body: AccountsJson = {"accounts": [account_state(state) for state in states]}
    return write("accounts", body, 2)


def account(account: Account) -> str:
    """auditor/account/2: what `accounts add` recognised."""
    body: AddedAccountJson = {"account": _account(account), "supported": account.supported}
    return write("account", body, 2)


def checks(all_checks: Sequence[Check], plugins: Sequence[str]) -> str:
    """auditor/checks/1."""
    listed: list[CheckJson] = [{"id": check.id, "title": _(check.title)} for check in all_checks]
    body: ChecksJson = {"checks": listed, "plugins": list(plugins)}
    return write("checks", body)


def plugins(found: Sequence[Plugin]) -> str:
    """auditor/plugins/1."""
    listed: list[PluginJson] = [
        {
            "name": text(plugin.name),
            "version": text(plugin.version),
            "sources": [text(name) for name in plugin.sources],
            "checks": [text(name) for name in plugin.checks],
            "state": plugin.state.value,
        }
        for plugin in found
    ]
    body: PluginsJson = {"plugins": listed}
    return write("plugins", body)


def network_log(entries: Sequence[NetworkEntry]) -> str:
    """auditor/network-log/1."""
    rows: list[RequestJson] = [
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
    body: NetworkLogJson = {"requests": rows}
    return write("network-log", body)


def inspect(files: Sequence[Inspected]) -> str:
    """auditor/inspect/1."""
    body: InspectJson = {
        "files": [
            {"file": text(file.file), **measured(file.facts), "error": file.error} for file in files
        ]
    }
    return write("inspect", body)


def demo(
    states: Sequence[AccountState],
    stored: Sequence[StoredPhoto],
    found: Sequence[Finding],
    elapsed_s: float,
    answers: Answers,
) -> str:
    """auditor/demo/2."""
    return write("demo", _demo_run(states, stored, found, elapsed_s, answers), 2)


def practice_join(
    seat: int,
    states: Sequence[AccountState],
    stored: Sequence[StoredPhoto],
    found: Sequence[Finding],
    elapsed_s: float,
    answers: Answers,
) -> str:
    """auditor/practice-join/1."""
    body: PracticeJoinJson = {
        "seat": seat,
        **_demo_run(states, stored, found, elapsed_s, answers),
    }
    return write("practice-join", body)


def _demo_run(
    states: Sequence[AccountState],
    stored: Sequence[StoredPhoto],
    found: Sequence[Finding],
    elapsed_s: float,
    answers: Answers,
) -> DemoRunJson:
    return {
        "accounts": [account_state(state) for state in states],
        "photos": [photo(entry) for entry in stored],
        "findings": [finding(entry) for entry in found],
        "questions": questions(answers.told, answers.closings),
        "plan": plan_body(answers.plan),
        "not_seen": not_seen(answers.told),
        "elapsed_s": round(elapsed_s, 3),
    }


def practice_range(address: str, seats: Sequence[PracticeSeatJson]) -> str:
    """auditor/practice-range/1."""
    body: PracticeRangeJson = {"address": address or None, "seats": list(seats)}
    return write("practice-range", body)


def class_figures(body: ClassFiguresJson) -> str:
    """auditor/class-figures/1."""
    return write("class-figures", body)


def finding(finding: Finding) -> FindingJson:
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
            "notice": notice(finding.remedy),
            "evidence_first": finding.remedy.evidence_first,
            "minutes": finding.remedy.minutes,
            "following_minutes": finding.remedy.following,
        },
        "aftercare": [_aftercare(row) for row in aftercare_of_finding(seen)],
        "state": finding.state.value,
    }


def _aftercare(row: Aftercare) -> AftercareJson:
    return {
        "key": row.key.value,
        "title": _(row.title),
        "text": _(row.text),
        "url": row.url or None,
        "minutes": row.minutes,
        "first": row.first,
        "noticed_by": row.noticed_by.value,
        "notice": _(row.notice),
    }


def account_state(state: AccountState) -> AccountStateJson:
    """One account with how its last scan went."""
    return {
        **_account(state.account),
        "photos": state.photos,
        "last_scan": state.last_scan,
        "outcome": state.outcome,
        "reason": text(state.reason) or None,
        "notes": [text(note) for note in state.notes],
    }


def _account(account: Account) -> AccountJson:
    return {
        "id": account.id,
        "platform": account.platform,
        "handle": text(account.handle),
        "url": text(account.url),
        "claim": account.claim.value,
        "proof": account.proof.method.value,
        "proof_seen_until": account.proof.seen_until,
        "keep_apart": account.keep_apart,
    }


def scanned(record: ScanRecord, coverage: Coverage | None) -> ScanJson:
    """Return what a scan did with each account."""
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
        "nothing_read": nothing_read(coverage),
    }
