"""What was found in a file of a format whose picture is not looked at."""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass
from auditor.readers.metadata.found import RawMetadata

__all__ = ["LONGEST_BLOCK", "UnseenFile"]

LONGEST_BLOCK = 8 * 1024 * 1024
"""Bytes taken of one block."""


@dataclass(slots=True)
class UnseenFile:
    """`format` is Pillow's name where it has one; sizes in px, None where they are not told.

    Blocks are as in `blocks.Blocks`. `inner` are JPEG and PNG files that stand in it and whose
    blocks are those of the file. `said` is what the container itself says. `gaps` say in words what
    could not be read. `whole` is False where the format is known by its first bytes only.
    """

    format: str
    width: int | None = None
    height: int | None = None
    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    iptc: bytes = b""
    comments: list[bytes] = field(default_factory=list)
    inner: list[bytes] = field(default_factory=list)
    said: list[RawMetadata] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height, None where they are not told."""
        return (self.width, self.height) if self.width and self.height else None
