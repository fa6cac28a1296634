"""Archives and their import without files and without a vault."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.domain.account import Account, Claim, Profile
from auditor.domain.archives.archive import (
    ArchiveCounts,
    ArchiveEntry,
    ArchiveFilm,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
    Held,
    HeldKind,
    Imported,
    NotOwn,
    PublicAnswers,
)
from auditor.domain.archives.capture import PageSeen
from auditor.domain.outcome import Fetched
from auditor.engine.imports.book import Claimed, Imports, looked_into
from auditor.engine.scan.events import AccountEnded, AccountProgress, ScanEvent, ScanStarted
from auditor.errors import ReaderError, UsageError
from auditor.ports import AccountArchive
from auditor.tui.base.desk import OpenedArchives

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession

MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLACE = Path("/home/maja/Downloads/kitchen.zip")


@dataclass
class FakeArchive:
    """An archive of two years and an album."""

    handle: str = "majalindgren"
    word: str | None = None
    platform: str = "instagram"
    title: str = "Instagram"
    format: str = "instagram"
    made_at: datetime | None = MADE
    notes: Sequence[str] = ()
    held: Sequence[Held] = (Held(HeldKind.LOG_IN, 3),)
    serves_files: bool = False
    may_end_early: bool = False
    parts_known: bool = True
    fingerprint: str = "f"
    page: PageSeen | None = None
    profile: Profile = field(default_factory=Profile)
    closed: bool = False

    @property
    def identity(self) -> ArchiveIdentity:
        return ArchiveIdentity(self.handle)

    def entries(self) -> Iterator[ArchiveEntry]:
        for number in range(6):
            yield ArchiveItem(
                f"k{number}",
                f"m{number}.jpg",
                posted_at=datetime(2023 + number % 2, 1, 1 + number, tzinfo=UTC),
                album=(self.word or "Midsummer") if number < 2 else "",
            )
        yield NotOwn(2)
        yield ArchiveFilm()
        yield EntryLeftOut(self.word or "IMG_2024.jpg", "its file is in none of the parts")

    def stamp(self, member: str) -> str | None:
        return member

    def close(self) -> None:
        self.closed = True

    def read(self, member: str, most: int) -> bytes:
        raise ReaderError("nothing is read here")


def opened(typed: Sequence[str]) -> OpenedArchives:
    """Open what was typed; a name with `nothing` in it is no archive."""
    if any("nothing" in text for text in typed):
        raise UsageError(
            "This is no export of a platform that this program knows (1 files).",
            "'auditor sources' lists the formats. Name the zip as it was downloaded.",
        )
    return OpenedArchives((PLACE,) * len(typed), (FakeArchive(),))


class FakeImports(Imports):
    """Takes in what it is given, for the account that was claimed. `hold` keeps it reading."""

    def __init__(self, session: FakeSession, word: str | None) -> None:
        self._session = session
        self._word = word
        self.hold: asyncio.Event | None = None
        self.brought: list[tuple[str, PublicAnswers]] = []

    def _spoiled(self, archive: AccountArchive) -> AccountArchive:
        if self._word is None or not isinstance(archive, FakeArchive):
            return archive
        return replace(archive, word=self._word)

    async def survey(self, archive: AccountArchive, answers: PublicAnswers) -> ArchiveCounts:
        counts = ArchiveCounts()
        for entry in self._spoiled(archive).entries():
            counts.take(entry, answers)
        return counts

    async def unclaimed(self, archive: AccountArchive, claimed: Claimed) -> bool:
        account = self._account(claimed)
        return account is None or account.claim is not Claim.MINE

    async def account_of(self, archive: AccountArchive, claimed: Claimed) -> Account | None:
        account = self._account(claimed)
        if account is not None and account.claim is Claim.MINE:
            return account
        if not claimed.again:
            return None
        if claimed.again != archive.identity.handle:
            raise UsageError("That is not the name of the account.", "")
        return account or self._session._accounts[0]

    def _account(self, claimed: Claimed) -> Account | None:
        known = self._session._accounts
        return next((account for account in known if account.id == claimed.account), None)

    async def earlier(self, account: Account | None) -> PublicAnswers:
        return PublicAnswers()

    async def bring(
        self,
        archive: AccountArchive,
        account: Account,
        answers: PublicAnswers,
        on_event: Callable[[ScanEvent], None] | None = None,
    ) -> Imported:
        self.brought.append((account.id, answers))
        take = on_event or (lambda _event: None)
        take(ScanStarted(1, (account.id,), resumed=False))
        take(AccountProgress(account.id, 6, 3, 0, listing_done=True))
        if self.hold is not None:
            await self.hold.wait()
        take(AccountEnded(account.id, Fetched()))
        counts = await self.survey(archive, answers)
        return replace(
            looked_into(archive, counts),
            account=account.id,
            compared=dict(Counter(new=6, gone=0, changed=0, untold=0)),
        )
