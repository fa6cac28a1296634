"""The shapes of what is made of files: hashes, copies, signatures, cases, the private list."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    KeyPlaceWord,
    Moment,
    PrivateConfidenceWord,
    PrivateKindWord,
    PrivateToldWord,
    ProvenanceWord,
    TrainingWord,
    VariantWord,
)
from auditor.report.json.shapes.photos import InFileJson


class FilePdqJson(TypedDict):
    """The PDQ hash of a file."""

    hash: str
    """64 lower-case hex digits."""
    quality: int
    """0-100."""
    variant: VariantWord
    """How the picture was prepared before it was hashed."""
    dihedral: list[str]
    """Hashes of the eight turned and mirrored pictures, the picture itself first."""
    reliable: bool
    """Good for matching: quality 50 or more, and not unstable."""
    unstable: bool
    """Rounding decides bits of it."""


class SecondOpinionsJson(TypedDict):
    """Hashes of the imagehash package."""

    phash: str
    """16 hex digits."""
    dhash: str
    """16 hex digits."""
    whash: str
    """16 hex digits."""
    colorhash: str
    """11 hex digits."""
    crop_resistant: list[str] | None
    """One hash for each segment; null: not asked for."""


class FrameJson(TypedDict):
    """PDQ of one picture of a video."""

    second: float
    """Seconds from the start."""
    hash: str
    """64 lower-case hex digits."""
    quality: int
    """0-100."""


class VideoHashesJson(TypedDict):
    """vPDQ of a video."""

    md5: str
    """32 hex digits, of the file."""
    frames: list[FrameJson]
    """About one a second."""


class HashedFileJson(TypedDict):
    """The hashes of one file."""

    file: str
    """As it was named."""
    pdq: FilePdqJson | None
    """PDQ hash of a picture."""
    perceptual: SecondOpinionsJson | None
    """Other perceptual hashes of a picture."""
    md5: str | None
    """32 hex digits, of the file."""
    sha256: str | None
    """64 hex digits, of the file."""
    video: VideoHashesJson | None
    """Hashes of a video."""
    error: str | None
    """Why some are missing, in words for a person."""


class HashJson(TypedDict):
    """The hashes of files. Treat the hash of a private picture as the picture."""

    files: list[HashedFileJson]
    """In the order in which they were named."""


class PairJson(TypedDict):
    """Two hashes that are near each other."""

    needle: str
    """64 hex digits, of the first list."""
    hay: str
    """64 hex digits, of the second list."""
    distance: int
    """Bits (0-256) that differ."""
    needle_line: int
    """Line in the first list, from 1."""
    hay_line: int
    """Line in the second list, from 1."""


class MatchJson(TypedDict):
    """Every pair of two lists of PDQ hashes that are near each other."""

    distance: int
    """Most bits that may differ."""
    pairs: list[PairJson]
    """All pairs."""


class BlurredJson(TypedDict):
    """Places that were covered."""

    faces: int
    """Number of faces."""
    text: int
    """Number of texts."""


class CopiedJson(TypedDict):
    """A file with the copy made of it."""

    file: str
    """As it was named."""
    copy: str | None
    """Where the copy is; null: there is none."""
    width: int | None
    """px."""
    height: int | None
    """px."""
    bytes: int | None
    """Bytes."""
    blurred: BlurredJson
    """What was covered."""
    signed: bool
    """It carries the user's signature."""
    pixels_kept: bool | None
    """Every pixel outside of covered places is as decoded."""
    left_out: list[InFileJson]
    """What else the file holds; none of it is in the copy."""
    error: str | None
    """Why there is no copy."""


class HardenJson(TypedDict):
    """Clean copies."""

    files: list[CopiedJson]
    """In the order in which they were named."""
    notes: list[str]
    """What the copies do not promise, in words for a person."""


class SignedJson(TypedDict):
    """A file with its signed copy."""

    file: str
    """As it was named."""
    copy: str | None
    """Where the copy is; null: there is none."""
    outcome: ProvenanceWord | None
    """How others read the signature."""
    training: TrainingWord | None
    """What it says of training."""
    error: str | None
    """Why there is no copy."""


class SignJson(TypedDict):
    """Signed copies."""

    files: list[SignedJson]
    """In the order in which they were named."""
    notes: list[str]
    """What a signature does not promise, in words for a person."""


