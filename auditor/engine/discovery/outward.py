"""What the faces may ask: which names may be looked for, and what proven accounts lead to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim, ProofMethod
from auditor.domain.outside.discovery import (
    AccountCandidate,
    CandidateSign,
    ControlNames,
    Discovered,
    SiteList,
    SiteMarks,
    UnknownSite,
    plain_address,
)
from auditor.domain.outside.own_records import Certainty
from auditor.domain.views import AccountState
from auditor.engine.dependencies import Rooms
from auditor.engine.discovery.asking import NameAsking, address_for, page_for
from auditor.engine.discovery.own_links import own_links, plain_links
from auditor.errors import NetworkError, UsageError
from auditor.messages import _, ngettext
from auditor.ports import Answer, Consent, Outgoing, OutgoingRequest, Recognised

LOOKUP = "account-sites"
_BY_TOKEN = frozenset({ProofMethod.SITE_FILE, ProofMethod.CREDENTIAL, ProofMethod.BIO})
_LEAST_AGE = timedelta(days=7)
"""So long the proof has to stand: whoever makes an account to look for its name has to wait."""
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9_-])?")
_MAIL = re.compile(r"[^\s@/:]+@[^\s@/]+\.[^\s@/]+")
MOST_LINKS = 40
"""Pages of links that are read in one run."""
_MOST_BYTES = 1 << 20
_OWN_PAGES = "own-pages"
_PURPOSE_OWN = "discover: which profiles does this page link to"
_PURPOSE = "discover: does this page link back"


@dataclass(frozen=True, slots=True)
class Start:
    """From where it is looked: proven accounts, and the names that may be asked about.

    `known` are the addresses on the list of accounts, as they are compared: those kept apart
    too, which nothing may tie to the others. `pages` are proven pages of one's own. `left_out` are
    sentences on what is not asked, and why.
    """

    accounts: tuple[AccountState, ...]
    names: tuple[str, ...]
    known: frozenset[str] = frozenset()
    pages: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Discovery:
    """From proven accounts outward.

    `unsupported` tells accounts on platforms that no source reads (`accounts.recognise`).
    """

    def __init__(self, rooms: Rooms, unsupported: Callable[[str], Recognised | None]) -> None:
        self._rooms = rooms
        self._unsupported = unsupported

    async def starting_point(self, typed: Sequence[str] = ()) -> Start:
        """Return from where it is looked; of what was `typed` (names, addresses) only that.

        Raises UsageError where that is an e-mail address or stands on no proven account.
        """
        states = await self._rooms.vault.account_states()
        mine = [state for state in states if state.account.claim is Claim.MINE]
        proven = [state for state in mine if state.account.ties and not state.account.keep_apart]
        known = frozenset(plain_address(state.account.url) for state in states)
        names: dict[str, None] = {}
        left_out = []
        for state in mine:
            why = self._why_not(state.account)
            if why:
                left_out.append(f"{state.account.id}: {why}")
            else:
                names.update(dict.fromkeys(_names_of(state.account)))
        start = Start(tuple(proven), tuple(names), known, left_out=tuple(left_out))
        if typed:
            start = replace(_of_typed(typed, proven, names), known=known)
        own = [
            state.account.url
            for state in start.accounts
            if self._rooms.traits(state.account.platform).own_site
            and state.account.url.startswith(("http://", "https://"))
        ]
        return replace(start, pages=tuple(own[:MOST_LINKS]))

    def _why_not(self, account: Account) -> str:
        """Return why the name of an account is not asked about; "" where it may be."""
        if account.keep_apart:
            return _("kept apart: nothing of it is asked together with others")
        if account.proof.method not in _BY_TOKEN or account.proof.proven_at is None:
            return _("not proven by a token: its name is not looked for")
        if self._rooms.clock.now() - account.proof.proven_at < _LEAST_AGE:
            return _("proven for less than seven days: its name is not looked for yet")
        if self._rooms.traits(account.platform).any_host is not False:
            return _(
                "its name stands on a host whose owner can make any name: it is not looked for"
            )
        if not any(_names_of(account)):
            return _("its name has signs that most sites do not take: it is not looked for")
        return ""

    def links(self, start: Start) -> tuple[AccountCandidate, ...]:
        """Return what the profiles of proven accounts link to, as they were last scanned."""
        found: dict[str, AccountCandidate] = {}
        for state in start.accounts:
            for link in state.profile.links if state.profile else ():
                host = urlsplit(link.url).hostname or ""
                plain = plain_address(link.url)
                if not link.url.startswith(("http://", "https://")) or plain in start.known:
                    continue
                sure = Certainty.HIGH if link.verified else Certainty.LOW
                signs = (
                    (CandidateSign.VERIFIED_THERE,)
                    if link.verified
                    else (CandidateSign.LINKED_FROM,)
                )
                if plain not in found or sure is Certainty.HIGH:
                    found[plain] = AccountCandidate(host, link.url, sure, signs)
        return tuple(found.values())

    def outgoing(
        self, start: Start, links: Sequence[AccountCandidate], listed: SiteList | None
    ) -> tuple[Outgoing, ...]:
        """Return what would be sent. Asks nobody.

        Raises UsageError where this run is locked to the practice range.
        """
        told = []
        if links:
            requests = tuple(_request(each.url) for each in links[:MOST_LINKS])
            words = _(
                "These pages, to which your proven accounts link, are read once to see whether "
                "they link back. Whoever runs them sees a visit, not whose."
            )
            told.append(_outgoing("links", requests, words))
        if start.pages:
            requests = tuple(_request(url) for url in start.pages)
            words = _(
                "These pages of your own are read once, for the profiles that they link to. "
                "Whoever runs them sees a visit."
            )
            told.append(_outgoing(_OWN_PAGES, requests, words))
        if listed is not None and start.names:
            asked = [
                (marks, url)
                for name in start.names
                for marks in listed.sites
                if (url := address_for(marks, name))
            ]
            requests = tuple(_request(url) for _marks, url in asked)
            taking = {marks.address for marks, _url in asked}
            words = ngettext(
                "Sent to {n} site of the file: your user name, and three names that nobody has "
                "where it answers as if you had an account. It learns the address of your "
                "connection.",
                "Sent to {n} sites of the file: your user name, and three names that nobody has "
                "where one answers as if you had an account. They learn the address of your "
                "connection.",
                len(taking),
            ).format(n=len(taking))
            told.append(_outgoing(LOOKUP, requests, words))
        if self._rooms.practice_only and not all(
            self._rooms.http.opened(request.address) for each in told for request in each.requests
        ):
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )
        return tuple(told)

    async def ask(
        self,
        start: Start,
        links: Sequence[AccountCandidate],
        listed: SiteList | None,
        consents: Sequence[Consent],
        timeout_s: float,
    ) -> Discovered:
        """Ask what the consents name; what sites and the network do is told in the result."""
        agreed = {consent.shown.lookup for consent in consents}
        try:
            candidates = list(links)
            if "links" in agreed:
                candidates = await self._followed(links, start)
            if _OWN_PAGES in agreed:
                candidates += await self._of_own_pages(start, candidates)
            unknown: list[UnknownSite] = []
            absent = asked = 0
            if LOOKUP in agreed and listed is not None:
                for name in start.names:
                    found = await self._by_name(name, listed, start, candidates, timeout_s)
                    unknown += found.unknown
                    absent, asked = absent + found.absent, asked + found.asked
        finally:
            await self._rooms.requests.flush(self._rooms.vault)
        ordered = sorted(
            candidates, key=lambda each: ([*Certainty].index(each.certainty), each.url)
        )
        return Discovered(tuple(ordered), tuple(unknown), absent, asked)

    async def _by_name(
        self,
        name: str,
        listed: SiteList,
        start: Start,
        candidates: list[AccountCandidate],
        timeout_s: float,
    ) -> Discovered:
        rooms = self._rooms
        known = start.known | {plain_address(each.url) for each in candidates}

        async def found(marks: SiteMarks, _url: str, answer: Answer) -> None:
            page = page_for(marks, name)
            if plain_address(page) in known:
                return
            back = _links_back(answer.body, start)
            signs = (
                (CandidateSign.SAME_NAME, CandidateSign.LINKS_BACK)
                if back
                else (CandidateSign.SAME_NAME,)
            )
            sure = Certainty.MEDIUM if back else Certainty.LOW
            candidates.append(AccountCandidate(marks.name, page, sure, signs))

        asking = NameAsking(rooms.http, rooms.vault, rooms.clock, name, timeout_s, found)
        return await asking.ask(listed.sites, await rooms.vault.outside(ControlNames))

    async def _followed(
        self, links: Sequence[AccountCandidate], start: Start
    ) -> list[AccountCandidate]:
        """Return candidates with what their pages say, and what those call their own besides."""
        followed: list[AccountCandidate] = []
        further: dict[str, AccountCandidate] = {}
        for candidate in links[:MOST_LINKS]:
            told, own = await self._back(candidate, start)
            followed.append(told)
            for url in own:
                found = AccountCandidate(
                    urlsplit(url).hostname or "",
                    url,
                    Certainty.MEDIUM,
                    (CandidateSign.LINKED_FROM,),
                )
                further.setdefault(plain_address(url), found)
        known = start.known | {plain_address(each.url) for each in links}
        followed += links[MOST_LINKS:]
        return [*followed, *(each for plain, each in further.items() if plain not in known)]

    async def _of_own_pages(
        self, start: Start, candidates: Sequence[AccountCandidate]
    ) -> list[AccountCandidate]:
        """Return profiles to which pages of one's own link, as link pages do: a hint, no more."""
        known = start.known | {plain_address(each.url) for each in candidates}
        found: dict[str, AccountCandidate] = {}
        for page in start.pages:
            try:
                answer = await self._rooms.http.get(
                    page, purpose=_PURPOSE_OWN, prefix=_MOST_BYTES, crawl=True
                )
            except NetworkError:
                continue
            if not answer.ok:
                continue
            urls = await asyncio.to_thread(plain_links, answer)
            for url in filter(self._is_profile, urls):
                host = urlsplit(url).hostname or ""
                told = AccountCandidate(host, url, Certainty.LOW, (CandidateSign.LINKED_FROM,))
                if plain_address(url) not in known and len(found) < MOST_LINKS:
                    found.setdefault(plain_address(url), told)
        return list(found.values())

    def _is_profile(self, url: str) -> bool:
        """Whether an address is one of a profile on a platform that is known by its host."""
        closed = self._unsupported(url)
        if closed is not None:
            return bool(closed.handle)
        return any(
            source.traits.any_host is False and source.recognise(url) is not None
            for source in self._rooms.sources
        )

    async def _back(
        self, candidate: AccountCandidate, start: Start
    ) -> tuple[AccountCandidate, tuple[str, ...]]:
        """Return a candidate with what its page says of the accounts that link to it.

        With it, where the page links back, what it calls its own.
        """
        try:
            answer = await self._rooms.http.get(
                candidate.url, purpose=_PURPOSE, prefix=_MOST_BYTES, crawl=True
            )
        except NetworkError:
            return candidate, ()
        if not answer.ok or not _links_back(answer.body, start):
            return candidate, ()
        signs = (*candidate.signs, CandidateSign.LINKS_BACK)
        told = AccountCandidate(candidate.platform, candidate.url, Certainty.HIGH, signs)
        return told, await asyncio.to_thread(own_links, answer)


