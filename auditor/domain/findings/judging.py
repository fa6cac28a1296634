"""What photos were judged by, and what is kept of each besides its findings."""

from __future__ import annotations

from datetime import date

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class EvaluatedBy:
    """What photos are judged by: where that stays the same, only what changed is judged anew.

    `edition` names the program, its checks and the words of its remedies; empty where that is not
    known: then everything is judged. `checks` are the ids of those that look at one photo at a
    time.
    """

    edition: str
    day: date
    checks: frozenset[str]


@dataclass(frozen=True, slots=True)
class JudgedPhoto:
    """One photo that was judged.

    `gaps` is what could not be looked for in it, as whoever counts that packs it. `dated`: its
    findings may be others on another day. `broken`: a check broke on it, so that it is judged again
    the next time.
    """

    photo: str
    gaps: bytes = b""
    dated: bool = False
    broken: bool = False

    @property
    def says(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.gaps) or self.dated or self.broken
