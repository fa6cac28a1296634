"""The part of a JSON document that says how a question is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.findings.answer import Clue, QuestionAnswer
from auditor.domain.findings.plan import Closing, Closings
from auditor.domain.findings.question import QuestionId
from auditor.messages import _
from auditor.report.json.photo_document import text
from auditor.report.json.plan_document import step
from auditor.report.json.shapes.answers import AnswerJson, ClosingJson, ClueJson
from auditor.report.json.shapes.findings import QuestionStateJson

MOST_NAMED = 200
"""Ids of photos and of findings that one line of evidence names; `count` tells how many it is."""


def questions(
    told: Sequence[QuestionAnswer], closings: Mapping[QuestionId, Closings]
) -> list[AnswerJson]:
    """Return the answers, in their order."""
    return [answer(each, closings[each.id]) for each in told]


def answer(told: QuestionAnswer, closings: Closings) -> AnswerJson:
    """Return one answer."""
    return {
        "id": told.id.value,
        "title": _(told.title),
        "state": told.state.value,
        "sentence": text(told.in_words()),
        "evidence": [_clue(clue) for clue in told.evidence],
        "closing": _closing(closings.closing),
        "keeping": _closing(closings.keeping),
        "could_not_tell": [text(said.render()) for said in told.could_not_tell],
    }


def answers_alone(told: Sequence[QuestionAnswer]) -> list[QuestionStateJson]:
    """Return how the questions stand, without their evidence and what closes them."""
    return [
        {
            "id": each.id.value,
            "title": _(each.title),
            "state": each.state.value,
            "sentence": text(each.in_words()),
        }
        for each in told
    ]


def _closing(closing: Closing | None) -> ClosingJson | None:
    if closing is None:
        return None
    return {
        "steps": [step(each) for each in closing.steps],
        "minutes": round(closing.minutes, 2),
        "optimal": closing.optimal,
        "at_least_minutes": round(closing.at_least_minutes, 2),
        "noticed_by": closing.noticed_by.value,
        "leaves": [text(said.render()) for said in closing.leaves],
    }


def _clue(clue: Clue) -> ClueJson:
    return {
        "check": clue.check,
        "degree": clue.degree.word,
        "account": clue.account,
        "count": clue.count,
        "says": text(clue.says.render()),
        "photos": list(clue.photos[:MOST_NAMED]),
        "findings": list(clue.findings[:MOST_NAMED]),
    }
