"""An answer without the names of very many photos and findings."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Statement

_CLUE = Clue("a", Degree.YES, "m", Statement("{n} spots", (), "{n} spots", 2), ("p", "q", "r"), ())


def _answer(*evidence: Clue) -> QuestionAnswer:
    return QuestionAnswer(QuestionId.HOME, "Home?", AnswerState.YES, (), evidence, ())


def test_it_counts_as_many_and_names_the_first_photo() -> None:
    for clue in (_CLUE, replace(_CLUE, photos=()), replace(_CLUE, photos=("p",))):
        (brief,) = _answer(clue).in_brief().evidence
        assert (brief.count, brief.photos, brief.findings) == (clue.count, clue.photos[:1], ())
        assert replace(brief, photos=(), left_out=0, mark=0) == replace(clue, photos=())


def test_it_differs_where_any_name_does() -> None:
    brief = _answer(_CLUE).in_brief()
    assert brief == _answer(replace(_CLUE)).in_brief()
    for other in (replace(_CLUE, photos=("p", "q", "s")), replace(_CLUE, findings=("f",))):
        assert brief != _answer(other).in_brief()
