"""The plan: remedies in the order in which they are worth doing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.domain.finding import Remedy, State


class PlanOrder(StrEnum):
    """Most exposure removed per minute first, or the steps that nobody notices first."""

    EFFECT = "effect"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One remedy on one account, for all findings it settles. `score_drop` is in points of the exposure score."""

    id: str
    account: str
    platform: str
    remedy: Remedy
    findings: tuple[str, ...]
    photos: tuple[str, ...]
    minutes: float
    score_drop: float
    state: State
