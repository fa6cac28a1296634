"""The thin half of the DeviantArt source."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import quote, urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import AccountMissing, HandleTaken
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
)
from auditor.markup.urls import safe_url
from auditor.messages import _, ngettext
from auditor.ports import Answer, Http, KeyOf, ProofText, Recognised
from auditor.sources.deviantart.asking import Asking
from auditor.sources.deviantart.payloads import (
    NAME,
    Artist,
    GalleryPage,
    parse_artist,
    parse_gallery,
    refusal_of,
)
from auditor.sources.deviantart.traits import TRAITS

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?")
_SITE = re.compile(r"(?:(?:www|m)\.)?deviantart\.com")
_OWN = re.compile(rf"(?P<name>{_NAME.pattern})\.deviantart\.com")
_NO_PEOPLE = frozenset(
    ("about", "account", "api", "art", "browse", "chat", "core-membership", "daily-deviations",
     "deviation", "developers", "forum", "groups", "help", "join", "journal", "morelikethis",
     "notifications", "oauth2", "popular", "print", "search", "settings", "shop", "stash",
     "status-update", "submit", "tag", "team", "topic", "users", "watch", "www", "m", "sta",
     "dreamup", "subscriptions", "status", "backend", "embed", "events", "today")
)  # fmt: skip
_PAGE = 24  # the most that gallery/all gives
_MAX_OFFSET = 1_000_000
_MATURE = {"mature_content": "true"}
_NOT_FOUND = "not found"
_BAD_REQUEST = 400


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on. `seen` are the entries of the gallery that were read."""

    artist: str
    offset: int = 0
    seen: int = 0
    lost: int = 0
    films: int = 0
    downloads: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, page: GalleryPage) -> _Cursor:
        return _Cursor(
            self.artist,
            page.following if page.following is not None else self.offset,
            self.seen + page.entries,
            self.lost + page.lost,
            self.films + page.films,
            self.downloads + page.downloads,
        )


class DeviantArt:
    """See ports.Source. `key_of` gives the person's own key."""

    name = NAME
    needs = "key"
    traits = TRAITS

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `https://www.deviantart.com/name` and `https://name.deviantart.com/`."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        host = parts.hostname or ""
        steps = [step.casefold() for step in parts.path.split("/") if step]
        if _SITE.fullmatch(host):
            name = steps[0] if steps else ""
        else:
            own = _OWN.fullmatch(host)
            name = own["name"] if own else ""
        if not _NAME.fullmatch(name) or name in _NO_PEOPLE:
            return None
        return Recognised(NAME, name, f"https://www.deviantart.com/{name}")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        asking = Asking(http, self._key_of)
        artist = await _locate(account, asking)
        here = _resumed(cursor, artist.key)
        if here is None:
            here = _Cursor(artist.key)
            yield Batch(
                artist.portraits,
                here.text(),
                artist.profile,
                artist.notes,
                complete=not artist.notes,
                stable_id=artist.key,
                now_called=_renamed(account, artist),
            )
        while True:
            page = await _page(asking, account, artist, here)
            then = here.after(page)
            goes_on = page.more and here.offset < then.offset <= _MAX_OFFSET
            notes = () if goes_on else _left(artist, page, then)
            whole = not (page.lost or notes or (not goes_on and then.lost))
            for batch in batches(page.photos, here.text(), then.text() if goes_on else None):
                told = (*notes, *_told(then)) if batch.cursor is None else ()
                yield replace(batch, notes=told, complete=whole)
            if not goes_on:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        artist = await _locate(account, Asking(http, self._key_of))
        return next(
            (each.media_url for each in artist.portraits if each.kind is PhotoKind.AVATAR), None
        )

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        artist = await _locate(account, Asking(http, self._key_of))
        return [ProofText(ProofMethod.BIO.value, artist.profile.description, artist.page_url)]


async def _locate(account: Account, asking: Asking) -> Artist:
    """Return whose gallery it is.

    Raises AccountMissing, HandleTaken, LoginNeeded, other SourceErrors and NetworkError.
    """
    name = account.handle.lstrip("@")
    answer = await asking.get(f"user/profile/{quote(name, '')}", "account", _MATURE)
    if answer.gone or _says_gone(answer):
        raise AccountMissing(
            _("DeviantArt knows no {user}.").format(user=line(name)),
            _("Check the spelling, or whether it was moved."),
        )
    if not answer.ok:
        raise asking.refused(_("account"), answer)
    artist = await asyncio.to_thread(parse_artist, answer.body, account.id)
    if account.stable_id not in {"", artist.key}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    return artist


def _says_gone(answer: Answer) -> bool:
    """Whether an answer says in words that there is no such person."""
    words = refusal_of(answer.body)[1] if answer.status == _BAD_REQUEST else ""
    return _NOT_FOUND in words.casefold()


async def _page(asking: Asking, account: Account, artist: Artist, here: _Cursor) -> GalleryPage:
    params = {"username": artist.name, "offset": str(here.offset), "limit": str(_PAGE), **_MATURE}
    answer = await asking.get("gallery/all", "gallery", params)
    if not answer.ok:
        raise asking.refused(_("gallery"), answer)
    return await asyncio.to_thread(parse_gallery, answer.body, artist.key, account.id)


def _renamed(account: Account, artist: Artist) -> tuple[str, str] | None:
    same = artist.name.casefold() == account.handle.lstrip("@").casefold()
    return None if same else (artist.name, artist.page_url)


def _left(artist: Artist, page: GalleryPage, read: _Cursor) -> tuple[str, ...]:
    """Return what was not reached of the gallery."""
    if page.more and page.following is None:
        return (_("The server's list of posts could not be read on; it was left there."),)
    if page.more:
        return (_("The server's list of posts does not end; it was left there."),)
    if artist.deviations > read.seen:
        return (_("The server counts more posts than it lists: the rest could not be told."),)
    return ()


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.downloads:
        notes.append(
            ngettext(
                "{count} picture is offered as a download of the file that was uploaded; that file "
                "was not looked at, and may hold more.",
                "{count} pictures are offered as a download of the files that were uploaded; those "
                "files were not looked at, and may hold more.",
                here.downloads,
            ).format(count=here.downloads)
        )
    return tuple(notes)


def _resumed(cursor: str | None, artist: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of another artist, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.artist == artist else None
