"""The rows of a pack: what a trainer says, asks and hands out in so many minutes.

The people of a pack are invented: its story is one of the practice range.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

PackWords: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
PackSign: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,8}$")]
RevealedPanel: TypeAlias = Literal["answers", "plan", "replay"]
"""What the facilitator's view shows once it is revealed: answers, plan, before and after."""
PACK_PHOTOS = 24
"""How many photos the person of a class has: with them papers can be closed in five minutes."""
SLICE = 5
"""Minutes: every part of a pack takes so many, or a multiple."""


class PackRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a file: a field that nobody knows is an error."""


class ClassQuestion(PackRow, frozen=True):
    """A question to the class. With `choices` it is voted on, without it is talked about.

    Right is the choice of the number `right`, from 1; or, with `up_to`, the first choice whose
    number is not below what the story's own answers count as seen. `because` is said with it.
    """

    ask: PackWords
    choices: tuple[PackWords, ...] = ()
    right: int = 0
    up_to: tuple[int, ...] = ()
    because: str = ""


class PackSection(PackRow, frozen=True):
    """A part of the time line. `sign` stands on the screen in large letters.

    `does` is what the trainer does, `words` what they say, paragraph by paragraph. `tasks` are ids.
    """

    minutes: Annotated[int, msgspec.Meta(ge=SLICE, multiple_of=SLICE)]
    sign: PackSign
    title: PackWords
    does: tuple[PackWords, ...]
    words: Annotated[tuple[PackWords, ...], msgspec.Meta(min_length=1)]
    questions: tuple[ClassQuestion, ...] = ()
    tasks: tuple[str, ...] = ()
    shows: RevealedPanel = "answers"


class ClassTrouble(PackRow, frozen=True):
    """What goes wrong in a class, and what then."""

    what: PackWords
    then: PackWords


class HandoutPart(PackRow, frozen=True):
    """A piece of the page that learners take home."""

    title: PackWords
    items: Annotated[tuple[PackWords, ...], msgspec.Meta(min_length=1)]


class Disclosure(PackRow, frozen=True):
    """What to say when somebody tells of harm. `blanks` are filled in before the class."""

    before: tuple[PackWords, ...]
    words: tuple[PackWords, ...]
    never: tuple[PackWords, ...]
    minors: tuple[PackWords, ...]
    blanks: tuple[PackWords, ...]


class CommonFile(PackRow, frozen=True):
    """What is the same in every pack."""

    not_in_the_room: tuple[PackWords, ...]
    opt_outs: tuple[PackWords, ...]
    disclosure: Disclosure
    troubles: tuple[ClassTrouble, ...]


class PackFile(PackRow, frozen=True):
    """The file of a pack, as it is written; `packs.read` checks what no row alone can tell."""

    minutes: int
    title: PackWords
    story: str
    level: int
    aim: PackWords
    outcomes: tuple[PackWords, PackWords]
    audience: PackWords
    kit: tuple[PackWords, ...]
    sections: tuple[PackSection, ...]
    handout: tuple[HandoutPart, ...]
    follow_up: tuple[PackWords, PackWords, PackWords]
    again: PackWords
    not_in_the_room: tuple[PackWords, ...] = ()
    troubles: tuple[ClassTrouble, ...] = ()
