"""What came of a verification, in words."""

from __future__ import annotations

from auditor.domain.findings.answer import SEPARATOR, AnswerState, QuestionAnswer
from auditor.domain.findings.verify import Archive, Seen, Verification
from auditor.messages import N_, _, ngettext
from auditor.report.veil import Veil
from auditor.report.words.words import answer_state

_SAYS = {
    Seen.GONE_HERE: N_("gone here; whether copies are elsewhere, nobody can tell"),
    Seen.STILL_THERE: N_("still there"),
    Seen.SMALLER_NOW: N_("smaller now"),
    Seen.OLDER_VERSION: N_("still there, as an older version"),
    Seen.UNLINKED: N_("still there, no longer linked"),
    Seen.HIDDEN_NOW: N_("hidden now, and can come back"),
    Seen.COULD_NOT_TELL: N_("could not tell"),
    Seen.YOU_SAID_SO: N_("you said so; the platform does not show it to strangers"),
}
_ARCHIVE = {
    Archive.FOUND: N_("the web archive has a copy"),
    Archive.NONE_FOUND: N_("the web archive names no copy of these addresses"),
    Archive.COULD_NOT_TELL: N_("the web archive did not answer"),
}


def says(verification: Verification) -> str:
    """Return the result in one sentence."""
    cleaned = verification.state is Seen.STILL_THERE and verification.settled
    said = [_("still there, cleaned") if cleaned else _(_SAYS[verification.state])]
    if verification.state is Seen.SMALLER_NOW and not verification.settled:
        said.append(_("but the check still finds it"))
    if cleaned:
        said.append(_("the check finds nothing in it any more"))
    if verification.reason:
        said.append(verification.reason)
    if verification.reposts:
        count = len(verification.reposts)
        said.append(
            ngettext(
                "the same picture stands on {n} other posting of yours",
                "the same picture stands on {n} other postings of yours",
                count,
            ).format(n=count)
        )
    if verification.archive in _ARCHIVE:
        said.append(_(_ARCHIVE[verification.archive]))
    return ": ".join((said[0], "; ".join(said[1:]))) if len(said) > 1 else said[0]


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
