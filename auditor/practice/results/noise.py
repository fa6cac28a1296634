"""Chance that is added to sums of a class, and how much it hides: discrete Gaussian noise.

A sum of whole numbers is told with a whole number added that was drawn once, from a source that
nobody can look into, and then forgotten. How far two classes that differ by one person can be told
apart is a number, worked out here from what the sums hold, and held by a test.
"""

from __future__ import annotations

import math
import secrets
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

MOST_TOLD = 0.25
"""The most by which a merge raises the share of right guesses about one person, times two.

Half of it above an even chance: 62.5 of 100 guesses right in place of 50. A judgement.
"""
NOT_SEEN_SIGMA = 23.0
"""Standard deviation of what is added to a sum of numbers from 0 to 8."""
TASK_SIGMA = 3.52
"""The same for one task alone; of several it grows with the root of their number."""
_SCALE = 1 << 60
"""The finest share that is drawn: a number rarer than that never comes."""

Draw = Callable[[int], int]
"""Returns a whole number from 0 to below what is given, all alike."""


def task_sigma(tasks: int) -> float:
    """Return the standard deviation for each task where there are so many."""
    return TASK_SIGMA * math.sqrt(max(1, tasks))


def drawn(sigma: float, draw: Draw = secrets.randbelow) -> int:
    """Return a whole number of the discrete Gaussian distribution around 0."""
    numbers, ends = _table(sigma)
    return numbers[bisect_right(ends, draw(ends[-1]))]


def weights(sigma: float) -> dict[int, int]:
    """Return how often each number is drawn, beside the others."""
    made: dict[int, int] = {}
    number = 0
    while weight := int(_SCALE * math.exp(-(number**2) / (2 * sigma**2))):
        made[number] = made[-number] = weight
        number += 1
    return dict(sorted(made.items()))


@lru_cache(maxsize=128)
def _table(sigma: float) -> tuple[tuple[int, ...], tuple[int, ...]]:
    known = weights(sigma)
    return tuple(known), tuple(accumulate(known.values()))


def told_by(merges: int, tasks: int) -> float:
    """Return the most that several merges of the same person tell about them, between 0 and 1.

    It is the advantage of the best guess over an even chance, times two, by the normal
    distribution that the noise follows. `tasks`: how many there are.
    """
    spent = 2 * (8 / NOT_SEEN_SIGMA) ** 2 + (2 * tasks / task_sigma(tasks) ** 2 if tasks else 0)
    return math.erf(math.sqrt(merges * spent) / (2 * math.sqrt(2)))
