"""What a plan is asked for."""

from __future__ import annotations

from typing import NamedTuple

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import NoticedBy
from auditor.domain.findings.question import QuestionId

NOTICED = frozenset({NoticedBy.FOLLOWERS, NoticedBy.UNKNOWN})
"""Who notices what a quiet plan must not hold: whoever follows, or nobody knows who."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a person wants. `keep`: all photos stay. `quiet`: nothing that followers can notice."""

    keep: bool = False
    quiet: bool = False


NO_LIMITS = Limits()


class Wanted(NamedTuple):
    """What a plan is asked for: minutes (None: as long as it takes), limits, one question."""

    minutes: float | None = None
    quiet: bool = False
    keep: bool = False
    question: QuestionId | None = None

    @property
    def limits(self) -> Limits:
        """What may be done."""
        return Limits(keep=self.keep, quiet=self.quiet)


EVERYTHING = Wanted()
"""All that can be done, for as long as it takes."""
TIMES = (10.0, 30.0, 120.0)
"""Minutes that people are asked to choose from."""
