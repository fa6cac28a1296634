"""The report as one JSON document, auditor/report/2: everything, never masked."""

from __future__ import annotations

from auditor.domain.findings.answer import not_seen
from auditor.report.json import documents
from auditor.report.json.answer_document import answers_alone
from auditor.report.json.photo_document import photo
from auditor.report.json.plan_document import step
from auditor.report.json.shapes.findings import ReportJson
from auditor.report.view import ReportView


def render(view: ReportView) -> str:
    """Return the document. What was not checked comes first."""
    exact = view.exact
    body: ReportJson = {
        "made_at": view.made_at,
        "not_checked": list(view.not_checked),
        "not_seen": not_seen(exact.answers) if exact.answers else None,
        "answers": answers_alone(exact.answers),
        "accounts": [documents.account_state(state) for state in exact.states],
        "photos": [photo(exact_photo) for exact_photo in exact.photos],
        "findings": [documents.finding(finding) for finding in exact.findings],
        "plan": [step(each) for each in exact.steps],
    }
    return documents.write("report", body, 2) + "\n"
