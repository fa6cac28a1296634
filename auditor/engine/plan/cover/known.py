"""What is known of the cheapest work while more and more is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.engine.plan.asked import ROUNDING, Covered, Works


@dataclass
class KnownWork:
    """The cheapest work for what was asked for until now, and the cheapest that does all."""

    cheapest: Covered
    whole: Covered | None = None
    unproven: int = 0
    """How often the search for the cheapest was cut short."""

    @property
    def minutes(self) -> float | None:
        """What all of it costs at most."""
        return self.whole.minutes if self.whole else None

    @property
    def proven(self) -> bool:
        """Whether nothing cheaper than what does all can be found."""
        return self.whole is not None and self.whole.minutes - self.cheapest.bound < ROUNDING

    @property
    def best(self) -> Covered:
        """What does all, as far as it is known."""
        found = self.whole or self.cheapest
        return replace(found, bound=min(found.minutes, self.cheapest.bound))

    def add_whole(self, done: Mapping[str, Works], minutes: float) -> None:
        """Keep work that does all, if it is the cheapest."""
        if self.whole is None or minutes < self.whole.minutes - ROUNDING:
            self.whole = Covered(done, minutes, 0.0)

    def add_cheapest(self, covered: Covered) -> None:
        """Keep the cheapest for what was asked for until now; the bound never falls."""
        self.unproven += covered.minutes - covered.bound >= ROUNDING
        self.cheapest = replace(covered, bound=max(covered.bound, self.cheapest.bound))
