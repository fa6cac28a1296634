"""What each remedy is taken to do, and to which photos: what the effect of a step is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.domain.findings.finding import Finding, Remedy
from auditor.domain.findings.plan import Change, PlanStep

CHANGE_OF: Mapping[str, Change] = {
    "clean-metadata": Change.CLEAN,
    "frequent-place": Change.CLEAN,
    "published-metadata": Change.UNPUBLISH,
    "smaller-picture": Change.SMALLER,
    "clear-face": Change.SMALL_FACE,
    "hide-original": Change.AS_SHOWN,
    "unlink-photo": Change.REMOVE,
    "change-avatar": Change.REMOVE,
    "remove-document": Change.REMOVE,
    "possible-private-image": Change.REMOVE,
    "lower-likeness": Change.REMOVE,
    "cover-words": Change.COVER,
    "cover-document": Change.COVER,
    "cover-travel": Change.COVER,
    "void-code": Change.COVER,
    "rename-file": Change.RENAME,
    "rewrite-alt": Change.REWRITE,
    "change-licence": Change.RELICENSE,
    "close-search": Change.CLOSE_SEARCH,
    "close-training": Change.CLOSE_TRAINING,
    "report-impostor": Change.REPORT,
}
"""By remedy key. What is not named changes nothing that the checks see: a habit (`routine`), a mark (`ai-mark`), a plugin's remedy."""

_ALL_ACCOUNTS = frozenset({"frequent-place"})
"""Remedies that are done to the photos of all accounts at once."""

_OF_ONE = "clean-metadata"
"""The remedy whose minutes say what replacing or removing one photo takes, where a remedy names a number for all."""


@dataclass(frozen=True, slots=True)
class Photos:
    """Which photos a step is about: `account_of` each photo, and `hide`, the fewest that lower the likeness tier."""

    account_of: Mapping[str, str]
    hide: Sequence[str]

    def of(self, step: PlanStep, findings: Sequence[Finding]) -> tuple[str, ...]:
        """Return the photos that `step` changes, for the findings it settles."""
        if step.remedy.key == "lower-likeness":
            return tuple(self.hide)
        return tuple(
            dict.fromkeys(photo for finding in findings for photo in self._named(step, finding))
        )

    def _named(self, step: PlanStep, one: Finding) -> Iterator[str]:
        if one.observation.photo:
            yield one.observation.photo
        for photo in one.observation.related:
            if step.remedy.key in _ALL_ACCOUNTS or self.account_of.get(photo) == step.account:
                yield photo


def fitted(
    step: PlanStep,
    findings: Sequence[Finding],
    photos: Photos,
    remedy: Callable[[str, str], Remedy],
) -> PlanStep:
    """Return the step with what it changes, and on which photos; the minutes are for all of them."""
    change = CHANGE_OF.get(step.remedy.key, Change.NOTHING)
    meant = photos.of(step, findings)
    if step.remedy.each_photo:
        minutes = step.remedy.minutes * max(1, len(meant))
    elif change in {Change.CLEAN, Change.REMOVE} and len(meant) > 1:
        minutes = max(step.remedy.minutes, remedy(_OF_ONE, step.platform).minutes * len(meant))
    else:
        minutes = step.remedy.minutes
    return replace(step, change=change, photos=meant, minutes=minutes)
