"""The exposure score: a sum of named parts, each readable on its own. It is never shown before something was checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor.domain.finding import Finding, Severity


class PartName(StrEnum):
    """What a part of the score is about."""

    PLACE = "place"
    DEVICE = "device"
    IDENTITY = "identity"
    ROUTINE = "routine"
    QUALITY = "quality"
    LINKS = "links"
    DISCOVERY = "discovery"


@dataclass(frozen=True, slots=True)
class Part:
    """`points` of at most `limit`, from `findings` findings."""

    name: PartName
    points: float
    limit: int
    findings: int


@dataclass(frozen=True, slots=True)
class Score:
    """0 (nothing found in what was checked) to 100."""

    total: int
    parts: tuple[Part, ...]


LIMITS: dict[PartName, int] = {
    PartName.PLACE: 30,
    PartName.IDENTITY: 20,
    PartName.LINKS: 15,
    PartName.QUALITY: 15,
    PartName.DEVICE: 8,
    PartName.ROUTINE: 7,
    PartName.DISCOVERY: 5,
}
"""Most points a part can reach; they add up to 100. Our judgement, not a measurement: a position leads to a door, a time stamp does not."""

WEIGHT: dict[Severity, float] = {
    Severity.INFO: 0.0,
    Severity.LOW: 0.5,
    Severity.MEDIUM: 1.0,
    Severity.HIGH: 2.0,
    Severity.CRITICAL: 4.0,
}
_HALF = 4.0
"""Weight at which a part reaches half its limit: the first photos with a position matter most, the hundredth hardly."""


def score(findings: Iterable[Finding], part_of: dict[str, PartName]) -> Score:
    """Return the score over `findings`; `part_of` names the part that each check id belongs to.

    Each part is limit * weight / (weight + 4), so removing a finding never raises the score.
    """
    weights = dict.fromkeys(LIMITS, 0.0)
    counts = dict.fromkeys(LIMITS, 0)
    for finding in findings:
        name = part_of[finding.check]
        weights[name] += WEIGHT[finding.observation.severity]
        counts[name] += 1
    parts = tuple(Part(name, limit * weights[name] / (weights[name] + _HALF), limit, counts[name]) for name, limit in LIMITS.items())
    return Score(round(sum(part.points for part in parts)), parts)
