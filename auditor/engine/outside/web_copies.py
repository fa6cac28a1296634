"""Copies in web archives: asked for only when started, of accounts that are mine and proven."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import field, replace
from datetime import datetime, timedelta

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.verify import Archive, Seen, Verification
from auditor.domain.outside.copies import (
    CaptureAnswer,
    CopiesLook,
    WebArchive,
    WebCopy,
    address_key,
)
from auditor.domain.outside.evidence import Outside, OutsideEvidence, OutsideNote
from auditor.domain.photos.photo import Photo
from auditor.domain.text.statement import Statement, Value
from auditor.domain.views import AccountState
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.engine.keep_apart import alone, parted
from auditor.engine.outside.own_addresses import (
    OwnAddress,
    OwnAddresses,
    named,
    of_photos,
    own_addresses,
)
from auditor.errors import UsageError
from auditor.messages import N_, NN_, _, ngettext
from auditor.ports import Consent, Lookup, Outgoing, Vault

FRESH = timedelta(days=1)
"""How long an answer is taken for the present one, so that a look-up that was stopped goes on."""
_PAUSE_S = 1.0
"""Between two addresses. Clients of the Wayback Machine keep to about one search a second
(edgi-govdata-archiving/wayback), since it closes the door on whoever asks faster."""
_MOST_KEPT = 2_000
"""Addresses of one answer that are kept: each is read again with every answer to the questions."""
_PAGE = 200
_ANSWERED = frozenset({Archive.FOUND, Archive.NONE_FOUND})


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """What one archive said of everything it was asked, together."""

    archive: WebArchive
    state: Archive
    looks: tuple[CopiesLook, ...] = ()
    reason: str = ""

    @property
    def copies(self) -> tuple[WebCopy, ...]:
        """Each address with copies once: what was taken down first, the newest copies first."""
        newest: dict[str, WebCopy] = {}
        for look in self.looks:
            for copy in look.copies:
                newest.setdefault(address_key(copy.captured.url), copy)
        by_time = sorted(newest.values(), key=lambda copy: copy.captured.last, reverse=True)
        return tuple(sorted(by_time, key=lambda copy: not copy.taken_down))  # stable


@dataclass(frozen=True, slots=True)
class CopiesPlan:
    """What would be asked, archive by archive; `left_out` says what is not, in sentences."""

    asked: Mapping[WebArchive, Outgoing]
    accounts: tuple[OwnAddresses, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Choice:
    """Which accounts are asked about, and why others are not."""

    states: list[AccountState] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WebCopies:
    """Asks web archives, keeps each answer as it comes, and tells what is known.

    `verified` returns what came of looks at what was to disappear, the newest first.
    """

    rooms: Rooms
    verified: Callable[[], Awaitable[Sequence[Verification]]]

    @property
    def _lookups(self) -> Mapping[WebArchive, Lookup[CaptureAnswer]]:
        lookups = self.rooms.lookups
        return {
            WebArchive.WAYBACK: lookups.wayback_captures,
            WebArchive.COMMON_CRAWL: lookups.common_crawl,
        }

    async def plan(self, ids: Sequence[str] = (), *, again: bool = False) -> CopiesPlan:
        """Return what asking about these accounts, else all, would send. Asks nobody.

        What was answered less than a day ago is left out unless `again`. Raises UsageError where a
        named account is not there or cannot be asked about.
        """
        choice = await self._choice(ids)
        looks = await _looks(self.rooms.vault)
        now = self.rooms.clock.now()
        fresh = {
            (look.account, look.archive, look.asked_for)
            for look in looks
            if not again and look.state in _ANSWERED and abs(now - look.asked_at) < FRESH
        }
        photos = await self._photos(choice.states)
        accounts = [
            await asyncio.to_thread(
                own_addresses,
                state,
                self.rooms.traits(state.account.platform),
                photos[state.account.id],
                _taken_down(looks, state.account.id),
                *_asked_before(looks, fresh, state.account.id),
            )
            for state in choice.states
        ]
        asked = {
            archive: lookup.outgoing(
                item
                for own in accounts
                for item in _items(own, archive)
                if (own.account.id, archive, item) not in fresh
            )
            for archive, lookup in self._lookups.items()
        }
        left_out = (*choice.left_out, *_limits(accounts), *_already(len(fresh)))
        return CopiesPlan(asked, tuple(accounts), left_out)

    async def ask(
        self,
        plan: CopiesPlan,
        consents: Sequence[Consent],
        on_answer: Callable[[CopiesLook], None] | None = None,
    ) -> tuple[Outgoing, ...]:
        """Ask what the plan holds and `consents` agree to; each answer is kept as it comes.

        `on_answer` gets each answer as it came, not what of earlier ones stays beside it.
        Return what was sent: less than was agreed to where an archive gave no answer.
        """
        before = await self.rooms.vault.outside(CopiesLook)
        down: dict[WebArchive, str] = {}
        sent: dict[WebArchive, list[str]] = {}
        try:
            for own in plan.accounts:
                async for look in self._ask(own, consents, down):
                    if look.reason != _skipped():
                        sent.setdefault(look.archive, []).append(look.asked_for)
                    kept = _kept(before.get(look.key), look)
                    await self.rooms.vault.put_outside(kept.key, kept)
                    if on_answer is not None:
                        on_answer(look)
        finally:  # what is known by then is kept, whatever ended it
            await self.rooms.requests.flush(self.rooms.vault)
        return tuple(self._lookups[archive].outgoing(items) for archive, items in sent.items())

    async def _ask(
        self, own: OwnAddresses, consents: Sequence[Consent], down: dict[WebArchive, str]
    ) -> AsyncIterator[CopiesLook]:
        """Yield each answer. An archive that gave none is asked for nothing more (`down`)."""
        http = CountedHttp(self.rooms.http, own.account.id)
        for archive, lookup in self._lookups.items():
            for consent in consents:
                for item in consent.items_for(lookup.name):
                    if item not in _items(own, archive):
                        continue
                    answer = CaptureAnswer(Archive.COULD_NOT_TELL, (), down.get(archive, ""))
                    if archive not in down:
                        await self.rooms.wait(_PAUSE_S)
                        answer = (await lookup.ask(consent.only([item]), http))[item]
                    if answer.down:
                        down[archive] = _skipped()
                    yield _look(own, archive, item, answer, self.rooms)

    async def known(self) -> tuple[ArchiveState, ...]:
        """Return what each archive said so far of accounts that are mine and proven."""
        told = [look for _kept_look, look in await self._told()]
        return tuple(
            _together(archive, [look for look in told if look.archive is archive])
            for archive in WebArchive
        )

    async def renew(self) -> None:
        """Mark copies of what was taken down since they were found; asks nobody."""
        for kept, look in await self._told():
            if look != kept:
                await self.rooms.vault.put_outside(look.key, look)

    async def _told(self) -> list[tuple[CopiesLook, CopiesLook]]:
        """Return each look as it is kept, and as it is told now."""
        looks = await _looks(self.rooms.vault)
        accounts = {look.account for look in looks}
        states = await self.rooms.vault.account_states() if looks else ()
        photos = [
            photo
            for state in states
            if state.account.id in accounts
            for photo in await self._gone(state)
        ]
        gone = {address_key(each.url) for each in of_photos((photo, True) for photo in photos)}
        return [(look, _with_gone(look, gone)) for look in looks]

    async def _choice(self, ids: Sequence[str]) -> _Choice:
        states = {state.account.id: state for state in await self.rooms.vault.account_states()}
        choice = _Choice()
        chosen: list[Account] = []
        for name in dict.fromkeys(ids) if ids else states:
            account = _one_of(states, name)
            why = _why_not(account)
            if why and ids:
                raise UsageError(f"{account.id}: {why}")
            if why and account.claim is Claim.MINE:
                choice.left_out.append(f"{account.id}: {why}")
            if not why:
                chosen.append(account)
        asked, apart = parted(chosen, named=bool(ids)) if chosen else ([], [])
        choice.left_out += [f"{account.id}: {alone(account)}" for account in apart]
        choice.states = [states[account.id] for account in asked if account not in apart]
        return choice

    async def _photos(
        self, states: Sequence[AccountState]
    ) -> Mapping[str, list[tuple[Photo, bool]]]:
        """Return all photos of these accounts that the vault knows, and whether they are gone."""
        vault = self.rooms.vault
        found = {
            state.account.id: [(photo, True) for photo in await self._gone(state)]
            for state in states
        }
        gone = {photo.id for photos in found.values() for photo, _gone in photos}
        after: str | None = None
        while page := await vault.photos(after, _PAGE) if states else ():
            for photo in (stored.photo for stored in page):
                if photo.account in found and photo.id not in gone:
                    found[photo.account].append((photo, False))
            after = page[-1].photo.id
        return found

    async def _gone(self, state: AccountState) -> list[Photo]:
        """Return photos that a scan, or a look since the last one, found gone."""
        vault, account = self.rooms.vault, state.account.id
        newest: dict[str, Verification] = {}
        for result in await self.verified():
            if result.photo and result.account == account:
                newest.setdefault(result.photo, result)
        since = state.last_scan
        verified = [
            await vault.photo(photo)
            for photo, result in newest.items()
            if result.state is Seen.GONE_HERE and (since is None or result.checked_at > since)
        ]
        known = (*await vault.gone_photos(account), *(each for each in verified if each))
        return list({stored.photo.id: stored.photo for stored in known}.values())


def _skipped() -> str:
    return _("not asked, since the archive gave no answer before")


def _with_gone(look: CopiesLook, gone: set[str]) -> CopiesLook:
    """Return a look in which what was taken down since is marked so."""
    return replace(
        look,
        copies=tuple(
            replace(copy, taken_down=copy.taken_down or address_key(copy.captured.url) in gone)
            for copy in look.copies
        ),
    )


def _look(
    own: OwnAddresses, archive: WebArchive, item: str, answer: CaptureAnswer, rooms: Rooms
) -> CopiesLook:
    """Return what to keep: of what was found, only what is the person's own."""
    copies = []
    for captured in answer.captured:
        if own.own(captured.url):
            shown = named(own.known, captured.url)
            copies.append(WebCopy(captured, taken_down=shown is not None and shown.taken_down))
    copies.sort(key=lambda copy: not copy.taken_down)  # stable
    reason, more = answer.reason, len(copies) - _MOST_KEPT
    if more > 0:
        further = ngettext(
            "{n} further address with copies is not kept",
            "{n} further addresses with copies are not kept",
            more,
        ).format(n=more)
        reason = f"{reason}; {further}" if reason else further
    state = answer.state
    if state is Archive.FOUND and not copies:
        state = Archive.COULD_NOT_TELL if answer.reason else Archive.NONE_FOUND
    now = rooms.clock.now()
    kept = tuple(copies[:_MOST_KEPT])
    return CopiesLook(own.account.id, archive, item, now, state, kept, reason)


