"""Links that the person reported: kept with their clock, and looked at again when asked."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.outside.evidence import Outside, OutsideEvidence, OutsideNote
from auditor.domain.outside.history import with_look
from auditor.domain.outside.reported import (
    NO_REPORT,
    LinkState,
    Report,
    ReportedKind,
    ReportedLink,
)
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import Statement
from auditor.engine.dependencies import Rooms
from auditor.engine.outside.link_look import LinkAnswer, LinkLooking, asked_at, bare
from auditor.engine.outside.next_step import APART, THERE, LinkStep, absent_since, next_step
from auditor.errors import UsageError
from auditor.guidance.jurisdictions import code_of
from auditor.guidance.terms.terms import RemovalClock, clock_of, end_of
from auditor.markup.urls import host_key, safe_url
from auditor.messages import NN_, _
from auditor.ports import Consent, Outgoing, OutgoingRequest, Vault

LOOKUP = "reported-link"
"""The name under which a person agrees to a visit (`Outgoing.lookup`)."""
_AT_ONCE = 4
"""Links that are looked at at a time."""
_AT_START = "ui:dates-at-start"
_OFF = "off"
_LONGEST = 200
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)")
_SEVERAL = re.compile(r"://.*[,;|]https?://")
_AHEAD = timedelta(hours=1)
"""How far ahead a time may be: two clocks seldom agree."""


async def found(vault: Vault) -> Outside:
    """Return what reported links give to the question `used`."""
    known = (await vault.outside(ReportedLink)).values()
    looked = [link for link in known if link.state is not LinkState.NOT_CHECKED]
    unclear = sum(link.state is LinkState.COULD_NOT_TELL for link in looked)
    notes: tuple[OutsideNote, ...] = ()
    if unclear:
        single, many = NN_(
            "of {n} link you reported it could not be told whether it still answers",
            "of {n} links you reported it could not be told whether they still answer",
        )
        notes = (OutsideNote(QuestionId.USED, Statement(single, (), many, unclear)),)
    lookups = 0 if unclear else len(looked)  # what could not be told makes nothing "not seen"
    there = sum(link.state in THERE for link in looked)
    if not there:
        return Outside((), lookups, notes)
    single, many = NN_("{n} link you reported still answers", "{n} links you reported still answer")
    says = Statement(single, (), many, there)
    line = OutsideEvidence(ReportedLink.KIND, QuestionId.USED, Degree.YES, says)
    return Outside((line,), lookups, notes)


@dataclass(frozen=True, slots=True)
class ReportedEntry:
    """A link as faces show it: with its clock, and what comes next."""

    link: ReportedLink
    clock: RemovalClock | None
    next: LinkStep


class ReportedLinks:
    """What the faces may ask about reported links. Days end in `zone`, else as this device says."""

    def __init__(self, rooms: Rooms, zone: tzinfo | None = None) -> None:
        self._rooms = rooms
        self._vault = rooms.vault
        self._zone = zone

    def now(self) -> datetime:
        """Return the time by which clocks are told."""
        return self._rooms.clock.now()

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
        """Write down a link; nothing is fetched.

        `adult`: the person is, and everybody shown was, 18 or older; else nothing but the link and
        the time is kept. Raises UsageError for what is no address of a page or picture, for one
        that is on the list already and for a report of tomorrow.
        """
        now = self.now()
        address = await self.ready(url)
        link = ReportedLink(secrets.token_hex(4), address, now, adult)
        if adult:
            if self._to_come(report, now):
                raise UsageError(_("The day of the report is still to come."))
            told = replace(report, to=clean(report.to, _LONGEST).strip())
            link = replace(link, report=told, where=_place(where), kind=kind, complete=complete)
        await self._vault.put_outside(link.id, link)
        return self._entry(link)

    async def ready(self, url: str) -> str:
        """Return the address that `add` would keep, before anything else is asked.

        Raises UsageError for what is no address of a page or picture, and for one that is on the
        list already.
        """
        address = _typed_link(url)
        for link in (await self._links()).values():
            if link.url == address and link.open:
                raise UsageError(
                    _("This link is on the list already: {id}").format(id=link.id),
                    _(
                        "To write it down anew, close that one first: 'auditor reported done {id}'."
                    ).format(id=link.id),
                )
        return address

    async def entries(self, ids: Sequence[str] | None = None) -> tuple[ReportedEntry, ...]:
        """Return all, or those of `ids`, in the order in which they were written down.

        Raises UsageError where there is none of an id.
        """
        known = await self._links()
        if ids is not None:
            for id_ in ids:
                if id_ not in known:
                    raise UsageError(
                        _("There is no reported link {id}.").format(id=clean(id_, _LONGEST)),
                        _("'auditor reported list' shows the ids."),
                    )
        return tuple(self._entry(link) for key, link in known.items() if ids is None or key in ids)

    async def outgoing(self, ids: Sequence[str] | None = None) -> tuple[Outgoing, ...]:
        """Return what a look at these links would send, to each host that none was sent to so far.

        Nothing for links under 18, which are never opened, and for closed ones.
        """
        everything = [entry.link for entry in await self.entries()]
        asked = {host_key(link.url) for link in everything if link.history}
        return tuple(
            outgoing
            for outgoing in await self.requests(ids)
            if host_key(outgoing.items[0]) not in asked
        )

    async def requests(self, ids: Sequence[str] | None = None) -> tuple[Outgoing, ...]:
        """Return what a look at these links would send, whether a host was asked before or not."""
        links: dict[str, list[str]] = {}
        for link in await self._to_look_at(ids):
            links.setdefault(host_key(link.url), []).append(link.url)
        http = self._rooms.http
        return tuple(
            _outgoing(host, [asked_at(url, http) for url in urls], tuple(urls))
            for host, urls in links.items()
        )

    async def check(
        self, ids: Sequence[str] | None = None, consents: Iterable[Consent] = ()
    ) -> tuple[ReportedEntry, ...]:
        """Look at these links again, or at all that are open, and return those looked at.

        Of hosts that were not asked before only those links that `consents` name. Links under 18
        and closed ones are never opened. Raises Offline; what a host or the network does is a
        state.
        """
        agreed = {url for consent in consents for url in consent.items_for(LOOKUP)}
        unasked = {url for outgoing in await self.outgoing(ids) for url in outgoing.items}
        chosen = [
            link
            for link in await self._to_look_at(ids)
            if link.url not in unasked or link.url in agreed
        ]
        if not chosen:
            return ()
        await self._rooms.http.renew()
        looking = LinkLooking(
            self._rooms.http,
            self._rooms.readers,
            await self._vault.private_images(),
            self._rooms.max_image_bytes,
            frozenset(bare(link.url) for link in (await self._links()).values() if not link.adult),
        )
        gate = asyncio.Semaphore(_AT_ONCE)
        try:
            ended = await asyncio.gather(
                *(self._look(looking, link, gate) for link in chosen), return_exceptions=True
            )
        finally:
            await self._rooms.requests.flush(self._vault)
        for error in ended:
            if error is not None:
                raise error
        known = await self._links()
        return await self.entries([link.id for link in chosen if link.id in known])

    async def _look(
        self, looking: LinkLooking, link: ReportedLink, gate: asyncio.Semaphore
    ) -> None:
        async with gate:
            answer = await looking.look(link)
        known = (await self._links()).get(link.id)  # it may have been closed meanwhile
        if known is not None:
            await self._vault.put_outside(link.id, self._looked(known, answer))

    async def next(self, id_: str, *, extortion: bool | None = None) -> LinkStep:
        """Return what comes next for a link.

        `extortion`: somebody demands something; then nobody is named but those who help. None:
        nobody was asked. Raises UsageError if there is none of that id.
        """
        (entry,) = await self.entries([id_])
        return next_step(entry.link, entry.clock, self.now(), extortion=extortion)

    async def done(self, id_: str) -> ReportedEntry:
        """Close a link: it is not looked at any more. Raises UsageError for an unknown id."""
        (entry,) = await self.entries([id_])
        link = entry.link
        if link.open:
            link = replace(link, done_at=self.now())
            await self._vault.put_outside(id_, link)
        return self._entry(link)

    async def reopen(self, id_: str) -> ReportedEntry:
        """Take a `done` back. Raises UsageError for an unknown id."""
        (entry,) = await self.entries([id_])
        link = replace(entry.link, done_at=None)
        await self._vault.put_outside(id_, link)
        return self._entry(link)

    async def due(self, now: datetime | None = None) -> int:
        """Return how many open links have a date today or before that nobody looked at since.

        The end of a clock, or the second look where the host said once that it is gone.
        """
        today = self.now() if now is None else now
        return sum(self._is_due(entry, today) for entry in await self.entries())

    async def at_start(self) -> int:
        """Return what is to be told after unlock: what is due, 0 where it was switched off."""
        return await self.due() if await self.tells_at_start() else 0

    async def tells_at_start(self) -> bool:
        """Whether dates are told after unlock."""
        return await self._vault.setting(_AT_START) != _OFF

    async def tell_at_start(self, *, on: bool) -> None:
        """Switch on or off whether dates are told after unlock."""
        await self._vault.put_setting(_AT_START, "" if on else _OFF)

    async def _links(self) -> dict[str, ReportedLink]:
        return dict(await self._vault.outside(ReportedLink))

    async def _to_look_at(self, ids: Sequence[str] | None) -> list[ReportedLink]:
        entries = await self.entries(ids)
        return [entry.link for entry in entries if entry.link.adult and entry.link.open]

    def _entry(self, link: ReportedLink) -> ReportedEntry:
        clock = clock_of(link, self._zone)
        return ReportedEntry(link, clock, next_step(link, clock, self.now()))

    def _looked(self, link: ReportedLink, answer: LinkAnswer) -> ReportedLink:
        now = self.now()
        state = answer.state
        first = absent_since(link, now)
        if answer.absent and first is not None and now - first >= APART:
            state = LinkState.GONE
        looked = with_look(
            link, now, state, answer.said, absent=answer.absent, answers=answer.answers
        )
        if answer.prints and not link.prints:
            looked = replace(looked, prints=answer.prints, landed=answer.landed)
        there = answer.state in {LinkState.STILL_THERE, LinkState.SMALLER}
        return replace(looked, now_at=answer.now_at or ("" if there else link.now_at))

    def _to_come(self, report: Report, now: datetime) -> bool:
        if report.on is None:
            return False
        if report.day_only:
            return report.on.astimezone(UTC).date() > now.astimezone(self._zone).date()
        return report.on > now + _AHEAD

    def _is_due(self, entry: ReportedEntry, now: datetime) -> bool:
        link, clock = entry.link, entry.clock
        if not link.open or not link.adult or link.state is LinkState.GONE:
            return False
        first = absent_since(link, now)
        if first is not None:
            return now >= first + APART
        if clock is None or any(look.at >= clock.ends for look in link.history):
            return False
        return clock.ends <= end_of(now.astimezone(self._zone).date(), self._zone)


def _typed_link(typed: str) -> str:
    """Return the address that somebody typed or pasted, with or without https:// before it.

    Raises UsageError. Nothing is guessed of several words: a link that was cut wrongly is answered
    by "not found", and would be told as gone.
    """
    link = typed.strip().strip("<>\"'“”„«»")
    if len(link.split()) > 1:
        raise UsageError(
            _("There is a space in it. Only the link, and one at a time."),
            _("It begins with https:// and ends before the first space."),
        )
    if _WITHOUT_SCHEME.match(link):
        link = f"https://{link}"
    address = safe_url(link, link)
    if address is None or urlsplit(address).scheme not in {"http", "https"}:
        raise UsageError(
            _("That is no address of a page or picture."), _("It begins with https://")
        )
    if address.count("://") > 1 and _SEVERAL.search(address.partition("?")[0]):
        raise UsageError(
            _("That is more than one link. Only one at a time."), _("It begins with https://")
        )
    return address


def _outgoing(host: str, asked: Sequence[str], links: tuple[str, ...]) -> Outgoing:
    """Return what a look at `links` sends to a host; `asked` are the addresses it asks for."""
    requests = tuple(map(_request, asked))
    return Outgoing(
        LOOKUP,
        host,
        _(
            "Asked for at {host}, as a browser would. Whoever runs it may log the visit: the time, "
            "the address of your connection, and which page. So may hosts that it sends on to or "
            "has its pictures from."
        ).format(host=clean(host)),
        links,
        requests,
    )


def _request(url: str) -> OutgoingRequest:
    parts = urlsplit(url)
    fields = (("query", parts.query),) if parts.query else ()
    return OutgoingRequest("GET", parts.netloc, parts.path or "/", fields, parts.scheme)


def _place(where: str) -> str:
    return code_of(where)
