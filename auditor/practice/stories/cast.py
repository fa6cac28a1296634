"""Who lives on a range: the people of some stories, whose turns to post follow one another."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.stories.read import Story, read_story, story_keys
from auditor.practice.stories.rows import (
    MASTODON,
    WEBSITE,
    AccountSpec,
    Person,
    StoryEntry,
    StoryLevel,
)

FIRST = ("mara", "tomas", "amina")
"""The stories of a range for which none was chosen."""


@dataclass(frozen=True, slots=True)
class PostingSlot:
    """One posting of the cycle.

    To which account, and which slot's picture is posted a second time, and how.
    """

    account: AccountSpec
    again: int | None = None
    how: str = ""


@dataclass(frozen=True)
class Cast:
    """The people of a range, in the order of their stories; all stories have equally many turns.

    `level` says how much is told: 1 in metadata and words, 2 by what is seen, 3 by what is put
    together.
    """

    stories: tuple[Story, ...]
    level: StoryLevel = 1

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody who lives here."""
        return tuple(story.person for story in self.stories)

    @cached_property
    def accounts(self) -> tuple[AccountSpec, ...]:
        """All accounts by their numbers."""
        found = chain.from_iterable(story.accounts for story in self.stories)
        return tuple(sorted(found, key=lambda account: account.number))

    @cached_property
    def slots(self) -> tuple[PostingSlot, ...]:
        """The cycle in which everybody posts: by turns, each turn of everybody."""
        width = len(self.stories)
        return tuple(
            PostingSlot(
                self.account(turn.account),
                None if turn.again is None else turn.again * width + self.stories.index(story),
                "" if turn.again is None else turn.how,
            )
            for turns in zip(*(story.turns for story in self.stories), strict=True)
            for story, turn in zip(self.stories, turns, strict=True)
        )

    @cached_property
    def servers(self) -> tuple[str, ...]:
        """The names of the local servers, in the order of their ports."""
        social = self._servers_of(MASTODON)
        return ("front", "sky", "view", *social, *self._servers_of(WEBSITE), "host")

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Keys of `hosting.HOSTED`: what somebody else put up."""
        return tuple(chain.from_iterable(story.links for story in self.stories))

    @cached_property
    def stranger(self) -> Person:
        """Somebody else, whose picture stands where one was taken for another."""
        others = (read_story(key).person for key in (*FIRST[1:], FIRST[0]))
        return next(person for person in others if person != self.people[0])

    @property
    def tag(self) -> tuple[object, ...]:
        """What tells the pictures of this range from those of another, nothing for the first."""
        keys = tuple(person.key for person in self.people)
        return () if (keys, self.level) == (FIRST, 1) else (keys, self.level)

    def person(self, key: str) -> Person:
        """Return the person of that key."""
        return self._told(key).person

    def account(self, key: str) -> AccountSpec:
        """Return the account of that key."""
        return next(known for known in self.accounts if known.key == key)

    def entries(self, person: str) -> tuple[StoryEntry, ...]:
        """Return what a person photographs, in the order in which it repeats."""
        return self._told(person).entries(self.level)

    def stolen(self, spec: AccountSpec) -> tuple[tuple[int, str], ...]:
        """Return what an impostor took: slots of the first cycle, and edits."""
        story = self._told(spec.person)
        place, width = self.stories.index(story), len(self.stories)
        return tuple((taken.turn * width + place, taken.edit) for taken in story.stolen)

    def accounts_of(self, person: Person) -> tuple[AccountSpec, ...]:
        """Return the accounts a person really has."""
        return tuple(
            account
            for account in self.accounts
            if account.person == person.key and account.claim is Claim.MINE
        )

    def linked(self, spec: AccountSpec) -> tuple[AccountSpec, ...]:
        """Return the person's other accounts that an account links to."""
        others = self.accounts_of(self.person(spec.person))
        return tuple(other for other in others if other != spec and not (other.alias or spec.alias))

    def _told(self, key: str) -> Story:
        return next(story for story in self.stories if story.person.key == key)

    def _servers_of(self, platform: str) -> tuple[str, ...]:
        found = (account.server for account in self.accounts if account.platform == platform)
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32)
def cast_of(*keys: str, level: StoryLevel = 1) -> Cast:
    """Return the people of some stories, by default of the first three.

    Raises KeyError where there is no such story, and ValueError where one has no such level.
    """
    if unknown := set(keys) - set(story_keys()):
        raise KeyError(*unknown)
    stories = tuple(read_story(key) for key in keys or FIRST)
    if level > min(story.levels for story in stories):
        raise ValueError(f"no level {level}")
    return Cast(stories, level)
