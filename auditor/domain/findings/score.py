"""The exposure score: a sum of named parts, each readable on its own.

It is never shown before something was checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.domain.findings.finding import Finding, Severity, State


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
class ScorePart:
    """`points` of at most `limit`, from `findings` findings."""

    name: PartName
    points: float
    limit: int
    findings: int


@dataclass(frozen=True, slots=True)
class Score:
    """0 (nothing found in what was checked) to 100."""

    total: int
    parts: tuple[ScorePart, ...]


LIMITS: dict[PartName, int] = {
    PartName.PLACE: 30,
    PartName.IDENTITY: 20,
    PartName.LINKS: 15,
    PartName.QUALITY: 15,
    PartName.DEVICE: 8,
    PartName.ROUTINE: 7,
    PartName.DISCOVERY: 5,
}
"""Most points a part can reach; they add up to 100. Our judgement, not a measurement: a position
leads to a door, a time stamp does not.
"""

WEIGHT: dict[Severity, float] = {
    Severity.INFO: 0.0,
    Severity.LOW: 0.5,
    Severity.MEDIUM: 1.0,
    Severity.HIGH: 2.0,
    Severity.CRITICAL: 4.0,
}
_HALF = 4.0
"""Weight at which a part reaches half its limit: the first photos with a position matter most, the
hundredth hardly.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of one check, severity and state one account has.

    Enough for a score without reading them.
    """

    account: str
    check: str
    severity: Severity
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight and number of findings for each part.

    Weights of disjoint sets of findings can be subtracted.
    """

    weight: Mapping[PartName, float]
    count: Mapping[PartName, int]

    def without(self, other: Weights) -> Weights:
        """Return the weights with those of `other` taken away."""
        return Weights(
            {name: max(0.0, self.weight[name] - other.weight[name]) for name in LIMITS},
            {name: self.count[name] - other.count[name] for name in LIMITS},
        )

    @property
    def total(self) -> float:
        """The score before rounding."""
        return sum(_points(name, self.weight[name]) for name in LIMITS)

    def score(self) -> Score:
        """Return the score with its parts."""
        parts = tuple(
            ScorePart(name, _points(name, self.weight[name]), limit, self.count[name])
            for name, limit in LIMITS.items()
        )
        return Score(round(self.total), parts)


def _points(name: PartName, weight: float) -> float:
    """Each part is limit * weight / (weight + 4), so removing a finding never raises the score."""
    return LIMITS[name] * weight / (weight + _HALF)


def weigh(findings: Iterable[Finding], part_of: Mapping[str, PartName]) -> Weights:
    """Return the weights of `findings`; `part_of` names the part that each check id belongs to."""
    return weigh_tallies(
        (
            Tally(
                finding.observation.account,
                finding.check,
                finding.observation.severity,
                finding.state,
                1,
            )
            for finding in findings
        ),
        part_of,
    )


def weigh_tallies(tallies: Iterable[Tally], part_of: Mapping[str, PartName]) -> Weights:
    """Return the weights of tallies. Findings that were verified to be settled no longer count."""
    weight, count = dict.fromkeys(LIMITS, 0.0), dict.fromkeys(LIMITS, 0)
    for tally in tallies:
        name = part_of.get(tally.check)
        if name is not None and tally.state is not State.VERIFIED:
            weight[name] += WEIGHT[tally.severity] * tally.count
            count[name] += tally.count
    return Weights(weight, count)
