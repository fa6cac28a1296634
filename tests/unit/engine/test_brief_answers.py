"""Answers in brief are made of texts of their own, whatever stands in them."""

from __future__ import annotations

import pytest

from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Statement, Value
from auditor.engine.answers.brief import copied, in_brief


@pytest.mark.parametrize("name", ["Ada", "a\ud800b", "\udcff", "\x1b[2J", ""])
def test_whatever_stands_in_them_stays(name: str) -> None:
    says = Statement("{name} was here", (Value("name", name),))
    clue = Clue("a", Degree.YES, "m", says, ("p", "q"), ("f",))
    answer = QuestionAnswer(QuestionId.HOME, "Home?", AnswerState.YES, (says,), (clue,), (says,))

    assert copied((answer,)) == (answer,)
    (brief,) = in_brief((answer,))

    assert (brief.sentence, brief.evidence[0].says, brief.could_not_tell) == (
        (says,),
        says,
        (says,),
    )
    assert (brief.evidence[0].count, brief.evidence[0].photos) == (2, ("p",))
