"""The thin half of the Misskey source: asks its interface, which reads by POST."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import AccountMissing, HandleTaken
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
    require_ok,
    require_where_proven,
    unread_portraits,
)
from auditor.markup.protocols.software import software_of
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.misskey.payloads import (
    NAME,
    MisskeyUser,
    NotePage,
    page_of,
    parse_notes,
    parse_portraits,
    parse_user,
    profile_of,
)
from auditor.sources.misskey.traits import TRAITS

_SOFTWARE = frozenset(
    (NAME, "sharkey", "firefish", "calckey", "iceshrimp", "foundkey", "cherrypick", "catodon")
)
_KNOWN = frozenset(("misskey.io", "misskey.design", "misskey.art", "nijimiss.moe"))
"""Servers that are told without asking: each says on its front page what it runs (2026)."""
_HANDLE = re.compile(
    r"(?:acct:|@)(?P<user>[A-Za-z0-9_.-]{1,128})@(?P<host>[A-Za-z0-9.-]{1,253}(?::\d{1,5})?)"
)
_USER = re.compile(r"\w(?:[\w.-]{0,126}\w)?", re.ASCII)
_PAGE = 100  # the most that users/notes gives
_MAX_PAGES = 25_000
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?")
_NO_SUCH_USER = "NO_SUCH_USER"


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on; `gallery` once the notes were read to their end."""

    user: str
    until: str = ""
    gallery: bool = False
    pages: int = 0
    lost: int = 0
    films: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True)
class _Found:
    user: MisskeyUser
    base: str


