"""Findings counted by what they are alike in."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import Remedy, Severity, State


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of one check, severity and state one account has.

    Enough for a count without reading them.
    """

    account: str
    check: str
    severity: Severity
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What `count` findings of one check and account have in common."""

    check: str
    account: str
    aftercare: tuple[str, ...]
    remedy: Remedy
    count: int
