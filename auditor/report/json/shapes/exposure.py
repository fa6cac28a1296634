"""The shapes of likeness, links, places, and what pages say about training."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from auditor.report.json.shapes.closed_sets import (
    CutForWord,
    PartOfDayWord,
    PartOfWeekWord,
    PurposeWord,
    RespectsWord,
    SignalWord,
    ThresholdWord,
    TierWord,
    TieWord,
    WhatIfWord,
)
from auditor.report.json.shapes.nothing_read import NothingReadJson


class ThresholdJson(TypedDict):
    """One number of a rung."""

    what: ThresholdWord
    """`photos`: distinct ones; `face`: px across; `short_side`: px."""
    value: int
    """In that unit."""
    source: str | None
    """URL of the paper that it comes from; null where only programs and guides name it, which are
    not linked (docs/likeness.md has them)."""
    basis: str
    """What kind of source it is, in words for a person."""
    year: int
    """Of the paper, or in which the program's or guide's page was read."""


class LikenessReasonJson(TypedDict):
    """One rung of the ladder."""

    tier: TierWord
    """The tier that it stands for."""
    name: str
    """Name of the tier."""
    counted: int
    """Distinct photos that count for it."""
    exact: bool
    """Else `counted` is at least that many."""
    needed: int
    """Distinct photos that it takes."""
    reached: bool
    """Enough photos count for it."""
    text: str
    """In words for a person."""
    source: str
    """URL of a paper on what can be made then."""
    thresholds: list[ThresholdJson]
    """The numbers behind it."""
    poses: int
    """0-3: how many of left, front, right the photos show; decides nothing."""
    lights: int
    """0-3: how many of dark, middle, bright the photos show; decides nothing."""


class HideJson(TypedDict):
    """The photos to hide, or to shrink, so that the tier drops."""

    photos: list[str]
    """Ids of the photos; empty where there is nothing to hide."""
    optimal: bool
    """No fewer photos are enough."""
    bound: int
    """At least so many photos are needed."""
    reaches: TierWord | None
    """The tier after it."""
    smaller: str | None
    """What copies to post instead, in words for a person."""


class WhatIfJson(TypedDict):
    """The tier after one change."""

    change: WhatIfWord
    """What is changed."""
    account: str | None
    """Id of the account that is changed; null: all of them."""
    tier: TierWord
    """The tier after it."""
    name: str
    """Name of the tier."""
    counted: int
    """Photos that then make the tier."""


class OriginalJson(TypedDict):
    """The file behind the picture that the page displays; only in it the face is that large."""

    url: str
    """Address of the file; anybody can get it."""
    shown_face_px: int | None
    """Px across of the same face in the displayed picture, worked out from the sizes of both; null
    where the platform does not tell how large it displays the picture."""
    shown_short_side: int | None
    """Px of the short side of the displayed picture, or null likewise."""


class BestJson(TypedDict):
    """The best single picture: the photo with the largest sharp, uncovered face."""

    photo: str
    """Id of the photo."""
    face_px: int
    """Px across of the face in the largest file that a stranger can get."""
    short_side: int
    """Px of the short side of that file."""
    where: str
    """Address of the page on which it stands."""
    original: OriginalJson | None
    """Null where the page displays that file, or one about as large."""


class ShrinkJson(TypedDict):
    """The fewest photos to replace by smaller copies, or to hide, to bring the best picture down.

    Every photo whose face is at least that large, copies on other accounts included: none can be
    left out.
    """

    below_px: int
    """The best remaining face is then less than so many px across."""
    photos: list[str]
    """Ids of the photos, the largest face first; empty where the best picture is below it."""
    minutes: float
    """About what it takes, on all accounts together."""


class LikenessJson(TypedDict):
    """What could be made of a person from all public photos."""

    means: str
    """What this means and does not, in words for a person."""
    best: BestJson | None
    """Null where nothing was looked at, or no sharp, uncovered face was found."""
    shrink: list[ShrinkJson]
    """For 512, 256 and 112 px; empty where nothing was looked at."""
    shrink_means: str
    """What making pictures smaller does and does not, in words for a person."""
    tier: TierWord | None
    """Null where nothing was looked at: it could not be told."""
    name: str
    """Name of the tier."""
    looked: int
    """Photos in which faces were looked for."""
    unread: int
    """Photos in which they were not."""
    blunt: bool
    """Accounts without proof are left out of everything here."""
    identified: Literal[False]
    """Faces are never identified."""
    reasons: list[LikenessReasonJson]
    """The rungs of the ladder."""
    counted: list[str]
    """Ids of the photos that make the tier."""
    hide: HideJson
    """The fewest photos to hide."""
    what_if: list[WhatIfJson]
    """The tier after one change."""
    not_me: list[str]
    """Ids of photos that the user said show somebody else."""


class LinkEvidenceJson(TypedDict):
    """One tie between two accounts."""

    tie: TieWord
    """What ties them."""
    photos_a: list[str]
    """Ids of photos of the first account that carry it; empty where the profile does."""
    photos_b: list[str]
    """Ids of photos of the second account that carry it; empty where the profile does."""
    value: str | None
    """What they share; of a serial number its end only."""


class LinkJson(TypedDict):
    """Two accounts that a stranger can tie together."""

    a: str
    """Id of the first account."""
    b: str
    """Id of the second account."""
    evidence: list[LinkEvidenceJson]
    """Everything that ties them."""


class CutJson(TypedDict):
    """The fewest photos to remove so that no photo ties an account to others."""

    account: str
    """Id of the account."""
    others: list[str]
    """Ids of all accounts that it can be tied to."""
    photos: list[str]
    """Ids of the photos to remove."""
    remaining: list[LinkJson]
    """Ties of the profile, which no photo cuts."""


_OneWayFrom = TypedDict(
    "_OneWayFrom", {"from": Annotated[str, Meta(description="Id of the account that links.")]}
)


class OneWayJson(_OneWayFrom):
    """A link of a profile that is not answered."""

    to: str
    """Id of the account that is linked."""


class LinksJson(TypedDict):
    """What ties the proven accounts together."""

    nothing_read: NothingReadJson | None
    """Null where anything was read."""
    links: list[LinkJson]
    """Pairs that can be tied."""
    cut: list[CutJson]
    """How to cut accounts off."""
    cut_for: CutForWord
    """Which accounts `cut` is about."""
    one_way: list[OneWayJson]
    """Links of profiles in one direction only."""
    left_out: list[str]
    """Ids of accounts that are not proven and were not looked at."""


class MostlyJson(TypedDict):
    """When most photos of a place were taken."""

    week: PartOfWeekWord | None
    """Part of the week; null: none stands out."""
    day: PartOfDayWord | None
    """Part of the day by the camera's clock; null: none stands out."""
    count: int
    """Photos that were taken then."""
    of: int
    """Photos whose time is known."""


