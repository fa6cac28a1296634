"""Likeness exposure: what could be made of a person from all photos together.

Thresholds with reasons, not a percentage.
"""

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
    """The photos to hide, or to shrink, so that the tier drops to `reaches`.

    If not `optimal`, at least `bound` are needed.
    """

    photos: tuple[str, ...]
    reaches: Tier
    optimal: bool
    bound: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The tier after one change.

    One of shrink-1080, shrink-640, remove-account or make-private, the latter two of one `account`.
    """

    change: str
    account: str | None
    tier: Tier
    counted: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a rung, and the URL that it comes from.

    `what`: photos (distinct ones), face (px across) or short_side (px).
    """

    what: str
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One rung of the ladder.

    How many distinct photos count for it, of how many needed, and where the threshold stands.
    `text` takes the values of `thresholds` by their names. `poses` (of 3: left, front, right) and
    `lights` (of 3: dark, middle, bright) say how varied the counted photos are; they decide
    nothing. Where not `exact`, `counted` is at least that many.
    """

    tier: Tier
    counted: int
    needed: int
    text: str  # sentence template of auditor.messages
    source: str  # URL
    thresholds: tuple[Threshold, ...] = ()
    poses: int = 0
    lights: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Likeness:
    """The judgement.

    `counted` are the photos that make the tier; without any proven account they are empty, and so
    is `hide`. `unread` photos had no faces looked for, `looked` had: where none had, the tier says
    nothing. `blunt` says that accounts without proof are left out of everything here. `not_me` are
    photos that the user said show somebody else.
    """

    tier: Tier
    reasons: tuple[Reason, ...]
    counted: tuple[str, ...]
    hide: Hide | None
    what_if: tuple[WhatIf, ...]
    unread: int = 0
    blunt: bool = False
    not_me: tuple[str, ...] = ()
    looked: int = 0

    @property
    def known(self) -> bool:
        """Whether anything was looked at.

        If not, it could not be told, and `tier` must not be shown.
        """
        return self.looked > 0
