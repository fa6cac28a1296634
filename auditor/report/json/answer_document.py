"""The part of a JSON document that says how a question is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.messages import _
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.answers import AnswerJson, ClosingJson, ClueJson

__all__ = ["ClosingsJson", "answer", "not_seen", "questions"]

MOST_NAMED = 200
"""Ids of photos and of findings that one line of evidence names; `count` tells how many it is."""


@dataclass(frozen=True, slots=True)
class ClosingsJson:
    """What ends one question: without a bound, and while all photos stay."""

    closing: ClosingJson | None = None
    keeping: ClosingJson | None = None


_NONE = ClosingsJson()


def not_seen(told: Sequence[QuestionAnswer]) -> int:
    """Return how many questions are not seen."""
    return sum(each.state is AnswerState.NOT_SEEN for each in told)


def questions(
    told: Sequence[QuestionAnswer], closings: Mapping[QuestionId, ClosingsJson] | None = None
) -> list[AnswerJson]:
    """Return the answers, in their order."""
    return [answer(each, (closings or {}).get(each.id, _NONE)) for each in told]


def answer(told: QuestionAnswer, closings: ClosingsJson = _NONE) -> AnswerJson:
    """Return one answer."""
    return {
        "id": told.id.value,
        "title": _(told.title),
        "state": told.state.value,
        "sentence": text(told.in_words()),
        "evidence": [_clue(clue) for clue in told.evidence],
        "closing": closings.closing,
        "keeping": closings.keeping,
        "could_not_tell": [text(said.render()) for said in told.could_not_tell],
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
