"""A vote of a class: the choices, and how many chose each. Who chose what is kept nowhere."""

from __future__ import annotations

import threading

from auditor.dataclass import dataclass

MOST_VOTES = 200
"""A class is smaller; more are not taken."""


@dataclass(frozen=True, slots=True)
class OpenVote:
    """What is voted on now; `number` tells it from those before."""

    number: int
    ask: str
    choices: tuple[str, ...]


class Ballot:
    """One vote at a time, shared by the screen that opens it and the page on which phones vote.

    A voter is a mark that says nothing of them. That it voted is known while the vote is open, so
    that nobody votes twice, and forgotten with its end; what it chose is only counted.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._vote: OpenVote | None = None
        self._counts: list[int] = []
        self._voted: set[str] = set()

    @property
    def vote(self) -> OpenVote | None:
        """What is voted on now, None between two votes."""
        with self._lock:
            return self._vote

    def open(self, ask: str, choices: tuple[str, ...]) -> None:
        """Begin a vote; one that is open already ends."""
        with self._lock:
            self._number += 1
            self._vote = OpenVote(self._number, ask, choices)
            self._counts = [0] * len(choices)
            self._voted.clear()

    def close(self) -> tuple[int, ...]:
        """End the vote and return its counts."""
        with self._lock:
            self._vote = None
            self._voted.clear()
            return tuple(self._counts)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many chose each, of the vote that is open or was the last."""
        with self._lock:
            return tuple(self._counts)

    def voted(self, mark: str) -> bool:
        """Whether this voter has voted in the vote that is open."""
        with self._lock:
            return mark in self._voted

    def cast(self, mark: str, number: int, choice: int) -> bool:
        """Count a choice (from 0) in the vote of that number; False where it is not taken."""
        with self._lock:
            if self._vote is None or self._vote.number != number:
                return False
            if not 0 <= choice < len(self._counts) or mark in self._voted:
                return False
            if len(self._voted) >= MOST_VOTES:
                return False
            self._voted.add(mark)
            self._counts[choice] += 1
            return True
