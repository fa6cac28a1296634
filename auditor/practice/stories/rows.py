"""The rows of a story: an invented person, where they go, their accounts and what they photograph.

Nobody here exists. Places are public ones: parks, quays, harbours, squares.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from auditor.domain.account import Claim

ATPROTO, MASTODON, WEBSITE = "atproto", "mastodon", "website"
"""Names of the sources that read the accounts of the range, which may not import them."""
PLATFORMS = frozenset({ATPROTO, MASTODON, WEBSITE})
TITLES = {ATPROTO: "Bluesky", MASTODON: "Mastodon"}
"""What the invented people call the platforms on their own pages."""

StoryKey: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z-]*$")]
StoryWords: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
ColourPart: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=255)]
Rgb: TypeAlias = tuple[ColourPart, ColourPart, ColourPart]
StoryLevel: TypeAlias = Literal[1, 2, 3]
PictureEdit: TypeAlias = Literal["same", "edited", "smaller", "mirrored", "cropped"]
SceneName: TypeAlias = Literal[
    "mountains",
    "coast",
    "park",
    "skyline",
    "street",
    "room",
    "desk",
    "plate",
    "badge",
    "document",
    "pet",
    "portrait",
    "window-view",
    "reflection",
    "cafe-table",
    "street-sign",
    "bus-stop",
    "playground",
    "car",
    "door-plate",
    "shop-front",
    "pet-tag",
    "pass",
    "timetable",
    "parcel",
    "staff",
]
"""What `auditor/practice/drawing` can draw."""


class StoryRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a file: a field that nobody knows is an error."""


class PublicPlace(StoryRow, frozen=True):
    """A public place: WGS 84 in decimal degrees, altitude in metres.

    With the offset of its clocks in winter in hours.
    """

    name: StoryWords
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    altitude: float
    offset: Annotated[int, msgspec.Meta(ge=-12, le=14)]
    summer_time: bool = True


class Device(StoryRow, frozen=True):
    """What a picture was taken with.

    Phones write no serial number; `size` is (width, height) in px.
    """

    make: StoryWords
    model: StoryWords
    lens: StoryWords
    software: StoryWords
    size: tuple[
        Annotated[int, msgspec.Meta(ge=320, le=4000)], Annotated[int, msgspec.Meta(ge=240, le=4000)]
    ]
    serial: str = ""
    lens_serial: str = ""
    aperture: Annotated[float, msgspec.Meta(gt=0)] = 1.8
    focal_mm: Annotated[float, msgspec.Meta(gt=0)] = 6.8


class Appearance(StoryRow, frozen=True):
    """What a person's portraits have in common."""

    skin: Rgb
    hair: Rgb
    eyes: Rgb
    clothes: Rgb
    hair_style: Literal["long", "short", "curls"]
    beard: bool = False


class Person(StoryRow, frozen=True):
    """One invented life. `banner` is the scene on top of their pages, `pet` kind and coat."""

    key: StoryKey
    name: StoryWords
    work: StoryWords
    bio: StoryWords
    artist: StoryWords
    banner: SceneName
    places: dict[str, PublicPlace]
    phone: Device
    camera: Device
    look: Appearance
    pet: tuple[Literal["dog", "cat"], Rgb]
    accent: Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-f]{6}$")]  # of the person's own web site
    number: int = 0
    """That of the story: all that is random about the person's pictures comes from it."""


class Flags(StoryRow, frozen=True):
    """What an account's owner set for search engines, collectors and strangers."""

    discoverable: bool = True
    indexable: bool = True
    noindex: bool = False
    logged_out: bool = True
    training: bool = True  # nothing asks collectors for AI training to stay away
    open_licence: bool = True  # pictures of a web site are under CC BY


class AccountSpec(StoryRow, frozen=True):
    """One account of one person. `server` names the local server it stands on.

    `number` is its own among all stories: the Mastodon servers name accounts by it.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    key: StoryKey
    platform: str
    server: StoryKey
    name: StoryWords
    claim: Claim = Claim.MINE
    flags: Flags = Flags()
    alias: bool = False
    """Nothing on it links to the person's other accounts, and nothing on them to it."""
    shown: str = ""
    """What the account calls its owner; their name where it is empty. `bio` is the same."""
    bio: str = ""
    avatar: SceneName = "portrait"
    person: str = ""
    """The key of the person; files leave it out."""


class PostingTurn(StoryRow, frozen=True):
    """Whose turn it is to be posted to: a new picture, or that of turn `again` a second time."""

    account: StoryKey
    again: int | None = None
    how: PictureEdit = "same"


class StolenPicture(StoryRow, frozen=True):
    """What somebody who pretends to be the person took: the picture of a turn, and its edit."""

    turn: Annotated[int, msgspec.Meta(ge=0)]
    edit: PictureEdit


class StoryEntry(StoryRow, frozen=True):
    """One kind of picture a person takes.

    `marks` says what the file gives away: g position, a altitude, t capture time, z its offset, s
    serial number (taken with the camera, not the phone), o owner, n embedded thumbnail. `file` is a
    pattern: {stamp} or {n}. `says` is what is to be read or recognised in the picture.
    """

    scene: SceneName
    place: str
    marks: Annotated[str, msgspec.Meta(pattern=r"^[gatzson]*$")]
    caption: str
    alt: str
    file: StoryWords = "IMG_{stamp}.jpg"
    says: tuple[str, ...] = ()


class PictureRow(StoryRow, frozen=True):
    """One kind of picture as a file says it, in the order in which a person's days repeat.

    It is taken at `levels`. From level 2 on no file says anything of itself, and the caption,
    description and name of the file are the plain ones.
    """

    scene: SceneName
    place: str
    caption: StoryWords
    marks: Annotated[str, msgspec.Meta(pattern=r"^[gatzson]*$")] = ""
    alt: str = ""
    file: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._{}-]+\.(jpg|png|webp)$")] = (
        "IMG_{stamp}.jpg"
    )
    says: tuple[StoryWords, ...] = ()
    levels: Annotated[tuple[StoryLevel, ...], msgspec.Meta(min_length=1)] = (1, 2, 3)
    plain_caption: str = ""
    plain_alt: str = ""
    plain_file: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._{}-]+\.(jpg|png|webp)$")] = (
        "IMG_{n}.jpg"
    )


class StoryFile(StoryRow, frozen=True):
    """What stands in one file. `links` are keys of `hosting.HOSTED`: what somebody else put up."""

    number: Annotated[int, msgspec.Meta(ge=0)]
    person: Person
    accounts: Annotated[tuple[AccountSpec, ...], msgspec.Meta(min_length=1)]
    turns: Annotated[tuple[PostingTurn, ...], msgspec.Meta(min_length=1)]
    pictures: Annotated[tuple[PictureRow, ...], msgspec.Meta(min_length=1)]
    levels: StoryLevel = 1
    """How many it has: told in metadata and words, by what is seen, by what is put together."""
    stolen: tuple[StolenPicture, ...] = ()
    links: tuple[str, ...] = ()
