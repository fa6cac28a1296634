"""Copies in web archives: asked for only when started, of accounts that are mine and proven."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

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
from auditor.domain.outside.evidence import Outside, OutsideEvidence
from auditor.domain.photos.photo import Photo
from auditor.domain.text.statement import Statement
from auditor.domain.views import AccountState, PhotoQuery
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
from auditor.messages import NN_, _, ngettext
from auditor.ports import Consent, Lookup, Outgoing, Vault

FRESH = timedelta(days=1)
"""How long an answer is taken for the present one, so that a look-up that was stopped goes on."""
_PAUSE_S = 1.0
"""Between two addresses. Clients of the Wayback Machine keep to about one search a second
(edgi-govdata-archiving/wayback), since it closes the door on whoever asks faster."""
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
            own_addresses(
                state,
                self.rooms.traits(state.account.platform),
                photos.get(state.account.id, ()),
                _taken_down(looks, state.account.id),
                frozenset(
                    item
                    for account, archive, item in fresh
                    if (account, archive) == (state.account.id, WebArchive.WAYBACK)
                ),
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
                        on_answer(kept)
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
        looks = await _looks(self.rooms.vault)
        states = [
            state
            for state in await self.rooms.vault.account_states()
            if state.account.id in {look.account for look in looks}
        ]
        gone = {
            address_key(shown.url)
            for photos in (await self._photos(states)).values()
            for shown in of_photos(photos)
            if shown.taken_down
        }
        told = [_with_gone(look, gone) for look in looks]
        return tuple(
            _together(archive, [look for look in told if look.archive is archive])
            for archive in WebArchive
        )

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
        found: dict[str, list[tuple[Photo, bool]]] = {state.account.id: [] for state in states}
        verified = await self._verified_gone(states)
        after: str | None = None
        while page := await vault.photos(after, _PAGE):
            for stored in page:
                if stored.photo.account in found:
                    gone_now = stored.photo.id in verified
                    found[stored.photo.account].append((stored.photo, gone_now))
            after = page[-1].photo.id
        for account, photos in found.items():
            query = PhotoQuery(account=account, include_gone=True)
            for offset in range(0, await vault.count_photos(query), _PAGE):
                for row in await vault.photo_rows(query, offset, _PAGE):
                    gone = await vault.photo(row.id) if row.gone else None
                    if gone is not None:
                        photos.append((gone.photo, True))
        return found

    async def _verified_gone(self, states: Sequence[AccountState]) -> set[str]:
        """Return photos whose last look since the last scan found them gone."""
        scanned = {state.account.id: state.last_scan for state in states}
        newest: dict[str, Verification] = {}
        for result in await self.verified() if states else ():
            if result.photo:
                newest.setdefault(result.photo, result)
        return {
            photo
            for photo, result in newest.items()
            if result.state is Seen.GONE_HERE
            and ((since := scanned.get(result.account)) is None or result.checked_at > since)
        }


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
    state = answer.state
    if state is Archive.FOUND and not copies:
        state = Archive.COULD_NOT_TELL if answer.reason else Archive.NONE_FOUND
    now = rooms.clock.now()
    return CopiesLook(own.account.id, archive, item, now, state, tuple(copies), answer.reason)


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
            "{n} address was answered within a day and is not asked about again (--again does)",
            "{n} addresses were answered within a day and are not asked about again (--again does)",
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
    """Return what copies in web archives give to the question `used`."""
    looks = await _looks(vault)
    copies = {
        address_key(copy.captured.url): copy.taken_down for look in looks for copy in look.copies
    }
    lines = []
    gone = sum(copies.values())
    if gone:
        single, many = NN_(
            "{n} address that you took down still has copies in web archives",
            "{n} addresses that you took down still have copies in web archives",
        )
        lines.append(_line(Statement(single, (), many, gone)))
    if standing := len(copies) - gone:
        single, many = NN_(
            "Copies of {n} of your pages and pictures stand in web archives",
            "Copies of {n} of your pages and pictures stand in web archives",
        )
        lines.append(_line(Statement(single, (), many, standing)))
    return Outside(tuple(lines), sum(look.state in _ANSWERED for look in looks))


def _line(says: Statement) -> OutsideEvidence:
    return OutsideEvidence(CopiesLook.KIND, QuestionId.USED, Degree.PARTLY, says)
