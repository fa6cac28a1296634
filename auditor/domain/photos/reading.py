"""What reading one image gives back."""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers made of one image.

    Facts, and a small WebP thumbnail unless thumbnails are off.

    `candidate` is what the private hash list is compared with (hashing.watching), if it was asked
    for. `needs`: so many bytes from the start of the file tell more of what it says of itself,
    where only its first bytes were read.
    """

    facts: Facts
    thumbnail: bytes | None = None
    candidate: bytes | None = field(default=None, repr=False)
    needs: int = 0
