"""Likeness exposure: what could be made of a person from all photos together. Thresholds with reasons, not a percentage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Tier(IntEnum):
    """What could be made. The word in JSON is T0 to T4."""

    NONE = 0
    ONE_SHOT = 1
    FEW_SHOT = 2
    LORA = 3
    SATURATED = 4

    @property
    def word(self) -> str:
        """T0 to T4."""
        return f"T{self.value}"


@dataclass(frozen=True, slots=True)
class Hide:
    """The photos to hide, or to shrink, so that the tier drops to `reaches`. If not `optimal`, at least `bound` are needed."""

    photos: tuple[str, ...]
    reaches: Tier
    optimal: bool
    bound: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The tier after one change: shrink-1080, shrink-640, remove-account or make-private, the latter two of one `account`."""

    change: str
    account: str | None
    tier: Tier
    counted: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One rung of the ladder: how many distinct photos count for it, of how many needed, and where the threshold stands."""

    tier: Tier
    counted: int
    needed: int
    text: str  # sentence template of auditor.messages
    source: str  # URL


@dataclass(frozen=True, slots=True)
class Likeness:
    """The judgement. `counted` are the photos that make the tier; without any proven account they are empty, and so is `hide`.

    `unread` photos had no faces looked for; `blunt` says that accounts without proof are left out of `counted`, `hide` and `what_if`.
    """

    tier: Tier
    reasons: tuple[Reason, ...]
    counted: tuple[str, ...]
    hide: Hide | None
    what_if: tuple[WhatIf, ...]
    unread: int = 0
    blunt: bool = False
    not_me: tuple[str, ...] = ()
