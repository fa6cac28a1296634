"""Which photo stands where: shots and postings as pure functions of a seed and a number.

Nothing is drawn here.
"""

from __future__ import annotations

import bisect
import dataclasses
from datetime import UTC, datetime, timedelta, timezone

import numpy as np

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.stories.cast import Cast, cast_of
from auditor.practice.stories.rows import (
    AccountSpec,
    Device,
    Person,
    PublicPlace,
    SceneName,
    StoryEntry,
)
from auditor.practice.uploads import UploadedFile

NEWEST = datetime(2026, 10, 18, 17, 30, tzinfo=UTC)
CORE = 72
"""Postings that are spread over a year in full size; those beyond fill the years before it,
smaller."""
AVATAR, BANNER = -1, -2  # numbers of the shots that are a person's profile pictures
_LATER_SIZE = (1024, 768)
_SAME_SIZE = (800, 600)

_ALIASES = 1_000_000  # numbers from here on are of profile pictures of other names
_EDITS = ("smaller", "mirrored", "cropped")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture as it was taken. `taken` is the local time with its offset.

    `uploaded` is a file that its owner put in its place.
    """

    person: Person
    number: int
    entry: StoryEntry
    device: Device
    place: PublicPlace
    taken: datetime
    size: tuple[int, int]
    file_name: str
    uploaded: UploadedFile | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the file that was put in its place, empty if there is none."""
        return self.uploaded.digest if self.uploaded else ""

    @property
    def format(self) -> str:
        """Pillow's name of the file format."""
        if self.uploaded is not None:
            return self.uploaded.form
        return {"png": "PNG", "webp": "WEBP"}.get(self.file_name.rsplit(".", 1)[-1], "JPEG")


