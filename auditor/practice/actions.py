"""What the owner of an account of the range can do. Nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Take a photo down: its file answers 404, and lists name it no more.

    `photo` is the address of one of its files (`media_url`, any rendition), or of the page or
    record of that photo alone. Profile pictures are named by their file.
    """

    photo: str


@dataclass(frozen=True, slots=True)
class ReplaceByFile:
    """Put another file in the place of a photo (JPEG, PNG or WebP, at most 16 MB).

    It gets the address that the platform gives it: on a web site `name`, on Mastodon a new number,
    on the AT Protocol the CID of its bytes.
    """

    photo: str
    data: bytes = field(repr=False)
    name: str = "photo.jpg"


@dataclass(frozen=True, slots=True)
class ReplaceByCopy:
    """Put a copy without metadata in its place, at most `longest` px a side (0: as large as it is).

    `name` is a neutral one where none is given.
    """

    photo: str
    longest: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewAltText:
    """Change the description of a photo; profile pictures have one on a web site only."""

    photo: str
    text: str


@dataclass(frozen=True, slots=True)
class NewBio:
    """Change what the account says of its owner."""

    text: str


@dataclass(frozen=True, slots=True)
class NewProof:
    """Put up the words that prove an account to be one's own, or take them away (empty).

    A profile has them after what it says, a site in the head of its pages.
    """

    text: str


@dataclass(frozen=True, slots=True)
class NewSetting:
    """Turn a switch; `key` is one of `switches.SWITCHES` of the account's platform."""

    key: str
    on: bool


@dataclass(frozen=True, slots=True)
class DeleteAccount:
    """Delete the account: everything of it answers 404."""


@dataclass(frozen=True, slots=True)
class ReportImpostor:
    """Report the account that pretends to be somebody: on the range it is gone at once."""


OwnerAction: TypeAlias = (
    TakeDown
    | ReplaceByFile
    | ReplaceByCopy
    | NewAltText
    | NewBio
    | NewProof
    | NewSetting
    | DeleteAccount
    | ReportImpostor
)
