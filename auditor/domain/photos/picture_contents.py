"""What can be seen in a picture: faces, text, barcodes, and what its content credentials say.

Measured; nobody is identified. Boxes are in pixels of the file as it is stored, before the turn
that EXIF asks for: the grid of `Facts.width` and `Facts.height`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from auditor.dataclass import dataclass

TURNS_OF_EXIF = {
    1: (False, False, False),
    2: (False, True, False),
    3: (False, True, True),
    4: (False, False, True),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}
"""EXIF 3.0, tag 274: whether width and height change places, then whether left and right, then top
and bottom do."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width and height in px of the stored picture."""

    x: int
    y: int
    width: int
    height: int

    def upright(self, width: int, height: int, turn: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom as shares of the picture turned as EXIF asks.

        The stored picture has `width` and `height`.
        """
        swapped, across, upside = TURNS_OF_EXIF[turn]
        us = [x / width for x in (self.x, self.x + self.width)]
        vs = [y / height for y in (self.y, self.y + self.height)]
        us, vs = [1 - u for u in us] if across else us, [1 - v for v in vs] if upside else vs
        us, vs = (vs, us) if swapped else (us, vs)
        return min(us), min(vs), max(us), max(vs)


@dataclass(frozen=True, slots=True)
class Face:
    """One face.

    `score` 0-1 is the detector's; `landmarks` are eyes, nose and corners of the mouth in px. `yaw`
    and `pitch` are degrees, roughly, from the landmarks (0 looks into the camera; right and up
    positive). `sharpness` is 0-1 and `brightness` 0-255, both of the face alone. `covered` says
    that mask, hand or glasses hide much of it, None: could not tell.
    """

    box: Box
    score: float
    landmarks: tuple[tuple[int, int], ...] = ()
    yaw: float = 0.0
    pitch: float = 0.0
    sharpness: float = 0.0
    brightness: float = 0.0
    covered: bool | None = None

    @property
    def size(self) -> int:
        """Px across: the shorter side of the box, which is what swaps and trainers crop to."""
        return min(self.box.width, self.box.height)


class TextKind(StrEnum):
    """What a text or a barcode in a picture is. The value is used in JSON."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    PLATE = "plate"
    PAYMENT_CARD = "payment-card"
    BANK_ACCOUNT = "bank-account"
    IDENTITY_DOCUMENT = "identity-document"
    BOARDING_PASS = "boarding-pass"  # noqa: S105 - a paper, no password
    TICKET = "ticket"
    PARCEL_LABEL = "parcel-label"
    NAME_BADGE = "name-badge"
    WIFI = "wifi"
    CONTACT = "contact"
    CODE = "code"  # a one-time code, a key, a code to log in with
    LINK = "link"
    PRODUCT = "product"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TextFound:
    """A telling text in the picture.

    `masked` is an excerpt that nobody can use: the full text leaves the reader process never.
    `ends` is the day until which a paper holds, as `day_near` reads it; empty where not known.
    """

    kind: TextKind
    masked: str
    confidence: float
    box: Box
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode.

    `format` as zxing-cpp names it, what it is for, and a masked excerpt of what it says. `ends` is
    the day until which it holds, as `day_near` reads it; empty where that is not known.
    """

    format: str
    kind: TextKind
    masked: str
    box: Box
    ends: str = ""


class ProvenanceOutcome(StrEnum):
    """What became of looking for content credentials. A missing credential proves nothing."""

    NONE = "none"
    REMOTE = "remote"  # they stand on a server, which was not asked
    INVALID = "invalid"
    VALID = "valid"  # unbroken, by a signer who is on no trust list
    TRUSTED = "trusted"  # unbroken, by a signer on a list that the user imported
    UNSUPPORTED = (
        "unsupported"  # a file format that carries none, or a kind that cannot be read here
    )


class Reveals(StrEnum):
    """What credentials tell besides what they are for."""

    SIGNER = "signer"
    AUTHOR = "author"
    SOFTWARE = "software"
    EDIT = "edit"
    TIME = "time"
    PLACE = "place"
    OTHER_PICTURE = "other-picture"  # an ingredient, with or without its small picture
    THUMBNAIL = "thumbnail"
    TITLE = "title"  # often the name of the original file
    DEVICE = "device"
    LOCATION_OF_MANIFEST = "manifest-url"
    IDENTITY = "identity"  # a name that an identity assertion claims; nobody checked it
    IDENTITY_ADDRESS = "identity-address"  # an account or page of that identity, as unchecked
    IDENTITY_PROVIDER = "identity-provider"  # who is said to have verified it
    SOFT_BINDING = "soft-binding"  # a watermark or fingerprint, by the name of its algorithm


class IdentityState(StrEnum):
    """How far an identity in the credentials was checked.

    Never to the end: that takes a server, or a list of who may vouch.
    """

    UNCHECKED = "unchecked"
    BROKEN = "broken"  # what could be checked without asking anybody does not hold


class TrustedBy(StrEnum):
    """Which kind of list trusts a signer."""

    IMPORTED = "imported"  # by the user
    OFFICIAL = "official"  # the C2PA's own, which the user chose


@dataclass(frozen=True, slots=True)
class Revealed:
    """One thing that the credentials tell, in the file's own words (foreign, not yet cleaned)."""

    what: Reveals
    value: str


_OUT_OF_DATE = "signingCredential.expired"
_NOT_AGAINST = re.compile(r"cawg\..*|.*\.untrusted")
"""Codes that say nothing of the picture: of an identity, and whom nobody vouches for."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Content credentials (C2PA) of a picture, read offline.

    `codes` are the validation codes of C2PA that failed or warn. `source_type` is IPTC's digital
    source type (last part of the URI). `training` is what they say of training and data mining:
    allowed, notAllowed, constrained or None. `broken_ingredients` are titles of ingredients which
    are invalid themselves. `trusted_since` is the date on which the list that trusts was imported
    or chosen, `trusted_by` which kind it is. `official_list` is the date of the official trust list
    if it was asked, whatever it said. `identity` is None where the credentials name no identity.
    """

    outcome: ProvenanceOutcome
    codes: tuple[str, ...] = ()
    source_type: str | None = None
    training: str | None = None
    reveals: tuple[Revealed, ...] = ()
    broken_ingredients: tuple[str, ...] = ()
    trusted_since: str | None = None
    trusted_by: TrustedBy | None = None
    official_list: str | None = None
    identity: IdentityState | None = None

    @property
    def only_out_of_date(self) -> bool:
        """Whether they are invalid only because the signer's certificate has expired.

        Cameras sign with certificates of some weeks. That a picture was signed in time shows only
        where the authority of its time stamp is trusted.
        """
        return (
            self.outcome is ProvenanceOutcome.INVALID
            and _OUT_OF_DATE in self.codes
            and all(code == _OUT_OF_DATE or _NOT_AGAINST.fullmatch(code) for code in self.codes)
        )