def _order(candidate: AccountCandidate) -> tuple[int, str]:
    return [*Certainty].index(candidate.certainty), candidate.url


def _of_typed(
    typed: Sequence[str], proven: Sequence[AccountState], names: Sequence[str] | dict[str, None]
) -> Start:
    accounts, wanted = [], []
    by_name = {name.casefold(): name for name in names}
    for text in typed:
        if _MAIL.fullmatch(text):
            raise UsageError(
                _("E-mail addresses are not looked for."),
                _(
                    "That works only by trying to log in or to reset a password, which tells the "
                    "owner. 'auditor forgotten' looks into your own mailbox instead."
                ),
            )
        name = by_name.get(text.lstrip("@").casefold())
        fitting = [
            state
            for state in proven
            if plain_address(state.account.url) == plain_address(text) != ""
        ]
        if name is not None:
            wanted.append(name)
        elif fitting:
            accounts += fitting
        else:
            raise UsageError(
                _("That is not the name or the address of an account that you have proven."),
                _(
                    "Looked for are only names that stand on an account proven by a token for "
                    "seven days: auditor accounts prove"
                ),
            )
    return Start(tuple(accounts or proven), tuple(wanted))


def _names_of(account: Account) -> list[str]:
    """Return the name of an account on a platform of one host: all of its handle, and no part.

    What stands before a dot or a sign there is another name, which somebody else may have.
    """
    name = account.handle.strip().removeprefix("@")
    return [name] if _NAME.fullmatch(name) else []


def _links_back(body: bytes, start: Start) -> bool:
    """Whether a page names the address of a proven account in full."""
    text = body.decode("utf-8", "replace").casefold()
    for state in start.accounts:
        plain = plain_address(state.account.url)
        if "/" in plain and re.search(rf"://(?:www\.)?{re.escape(plain)}(?![\w.-])", text):
            return True
    return False


def _outgoing(lookup: str, requests: tuple[OutgoingRequest, ...], words: str) -> Outgoing:
    hosts = tuple(dict.fromkeys(request.host for request in requests))
    return Outgoing(lookup, ", ".join(hosts[:1]), words, hosts, requests, personal=True)


def _request(url: str) -> OutgoingRequest:
    parts = urlsplit(url)
    query = tuple(
        (name, value)
        for name, _sign, value in (part.partition("=") for part in parts.query.split("&") if part)
    )
    return OutgoingRequest("GET", parts.netloc, parts.path or "/", query, parts.scheme)
