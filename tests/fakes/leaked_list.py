"""A list of leaked passwords as large as the real one, of which only what a search meets is made.

Its hashes lie evenly, so where each line stands can be worked out. What a search of these lines
reads is written down first; the file holds that and is hollow elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.readers.passwords.sorted_file import SortedFile

TWENTY_GB = 20_000_000_000


@dataclass
class EvenList:
    """Lines `HASH:COUNT`, whose hashes are a step apart; `leaked` stand in it with their counts.

    A leaked hash takes the place of the line nearest below it. Counts have as many digits as fit.
    """

    size: int = TWENTY_GB
    length: int = 40
    ends: bytes = b"\r\n"
    digits: int = 3
    leaked: Mapping[str, int] = field(default_factory=dict)
    met: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line = self.length + 1 + self.digits + len(self.ends)
        self.lines = self.size // self.line
        self.size = self.lines * self.line
        self.step = 16**self.length // self.lines
        self.moved = {int(digest, 16) // self.step: digest for digest in self.leaked}

    def row(self, number: int) -> bytes:
        digest = self.moved.get(number, f"{number * self.step:0{self.length}X}")
        count = self.leaked.get(digest, 7)
        return f"{digest}:{count:0{self.digits}d}".encode() + self.ends

    def read(self, place: int, count: int) -> bytes:
        self.met.append((place, count))
        first, last = place // self.line, min(self.lines, (place + count) // self.line + 1)
        start = place - first * self.line
        return b"".join(self.row(number) for number in range(first, last))[start : start + count]

    def pieces(self, digests: Iterable[str]) -> Iterator[tuple[int, bytes]]:
        """Yield what a search for these hashes reads, and where that stands."""
        self.met.clear()
        known = SortedFile(self.read, self.size)
        for digest in digests:
            known.about(digest)
        for place, count in tuple(self.met):
            yield place, self.read(place, count)

    def write(self, path: Path, digests: Iterable[str]) -> None:
        """Write a hollow file in which these hashes can be searched for."""
        with path.open("wb") as file:
            file.truncate(self.size)
            for place, piece in self.pieces(digests):
                file.seek(place)
                file.write(piece)
