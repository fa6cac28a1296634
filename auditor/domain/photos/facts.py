"""Facts: what was measured on the bytes of one image. Immutable; no judgement."""

from __future__ import annotations

from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import Contact, Further, Generation, NamedPerson, Trace
from auditor.domain.photos.picture_contents import (
    Barcode,
    Face,
    Provenance,
    ProvenanceOutcome,
    TextFound,
)
from auditor.domain.photos.position import Position

EDITION = 3
"""What the readers look for; facts of an older edition are measured anew at the next scan. 2:
faces, text, barcodes, credentials. 3: what a file holds beside its picture.
"""
RELIABLE = 50
"""PDQ's quality (0-100) from which its hash says anything (facebook/ThreatExchange,
pdq/README.md)."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Maker and model as the file says."""

    make: str | None = None
    model: str | None = None
    lens: str | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedThumbnail:
    """The small picture inside the metadata.

    Size in px, and its PDQ distance (0-256) to the picture. `differs` is True if it shows something
    else than the picture does (an older crop, say), None if it could not be told; `shows_more` if
    its framing is wider.
    """

    width: int
    height: int
    distance: int | None = None
    differs: bool | None = None
    shows_more: bool | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself.

    `captured_at` is the camera's local time in ISO 8601, with an offset only if the file gives one,
    or the day, month or year alone; where a file gives no time of capture, that of its last change.
    `captured_at_utc` is known only from GPS time or that offset. `sources` names the readers that
    found something. `gps_others` are positions of something else than the camera: what is shown,
    where it goes, an area. `people` are named as being in the picture, or as having made it.
    """

    gps: Position | None = None
    captured_at: str | None = None
    captured_at_utc: str | None = None
    camera: Camera = field(default_factory=Camera)
    serial_numbers: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    software: str | None = None
    description: str | None = None
    file_name: str | None = None
    embedded_thumbnail: EmbeddedThumbnail | None = None
    sources: tuple[str, ...] = ()
    data_mining: str | None = (
        None  # PLUS data mining (XMP plus:DataMining): the part of the URI after DMI-
    )
    source_type: str | None = None  # IPTC digital source type: the last part of the URI
    gps_others: tuple[Position, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    keywords: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()
    paths: tuple[Trace, ...] = ()
    identifiers: tuple[Trace, ...] = ()
    generation: Generation | None = None


@dataclass(frozen=True, slots=True)
class Pdq:
    """A PDQ hash.

    64 lower-case hex digits, quality 0-100, and how the image was prepared (full, browser, python,
    draft). `dihedral` holds the hashes of the eight turned and mirrored pictures, the picture
    itself first. `unstable` marks a hash in which rounding decides bits: it is not matched.
    """

    hash: str
    quality: int
    variant: str = "full"
    dihedral: tuple[str, ...] = ()
    unstable: bool = False

    @property
    def reliable(self) -> bool:
        """Whether the hash is good for matching."""
        return self.quality >= RELIABLE and not self.unstable


@dataclass(frozen=True, slots=True)
class Perceptual:
    """Second opinions from the imagehash package on the 512-px thumbnail: 16 hex digits each."""

    phash: str
    dhash: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A reader that could not do its part, and why, in words for a person.

    `missing` where it cannot run here at all, whatever the picture: not installed, or turned off.
    `tries` counts the scans in a row in which the same bytes ended the same way.
    """

    reader: str
    reason: str
    missing: bool = False
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured on one image: sizes in px and bytes, `sha256` of the bytes as served.

    `faces`, `text`, `barcodes` and `provenance` say nothing where `unread` names their reader
    (faces, text, barcodes, provenance). `turn` is how EXIF asks to turn the stored picture (1-8):
    how its small copy was turned. None where that was not kept.
    """

    sha256: str
    bytes: int
    width: int | None = None
    height: int | None = None
    format: str | None = None
    pdq: Pdq | None = None
    perceptual: Perceptual | None = None
    metadata: Metadata = field(default_factory=Metadata)
    unread: tuple[Unread, ...] = ()
    faces: tuple[Face, ...] = ()
    text: tuple[TextFound, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    provenance: Provenance | None = None
    further: tuple[Further, ...] = ()
    edition: int = 1
    turn: int | None = None


_NO_CREDENTIALS = frozenset({ProvenanceOutcome.NONE, ProvenanceOutcome.UNSUPPORTED})
DECODED_FORMATS = frozenset({"JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"})
"""Formats whose pictures are looked at. Of any other only what the file says of itself is read."""


def says_something(facts: Facts) -> bool:
    """Whether anything is known of a file beyond its name, even if its picture was not looked at.

    The size of a picture that should have been looked at is nothing; that of a film is.
    """
    said = replace(facts.metadata, file_name=None) != Metadata()
    credentials = facts.provenance is not None and facts.provenance.outcome not in _NO_CREDENTIALS
    seen = facts.width is not None and facts.format not in DECODED_FORMATS
    return facts.pdq is not None or said or bool(facts.further) or credentials or seen


_OF_THE_FILE = frozenset({"exif", "xmp", "iptc", "container", "metadata", "provenance", "further"})
"""Readers of what lies in a file beside its picture."""


def picture_only(facts: Facts) -> Facts:
    """Return what is left of a file on a platform that serves the picture and nothing beside it."""
    return replace(
        facts,
        metadata=Metadata(),
        provenance=None,
        further=(),
        unread=tuple(each for each in facts.unread if each.reader not in _OF_THE_FILE),
    )


BLUNT_RADIUS_M = 1000
BLUNT_DECIMALS = 2  # 0.01 degree of latitude is 1.11 km


def blunt(metadata: Metadata) -> Metadata:
    """Return `metadata` with its positions rounded to about 1 km and without altitude."""
    return replace(
        metadata,
        gps=metadata.gps and _round(metadata.gps),
        gps_others=tuple(map(_round, metadata.gps_others)),
    )


def blunt_further(further: tuple[Further, ...]) -> tuple[Further, ...]:
    """Return `further` with the positions rounded as `blunt` does."""
    return tuple(replace(each, gps=each.gps and _round(each.gps)) for each in further)


def blunt_facts(facts: Facts) -> Facts:
    """Return facts with all positions in them rounded as `blunt` does."""
    return replace(facts, metadata=blunt(facts.metadata), further=blunt_further(facts.further))


def _round(gps: Position) -> Position:
    return replace(
        gps,
        latitude=round(gps.latitude, BLUNT_DECIMALS),
        longitude=round(gps.longitude, BLUNT_DECIMALS),
        altitude=None,
        radius_m=BLUNT_RADIUS_M,
    )
