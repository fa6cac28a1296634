"""What the user chose as evidence.

Findings with their photo, account, addresses and times, and what the vault has around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import Finding
from auditor.domain.outside.reported import ReportedLink
from auditor.domain.photos.photo import Photo, Role
from auditor.domain.views import AccountState, NetworkEntry, ScanRecord, StoredPhoto
from auditor.engine.evidence.pages import account_page
from auditor.engine.session import Session
from auditor.errors import UsageError
from auditor.messages import _

_LOGGED = 20_000
"""Newest requests that are looked through."""
MOST_REQUESTS = 500
"""Requests in one case file; the newest."""
_RELATED = 12
"""Further photos of a finding that are looked up; its evidence shows at most six."""


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """One chosen finding. `seen_at` is when its account was last read.

    `targets` are the addresses of what was found. `originals` are pages of the user's own that
    another account copied. `named` are the user's own accounts that a record of it names. `page` is
    the account's page on the service that shows it, "" where none is known.
    """

    finding: Finding
    account: Account
    stored: StoredPhoto | None
    seen_at: datetime | None
    targets: tuple[str, ...]
    originals: tuple[str, ...] = ()
    named: tuple[Account, ...] = ()
    page: str = ""

    @property
    def copied(self) -> bool:
        """Whether it stands on somebody else's account."""
        return self.account.claim is Claim.IMPOSTOR


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a case file tells.

    `requests` are those to its addresses and for an impostor's account. `unlisted` counts others to
    the same hosts. `reported` are links with their history.
    """

    seen: tuple[CaseFinding, ...]
    scans: tuple[ScanRecord, ...]
    requests: tuple[NetworkEntry, ...]
    unlisted: int
    reported: tuple[ReportedLink, ...] = ()

    @property
    def tied(self) -> tuple[Account, ...]:
        """Own accounts that whoever reads this learns to be one person's.

        They are told only if one of them is kept apart; else there are none.
        """
        named = tuple(
            {account.id: account for seen in self.seen for account in seen.named}.values()
        )
        return named if len(named) > 1 and any(account.keep_apart for account in named) else ()


async def evidence(session: Session, ids: Sequence[str]) -> tuple[CaseFinding, ...]:
    """Return what is known of these findings, each once, in their order. Raises UsageError.

    Only findings on accounts that are the user's own, or that the user calls an impostor, can be
    evidence.
    """
    known = {finding.id: finding for finding in await session.findings(ids=ids)}
    states = {state.account.id: state for state in await session.accounts.states()}
    found: list[CaseFinding] = []
    for fromkey in dict.fromkeys(ids):
        if fromkey not in known:
            raise UsageError(
                _("There is no finding {id}.").format(id=fromkey),
                _("'auditor findings' shows the ids."),
            )
        found.append(await _seen(session, known[fromkey], states))
    if not found:
        raise UsageError(
            _("Choose the evidence: --finding ID, once for each finding."),
            _("'auditor findings' shows the ids."),
        )
    return tuple(found)


async def gather(session: Session, ids: Sequence[str], links: Sequence[str] = ()) -> Case:
    """Return the case of these findings and reported `links`. Raises UsageError.

    Nothing is written of a link under 18.
    """
    reported = await _reported(session, links) if links else ()
    seen = await evidence(session, ids) if ids or not reported else ()
    accounts = {record.account.id for record in seen}
    scans = tuple(
        scan
        for scan in await session.scans()
        if accounts & {change.account for change in scan.accounts}
    )
    places = {
        place
        for record in seen
        for place in map(_place, (*record.targets, *record.originals, record.account.url))
        if place
    } | {place for link in reported if (place := _place(link.url))}
    hosts = {host for host, _path in places}
    near = [request for request in await session.network_log(_LOGGED) if request.host in hosts]
    copied = tuple(
        f"{record.account.id}:" for record in seen if record.copied
    )  # all that was asked of an impostor's account is about this
    exact = [
        request
        for request in near
        if (request.host, request.path) in places or request.purpose.startswith(copied)
    ][:MOST_REQUESTS]
    return Case(seen, scans, tuple(exact), len(near) - len(exact), reported)


async def _reported(session: Session, ids: Sequence[str]) -> tuple[ReportedLink, ...]:
    entries = await session.reported.entries([*dict.fromkeys(ids)])
    if any(not entry.link.adult for entry in entries):
        raise UsageError(
            _("A link under 18 goes into no file: somebody could find it."),
            _("'auditor reported next ID' says who takes it."),
        )
    return tuple(entry.link for entry in entries)


async def _seen(
    session: Session, finding: Finding, states: Mapping[str, AccountState]
) -> CaseFinding:
    state = states.get(finding.observation.account)
    if state is None or state.account.claim not in {Claim.MINE, Claim.IMPOSTOR}:
        raise UsageError(
            _(
                "Only findings on your own accounts, or on one that you called an impostor, can be "
                "evidence."
            )
        )
    photo_id = finding.observation.photo
    stored = (await session.photo(photo_id)).stored if photo_id else None
    own = _addresses(stored.photo) if stored else []
    owner = states.get(stored.photo.account) if stored else None
    named = tuple(
        state.account
        for state in {
            known.account.id: known
            for known in (state, owner, states.get(finding.observation.about))
            if known is not None
        }.values()
        if state.account.claim is Claim.MINE
    )
    root = session.traits(state.account.platform).profile_root or ""
    mine = stored is not None and stored.photo.account == state.account.id
    page = account_page(state.account, root, stored.photo.page_url if stored and mine else "")
    if state.account.claim is Claim.MINE:
        said = await _said(
            session, finding, state.account, own, other=finding.observation.about in states
        )
        targets = [*own, *said, *([] if own or said else [state.account.url])]
        return CaseFinding(
            finding, state.account, stored, state.last_scan, _web(targets), named=named, page=page
        )
    # The page of an account that must stay apart is not named: the letter would tie it to the user.
    originals = own if owner is not None and not owner.account.keep_apart else []
    targets = [
        state.account.url,
        *(evidence.url for evidence in finding.observation.evidence if evidence.url not in own),
    ]
    return CaseFinding(
        finding, state.account, stored, state.last_scan, _web(targets), _web(originals), named, page
    )


async def _said(
    session: Session, finding: Finding, account: Account, own: Sequence[str], *, other: bool
) -> list[str]:
    """Return the addresses in the evidence that are the account's own.

    No sources, and none of an `other` account tied to it.
    """
    said = [evidence.url for evidence in finding.observation.evidence]
    if not other:
        hosts = {_host(url) for url in (account.url, *own)}
        return [url for url in said if _host(url) in hosts]
    known = set(own)
    for photo_id in finding.observation.related[:_RELATED]:
        with suppress(UsageError):  # gone since
            photo = (await session.photo(photo_id)).stored.photo
            known |= set(_addresses(photo)) if photo.account == account.id else set()
    return [url for url in said if url in known]


def _addresses(photo: Photo) -> list[str]:
    served = photo.rendition(Role.SERVED)
    return [photo.page_url, photo.media_url, served.url if served else ""]


def _web(urls: Iterable[str]) -> tuple[str, ...]:
    """Return addresses that a person can open, each once."""
    return tuple(
        dict.fromkeys(
            url
            for url in urls
            if url.startswith(("https://", "http://")) and not any(sign.isspace() for sign in url)
        )
    )


def _host(url: str) -> str:
    place = _place(url)
    return place[0] if place else ""


def _place(url: str) -> tuple[str, str] | None:
    """Return host and path as the network log has them."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    host = f"[{host}]" if ":" in host else host
    return (f"{host}:{port}" if port else host, parts.path or "/")