def _kept(before: CopiesLook | None, look: CopiesLook) -> CopiesLook:
    """Return what to keep: what was found before stays where it cannot be told now."""
    if before is None or not before.copies or not look.reason:
        return look
    if look.state is Archive.COULD_NOT_TELL:
        said = _("not told anew on {date}: {reason}")
        reason = said.format(date=look.asked_at.date().isoformat(), reason=look.reason)
        return replace(before, reason=reason)
    known = {address_key(copy.captured.url) for copy in look.copies}
    older = [copy for copy in before.copies if address_key(copy.captured.url) not in known]
    copies = (*look.copies, *older)
    return replace(look, copies=copies, state=Archive.FOUND if copies else look.state)


def _items(own: OwnAddresses, archive: WebArchive) -> list[str]:
    """Return what an archive is asked about. Common Crawl takes hardly any pictures."""
    return own.pages if archive is WebArchive.COMMON_CRAWL else [*own.pages, *own.pictures]


def _one_of(states: Mapping[str, AccountState], name: str) -> Account:
    fitting = [state.account for key, state in states.items() if name and key.startswith(name)]
    if len(fitting) != 1:
        raise UsageError(
            _("There is no account {id}.").format(id=name),
            _("'auditor accounts list' shows the ids."),
        )
    return fitting[0]


