"""A finding as the questions and the plan need it: what it is evidence for, without its words."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Statement, Value


@dataclass(frozen=True, slots=True)
class Sign:
    """One finding of one question.

    `photos` are the ids of all photos it names, its own first. `about` tells apart findings of one
    check on one photo. `title` says in a few words what was found; `tells` are the names, the place
    or the day that it tells; `aftercare` what has to be made worthless besides (keys).
    """

    finding: str
    check: str
    question: QuestionId
    degree: Degree
    account: str
    photos: tuple[str, ...]
    remedy: str
    severity: Severity
    state: State
    about: str
    title: Statement
    tells: tuple[Value, ...] = ()
    aftercare: tuple[str, ...] = ()


def sign_of(finding: Finding) -> Sign | None:
    """Return what a finding is evidence for; None if it is evidence for no question."""
    seen = finding.observation
    if seen.question is None:
        return None
    return Sign(
        finding.id,
        finding.check,
        seen.question,
        seen.degree,
        seen.account,
        seen.photos,
        finding.remedy.key,
        seen.severity,
        finding.state,
        seen.about,
        seen.title,
        seen.tells,
        seen.aftercare,
    )
