"""Which pictures belong to which part of a test, and when the last part is due.

Three disjoint sets of equal make; which set is which part, and the order in it, follow from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import permutations

from auditor.awareness.manifest import TestPicture

DELAY_DAYS = 14


class TestPart(StrEnum):
    """Before the lessons, right after them, and after some time."""

    __test__ = False

    PRE = "pre"
    POST = "post"
    DELAYED = "delayed"


def pictures_of(pictures: Sequence[TestPicture], part: TestPart, seed: int) -> list[TestPicture]:
    """Return the pictures of a part in the order in which they are shown.

    Each part has as many real and as many fake ones as each other part, and in each pair of
    pictures shown one after the other one is real and one is fake as far as both last.
    """
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    place = permutations(range(3))
    turn = list(place)[seed % 6][list(TestPart).index(part)]
    sets: dict[str, list[TestPicture]] = {}
    for label in ("real", "fake"):
        same = sorted(
            (picture for picture in pictures if picture.label == label),
            key=lambda picture: (picture.kind, picture.file),
        )
        each = len(same) // 3
        thirds: list[list[TestPicture]] = [[], [], []]
        for start in range(0, each * 3, 3):
            three = same[start : start + 3]
            chance.shuffle(three)
            for third, picture in zip(thirds, three, strict=True):
                third.append(picture)
        sets[label] = thirds[turn]
        chance.shuffle(sets[label])
    shown: list[TestPicture] = []
    for number in range(max(map(len, sets.values()))):
        pair = [found[number] for found in sets.values() if number < len(found)]
        chance.shuffle(pair)
        shown += pair
    return shown


def turned(count: int, seed: int, item: str) -> list[int]:
    """Return 0 to `count` - 1 in an order of this seed and picture, for choices that are offered.

    So that no place in a list of choices is the right one.
    """
    order = list(range(count))
    random.Random(f"{seed} {item}").shuffle(order)  # noqa: S311 - an order, not a secret
    return order


def due(finished: datetime, days: int = DELAY_DAYS) -> datetime:
    """Return when the delayed part of a test may be taken, `finished` being the end of post."""
    return finished + timedelta(days=days)
