"""From invented accounts outward: one link, one site that has the name, one that could not tell."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.outside.discovery import (
    AccountCandidate,
    CandidateSign,
    Discovered,
    SiteList,
    UnknownSite,
    WhyUnknown,
)
from auditor.domain.outside.own_records import Certainty
from auditor.domain.views import AccountState
from auditor.engine.discovery.outward import Discovery, Start
from auditor.ports import Consent, Outgoing, OutgoingRequest

LINKED = "https://photos.example/maja"
FOUND = "https://forum.example/maja"


class FakeDiscovery(Discovery):
    """With `word`, it takes the place of every text that others wrote."""

    def __init__(
        self, calls: list[str], states: Sequence[AccountState], word: str | None = None
    ) -> None:
        self.calls = calls
        self.states = tuple(states)
        self.word = word

    async def starting_point(self, typed: Sequence[str] = ()) -> Start:
        del typed
        if not self.states:
            return Start((), ())
        mine = self.states[0]
        return Start((mine,), ("maja",), left_out=(f"{self.states[1].account.id}: not proven",))

    def links(self, start: Start) -> tuple[AccountCandidate, ...]:
        if not start.accounts:
            return ()
        url = self.word or LINKED
        return (AccountCandidate(url, url, Certainty.LOW, (CandidateSign.LINKED_FROM,)),)

    def outgoing(
        self, start: Start, links: Sequence[AccountCandidate], listed: SiteList | None
    ) -> tuple[Outgoing, ...]:
        if not links:
            return ()
        asked = [OutgoingRequest("GET", "photos.example", "/maja")]
        if listed is not None:
            asked.append(OutgoingRequest("GET", "forum.example", "/maja"))
        return (Outgoing("links", "", "These pages are read once.", (), tuple(asked)),)

    async def ask(
        self,
        start: Start,
        links: Sequence[AccountCandidate],
        listed: SiteList | None,
        consents: Sequence[Consent],
        timeout_s: float,
    ) -> Discovered:
        self.calls.append(f"discover {sum(len(each.shown.requests) for each in consents)}")
        if listed is None:
            return Discovered(tuple(links))
        name = AccountCandidate("Forum", FOUND, Certainty.LOW, (CandidateSign.SAME_NAME,))
        unknown = UnknownSite("Shut", "https://shut.example/maja", WhyUnknown.BLOCKED)
        return Discovered((*links, name), (unknown,), 3, 5)
