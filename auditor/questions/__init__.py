"""The eight questions, one file each. `ALL` is the registry, the gravest first."""

from __future__ import annotations

from auditor.domain.findings.answer import QuestionRule
from auditor.questions import collected, days, home, likeness, linked, name, papers, used

ALL: tuple[QuestionRule, ...] = (
    home.QUESTION,
    days.QUESTION,
    papers.QUESTION,
    name.QUESTION,
    linked.QUESTION,
    likeness.QUESTION,
    collected.QUESTION,
    used.QUESTION,
)
