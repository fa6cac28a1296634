"""An official export or a page that was kept, opened, as the engine sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditor.domain.account import Profile
    from auditor.domain.archives.archive import ArchiveEntry, ArchiveIdentity, Held
    from auditor.domain.archives.capture import PageSeen


class AccountArchive(Protocol):
    """One account's export. What it says was written by whoever made the file."""

    @property
    def format(self) -> str:
        """The name of its format, as the registry of formats has it."""
        ...

    @property
    def platform(self) -> str:
        """The platform that hands it out."""
        ...

    @property
    def title(self) -> str:
        """The name that people know the platform by."""
        ...

    @property
    def identity(self) -> ArchiveIdentity:
        """Whose archive it says that it is."""
        ...

    @property
    def made_at(self) -> datetime | None:
        """When it was made, None where that is not told."""
        ...

    @property
    def profile(self) -> Profile:
        """What it says of the profile."""
        ...

    @property
    def held(self) -> Sequence[Held]:
        """What the platform keeps on the person, as far as one look tells it."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What could not be told, in words for a person: that it is the HTML form, say."""
        ...

    @property
    def parts_known(self) -> bool:
        """Whether it would be noticed that a part of it is missing: else nothing is gone by it."""
        ...

    @property
    def serves_files(self) -> bool:
        """Whether strangers get what the file says of itself, or only its picture."""
        ...

    @property
    def may_end_early(self) -> bool:
        """Whether it may hold nothing of the time just before it was made."""
        ...

    @property
    def page(self) -> PageSeen | None:
        """What a page told to who kept it; None of an archive. Raises ReaderError."""
        ...

    @property
    def fingerprint(self) -> str:
        """A text that changes with what the archive holds."""
        ...

    def entries(self) -> Iterator[ArchiveEntry]:
        """Yield everything in it, each time in the same order. Raises ReaderError."""
        ...

    def stamp(self, member: str) -> str | None:
        """Return a text that changes with what a file holds; None where there is no such file."""
        ...

    def read(self, member: str, most: int) -> bytes:
        """Return a file of it.

        Raises ReaderError where it cannot be read or is larger than `most` bytes.
        """
        ...

    def close(self) -> None:
        """Let go of its files. Several exports of the same files let go of them together."""
        ...