class SpotJson(TypedDict):
    """A spot that several photos name."""

    name: str | None
    """The town near it."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    latitude: float
    """Decimal degrees; to 0.01, or to 0.000001 with `--exact`."""
    longitude: float
    """Decimal degrees; to 0.01, or to 0.000001 with `--exact`."""
    radius_m: int
    """Metres that the spot may lie from the position told."""
    count: int
    """Number of photos."""
    days: int
    """Different days on which they were taken."""
    nights: int
    """Different nights on which they were taken."""
    mostly: MostlyJson | None
    """When most of them were taken; null: nothing stands out."""
    accounts: list[str]
    """Ids of the accounts."""
    photos: list[str]
    """Ids of the photos."""


class PlacesJson(TypedDict):
    """Where several photos were taken."""

    kept: bool
    """False after all places were forgotten."""
    exact: bool
    """The spots themselves were asked for."""
    places: list[SpotJson]
    """Most photos first."""
    nothing_read: NothingReadJson | None
    """Null where anything was read."""


class SignalJson(TypedDict):
    """One statement about training."""

    signal: SignalWord
    """What makes it."""
    where: str
    """Address (and part of it) where it stands."""
    says: str
    """Its own words, cleaned."""
    allows: bool | None
    """It opens (true) or forbids (false); null: says nothing, or could not be read."""
    honoured_by: str
    """Who is known to obey it, in words for a person; may be empty."""


class AgentJson(TypedDict):
    """What robots.txt says to one AI agent."""

    name: str
    """Name in robots.txt."""
    operator: str
    """Who runs it."""
    respects: RespectsWord
    """Whether it is known to obey."""
    purpose: PurposeWord
    """What it collects for."""
    allowed: bool | None
    """Null where robots.txt could not be read."""


class OpennessJson(TypedDict):
    """What a page or picture says about AI training."""

    url: str
    """What was looked at."""
    could_not_tell: list[str]
    """What could not be read, in words for a person."""
    signals: list[SignalJson]
    """What was found."""
    contradictions: list[list[int]]
    """Pairs of positions (from 0) in `signals` that say the opposite."""
    agents_date: str
    """Year and month of the list of agents."""
    agents: list[AgentJson]
    """Every known agent."""


class OptOutJson(TypedDict):
    """The files that close a site."""

    folder: str
    """Folder that they were written into."""
    files: list[str]
    """Their names in it."""
    agents: list[str]
    """Agents that robots.txt keeps out."""
    still_allowed: list[str]
    """Agents that a merged file still lets in."""