class Misskey:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise names and addresses of known servers; others are asked by `detect`."""
        found = self._meant(text)
        return found if found is not None and found.sure else None

    def _meant(self, text: str) -> Recognised | None:
        """Return what `@name@host` or `https://host/@name` would mean."""
        match = _HANDLE.fullmatch(text.strip())
        if match is not None:
            user, host = match["user"], match["host"].lower()
            scheme = "http" if _LOOPBACK.fullmatch(host) else "https"
        else:
            url = safe_url("", text.strip())
            parts = urlsplit(url or "")
            steps = [unquote(step) for step in parts.path.split("/") if step]
            if url is None or not steps or not steps[0].startswith("@"):
                return None
            user, _at, elsewhere = steps[0][1:].partition("@")
            host, scheme = elsewhere.lower() or parts.netloc, parts.scheme
        if not _USER.fullmatch(user) or not safe_url("", f"{scheme}://{host}/"):
            return None
        home = f"{scheme}://{host}/@{quote(user, '')}"
        return Recognised(NAME, f"@{user}@{host}", home, sure=host in _KNOWN)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask the server what it runs."""
        found = self._meant(text)
        if found is None or found.sure:
            return found
        runs = await software_of(root_of(found.url), http)
        return replace(found, sure=True) if runs in _SOFTWARE else None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        found = await _locate(account, http)
        here = _resumed(cursor, found.user.id)
        if here is None:
            here = _Cursor(found.user.id)
            yield _portraits(found, account, here)
        seen: set[str] = set()
        while True:
            page = await _page(found, here, account, http)
            note = ""
            if page.entries and not page.oldest:
                note = _("The server's list of posts could not be read on; it was left there.")
            elif page.oldest in seen or here.pages >= _MAX_PAGES:
                note = _("The server's list of posts does not end; it was left there.")
            seen.add(page.oldest)
            then = msgspec.structs.replace(
                here,
                until=page.oldest,
                pages=here.pages + 1,
                lost=here.lost + page.lost,
                films=here.films + page.films,
            )
            ends = not page.entries or bool(note)
            if ends and not here.gallery and not note:
                then, ends, seen = (
                    msgspec.structs.replace(then, until="", gallery=True),
                    False,
                    set(),
                )
            told = ((note,) if note else ()) + _told(then) if ends else ()
            whole = not (note or page.lost or (ends and then.lost))
            for batch in batches(page.photos, here.text(), None if ends else then.text()):
                yield replace(batch, notes=told if batch.cursor is None else (), complete=whole)
            if ends:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        found = await _locate(account, http)
        portraits = parse_portraits(found.user, account.id, found.base)
        return next((each.media_url for each in portraits if each.kind is PhotoKind.AVATAR), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        found = await _locate(account, http)
        profile = profile_of(found.user, found.base)
        return [ProofText(ProofMethod.BIO.value, profile.description, profile.page_url)]


async def _locate(account: Account, http: Http) -> _Found:
    """Return the account on its server: by its name, else by its id.

    Raises AccountMissing, HandleTaken, SourceError and NetworkError.
    """
    base = root_of(account.url)
    name = account.handle.lstrip("@").partition("@")[0]
    user = await _show(base, {"username": name, "host": None}, http)
    if account.stable_id and (user is None or user.id != account.stable_id):
        kept = await _show(base, {"userId": account.stable_id}, http)
        if kept is None and user is not None:
            raise HandleTaken(
                _(
                    "{handle} now belongs to another account than the one that was seen first."
                ).format(handle=line(account.handle)),
                _("It was not read. Remove it, or add yours anew under its present name."),
            )
        user = kept
    if user is None:
        raise AccountMissing(
            _("{host} knows no {user}.").format(host=line(urlsplit(base).netloc), user=line(name)),
            _("Check the spelling, or whether it was moved."),
        )
    require_where_proven(account, page_of(user, base))
    return _Found(user, base)


async def _show(base: str, asked: Mapping[str, object], http: Http) -> MisskeyUser | None:
    answer = await _post(f"{base}/api/users/show", asked, "account", http)
    if answer.gone or (answer.status == 400 and _NO_SUCH_USER.encode() in answer.body):  # noqa: PLR2004 - how it says so
        return None
    return parse_user(require_ok(answer, _("account")).body)


async def _post(url: str, asked: Mapping[str, object], purpose: str, http: Http) -> Answer:
    body = msgspec.json.encode(asked)
    return await http.post(
        url, purpose=purpose, body=body, headers={"Content-Type": "application/json"}
    )


async def _page(found: _Found, here: _Cursor, account: Account, http: Http) -> NotePage:
    asked: dict[str, object] = {"userId": found.user.id, "limit": _PAGE}
    if here.until:
        asked["untilId"] = here.until
    if not here.gallery:
        asked |= {"withFiles": True, "withRenotes": False, "withReplies": True}
    path = "users/gallery/posts" if here.gallery else "users/notes"
    answer = await _post(f"{found.base}/api/{path}", asked, "posts", http)
    return await asyncio.to_thread(
        parse_notes,
        require_ok(answer, _("posts")).body,
        found.base,
        account.id,
        found.user.id,
        gallery=here.gallery,
    )


def _portraits(found: _Found, account: Account, here: _Cursor) -> Batch:
    handle = f"@{found.user.username}@{urlsplit(found.base).netloc}"
    same = account.handle.lstrip("@").casefold() == handle.lstrip("@").casefold()
    notes: tuple[str, ...] = ()
    if found.user.movedTo:
        moved = _("The account says that it moved to {address}; add that one too if it is yours.")
        notes = (moved.format(address=line(found.user.movedTo)),)
    unread = unread_portraits(found.user.avatarUrl, found.user.bannerUrl)
    return Batch(
        parse_portraits(found.user, account.id, found.base),
        here.text(),
        profile_of(found.user, found.base),
        (*notes, *unread),
        complete=not unread,
        stable_id=found.user.id,
        now_called=None if same else (handle, page_of(found.user, found.base)),
    )


def _told(here: _Cursor) -> tuple[str, ...]:
    return left_out(here.lost, here.films)


def _resumed(cursor: str | None, user: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of another account, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.user == user else None
