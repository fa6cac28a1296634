"""What is happening to the user, as far as law and services go.

The words are in law-situations.toml.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance import FOLDER
from auditor.guidance.help import help_now
from auditor.guidance.help.help_now import Service


class Situation(StrEnum):
    """The keys of `auditor law --situation`; they are stable."""

    IN_DANGER = "in-danger"
    THREATENED = "threatened"
    EXTORTION = "extortion"
    IMAGE_ONLINE = "image-online"
    LIKENESS_USED = "likeness-used"
    TRAINING_SET = "training-set"
    IMPOSTOR = "impostor"
    UNDER_18 = "under-18"
    DELETE_DATA = "delete-data"


THREATS_FIRST = frozenset(
    {Situation.IN_DANGER, Situation.THREATENED, Situation.EXTORTION, Situation.UNDER_18}
)
"""Situations of people who are threatened, or may be: rules on threats stand in front."""
OF_IMAGES = frozenset({*THREATS_FIRST, Situation.IMAGE_ONLINE})
"""Situations in which an intimate image is shared, or may be."""
OF_CRIMES = frozenset({*OF_IMAGES, Situation.IMPOSTOR}) - {Situation.UNDER_18}
"""Situations in which somebody may have committed a crime against an adult."""


ALIASES = {
    "sextortion": Situation.EXTORTION,
    "blackmail": Situation.EXTORTION,
    "nudes": Situation.UNDER_18,
    "minor": Situation.UNDER_18,
}
"""Words that people type for a situation."""


def key_of(word: str) -> str:
    """Return the key that a word means, the word itself where it means none."""
    return ALIASES.get(word.strip().casefold(), word)


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a situation: `title` and `text` are English keys of the catalogue.

    Its steps and services are those of the same key in `help_now`.
    """

    key: Situation
    title: str
    text: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    situation: tuple[About, ...]


@lru_cache(maxsize=1)
def _read_all() -> dict[Situation, About]:
    read = msgspec.toml.decode(FOLDER.joinpath("law-situations.toml").read_bytes(), type=_File)
    return {entry.key: entry for entry in read.situation}


def about(situation: Situation) -> About:
    """Return what is said of a situation. Raises msgspec.ValidationError on a broken file."""
    return _read_all()[situation]


def steps(situation: Situation) -> tuple[str, ...]:
    """Return what to do first, as English keys."""
    return next(known.steps for known in help_now.situations() if known.key == situation)


def channels(where: str, situation: Situation | None) -> tuple[Service, ...]:
    """Return who can help or remove, near and worldwide, in the order in which they matter.

    Without a situation the worldwide ones.

    Those of low confidence are among them.
    """
    if situation is None:
        return help_now.of_kinds("", help_now.ALL_KINDS)
    return help_now.services(where, situation, low_confidence=True)
