"""How reading one account ended. Data, never an exception: each one is shown."""

from __future__ import annotations

from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.photos.photo import Photo
from auditor.domain.text.content_id import IdKey


@dataclass(frozen=True, slots=True)
class Batch:
    """Photos of one page of a platform's list, stored with `cursor` in one transaction.

    `cursor` is what `Source.fetch` needs to go on after this batch; None on the last one. `profile`
    is set once it is known. `notes` are things a source could not tell, in words for a person ("the
    post list needs a log-in").

    `complete` is False where something that the platform lists was left out: then what is missing
    is not known to be gone.

    `stable_id` is the account's own (`Account.stable_id`), "" where the batch does not tell it.
    `now_called` is its handle and address where it has another name than when it was added.
    """

    photos: tuple[Photo, ...]
    cursor: str | None
    profile: Profile | None = None
    notes: tuple[str, ...] = ()
    complete: bool = True
    stable_id: str = ""
    now_called: tuple[str, str] | None = None

    def named(self, key: IdKey) -> Batch:
        """Return it with the ids that its photos have in the vault."""
        photos = (replace(photo, id=key.named(photo.id)) for photo in self.photos)
        return replace(self, photos=tuple(photos))


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything the platform lists was read."""

    name = "fetched"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing was asked, and why."""

    reason: str
    name = "skipped"


@dataclass(frozen=True, slots=True)
class Blocked:
    """The platform refuses or asks to wait (seconds)."""

    reason: str
    retry_after: float | None = None
    name = "blocked"


@dataclass(frozen=True, slots=True)
class Failed:
    """Something went wrong; what was read before it is kept."""

    reason: str
    name = "failed"


Outcome = Fetched | Skipped | Blocked | Failed
