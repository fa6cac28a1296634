"""Likeness exposure: what could be made of a person from all photos together.

Thresholds with reasons, not a percentage.
"""

from __future__ import annotations

from enum import IntEnum

from auditor.dataclass import dataclass


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
    """One number of a rung, and what it rests on.

    `what`: photos (distinct ones), face (px across) or short_side (px). `source` is the URL of a
    paper; empty where only programs and guides name the number: nobody is led to them from here,
    docs/likeness.md has them. `year` is that of the paper, or of when the page was read. `basis`
    says what kind of source it is, a key of the catalogue.
    """

    what: str
    value: int
    source: str = ""
    year: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rung of the ladder.

    How many distinct photos count for it, of how many needed, and a paper on what can be made then.
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
class Original:
    """The file at `url` behind the displayed picture, in which alone the face is that large.

    In the displayed picture the face is about `shown_face_px` px across and the short side
    `shown_short_side`; None where the platform does not tell how large it displays the picture.
    """

    url: str
    shown_face_px: int | None
    shown_short_side: int | None


@dataclass(frozen=True, slots=True)
class Best:
    """The best single picture: the photo with the largest sharp, uncovered face.

    `face_px` is the face's `size` and `short_side` the picture's, both in the largest file that a
    stranger can get. `where` is the address of the page. `original` is None where the page displays
    that file, or one as large.
    """

    photo: str
    account: str
    face_px: int
    short_side: int
    where: str
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Shrink:
    """The fewest photos to replace by smaller copies, or to hide, the largest faces first.

    After it the best single picture is below `below_px`. `minutes` are an estimate.
    """

    below_px: int
    photos: tuple[str, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """The judgement: the best single picture, and the count.

    `shrink` is empty where nothing was looked at. `counted` are the photos that make the tier;
    without any proven account they are empty, and so is `hide`. `unread` photos had no faces looked
    for, `looked` had: where none had, the tier says nothing. `blunt` says that accounts without
    proof are left out of everything here. `not_me` are photos that the user said show somebody
    else.
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
    best: Best | None = None
    shrink: tuple[Shrink, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything was looked at.

        If not, it could not be told, and `tier` must not be shown.
        """
        return self.looked > 0