def _why_not(account: Account) -> str:
    """Return why nothing is asked about an account; "" where it may be."""
    if account.claim is not Claim.MINE:
        return _("not said to be yours: nothing was asked")
    if account.archive is not None or not account.ties:
        return _(
            "not proven to be yours: no web archive is asked, since that would show what somebody "
            "else took down"
        )
    return ""


def _limits(accounts: Iterable[OwnAddresses]) -> Iterable[str]:
    for own in accounts:
        if own.too_many:
            yield f"{own.account.id}: " + ngettext(
                "{n} address is left for another run",
                "{n} addresses are left for another run",
                own.too_many,
            ).format(n=own.too_many)
        if own.private:
            yield f"{own.account.id}: " + ngettext(
                "{n} address is not sent: it stands on no public host or carries a key",
                "{n} addresses are not sent: they stand on no public host or carry a key",
                own.private,
            ).format(n=own.private)
        if not own.pages and not own.pictures and not own.private:
            yield f"{own.account.id}: " + _("no address of it is known yet: scan it first")


def _already(count: int) -> Iterable[str]:
    if count:
        yield ngettext(
            "{n} address was answered within a day and is not asked about again",
            "{n} addresses were answered within a day and are not asked about again",
            count,
        ).format(n=count)


def _taken_down(looks: Iterable[CopiesLook], account: str) -> list[OwnAddress]:
    """Return what earlier look-ups found of an account that was taken down by then."""
    return [
        OwnAddress(copy.captured.url, copy.captured.kind, taken_down=True)
        for look in looks
        if look.account == account
        for copy in look.copies
        if copy.taken_down
    ]


