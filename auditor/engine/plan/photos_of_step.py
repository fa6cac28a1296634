"""Which photos the remedy of a step changes, and how: what its effect is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import PlanStep
from auditor.domain.remedies import RemedyKey, row_of


@dataclass(frozen=True, slots=True)
class Photos:
    """Which photos a step is about.

    `account_of` each photo, and `hide`, the fewest that lower the likeness tier.
    """

    account_of: Mapping[str, str]
    hide: Sequence[str]

    def of(self, step: PlanStep, findings: Sequence[Finding]) -> tuple[str, ...]:
        """Return the photos that `step` changes, for the findings it settles."""
        if step.remedy.key == RemedyKey.LOWER_LIKENESS:
            return tuple(self.hide)
        return tuple(
            dict.fromkeys(photo for finding in findings for photo in self._named(step, finding))
        )

    def _named(self, step: PlanStep, finding: Finding) -> Iterator[str]:
        if finding.observation.photo:
            yield finding.observation.photo
        everywhere = row_of(step.remedy.key).all_accounts
        for photo in finding.observation.related:
            if everywhere or self.account_of.get(photo) == step.account:
                yield photo


def fitted(
    step: PlanStep,
    findings: Sequence[Finding],
    photos: Photos,
) -> PlanStep:
    """Return the step with what it changes, and on which photos.

    The minutes are for all of them.
    """
    change = row_of(step.remedy.key).change
    meant = photos.of(step, findings)
    return replace(step, change=change, photos=meant, minutes=step.remedy.price(len(meant)))
