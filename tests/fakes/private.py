"""A private hash list without a vault: two entries, and one photo that may be one of them."""

from __future__ import annotations

from collections import Counter

from auditor.domain.private import PrivateEntry, PrivateHit, PrivateKind, PrivateMatch
from auditor.engine.private import PrivateList
from auditor.errors import ReaderError
from tests.fakes import people

MATCHING = f"p{1:016x}"


class FakePrivate(PrivateList):
    """`added` holds what was put on the list; bytes that begin with "broken" cannot be read."""

    def __init__(self, word: str | None = None, *, empty: bool = False) -> None:
        labels = () if empty else (word or "blue", word or "party")
        self._entries = [
            PrivateEntry(f"{index:08x}", label, PrivateKind.PICTURE, people.NOW)
            for index, label in enumerate(labels)
        ]
        self._empty = empty
        self.older = 0
        self.added: list[bytes] = []
        self.shown: list[str] = []

    async def entries(self) -> tuple[PrivateEntry, ...]:
        return tuple(self._entries)

    async def outdated(self) -> Counter[PrivateKind]:
        return Counter({PrivateKind.PICTURE: self.older} if self.older else {})

    async def add(self, data: bytes, label: str = "") -> tuple[PrivateEntry, bool, bool]:
        if data.startswith(b"broken"):
            raise ReaderError("truncated")
        self.added.append(data)
        entry = PrivateEntry(
            f"{len(self._entries):08x}", label or "picture 3", PrivateKind.PICTURE, people.NOW
        )
        self._entries.append(entry)
        return entry, True, True

    async def remove(self, entry: str) -> None:
        self._entries = [kept for kept in self._entries if kept.id != entry]

    async def matches(self, photo: str | None = None) -> tuple[PrivateMatch, ...]:
        if not self._entries or self._empty or photo not in {None, MATCHING}:
            return ()
        entry = self._entries[0]
        hit = PrivateHit(entry.id, 12, "mirrored", confirmed=True, quality=90, private_quality=90)
        return (
            PrivateMatch(
                MATCHING,
                people.ACCOUNTS[0].id,
                "https://social.example/1",
                entry.label,
                hit,
                people.NOW,
            ),
        )

    async def blurred(self, photo: str) -> bytes:
        self.shown.append(photo)
        return people.thumbnail(1)
