"""Reading an actor to its end: portraits, then the posts of its outbox, page by page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import Account
from auditor.domain.outcome import Batch
from auditor.errors import AccountMissing, LoginNeeded
from auditor.markup.payload import (
    batches,
    left_out,
    read_cursor,
    require_ok,
)
from auditor.markup.protocols.activitypub.actors import FORM, Actor, find_actor
from auditor.markup.protocols.activitypub.outbox import OutboxPage, collection, parse_page
from auditor.messages import _, ngettext
from auditor.ports import Http

_MAX_PAGES = 25_000


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on; `counted` entries were read, of `total` that the server tells of."""

    actor: str
    url: str = ""
    pages: int = 0
    counted: int = 0
    total: int = -1
    lost: int = 0
    films: int = 0
    named: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, page: OutboxPage, url: str) -> _Cursor:
        return msgspec.structs.replace(
            self,
            url=url,
            pages=self.pages + 1,
            counted=self.counted + page.entries,
            lost=self.lost + page.lost,
            films=self.films + page.films,
            named=self.named + page.named,
        )


async def list_posts(
    platform: str, account: Account, http: Http, cursor: str | None
) -> AsyncIterator[Batch]:
    """Yield what an actor shows. Raises SourceError and NetworkError."""
    actor = await find_actor(platform, account, http)
    here = _resumed(cursor, actor.id)
    if here is None:
        here = _Cursor(actor.id)
        yield portraits_of(actor, account, here.text())
    if not actor.outbox:
        yield _closed(_("The server names no list of its posts: they could not be told."))
        return
    if not here.url:
        found = await _first(actor, here, http)
        if isinstance(found, Batch):
            yield found
            return
        here = found
    seen: set[str] = set()
    while True:
        seen.add(here.url)
        answer = await http.get(here.url, purpose="posts", headers=FORM)
        body = require_ok(answer, _("posts")).body
        page = await asyncio.to_thread(parse_page, body, here.url, platform, account.id, actor)
        then = here.after(page, page.next_url or "")
        note = _why_left(then, page, here, seen)
        last = bool(note) or not then.url or not page.entries
        for batch in batches(page.photos, here.text(), None if last else then.text()):
            ends = last and batch.cursor is None
            told = (*((note,) if note else ()), *_told(then)) if ends else ()
            missing = bool(note) or bool(then.named or then.lost) or _fewer(then)
            yield replace(batch, notes=told, complete=not (page.lost or (ends and missing)))
        if last:
            return
        here = then


def portraits_of(actor: Actor, account: Account, cursor: str | None) -> Batch:
    """Return the first batch: what the profile shows, and how it is called now."""
    same = account.handle.lstrip("@").casefold() == actor.handle.lstrip("@").casefold()
    return Batch(
        actor.portraits,
        cursor,
        actor.profile,
        actor.notes,
        complete=actor.complete,
        stable_id=actor.id,
        now_called=None if same else (actor.handle, account.url),
    )


async def _first(actor: Actor, here: _Cursor, http: Http) -> _Cursor | Batch:
    """Return where the posts begin, or the last batch where the server shows none of them."""
    answer = await http.get(actor.outbox, purpose="posts", headers=FORM)
    try:
        told = collection(require_ok(answer, _("posts")).body, actor.outbox)
    except (LoginNeeded, AccountMissing):
        return _closed(_("The server shows its list of posts to nobody: they could not be told."))
    total = -1 if told.total is None else told.total
    if told.next_url is None and not told.entries:
        started = msgspec.structs.replace(here, total=total)
        return Batch((), None, notes=_told(started), complete=not _fewer(started))
    return msgspec.structs.replace(here, url=told.next_url or actor.outbox, total=total)


def _closed(note: str) -> Batch:
    return Batch((), None, notes=(note,), complete=False)


def _fewer(here: _Cursor) -> bool:
    return here.counted < here.total


def _why_left(then: _Cursor, page: OutboxPage, here: _Cursor, seen: set[str]) -> str:
    """Return why the list is left where it could go on, "" where it may or ends."""
    if not then.url or not page.entries:
        return ""
    before, after = urlsplit(here.url), urlsplit(then.url)
    if (before.scheme, before.netloc) != (after.scheme, after.netloc):
        return _("The server named a next page that is not its own; the list was left there.")
    if then.url in seen or then.pages >= _MAX_PAGES:
        return _("The server's list of posts does not end; it was left there.")
    return ""


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.named:
        notes.append(
            ngettext(
                "The server only names {count} post, without what is in it.",
                "The server only names {count} posts, without what is in them.",
                here.named,
            ).format(count=here.named)
        )
    if _fewer(here):
        notes.append(
            _(
                "The server counts {total} posts and lists {counted}: the rest could not be told."
            ).format(total=here.total, counted=here.counted)
        )
    return tuple(notes)


def _resumed(cursor: str | None, actor: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of another actor, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.actor == actor else None
