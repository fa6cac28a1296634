"""The JSON document of the plan: the steps, and how each question stands before and after them."""

from __future__ import annotations

from auditor.domain.findings.plan import Plan
from auditor.report.json.documents import step, write
from auditor.report.json.shapes.findings import PlanJson


def plan(made: Plan) -> str:
    """auditor/plan/2."""
    return write("plan", plan_body(made), version=2)


def plan_body(made: Plan) -> PlanJson:
    """Return the plan without the name of a document."""
    return {
        "steps": [step(entry) for entry in made.steps],
        "minutes": round(made.minutes, 2),
        "optimal": made.optimal,
        "at_most_better": round(made.at_most_better, 2),
        "now": {question.value: state.value for question, state in made.now.items()},
        "after": {question.value: state.value for question, state in made.after.items()},
    }
