"""Where an account of the Mastodon interface lives, and which one it is.

By its handle, by WebFinger where the handle's domain is not its server, and by its id once seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile
from auditor.errors import AccountMissing, HandleTaken, NetworkError, Offline, SourceError
from auditor.markup.payload import (
    entry,
    line,
    loose,
    members,
    named,
    proven_at,
    require_ok,
    require_own_home,
    require_where_proven,
)
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _
from auditor.ports import Answer, Http, Recognised
from auditor.sources.mastodon.payloads import AccountEntity, parse_account

Recogniser = Callable[[str], Recognised | None]
_PROFILE_PAGE = "http://webfinger.net/rel/profile-page"


@dataclass(frozen=True, slots=True)
class Located:
    """An account where it lives: `base` is the root of its server, `notes` what is to be told."""

    entity: AccountEntity
    profile: Profile
    base: str
    stable_id: str
    notes: tuple[str, ...] = ()
    now_called: tuple[str, str] | None = None


class _Jrd(msgspec.Struct):
    """The parts of a WebFinger answer that are read (RFC 7033)."""

    links: list[Any] | dict[str, Any] = []
    subject: str = ""


async def locate(account: Account, http: Http, recognise: Recogniser) -> Located:
    """Return `account` as its server shows it.

    Raises AccountMissing, HandleTaken where the handle is now another account's, LoginNeeded,
    SourceError or NetworkError.
    """
    known = recognise(account.handle) or recognise(account.url)
    if known is None:
        raise AccountMissing(
            _("{handle} is not of the form @name@host.").format(handle=line(account.handle))
        )
    user = known.handle[1:].partition("@")[0]
    own = account.url.startswith(("http://", "https://"))
    base = root_of(account.url) if own else root_of(known.url)
    try:
        found = await _at(base, user, http)
    except (SourceError, NetworkError) as error:
        if isinstance(error, Offline):
            raise
        elsewhere = await webfinger(base, user, http, recognise)
        if elsewhere is None or elsewhere == (base, user):
            known_by_id = await _by_id(account, base, http)
            if known_by_id is None:
                raise
            found = known_by_id
        else:
            base, user = elsewhere
            found = await _moved_or_at(account, base, user, http)
    return _checked(account, found)


async def _moved_or_at(account: Account, base: str, user: str, http: Http) -> Located:
    try:
        return await _at(base, user, http)
    except AccountMissing:
        found = await _by_id(account, base, http)
        if found is None:
            raise
        return found


def _checked(account: Account, found: Located) -> Located:
    """Return `found` if it is the account that was seen first. Raises HandleTaken."""
    if account.stable_id and found.stable_id != account.stable_id:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    # A domain of one's own may name any account of a server; one that keeps its id may be renamed.
    page = f"{found.base}/@{quote(found.entity.username, '')}"
    shown = urlsplit(proven_at(account)).path.casefold()
    same = bool(account.stable_id) or shown == urlsplit(page).path.casefold()
    require_where_proven(account, page, same=same)
    require_own_home(account, found.base, [found.entity.url])
    return found


async def _at(base: str, user: str, http: Http) -> Located:
    answer = await http.get(
        f"{base}/api/v1/accounts/lookup", params={"acct": user}, purpose="account"
    )
    if answer.gone:
        raise AccountMissing(
            _("{host} knows no {user}.").format(host=urlsplit(base).netloc, user=user),
            _("Check the spelling, or whether it was moved."),
        )
    return _located(require_ok(answer, _("account")), base)


async def _by_id(account: Account, base: str, http: Http) -> Located | None:
    """Return the account by the id that it had, where the server still has it."""
    number, at, host = account.stable_id.rpartition("@")
    if not at or host != urlsplit(base).netloc:
        return None
    answer = await http.get(f"{base}/api/v1/accounts/{quote(number, '')}", purpose="account")
    if not answer.ok:
        return None
    found = _located(answer, base)
    told = _("The account is now called {name}; it was read under its new name.")
    note = told.format(name=line(f"@{found.entity.username}@{host}"))
    notes = (note, *found.notes)
    name = found.entity.username
    domain = account.handle.rpartition("@")[2]
    root = root_of(account.url) if account.url.startswith(("http://", "https://")) else base
    called = (f"@{name}@{domain}", f"{root}/@{quote(name, '')}") if name else None
    return replace(found, base=base, notes=notes, now_called=called)


def _located(answer: Answer, base: str) -> Located:
    entity, profile = parse_account(answer.body, base)
    notes: list[str] = []
    if entity.suspended:
        notes.append(
            _(
                "The server suspended this account and shows nothing of it; files may still "
                "answer at their addresses."
            )
        )
    if entity.moved:
        to = line(named(entity.moved.get("url")) or named(entity.moved.get("acct")))
        told = _("The account says that it moved to {address}; add that one too if it is yours.")
        notes.append(told.format(address=to or "?"))
    stable_id = f"{entity.id}@{urlsplit(base).netloc}"
    return Located(entity, profile, base, stable_id, tuple(notes))


async def webfinger(
    base: str, user: str, http: Http, recognise: Recogniser
) -> tuple[str, str] | None:
    """Return root of the server that holds the account and its name there.

    None where WebFinger names none. The name there may be another than the one before the host.
    """
    resource = f"acct:{user}@{urlsplit(base).netloc}"
    try:
        answer = await http.get(
            f"{base}/.well-known/webfinger", params={"resource": resource}, purpose="account"
        )
        told = entry(loose(require_ok(answer, "webfinger").body, "webfinger"), _Jrd) or _Jrd()
    except Offline:
        raise
    except (SourceError, NetworkError):
        return None
    places: dict[str, str] = {}
    for link in members(told.links):
        rel, href = (link.get("rel"), link.get("href")) if isinstance(link, dict) else (None, None)
        url = safe_url(base, href) if isinstance(href, str) else None
        if isinstance(rel, str) and url is not None:
            places.setdefault(rel, url)
    actor = places.get("self")
    if actor is None:
        return None
    return root_of(actor), _name_there(actor, places.get(_PROFILE_PAGE), told, user, recognise)


def _name_there(actor: str, page: str | None, told: _Jrd, user: str, recognise: Recogniser) -> str:
    for url in (page, actor):
        found = recognise(url) if url and root_of(url) == root_of(actor) else None
        if found is not None and found.handle.startswith("@"):
            return found.handle[1:].partition("@")[0]
    subject = recognise(told.subject) if told.subject.startswith("acct:") else None
    return subject.handle[1:].partition("@")[0] if subject is not None else user
