"""Reported links without a vault: four of them, in states that look different on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

from auditor.domain.outside.history import with_look
from auditor.domain.outside.reported import (
    NO_REPORT,
    LinkState,
    Report,
    ReportChannel,
    ReportedKind,
    ReportedLink,
)
from auditor.engine.dependencies import Rooms
from auditor.engine.outside.reported import LOOKUP, ReportedEntry, ReportedLinks
from auditor.ports import Consent, Outgoing
from tests.fakes.people import NOW

HOST = "pictures.example"
INTIMATE = ReportedKind.INTIMATE


def links(word: str | None = None) -> tuple[ReportedLink, ...]:
    """Return one with a clock that runs, one whose clock ran out, one gone, one under 18.

    `word` takes the place of every text that others wrote.
    """
    url = word or f"https://{HOST}/v/maja-lindgren"
    runs = ReportedLink(
        "a0000001",
        url,
        NOW - timedelta(days=1),
        True,
        Report(word or "Pictures Ltd", NOW - timedelta(hours=43), channel=ReportChannel.FORM),
        "US",
        INTIMATE,
        True,
    )
    late = replace(
        runs, id="a0000002", url=f"{url}/2", report=replace(runs.report, on=NOW - timedelta(days=5))
    )
    late = with_look(late, NOW - timedelta(days=4), LinkState.STILL_THERE, word or "it is there")
    late = with_look(late, NOW - timedelta(days=1), LinkState.STILL_THERE, word or "it is there")
    gone = replace(late, id="a0000003", url=f"{url}/3", history=())
    for hours in (9, 7):
        gone = with_look(
            gone, NOW - timedelta(hours=hours), LinkState.GONE, word or "no such thing", absent=True
        )
    minor = ReportedLink("a0000004", f"{url}/4", NOW - timedelta(days=1), False)
    return runs, late, gone, minor


class _Rooms:
    """A clock that stands still."""

    @property
    def clock(self) -> _Rooms:
        return self

    def now(self) -> datetime:
        return NOW


class FakeReported(ReportedLinks):
    """Answers of the real one on links in memory; a look finds every link as `finds` says.

    Dates are not told at the start until that is switched on.
    """

    def __init__(self, calls: list[str], word: str | None = None, *, empty: bool = False) -> None:
        self._rooms = cast(Rooms, _Rooms())
        self._zone = UTC
        self._calls = calls
        self._known = {} if empty else {link.id: link for link in links(word)}
        self._tells = False
        self.finds = LinkState.STILL_THERE

    async def _links(self) -> dict[str, ReportedLink]:
        return dict(self._known)

    async def _keep(self, link: ReportedLink) -> ReportedEntry:
        self._known[link.id] = link
        return self._entry(link)

    async def add(
        self,
        url: str,
        *,
        adult: bool,
        report: Report = NO_REPORT,
        where: str = "",
        kind: ReportedKind = ReportedKind.OTHER,
        complete: bool = False,
    ) -> ReportedEntry:
        self._calls.append(f"add_reported {adult}")
        made = ReportedLink(f"a{len(self._known) + 1:07x}", url, NOW, adult)
        if adult:
            made = replace(made, report=report, where=where, kind=kind, complete=complete)
        return await self._keep(made)

    async def outgoing(self, ids: Sequence[str] | None = None) -> tuple[Outgoing, ...]:
        urls = tuple(link.url for link in await self._to_look_at(ids))
        return (Outgoing(LOOKUP, HOST, "Asked for.", urls),) if urls else ()

    async def check(
        self, ids: Sequence[str] | None = None, consents: Iterable[Consent] = ()
    ) -> tuple[ReportedEntry, ...]:
        agreed = {url for consent in consents for url in consent.items_for(LOOKUP)}
        self._calls.append("check_reported")
        chosen = [link for link in await self._to_look_at(ids) if link.url in agreed]
        return tuple(
            [await self._keep(with_look(link, NOW, self.finds, "as said")) for link in chosen]
        )

    async def done(self, id_: str) -> ReportedEntry:
        self._calls.append(f"close_reported {id_}")
        return await self._keep(replace(self._known[id_], done_at=NOW))

    async def reopen(self, id_: str) -> ReportedEntry:
        self._calls.append(f"reopen_reported {id_}")
        return await self._keep(replace(self._known[id_], done_at=None))

    async def tells_at_start(self) -> bool:
        return self._tells

    async def tell_at_start(self, *, on: bool) -> None:
        self._tells = on
