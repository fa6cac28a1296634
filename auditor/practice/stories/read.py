"""Reads the stories of the range: one file a story, `KEY.toml` in this folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.hosting import hosted
from auditor.practice.stories.rows import (
    PLATFORMS,
    AccountSpec,
    Person,
    PictureRow,
    PostingTurn,
    StolenPicture,
    StoryEntry,
    StoryFile,
    StoryLevel,
)

_FOLDER = "auditor.practice.stories"
_END = ".toml"
_READABLE = {
    "window-view": 1,
    "reflection": 1,
    "cafe-table": 2,
    "street-sign": 1,
    "bus-stop": 3,
    "playground": 0,
    "car": 2,
    "door-plate": 1,
    "shop-front": 1,
    "pet-tag": 1,
    "pass": 2,
    "timetable": 2,
    "parcel": 2,
    "staff": 1,
}
"""How many things a scene needs to be told at least."""


class BrokenStory(ValueError):
    """A file of a story that says something wrong: which, where and what."""


@dataclass(frozen=True, slots=True)
class Story:
    """One invented life as it is told: what its file says, checked.

    `turns` repeat from the first, and so do `pictures`. `stolen` is what the account that pretends
    to be the person took. `links` are keys of `hosting.HOSTED`.
    """

    person: Person
    accounts: tuple[AccountSpec, ...]
    turns: tuple[PostingTurn, ...]
    pictures: tuple[PictureRow, ...]
    stolen: tuple[StolenPicture, ...]
    links: tuple[str, ...]
    levels: StoryLevel

    def entries(self, level: StoryLevel) -> tuple[StoryEntry, ...]:
        """Return what the person photographs at a level."""
        return tuple(_entry(row, level) for row in self.pictures if level in row.levels)


@lru_cache(maxsize=1)
def story_keys() -> tuple[str, ...]:
    """Return the key of every story, in the order of their numbers."""
    names = (file.name for file in files(_FOLDER).iterdir())
    keys = (name.removesuffix(_END) for name in names if name.endswith(_END))
    return tuple(sorted(keys, key=lambda key: read_story(key).person.number))


@lru_cache(maxsize=64)
def read_story(key: str) -> Story:
    """Return the story of a key.

    Raises FileNotFoundError where there is none, and BrokenStory on a broken file.
    """
    return parse_story(files(_FOLDER).joinpath(key + _END).read_bytes(), key)


def parse_story(data: bytes, key: str) -> Story:
    """Return the story that a file tells. Raises BrokenStory with the file's name and the row."""
    try:
        said = msgspec.toml.decode(data, type=StoryFile)
    except msgspec.DecodeError as error:  # of TOML too, and of values that are not allowed
        raise BrokenStory(f"{key}{_END}: {error}") from error
    for wrong in _wrong(said, key):
        raise BrokenStory(f"{key}{_END}: {wrong}")
    person = msgspec.structs.replace(said.person, number=said.number)
    accounts = tuple(msgspec.structs.replace(row, person=person.key) for row in said.accounts)
    return Story(person, accounts, said.turns, said.pictures, said.stolen, said.links, said.levels)


def _entry(row: PictureRow, level: StoryLevel) -> StoryEntry:
    if level == 1:
        return StoryEntry(row.scene, row.place, row.marks, row.caption, row.alt, row.file, row.says)
    caption = row.plain_caption or row.caption
    return StoryEntry(row.scene, row.place, "", caption, row.plain_alt, row.plain_file, row.says)


def _wrong(said: StoryFile, key: str) -> Iterator[str]:
    """Yield what no row alone can tell: names of what is not there, and rows that do not fit."""
    if said.person.key != key:
        yield f"person.key is {said.person.key!r}, the file is called {key!r}"
    if "away" not in said.person.places:
        yield "person.places has no 'away', where the profile's pictures were taken"
    yield from _wrong_accounts(said)
    yield from _wrong_turns(said)
    yield from _wrong_pictures(said)
    for level in range(1, said.levels + 1):
        if not any(level in row.levels for row in said.pictures):
            yield f"levels: there is no picture at level {level}"
    for number, link in enumerate(said.links):
        if hosted(link) is None:
            yield f"links[{number}]: the host has no link {link!r}"


def _wrong_pictures(said: StoryFile) -> Iterator[str]:
    for number, row in enumerate(said.pictures):
        at = f"pictures[{number}]"
        if row.place not in said.person.places:
            yield f"{at}.place: {row.place!r} is no place of the person"
        if len(set(row.marks)) != len(row.marks):
            yield f"{at}.marks: {row.marks!r} says a thing twice"
        if "s" in row.marks and not said.person.camera.serial:
            yield f"{at}.marks: 's', but the camera has no serial number"
        if row.scene in _READABLE and len(row.says) < _READABLE[row.scene]:
            yield f"{at}.says: {row.scene!r} has {_READABLE[row.scene]} things to read"
        if row.says and row.scene not in _READABLE:
            yield f"{at}.says: nothing is to be read in {row.scene!r}"


def _wrong_accounts(said: StoryFile) -> Iterator[str]:
    keys = [row.key for row in said.accounts]
    for number, row in enumerate(said.accounts):
        at = f"accounts[{number}]"
        if keys.index(row.key) != number:
            yield f"{at}.key: {row.key!r} stands twice"
        if row.platform not in PLATFORMS:
            yield f"{at}.platform: the range has no {row.platform!r}"
        if row.person:
            yield f"{at}.person: the file is of one person"
        if row.claim not in {Claim.MINE, Claim.IMPOSTOR}:
            yield f"{at}.claim: {row.claim.value!r} is neither the person's nor an impostor's"
    copied = any(row.claim is Claim.IMPOSTOR for row in said.accounts)
    if copied != bool(said.stolen):
        yield "stolen: there are such pictures if, and only if, an account is an impostor's"


def _wrong_turns(said: StoryFile) -> Iterator[str]:
    mine = {row.key for row in said.accounts if row.claim is Claim.MINE}
    for number, turn in enumerate(said.turns):
        at = f"turns[{number}]"
        if turn.account not in mine:
            yield f"{at}.account: {turn.account!r} is no account of the person"
        if turn.again is not None and not _is_first(said, turn.again):
            yield f"{at}.again: turn {turn.again} has no picture of its own"
    if idle := mine - {turn.account for turn in said.turns}:
        yield f"turns: nothing is ever posted to {', '.join(sorted(idle))}"
    for number, taken in enumerate(said.stolen):
        if not _is_first(said, taken.turn):
            yield f"stolen[{number}].turn: turn {taken.turn} has no picture of its own"


def _is_first(said: StoryFile, turn: int) -> bool:
    """Whether a new picture is posted in a turn."""
    return 0 <= turn < len(said.turns) and said.turns[turn].again is None
