"""Whether what was to disappear did: one result for each finding, with the date."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass


class Seen(StrEnum):
    """What stands there now, whatever the check says of it. The value is used in JSON."""

    GONE_HERE = "gone-here"  # at no address ever seen; elsewhere there may be copies
    STILL_THERE = "still-there"
    SMALLER_NOW = "smaller-now"
    OLDER_VERSION = "older-version"  # replaced, but what was replaced can be had
    UNLINKED = "unlinked"  # no list names it, its address answers
    HIDDEN_NOW = "hidden-now"  # with its account, which can come back
    COULD_NOT_TELL = "could-not-tell"
    YOU_SAID_SO = "you-said-so"  # the platform does not show it publicly


STANDING = frozenset({Seen.STILL_THERE, Seen.SMALLER_NOW, Seen.OLDER_VERSION, Seen.UNLINKED})
"""What anybody can still have. Where the check still finds something, its step opens again."""


class Archive(StrEnum):
    """What the Wayback Machine said, if it was asked. The value is used in JSON."""

    NOT_ASKED = "not-asked"
    FOUND = "found"
    NONE_FOUND = "none-found"
    COULD_NOT_TELL = "could-not-tell"


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy at the Wayback Machine.

    The address it is a copy of, its own, and when it was taken (as the archive writes it).
    """

    of: str
    url: str
    taken: str


@dataclass(frozen=True, slots=True)
class ArchiveAnswer:
    """What the Wayback Machine said of one address; `copy` is the one that it names."""

    state: Archive
    copy: Archived | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of one finding, `title` in words and masked, since this is kept after it.

    `settled` says that the check finds nothing in all that stands there; `reason` why it could not
    be told, or where it still stands. `reposts`
    are photos on the user's own accounts that show the same picture and still stood there at the
    last scan.
    """

    finding: str
    account: str
    title: str
    state: Seen
    checked_at: datetime
    settled: bool
    photo: str | None = None
    reason: str = ""
    reposts: tuple[str, ...] = ()
    archive: Archive = Archive.NOT_ASKED
    archived: tuple[Archived, ...] = ()

    @property
    def open(self) -> bool:
        """Whether something is left to do, or nobody could tell."""
        return not self.settled and self.state is not Seen.YOU_SAID_SO

    @property
    def opens_again(self) -> bool:
        """Whether it stands there and the check still finds something."""
        return not self.settled and self.state in STANDING


@dataclass(frozen=True, slots=True)
class Verified:
    """What this run found, and what earlier runs did, newest first."""

    results: tuple[Verification, ...]
    history: tuple[Verification, ...] = ()
