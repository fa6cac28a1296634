"""Copies in web archives of invented people: one archive has some, the other was not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import Captured, CopiesLook, CopyKind, WebArchive, WebCopy
from auditor.engine.outside.own_addresses import OwnAddresses
from auditor.engine.outside.web_copies import ArchiveState, CopiesPlan, WebCopies
from auditor.ports import Consent, Outgoing
from auditor.services.web_archives.wayback import WaybackCaptures
from tests.fakes.people import ACCOUNTS, NOW

ADDRESS = "https://maja.example/*"


class FakeWebCopies(WebCopies):
    """With `word`, it takes the place of every text that others wrote."""

    def __init__(self, calls: list[str], word: str | None, *, empty: bool = False) -> None:
        object.__setattr__(self, "calls", calls)
        object.__setattr__(self, "word", word)
        object.__setattr__(self, "empty", empty)

    calls: list[str]
    word: str | None
    empty: bool

    async def known(self) -> tuple[ArchiveState, ...]:
        unasked = ArchiveState(WebArchive.COMMON_CRAWL, Archive.NOT_ASKED)
        if self.empty:
            return ArchiveState(WebArchive.WAYBACK, Archive.NOT_ASKED), unasked
        copies = tuple(
            WebCopy(
                Captured(
                    self.word or f"https://maja.example/{name}",
                    kind,
                    3,
                    NOW - timedelta(days=900),
                    NOW,
                    self.word or f"https://web.archive.org/web/1/https://maja.example/{name}",
                ),
                taken_down=name == "kitchen.jpg",
            )
            for name, kind in (("kitchen.jpg", CopyKind.PICTURE), ("about", CopyKind.PAGE))
        )
        reason = self.word or "only the first 30000 captures were read"
        look = CopiesLook(
            ACCOUNTS[0].id, WebArchive.WAYBACK, ADDRESS, NOW, Archive.FOUND, copies, reason
        )
        return ArchiveState(WebArchive.WAYBACK, Archive.FOUND, (look,), reason), unasked

    async def plan(self, ids: Sequence[str] = (), *, again: bool = False) -> CopiesPlan:
        self.calls.append("copies plan")
        outgoing = WaybackCaptures("https://web.archive.org").outgoing(
            [] if self.empty else [self.word or ADDRESS]
        )
        left_out = (f"{ACCOUNTS[1].id}: not proven to be yours",)
        own = OwnAddresses(ACCOUNTS[0], list(outgoing.items))
        return CopiesPlan({WebArchive.WAYBACK: outgoing}, (own,), left_out)

    async def ask(
        self,
        plan: CopiesPlan,
        consents: Sequence[Consent],
        on_answer: Callable[[CopiesLook], None] | None = None,
    ) -> tuple[Outgoing, ...]:
        self.calls.append(f"copies ask {sum(len(each.shown.items) for each in consents)}")
        (look, *_rest) = (look for told in await self.known() for look in told.looks)
        if on_answer is not None:
            on_answer(look)
        return tuple(consent.shown for consent in consents)
