"""One story as it is open: at which level, with how many photos; and four photos to choose from."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy as np

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.catalogue import CORE, Catalogue, Posting
from auditor.practice.stories.cast import FIRST, cast_of
from auditor.practice.stories.read import read_story
from auditor.practice.stories.rows import AccountSpec, StoryLevel
from auditor.practice.tasks.rows import Right, Task

MOST_CHOICES = 4
_MARK_OF_PLACE = "g"


@dataclass(frozen=True, slots=True)
class PhotoChoice:
    """One of the photos to choose from. `number` is what can be typed."""

    number: int
    posting: Posting
    right: bool

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.posting.file_name


@dataclass(frozen=True)
class StoryRun:
    """A story as a range shows it. `alone`: nobody else lives on that range."""

    story: str
    level: StoryLevel = 1
    photos: int = CORE
    seed: int = 1
    alone: bool = True

    @cached_property
    def catalogue(self) -> Catalogue:
        """Which photo stands where."""
        keys = (self.story,) if self.alone else FIRST
        return Catalogue(self.seed, self.photos, cast=cast_of(*keys, level=self.level))

    @cached_property
    def accounts(self) -> tuple[AccountSpec, ...]:
        """The accounts that are the person's own."""
        told = read_story(self.story).accounts
        return tuple(spec for spec in told if spec.claim is Claim.MINE)

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """Everything the person posted, the newest first."""
        made = self.catalogue
        found = (
            made.posting(spec.key, place)
            for spec in self.accounts
            for place in range(made.count(spec.key))
        )
        return tuple(sorted(found, key=lambda posting: posting.posted, reverse=True))

    def shows(self, right: Right, posting: Posting) -> bool:
        """Whether a photo is what a task asks for."""
        shot = posting.shot
        match right.rule:
            case "home":
                placed = _MARK_OF_PLACE in shot.entry.marks and shot.entry.place == "home"
                return shot.entry.scene in right.scenes or placed
            case "papers":
                return shot.entry.scene in right.scenes
            case "twice":
                return self._stands[shot.number] > 1
            case _:
                return False

    @cached_property
    def _stands(self) -> Counter[int]:
        """On how many accounts each picture stands."""
        pairs = {(posting.shot.number, posting.account.key) for posting in self.postings}
        return Counter(shot for shot, _account in pairs)

    def candidates(self, task: Task) -> tuple[PhotoChoice, ...]:
        """Return the photos to choose from, of which one is right; none where it cannot be asked.

        They are the same each time, and no two of them show the same.
        """
        distinct = {posting.shot.number: posting for posting in reversed(self.postings)}
        rng = np.random.default_rng([self.seed, self.level, zlib.crc32(task.id.encode())])
        mixed = [list(distinct.values())[place] for place in rng.permutation(len(distinct))]
        right = [each for each in mixed if self.shows(task.answers, each)][:1]
        near = sorted(mixed, key=lambda each: each.shot.entry.place == "home")  # stable
        others = [each for each in near if self._plainly_not(task.answers, each)]
        wrong = {each.shot.entry.caption: each for each in reversed(others)}
        chosen = [*right, *list(reversed(wrong.values()))[: MOST_CHOICES - 1]]
        if not right or len(chosen) < MOST_CHOICES:
            return ()
        ordered = [chosen[int(place)] for place in rng.permutation(MOST_CHOICES)]
        return tuple(
            PhotoChoice(number, posting, posting is right[0])
            for number, posting in enumerate(ordered, 1)
        )

    def _plainly_not(self, right: Right, posting: Posting) -> bool:
        """Whether nobody could take a photo for what a task asks for."""
        words_tell = self.level == 1 and right.rule == "home"
        at_home = words_tell and posting.shot.entry.place == "home"
        return not at_home and not self.shows(right, posting)

    def read(self, right: Right) -> str:
        """Return what is to be read in the picture that a task is about; empty without one."""
        return next(self._read(right), "")

    def _read(self, right: Right) -> Iterator[str]:
        for posting in self.postings:
            entry = posting.shot.entry
            if entry.scene in right.scenes and len(entry.says) > right.says:
                yield entry.says[right.says]


@lru_cache(maxsize=64)
def usual_run(story: str, level: StoryLevel) -> StoryRun:
    """Return a story as `auditor practice serve` opens it."""
    return StoryRun(story, level)
