"""The part of a JSON document that says what to do."""

from __future__ import annotations

from auditor.domain.findings.plan import Plan, PlanStep, Setting
from auditor.messages import _
from auditor.report.json.shapes.findings import PlanJson, SettingJson, StepJson


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


def step(step: PlanStep) -> StepJson:
    """One step of the plan."""
    return {
        "id": step.id,
        "account": step.account,
        "platform": step.platform,
        "title": _(step.remedy.title),
        "text": _(step.remedy.text),
        "about": step.about.render() if step.about is not None else None,
        "photos": list(step.photos),
        "change": step.change.value,
        "minutes": round(step.minutes, 2),
        "noticed_by": step.remedy.noticed_by.value,
        "evidence_first": step.remedy.evidence_first,
        "critical": step.critical,
        "aftercare_of": step.aftercare_of or None,
        "settles": list(step.settles),
        "findings": list(step.findings),
        "closes": [question.value for question in step.closes],
        "url": step.remedy.url or None,
        "settings": [_setting(each) for each in step.settings],
        "state": step.state.value,
    }


def _setting(setting: Setting) -> SettingJson:
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
