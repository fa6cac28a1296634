"""Clean copies and signatures: what is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import Further
from auditor.domain.secret import Secret

DATA_MINING = "PROHIBITED"
"""The part of the URI after DMI- that a notice says: no data mining of any kind, training included
(PLUS LDF; IPTC 2023.1).
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a clean copy should be like.

    `max_side` is the longest side in px, 0 for as large as the original. `faces` and `text` are
    found and covered for good; `keep_largest` leaves the largest face. `notice` writes the wish not
    to be mined (IPTC/PLUS).
    """

    max_side: int = 0
    faces: bool = False
    text: bool = False
    keep_largest: bool = False
    notice: bool = True


def joined(wishes: Iterable[Wishes]) -> Wishes:
    """Return what answers all of them: the smallest size, and everything covered."""
    known = tuple(wishes)
    covering = [wish for wish in known if wish.faces]
    sides = [wish.max_side for wish in known if wish.max_side]
    return Wishes(
        max_side=min(sides, default=0),
        faces=bool(covering),
        text=any(wish.text for wish in known),
        keep_largest=bool(covering) and all(wish.keep_largest for wish in covering),
        notice=all(wish.notice for wish in known),
    )


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A picture without metadata.

    `ending` is that of its format (jpg, png, webp), sizes in px, `faces` and `text` places covered.
    `exact` says that every pixel outside of covered places is as decoded; else the copy is smaller
    than the original. `left_out` is what else the original holds, and the copy does not.
    """

    data: bytes = field(repr=False)
    ending: str
    width: int
    height: int
    faces: int = 0
    text: int = 0
    exact: bool = True
    left_out: tuple[Further, ...] = ()


class MadeBy(StrEnum):
    """How a picture came to be, as its owner says.

    IPTC's digital source types (cv.iptc.org/newscodes/digitalsourcetype).
    """

    CAMERA = "digitalCapture"
    SCREEN = "screenCapture"
    HAND = "digitalCreation"
    AI = "trainedAlgorithmicMedia"


class Edit(StrEnum):
    """What was done to a picture since, in the words of C2PA 2.2 (18.15.4.2)."""

    RESIZED = "c2pa.resized"
    COVERED = "c2pa.edited"


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """What a picture is signed with.

    The user's certificate with its authority (PEM, the signer's first), and the private key (PEM).
    """

    certificates: str
    key: Secret


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that the user named with the copy made of it; `error` says why there is none.

    Sizes in px and bytes.
    """

    file: str
    copy: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int | None = None
    faces: int = 0
    text: int = 0
    signed: bool = False
    exact: bool | None = None
    left_out: tuple[Further, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that the user named with its signed copy, and how others read that.

    Outcome of the check, training as it says.
    """

    file: str
    copy: str | None = None
    outcome: str | None = None
    training: str | None = None
    error: str | None = None
