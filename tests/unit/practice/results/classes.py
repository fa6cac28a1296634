"""Classes of invented learners for the tests."""

from __future__ import annotations

import random
from collections.abc import Sequence

from auditor.practice.results.handed_in import Learner, Paired

TASKS = ("mara-home", "mara-papers", "mara-days", "mara-linked")


def learner(before: int, after: int, right: Sequence[str] = ()) -> Learner:
    return Learner(before, after, frozenset(), frozenset(right))


def anybody(chance: random.Random) -> Learner:
    return Learner(
        chance.randint(0, 8),
        chance.randint(0, 8),
        frozenset(task for task in TASKS if chance.random() < 0.5),
        frozenset(task for task in TASKS if chance.random() < 0.5),
    )


def paired(learners: Sequence[Learner]) -> Paired:
    return Paired("mara", 1, tuple(learners), ())