class SignKeyJson(TypedDict):
    """The user's own certificate."""

    name: str
    """Name that stands in every signed picture."""
    valid_from: Moment
    """ISO 8601 in UTC."""
    valid_until: Moment
    """ISO 8601 in UTC."""
    authority_sha256: str
    """64 hex digits: SHA-256 of the certificate."""
    key_in: KeyPlaceWord
    """Where the private key is kept."""


class AuthorityJson(TypedDict):
    """One certificate of a trust list."""

    subject: str
    """Whom it names (RFC 4514)."""
    expires: Moment
    """ISO 8601 in UTC."""
    expired: bool
    """It is no longer valid."""


class TrustListJson(TypedDict):
    """A trust list that the user imported, or the official one if the user chose it."""

    id: str
    """64 hex digits: SHA-256 of its certificates."""
    imported_at: str
    """ISO 8601 in UTC: when it was imported or chosen."""
    authorities: list[AuthorityJson]
    """Its certificates."""
    name: str | None
    """`official` for the list of the C2PA that came with this program; null for an imported one."""
    date: str | None
    """ISO 8601: the day of the official list; null for an imported one."""
    time_stamps: list[AuthorityJson]
    """Authorities that are believed about times only; empty for an imported list."""


class TrustJson(TypedDict):
    """The authorities whose content credentials the user trusts."""

    lists: list[TrustListJson]
    """All lists, or the one that was imported or chosen."""


class PrivateEntryJson(TypedDict):
    """One line of the private list: all that is ever shown of it."""

    id: str
    """Drawn by chance."""
    label: str
    """The user's own word for it."""
    kind: PrivateKindWord
    """What was put on the list."""
    added_at: Moment
    """ISO 8601 in UTC."""


class PrivateListJson(TypedDict):
    """The private list."""

    entries: list[PrivateEntryJson]
    """All entries."""


class QualitiesJson(TypedDict):
    """PDQ qualities."""

    file: int
    """0-100, of the file."""
    private: int
    """0-100, of the private image."""


class PrivateMatchJson(TypedDict):
    """A possible match."""

    file: str
    """File or address as it was named."""
    label: str
    """The user's own word for the private image."""
    distance: int
    """Bits (0-256) that differ."""
    variant: str
    """The variant of the private image that is nearest."""
    confidence: PrivateConfidenceWord
    """Medium (told as likely) where the second stage agrees, else low (told as possible)."""
    confirmed: bool
    """The second stage, which removes false alarms, agrees."""
    told: PrivateToldWord
    """The word for a person, who looks at either; nothing is certain but their own eyes."""
    quality: QualitiesJson
    """How much there is to compare."""


class NotMatchedJson(TypedDict):
    """A file that could not be compared."""

    file: str
    """As it was named."""
    error: str
    """Why, in words for a person."""


class PrivateMatchesJson(TypedDict):
    """Files compared with the private list."""

    matches: list[PrivateMatchJson]
    """Possible matches."""
    compared: int
    """Number of files that were compared."""
    errors: list[NotMatchedJson]
    """Files that were not."""
    often_missed: list[str]
    """What kinds of copies are often not found, for a person: no match is not certain either."""


class EditJson(TypedDict):
    """An edit of a private image that is worth handing over."""

    name: str
    """What is done, in words for a person."""
    recall: float
    """0-1: what it catches together with those before it."""


class PrivatePlanJson(TypedDict):
    """Which edits of a private image to hand over."""

    recall: list[float]
    """0-1: `recall[n]` is what the first n+1 edits catch together."""
    edits: list[EditJson]
    """In the order in which they are worth handing over."""
    files: list[str]
    """Files that were written."""


class CaseFileJson(TypedDict):
    """One file in the ZIP."""

    name: str
    """Its name."""
    bytes: int
    """Bytes."""
    sha256: str
    """64 hex digits."""


class CaseJson(TypedDict):
    """The case that was written."""

    file: str
    """Where it is."""
    made_at: Moment
    """ISO 8601 in UTC."""
    sha256: str
    """64 hex digits, of the whole file."""
    bytes: int
    """Bytes, of the whole file."""
    seal: str
    """64 hex digits: the last link of the chain."""
    findings: list[str]
    """Ids of the findings."""
    reported: list[str]
    """Ids of the reported links whose history is in it."""
    files: list[CaseFileJson]
    """What is in it."""
    under_18: list[str]
    """Where nobody told an age: that it is not for anyone under 18, and who helps them first."""