def _asked_before(
    looks: Iterable[CopiesLook], fresh: set[tuple[str, WebArchive, str]], account: str
) -> tuple[Mapping[str, datetime], frozenset[str]]:
    """Return when each address of an account was asked about, and which need not be now."""
    pictures = [
        look for look in looks if look.account == account and look.archive is WebArchive.WAYBACK
    ]
    done = (
        item for name, archive, item in fresh if (name, archive) == (account, WebArchive.WAYBACK)
    )
    return {look.asked_for: look.asked_at for look in pictures}, frozenset(done)


async def _looks(vault: Vault) -> list[CopiesLook]:
    """Return what is kept of accounts that are still mine and proven."""
    mine = {account.id for account in await vault.accounts() if not _why_not(account)}
    kept = (await vault.outside(CopiesLook)).values()
    return [look for look in kept if look.account in mine]


def _together(archive: WebArchive, looks: Sequence[CopiesLook]) -> ArchiveState:
    states = {look.state for look in looks}
    reasons = list(dict.fromkeys(look.reason for look in looks if look.reason))
    unclear = sum(look.state is Archive.COULD_NOT_TELL for look in looks)
    if unclear and len(looks) > 1:
        counted = ngettext(
            "of {n} of {all} addresses it could not be told",
            "of {n} of {all} addresses it could not be told",
            unclear,
        )
        reasons.insert(0, counted.format(n=unclear, all=len(looks)))
    for state in (Archive.FOUND, Archive.COULD_NOT_TELL, Archive.NONE_FOUND):
        if state in states:
            return ArchiveState(archive, state, tuple(looks), "; ".join(reasons))
    return ArchiveState(archive, Archive.NOT_ASKED)


async def found(vault: Vault) -> Outside:
    """Return what copies in web archives give to the question `used`: partly, at most.

    An archive is asked about the person's own addresses and compares no picture, so one that names
    no copy is no look-up by which anything is called not seen.
    """
    looks = await _looks(vault)
    copies = {
        address_key(copy.captured.url): copy.taken_down for look in looks for copy in look.copies
    }
    lines = []
    gone = sum(copies.values())
    if gone:
        single, many = NN_(
            "{n} address that your accounts no longer show still has copies in web archives",
            "{n} addresses that your accounts no longer show still have copies in web archives",
        )
        lines.append(_line(Statement(single, (), many, gone)))
    if standing := len(copies) - gone:
        single, many = NN_(
            "Copies of {n} of your pages and pictures stand in web archives",
            "Copies of {n} of your pages and pictures stand in web archives",
        )
        lines.append(_line(Statement(single, (), many, standing)))
    return Outside(tuple(lines), notes=() if lines else tuple(_notes(looks)))


def _notes(looks: Iterable[CopiesLook]) -> Iterator[OutsideNote]:
    """Say what an archive that names no copy does not say."""
    days = [look.asked_at.date().isoformat() for look in looks if look.state in _ANSWERED]
    if days:
        says = N_(
            "web archives were asked on {day} and named no copy of your pages; that compares no "
            "picture and says nothing of other places"
        )
        yield OutsideNote(QuestionId.USED, Statement(says, (Value("day", max(days)),)))


def _line(says: Statement) -> OutsideEvidence:
    return OutsideEvidence(CopiesLook.KIND, QuestionId.USED, Degree.PARTLY, says)
