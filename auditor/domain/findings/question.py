"""The eight questions: what a stranger could do with what is public of somebody."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class QuestionId(StrEnum):
    """A question, the gravest first; lists keep this order. The value is used in JSON."""

    HOME = "home"  # find where somebody lives, works or learns
    DAYS = "days"  # know when somebody is out or away
    PAPERS = "papers"  # use papers, numbers or keys
    NAME = "name"  # learn a name that the profile does not show
    LINKED = "linked"  # tell that accounts are one person
    LIKENESS = "likeness"  # make a fake of somebody, or train a model
    COLLECTED = "collected"  # collect the photos
    USED = "used"  # use the pictures already


class Degree(IntEnum):
    """How far a piece of evidence answers its question; ordered."""

    PARTLY = 1
    YES = 2
