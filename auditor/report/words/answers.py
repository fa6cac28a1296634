"""How a question stands, in words."""

from __future__ import annotations

from auditor.domain.findings.answer import SEPARATOR, AnswerState, QuestionAnswer
from auditor.messages import _, ngettext
from auditor.report.veil import Veil
from auditor.report.words.words import answer_state

_ANSWERED = frozenset({AnswerState.YES, AnswerState.PARTLY})


def is_closed(answer: QuestionAnswer, verified: int) -> bool:
    """Whether nothing is seen, and findings that were there are gone, as a look has shown."""
    return answer.state is AnswerState.NOT_SEEN and verified > 0


def standing(answer: QuestionAnswer, verified: int = 0) -> str:
    """Return how it stands; `verified` of its findings were looked at again and are gone."""
    return _("closed, verified") if is_closed(answer, verified) else answer_state(answer.state)


def sentence(answer: QuestionAnswer, veil: Veil, verified: int = 0) -> str:
    """Return what is known; what was not looked at comes first where nothing was seen."""
    seen = [veil.statement(said) for said in answer.sentence]
    beside = [veil.statement(said) for said in answer.could_not_tell]
    if is_closed(answer, verified):
        gone = ngettext(
            "{n} finding was looked at again and is gone",
            "{n} findings were looked at again and are gone",
            verified,
        ).format(n=verified)
        return SEPARATOR.join((*beside, gone, *seen))
    first = (seen, beside) if answer.state in _ANSWERED else (beside, seen)
    return SEPARATOR.join((*first[0], *first[1]))
