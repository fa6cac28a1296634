"""Serial numbers and owners that only the maker's own notes hold.

They are read by exifread within a budget of reads.

exifread loops as often as a count in the file says, up to four thousand million times; the budget
ends that.
"""

from __future__ import annotations

import io
import logging

import exifread

from auditor.readers.metadata.found import RawMetadata

_MOST_READS = 300_000
"""About 0.4 s; an Olympus note of 50 kB, read byte by byte, takes 50,000."""

_MOST_BYTES = 32 * 1024 * 1024
_SERIALS = (
    "SerialNumber",
    "InternalSerialNumber",
    "BodySerialNumber",
    "LensSerialNumber",
    "CameraSerialNumber",
)
_OWNERS = ("OwnerName", "CameraOwnerName", "Artist")


class BudgetError(Exception):
    """A file that makes its reader work without end."""


class _Budgeted(io.BytesIO):
    """Bytes in memory that may be read only so often and so much."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads = 0
        self._bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as io.BytesIO does. Raises BudgetError."""
        chunk = super().read(size)
        self._reads += 1
        self._bytes += len(chunk)
        if self._reads > _MOST_READS or self._bytes > _MOST_BYTES:
            raise BudgetError
        return chunk


def read_maker_note(block: bytes) -> RawMetadata:
    """Return what exifread finds in an EXIF block.

    Raises whatever exifread raises, and BudgetError.
    """
    found = RawMetadata("exifread")
    logging.getLogger("exifread").setLevel(logging.CRITICAL)  # it logs values of the file
    tags = exifread.process_file(_Budgeted(block), details=True, extract_thumbnail=False)
    for name, tag in tags.items():
        group, _, short = str(name).partition(" ")
        if group != "MakerNote":
            continue
        if short.strip() in _SERIALS:
            found.serials.append(_read_text(tag))
        elif short in _OWNERS:
            found.owners.append(_read_text(tag))
    return found


def _read_text(tag: object) -> str:
    """Return the value of an exifread tag.

    Text, bytes, or lists of character codes as some makers write them.
    """
    values = getattr(tag, "values", "")
    if (
        isinstance(values, list)
        and len(values) > 1
        and all(isinstance(value, int) and 0 <= value < 256 for value in values)  # noqa: PLR2004 - bytes
    ):
        values = bytes(values)
    if isinstance(values, bytes):
        return values.split(b"\0", 1)[0].decode("latin-1")
    return values if isinstance(values, str) else str(getattr(tag, "printable", "")).strip("[]")
