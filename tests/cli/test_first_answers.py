"""What a scan says when its first answers stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.cli.commands.scan import Listed, narrator
from auditor.cli.options import GlobalOptions
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.engine.scan.events import FirstAnswers

PLACE = Statement("near {place}", (Value("place", "Lindau", Kind.PLACE),))
HOME = QuestionAnswer(
    QuestionId.HOME,
    "Could a stranger find where you live, work or learn?",
    AnswerState.YES,
    (PLACE,),
    (),
    (),
)
PAPERS = replace(HOME, id=QuestionId.PAPERS, state=AnswerState.COULD_NOT_TELL, sentence=())


def told(capsys: pytest.CaptureFixture[str], options: GlobalOptions) -> str:
    narrator(options, Listed({}, {}))(FirstAnswers((HOME, PAPERS), 20, 12, 3.0))
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def test_what_is_seen_is_told_and_how_much_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, GlobalOptions())
    assert "by the first bytes of 12 new pictures" in said
    assert "Could a stranger find where you live, work or learn?" in said
    assert "Lindau" in said
    assert "1 question cannot be answered yet." in said


def test_a_projector_shows_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Lindau" not in told(capsys, GlobalOptions(projector=True))