@dataclass(frozen=True, slots=True)
class Posting:
    """One public posting.

    `index` counts over the whole range, `place` within the account, `edit` is what was done to the
    shot.
    """

    index: int
    place: int
    account: AccountSpec
    shot: Shot
    edit: str
    posted: datetime

    @property
    def file_name(self) -> str:
        """The name under which the file is served."""
        stem, _dot, ending = self.shot.file_name.rpartition(".")
        return f"{stem}-{self.edit}.jpg" if self.edit else f"{stem}.{ending}"

    @property
    def format(self) -> str:
        """Pillow's name of the format as posted; an edit always makes a JPEG."""
        return "JPEG" if self.edit else self.shot.format

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px as posted."""
        return edited_size(self.shot.size, self.edit)


def edited_size(size: tuple[int, int], edit: str) -> tuple[int, int]:
    """Return what an edit leaves of a size.

    Edits are joined by "-"; a number is the most px that a side may have.
    """
    for part in edit.split("-"):
        most = int(part) / max(size) if part.isdigit() else 1.0
        share = {"smaller": 0.6, "cropped": 0.92}.get(part, min(1.0, most))
        size = (round(size[0] * share), round(size[1] * share))
    return size


class Catalogue:
    """All postings of a range of `photos` postings, by account and by time."""

    def __init__(
        self,
        seed: int = 1,
        photos: int = CORE,
        *,
        same_size: bool = False,
        cast: Cast | None = None,
    ) -> None:
        self.seed = seed
        self.photos = photos
        self.same_size = same_size
        self.cast = cast or cast_of()
        self._cycle = self.cast.slots

    def count(self, account: str) -> int:
        """Return how many postings an account has."""
        spec = self.cast.account(account)
        if spec.claim is Claim.IMPOSTOR:
            return len(self.cast.stolen(spec))
        slots = self._slots(account)
        whole, rest = divmod(self.photos, len(self._cycle))
        return whole * len(slots) + sum(slot < rest for slot in slots)

    def posting(self, account: str, place: int) -> Posting:
        """Return posting number `place` of an account, 0 the newest."""
        spec = self.cast.account(account)
        if spec.claim is Claim.IMPOSTOR:
            index, edit = self.cast.stolen(spec)[place]
            return Posting(
                index, place, spec, self._own(index), edit, self._posted(index) + timedelta(days=3)
            )
        slots = self._slots(account)
        index = place // len(slots) * len(self._cycle) + slots[place % len(slots)]
        turn = self._cycle[index % len(self._cycle)]
        if turn.again is None:
            return Posting(index, place, spec, self._own(index), "", self._posted(index))
        first = index - index % len(self._cycle) + turn.again
        edit = {"same": "", "edited": _EDITS[index // len(self._cycle) % len(_EDITS)]}.get(
            turn.how, turn.how
        )
        return Posting(index, place, spec, self._own(first), edit, self._posted(index))

    def place(self, account: str, index: int) -> int | None:
        """Return the place in the account of posting `index` of the whole range.

        None if it does not stand there.
        """
        slots, slot = self._slots(account), index % len(self._cycle)
        if slot not in slots or not 0 <= index < self.photos:
            return None
        return index // len(self._cycle) * len(slots) + slots.index(slot)

    def older_than(self, account: str, moment: datetime) -> int:
        """Return the place of the newest posting that is older than `moment`."""
        places = range(self.count(account))
        return bisect.bisect_right(
            places,
            -moment.timestamp(),
            key=lambda place: -self.posting(account, place).posted.timestamp(),
        )

    def profile_shot(self, person: Person, number: int) -> Shot:
        """Return a person's profile picture: AVATAR or BANNER."""
        size = (640, 640) if number == AVATAR else (1500, 500)
        scene: SceneName = "portrait" if number == AVATAR else person.banner
        file = "avatar.jpg" if number == AVATAR else "header.jpg"
        marks = "t" if self.cast.level == 1 else ""
        entry = StoryEntry(scene, "away", marks, "", "", file)
        taken = datetime(2025, 8, 9, 12, 4, 31, tzinfo=_zone(person.places["away"], 8))
        return Shot(person, number, entry, person.phone, person.places["away"], taken, size, file)

    def alias_shot(self, spec: AccountSpec, number: int) -> Shot:
        """Return the AVATAR or BANNER of an account that goes by another name."""
        person = self.cast.person(spec.person)
        made = self.profile_shot(person, number)
        scene = spec.avatar if number == AVATAR else person.banner
        entry = StoryEntry(scene, "away", "", "", "", made.file_name, (spec.shown or spec.name,))
        own = _ALIASES + 2 * spec.number + (number == AVATAR)
        return dataclasses.replace(made, number=own, entry=entry)

    def random(self, shot: Shot, purpose: int) -> np.random.Generator:
        """Return the generator that everything random about a shot comes from."""
        return np.random.default_rng([self.seed, shot.person.number, shot.number + 2, purpose])

    def _own(self, index: int) -> Shot:
        person = self.cast.person(self._cycle[index % len(self._cycle)].account.person)
        turns = [
            number
            for number, slot in enumerate(self._cycle)
            if slot.again is None and slot.account.person == person.key
        ]
        number = index // len(self._cycle) * len(turns) + turns.index(index % len(self._cycle))
        story = self.cast.entries(person.key)
        entry = story[number % len(story)]
        place = person.places[entry.place]
        device = person.camera if "s" in entry.marks else person.phone
        rng = np.random.default_rng([self.seed, person.number, number + 2, 0])
        day = self._posted(index) - timedelta(days=int(rng.integers(1, 4)))
        hour = int(rng.choice((6, 7, 9, 11, 12, 14, 16, 18, 19, 20, 22)))
        clock = day.replace(
            hour=hour, minute=int(rng.integers(60)), second=int(rng.integers(60)), microsecond=0
        )
        taken = clock.replace(tzinfo=_zone(place, clock.month))
        return Shot(
            person,
            number,
            entry,
            device,
            place,
            taken,
            self._size(index, device, rng),
            _file_name(entry, taken, number, again=number >= len(story)),
        )

    def _size(self, index: int, device: Device, rng: np.random.Generator) -> tuple[int, int]:
        if self.same_size:
            return _SAME_SIZE
        wide = device.size if index < CORE else _LATER_SIZE
        return wide if rng.random() < 0.82 else (wide[1], wide[0])  # noqa: PLR2004 - share of pictures held upright

    def _posted(self, index: int) -> datetime:
        rng = np.random.default_rng([self.seed, 77, index])
        back = timedelta(days=5) * min(index, CORE) + timedelta(hours=12) * max(0, index - CORE)
        return NEWEST - back - timedelta(seconds=int(rng.integers(0, 11 * 3600)))

    def _slots(self, account: str) -> list[int]:
        return [place for place, slot in enumerate(self._cycle) if slot.account.key == account]


def _zone(place: PublicPlace, month: int) -> timezone:
    summer = place.summer_time and 4 <= month <= 10  # noqa: PLR2004 - months that lie wholly within European summer time
    return timezone(timedelta(hours=place.offset + summer))


def _file_name(entry: StoryEntry, taken: datetime, number: int, *, again: bool) -> str:
    """Return what a file is called; one that has no pattern gets a number from the second on."""
    name = entry.file.format(stamp=taken.strftime("%Y%m%d_%H%M%S"), n=f"{4100 + number:04d}")
    stem, _dot, ending = name.rpartition(".")
    return f"{stem}_{number}.{ending}" if again and "{" not in entry.file else name
