"""The plan: remedies in the order in which they are worth doing, and what each would change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.domain.findings.finding import Remedy, State
from auditor.domain.likeness.likeness import Tier


class PlanOrder(StrEnum):
    """Most exposure removed per minute first, or the steps that nobody notices first."""

    EFFECT = "effect"
    QUIET = "quiet"


class Change(StrEnum):
    """What a step is taken to do when its effect is computed. The value is used in JSON."""

    REMOVE = "remove"  # the photos are taken down
    CLEAN = "clean"  # a copy without metadata stands in their place
    UNPUBLISH = "unpublish"  # the platform no longer publishes metadata beside them
    SMALLER = "smaller"  # a copy too small for training stands in their place
    SMALL_FACE = "small-face"  # a copy in which no face is large enough for a swap
    AS_SHOWN = "as-shown"  # a copy without metadata in the size that the page displays
    COVER = "cover"  # a copy in which words and codes are covered
    RENAME = "rename"  # the same file under a neutral name
    REWRITE = "rewrite"  # an alt text that names nobody and no place
    RELICENSE = "relicense"  # no licence that lets others copy
    CLOSE_SEARCH = "close-search"  # the account asks search engines to stay away
    CLOSE_TRAINING = "close-training"  # the account asks collectors for training to stay away
    REPORT = "report"  # an impostor's account is gone
    DELETE_ACCOUNT = "delete-account"
    NOTHING = "nothing"  # nothing that the checks could see


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the user stands.

    The score before rounding, the likeness tier (None: could not be told), and how many pairs are
    linked.
    """

    score: float
    tier: Tier | None
    links: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step changes.

    The score (negative is better), the tier after it, and the number of linked pairs of accounts.
    If not `exact`, the checks were not run: the score only loses the weight of the step's findings.
    """

    score: float
    tier: Tier | None
    links: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """How to do it on one platform: the way through its menus, and where that is known from.

    `state` is what the platform says now.
    """

    title: str
    recommended: str
    menu: str
    changes: str
    url: str
    minutes: float
    source_url: str
    source_date: str
    stale: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One remedy on one account, for all findings it settles.

    `score_drop` is in points of the exposure score. `change` is done to `photos`, or to the
    account. `settings` tell the way there on this platform.
    """

    id: str
    account: str
    platform: str
    remedy: Remedy
    findings: tuple[str, ...]
    photos: tuple[str, ...]
    minutes: float
    score_drop: float
    state: State
    change: Change = Change.NOTHING
    settings: tuple[Setting, ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps, and which come first.

    Those in `first` (ids) are to be done first, and each one's effect is on top of the ones before
    it. `predicted` is where the user stands after them.
    """

    steps: tuple[PlanStep, ...]
    first: tuple[str, ...]
    now: Standing
    predicted: Standing
