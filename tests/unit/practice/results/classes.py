"""Classes of invented learners for the tests."""

from __future__ import annotations

import random
from collections.abc import Sequence

from auditor.practice.results.handed_in import Paired, PairedLearner

TASKS = ("mara-home", "mara-papers", "mara-days", "mara-linked")


def learner(before: int, after: int, right: Sequence[str] = ()) -> PairedLearner:
    return PairedLearner(before, after, frozenset(), frozenset(right))


def anybody(chance: random.Random) -> PairedLearner:
    return PairedLearner(
        chance.randint(0, 8),
        chance.randint(0, 8),
        frozenset(task for task in TASKS if chance.random() < 0.5),
        frozenset(task for task in TASKS if chance.random() < 0.5),
    )


def paired(learners: Sequence[PairedLearner]) -> Paired:
    return Paired("mara", 1, tuple(learners), ())
