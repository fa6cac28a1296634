"""The JSON document of the plan: the steps, and how each question stands before and after them."""

from __future__ import annotations

from auditor.domain.findings.plan import Plan
from auditor.report.json.documents import write
from auditor.report.json.plan_document import plan_body


def plan(made: Plan) -> str:
    """auditor/plan/2."""
    return write("plan", plan_body(made), version=2)
