"""The JSON document of the answers to the eight questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.findings.answer import QuestionAnswer, not_seen
from auditor.domain.findings.plan import Closings
from auditor.domain.findings.question import QuestionId
from auditor.report.json.answer_document import questions
from auditor.report.json.documents import write
from auditor.report.json.shapes.answers import AnswersJson


def answers(told: Sequence[QuestionAnswer], closings: Mapping[QuestionId, Closings]) -> str:
    """auditor/answers/1."""
    body: AnswersJson = {"questions": questions(told, closings), "not_seen": not_seen(told)}
    return write("answers", body)
