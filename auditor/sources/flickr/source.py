"""The thin half of the Flickr source: asks for the photostream with the person's own key.

The key goes in the body of each request and nowhere else, so that no address holds it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.errors import AccountMissing, HandleTaken, SourceError
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
    require_ok,
)
from auditor.markup.protocols.own_key import OwnKey
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Http, KeyOf, ProofText, Recognised
from auditor.sources.flickr.payloads import (
    NAME,
    ROOT,
    SIZES,
    Photographer,
    StreamPage,
    parse_key,
    parse_person,
    parse_stream,
    read_answer,
    refusal_of,
)
from auditor.sources.flickr.traits import TRAITS

API = "https://api.flickr.com/services/rest/"
TITLE = "Flickr"
_SITE = re.compile(r"(?:(?:www|m)\.)?flickr\.com")
_NAME = re.compile(r"[A-Za-z0-9@_.-]{1,64}")
_KEY = re.compile(r"[0-9]+@N[0-9]{2}")
_NO_PEOPLE = frozenset(("tags", "upload", "organize", "friends", "me"))
_PAGE = 500  # the most that flickr.people.getPublicPhotos gives
_MAX_PAGES = 2_000
_EXTRAS = ",".join(
    ("description", "license", "date_upload", "date_taken", "geo", "media", "path_alias",
     *(f"url_{size}" for size in SIZES))
)  # fmt: skip
_NOBODY = frozenset({1, 5})
"""Codes of a user who is not found, or was deleted."""
_INVALID_KEY = 100


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on. `seen` are the entries that were read."""

    person: str
    page: int = 1
    seen: int = 0
    films: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, page: StreamPage) -> _Cursor:
        return _Cursor(
            self.person,
            self.page + 1,
            self.seen + page.entries,
            self.films + page.films,
            self.lost + page.lost,
        )


class FlickrStream:
    """See ports.Source. `key_of` gives the person's own key."""

    name = NAME
    needs = "key"
    traits = TRAITS

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `/people/name` and `/photos/name`, with what stands below."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        if not _SITE.fullmatch(parts.hostname or "") or steps[:1] not in (["people"], ["photos"]):
            return None
        name = steps[1] if len(steps) > 1 else ""
        if not _NAME.fullmatch(name) or name.casefold() in _NO_PEOPLE:
            return None
        return Recognised(NAME, name, f"{ROOT}people/{quote(name, '@')}/")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        asking = _Asking(http, OwnKey(self._key_of, NAME))
        person = await _locate(account, asking)
        here = _resumed(cursor, person.key)
        if here is None:
            here = _Cursor(person.key)
            yield Batch(
                person.portraits,
                here.text(),
                person.profile,
                person.notes,
                complete=not person.notes,
                stable_id=person.key,
            )
        seen: set[tuple[str, ...]] = set()
        while True:
            told = await asking.ask(
                "flickr.people.getPublicPhotos",
                _("photostream"),
                *(("user_id", person.key), ("extras", _EXTRAS)),
                *(("per_page", str(_PAGE)), ("page", str(here.page))),
            )
            page = await asyncio.to_thread(parse_stream, told, person, account.id)
            then = here.after(page)
            more = bool(page.entries) and here.page < page.pages
            ids = tuple(photo.id for photo in page.photos)
            again = bool(ids) and ids in seen
            seen.add(ids)
            goes_on = more and here.page < _MAX_PAGES and not again
            notes = () if goes_on else tuple(_left(person, page, then, endless=more or again))
            whole = not (page.lost or notes or (not goes_on and then.lost))
            for batch in batches(page.photos, here.text(), then.text() if goes_on else None):
                ends = (*notes, *_told(then)) if batch.cursor is None else ()
                yield replace(batch, notes=ends, complete=whole)
            if not goes_on:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        person = await _locate(account, _Asking(http, OwnKey(self._key_of, NAME)))
        return next((each.media_url for each in person.portraits), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. What stands in a profile is its owner's."""
        person = await _locate(account, _Asking(http, OwnKey(self._key_of, NAME)))
        profile = person.profile
        return [ProofText(ProofMethod.BIO.value, profile.description, profile.page_url)]


class _Asking:
    """The requests of one reading."""

    def __init__(self, http: Http, key: OwnKey) -> None:
        self._http = http
        self._key = key
        self._own = ""

    async def ask(
        self, method: str, what: str, *fields: tuple[str, str], nobody: str = ""
    ) -> Mapping[str, Any]:
        """Return what a method answers; `nobody` is whose absence it may tell.

        Raises LoginNeeded where the key is missing or refused, AccountMissing, SourceError,
        NetworkError, PayloadBroken.
        """
        if not self._own:
            self._own = (await self._key.read()).reveal()
        body = urlencode(
            (
                ("method", method),
                ("api_key", self._own),
                ("format", "json"),
                ("nojsoncallback", "1"),
                *fields,
            )
        )
        answer = await self._http.post(
            API,
            purpose="photostream",
            body=body.encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            hidden=self._key.parts,
        )
        if answer.needs_login:
            raise self._key.refused(TITLE, str(answer.status))
        told = read_answer(require_ok(answer, what).body, what)
        refusal = refusal_of(told)
        if refusal is None:
            return told
        code, words = refusal
        if code == _INVALID_KEY:
            raise self._key.refused(TITLE, words or str(code))
        if nobody and code in _NOBODY:
            raise AccountMissing(
                _("Flickr knows no {user}.").format(user=line(nobody)),
                _("Check the spelling, or whether it was moved."),
            )
        raise SourceError(
            _("{what}: Flickr answered {status}: {reason}").format(
                what=what, status=code, reason=self._key.told(words)
            )
        )


async def _locate(account: Account, asking: _Asking) -> Photographer:
    """Return whose photostream it is.

    Raises AccountMissing, HandleTaken, LoginNeeded, other SourceErrors and NetworkError.
    """
    name = account.handle
    key = name if _KEY.fullmatch(name) else ""
    if not key:
        page = f"{ROOT}people/{quote(name, '@')}/"
        told = await asking.ask("flickr.urls.lookupUser", _("account"), ("url", page), nobody=name)
        key = parse_key(told)
    if account.stable_id not in {"", key}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(name)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    told = await asking.ask("flickr.people.getInfo", _("account"), ("user_id", key), nobody=name)
    return await asyncio.to_thread(parse_person, told, account.id)


def _left(person: Photographer, page: StreamPage, read: _Cursor, *, endless: bool) -> Iterator[str]:
    """Yield what was not reached of the photostream."""
    if endless:
        yield _("The server's list of posts does not end; it was left there.")
    elif max(person.photos, page.total) > read.seen:
        yield _("The server counts more posts than it lists: the rest could not be told.")


def _told(here: _Cursor) -> tuple[str, ...]:
    return left_out(here.lost, here.films)


def _resumed(cursor: str | None, person: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of somebody else, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.person == person else None
