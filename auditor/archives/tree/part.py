"""One part of an export: a zip or a folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from auditor.dataclass import dataclass
from auditor.domain.archives.archive import EntryLeftOut

MOST_FILES = 1_000_000
"""Files of one part. The largest export known holds some 133,000 (photoprism/photoprism#2133)."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a part. `mark` changes with what it holds; `modified` has no zone."""

    name: str
    number: int
    size: int
    mark: int
    modified: datetime | None

    @property
    def stamp(self) -> str:
        """A text that changes with what it holds."""
        return f"{self.mark:08x}-{self.size}"


class ArchivePart(Protocol):
    """Files by number; their names are as `names.normal` makes them.

    `by_content`: the marks of files come from what they hold, so that they compare over parts.
    `length`: its bytes, 0 of a folder.
    """

    name: str
    length: int
    by_content: bool

    def files(self) -> Iterator[File | EntryLeftOut]:
        """Yield every file, and what is not taken."""
        ...

    def read(self, number: int, most: int) -> bytes:
        """Return a file of at most `most` bytes. Raises ReaderError."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...
