"""Answers to the eight questions that are given, for sessions that answer from nothing else."""

from __future__ import annotations

from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.text.statement import Statement
from auditor.questions import ALL

STATES = (
    AnswerState.YES,
    AnswerState.PARTLY,
    AnswerState.YES,
    AnswerState.COULD_NOT_TELL,
    *(AnswerState.NOT_SEEN,) * 3,
    AnswerState.COULD_NOT_TELL,
)
ANSWERS = tuple(
    QuestionAnswer(rule.id, rule.title, state, (Statement(f"said of {rule.id}"),), (), ())
    for rule, state in zip(ALL, STATES, strict=True)
)
"""The gravest question first; three of them are not seen."""
