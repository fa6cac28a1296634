"""One account's export as a format reads it: what every format hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from auditor.archives.tree.tree import Tree
from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.archives.archive import ArchiveEntry, ArchiveIdentity, Held
from auditor.domain.archives.capture import PageSeen
from auditor.domain.archives.readable import TestedOn


@dataclass(frozen=True, slots=True)
class Export:
    """Implements `ports.archive.Archive` over a tree; `listed` yields what the format finds.

    `serves_files`: strangers get what a file says of itself, not only its picture. `parts_known`:
    it would be noticed that a part is missing. `of_a_time`: people choose until when it goes.
    """

    format: str
    platform: str
    title: str
    tree: Tree
    listed: Callable[[], Iterator[ArchiveEntry]]
    identity: ArchiveIdentity = field(default_factory=ArchiveIdentity)
    made_at: datetime | None = None
    profile: Profile = field(default_factory=Profile)
    held: Sequence[Held] = ()
    notes: Sequence[str] = ()
    serves_files: bool = False
    parts_known: bool = True
    of_a_time: bool = False
    page: PageSeen | None = None

    @property
    def may_end_early(self) -> bool:
        """See Archive."""
        return self.of_a_time or not self.tree.dated

    @property
    def fingerprint(self) -> str:
        """See Archive."""
        return self.tree.fingerprint

    def entries(self) -> Iterator[ArchiveEntry]:
        """See Archive."""
        yield from self.tree.left_out
        yield from self.listed()

    def stamp(self, member: str) -> str | None:
        """See Archive."""
        return self.tree.stamp(member)

    def read(self, member: str, most: int) -> bytes:
        """See Archive."""
        return self.tree.read(member, most)

    def close(self) -> None:
        """Close the files that it came in; exports that came in the same share them."""
        self.tree.close()


class ArchiveFormat(Protocol):
    """What one platform hands out."""

    name: str
    platform: str
    title: str
    tested_on: TestedOn

    def open(self, tree: Tree) -> Export | None:
        """Return the export in `tree`, None where there is nothing of this format. By content."""
        ...
