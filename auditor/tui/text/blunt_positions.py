"""Positions inside sentences.

To about 1 km and by town, until the user asks for the spot itself.
"""

from __future__ import annotations

from auditor.checks.position import NOT_SURE, OF_ELSEWHERE
from auditor.domain.findings.finding import Finding
from auditor.domain.photos.facts import BLUNT_RADIUS_M
from auditor.domain.text.masking import POSITION, near
from auditor.domain.text.statement import Kind, Statement
from auditor.guidance.places import place_of


def is_exact(finding: Finding) -> bool:
    """Whether a finding names a position more exactly than it is shown at first."""
    return any(near(said) != said for said in _said(finding))


def town(finding: Finding) -> str:
    """Return the town nearest to the first position that a finding names for sure.

    Empty if it names none, or there is no town near.
    """
    for said in _said(finding):
        for value in said.values:
            named = value.kind is Kind.PLACE and value.name not in {NOT_SURE, OF_ELSEWHERE}
            found = POSITION.search(value.text) if named else None
            place = place_of(float(found[1]), float(found[3]), BLUNT_RADIUS_M) if found else None
            if place is not None:
                return f"{place.name}, {place.country}"
    return ""


def _said(finding: Finding) -> tuple[Statement, ...]:
    return finding.observation.title, *(
        evidence.statement for evidence in finding.observation.evidence
    )
