"""The private hash list.

Hashes of images that the user worries about, and where such an image may have been seen. A
perceptual hash of a private image is treated as the image: pictures have been rebuilt from PDQ
hashes (arXiv 2412.06056; how well is disputed, 2406.00918). So it never leaves the vault but
encrypted, and nothing here shows one when it is printed.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts, Unread
from auditor.domain.photos.looked import of_first_bytes
from auditor.messages import _


class PrivateKind(StrEnum):
    """What was put on the list."""

    PICTURE = "picture"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class PrivateEntry:
    """One line of the list: all that is ever shown of it.

    `id` is drawn by chance and says nothing of the image.
    """

    id: str
    label: str
    kind: PrivateKind
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PrivateImage:
    """An entry with the hashes of its variants, packed by hashing.watching.

    For the vault and for comparing only.
    """

    entry: PrivateEntry
    packed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrivateHit:
    """An image that may be the one of `entry`.

    Which variant of it is nearest, and how many of 256 bits differ. `confirmed` says that the
    second stage, which removes false alarms, agrees. `quality` is PDQ's (0-100) of the candidate.
    """

    entry: str
    distance: int
    variant: str
    confirmed: bool
    quality: int
    private_quality: int

    @property
    def confidence(self) -> str:
        """The word used in JSON: medium where the second stage agrees, else low.

        Only the user's own eyes are sure.
        """
        return "medium" if self.confirmed else "low"


@dataclass(frozen=True, slots=True)
class PrivateMatch:
    """A hit on a photo of one of the scanned accounts."""

    photo: str
    account: str
    page_url: str
    label: str
    hit: PrivateHit
    seen_at: datetime


_NOT_KEPT = frozenset({"text", "barcodes"})


def withheld(facts: Facts) -> Facts:
    """Return the facts of a photo that may be a private image.

    No hash of it, nothing written in it, no features of faces. Number and size of faces stay, since
    without them what could be made of all photos would be told too low.
    """
    faces = tuple(replace(face, landmarks=()) for face in facts.faces)
    unread = tuple(unread for unread in facts.unread if unread.reader not in _NOT_KEPT)
    if facts.edition > 1:  # before that nothing was looked for
        why = _("not kept: the photo may be one of your private images")
        unread += tuple(Unread(reader, why) for reader in sorted(_NOT_KEPT))
    return replace(
        facts,
        sha256="",
        pdq=None,
        perceptual=None,
        faces=faces,
        text=(),
        barcodes=(),
        further=tuple(replace(each, faces=(), text=()) for each in facts.further),
        unread=unread,
    )


def is_withheld(facts: Facts) -> bool:
    """Whether these are what `withheld` left."""
    return not facts.sha256 and not of_first_bytes(facts)


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Edits of a private image in the order in which they are worth handing over.

    `recall[n]` is what the first n+1 catch together. `edits` are names for a person, `made` the
    same edits as `Readers.edited` takes them. `recall` (0-1) is measured on re-uploads made up for
    this image, others than those that the edits were chosen on.
    """

    edits: tuple[str, ...]
    made: tuple[str, ...]
    recall: tuple[float, ...]
