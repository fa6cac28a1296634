"""The JSON document of the plan.

The steps, which come first, and where the user stands before and after those.
"""

from __future__ import annotations

from auditor.domain.findings.plan import Plan, Standing
from auditor.report.json.documents import step, write
from auditor.report.json.shapes.findings import PlanJson, StandingJson


def plan(made: Plan) -> str:
    """auditor/plan/1.

    The effect of each step in `first` is on top of the ones before it, so that they add up to
    `predicted`.
    """
    body: PlanJson = {
        "steps": [step(entry) for entry in made.steps],
        "first": list(made.first),
        "now": _standing(made.now),
        "predicted": _standing(made.predicted),
    }
    return write("plan", body)


def _standing(standing: Standing) -> StandingJson:
    """`score` before rounding, to two decimals; `tier` null where it could not be told.

    `links` is the number of linked pairs.
    """
    return {
        "score": round(standing.score, 2),
        "tier": standing.tier.word if standing.tier is not None else None,
        "links": standing.links,
    }
