"""A maker note: what the makers' tables need to know of the file around it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import NamedPerson, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.tiff import Tiff, TiffEntry

_LONGEST = 64 * 1024
_LEAST_ID = 6


class Goes(Enum):
    """What a value is, and with that where it goes."""

    SERIAL = "serial"
    OWNER = "owner"
    PERSON = "person"
    IDENTIFIER = "identifier"
    WORDS = "words"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class MakerNote:
    """The entry 0x927C of an EXIF block, with the texts of the directory that holds it.

    `start` and `size` are in bytes of `tiff.data`.
    """

    tiff: Tiff
    start: int
    size: int
    make: str = ""
    model: str = ""

    def raw(self, limit: int = _LONGEST) -> bytes:
        """Return the first bytes, at most `limit`."""
        return self.tiff.data[self.start : self.start + min(self.size, limit)]


@dataclass(frozen=True, slots=True)
class MakerTag:
    """One tag of a maker's directory.

    `label` names it, `told` makes a text of it: empty for nothing.
    """

    tag: int
    goes: Goes
    label: str
    told: Callable[[TiffEntry, MakerNote], str]


def tell(found: RawMetadata, goes: Goes, value: str, where: str) -> None:
    """Put a value where it goes."""
    kept = value.strip("\0 \t\r\n")
    if not kept:
        return
    if goes is Goes.SERIAL:
        found.serials.append(kept)
    elif goes is Goes.OWNER:
        found.owners.append(kept)
    elif goes is Goes.PERSON:
        found.people.append(NamedPerson(kept, where))
    elif goes is Goes.WORDS:
        found.descriptions.append(kept)
    elif goes is Goes.PATH:
        found.paths.append(Trace(kept, where))
    elif is_identifier(kept):
        found.identifiers.append(Trace(kept, where))


def is_identifier(text: str) -> bool:
    """Whether a text can tell one file or device from others: zeros and a few signs cannot."""
    signs = {sign for sign in text.casefold() if sign.isalnum()}
    return len(text) >= _LEAST_ID and len(signs) > 1
