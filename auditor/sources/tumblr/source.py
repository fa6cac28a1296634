"""The thin half of the Tumblr source: the posts of a blog, with the person's key or without."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.payload import (
    batches,
    left_out,
    read_cursor,
)
from auditor.markup.urls import safe_url
from auditor.messages import _, ngettext
from auditor.ports import Http, KeyOf, ProofText, Recognised
from auditor.sources.tumblr.asking import PostsOfBlog
from auditor.sources.tumblr.payloads import NAME, parse_posts, profile_of
from auditor.sources.tumblr.traits import TRAITS

_BLOG = re.compile(r"(?P<name>[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\.tumblr\.com")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_SITE = re.compile(r"(?:(?:www|at)\.)?tumblr\.com")
_NO_BLOGS = frozenset(
    ("about", "api", "apps", "communities", "dashboard", "developers", "docs", "explore", "help",
     "jobs", "login", "logo", "new", "oauth", "policy", "privacy", "register", "search",
     "settings", "support", "tagged", "themes", "tips", "www", "assets", "media", "static")
)  # fmt: skip
_MAX_POSTS = 250_000


class _Cursor(msgspec.Struct, frozen=True):
    start: int = 0
    lost: int = 0
    films: int = 0
    passed_on: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


class Tumblr:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `https://name.tumblr.com/` and `https://www.tumblr.com/name`."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        host = parts.hostname or ""
        steps = [step for step in parts.path.split("/") if step]
        if _SITE.fullmatch(host) and steps:
            at = 2 if steps[:2] == ["blog", "view"] else 1 if steps[0] == "blog" else 0
            name = steps[at].lstrip("@").casefold() if len(steps) > at else ""
        else:
            blog = _BLOG.fullmatch(host)
            name = blog["name"] if blog else ""
        if not _NAME.fullmatch(name) or name in _NO_BLOGS:
            return None
        return Recognised(NAME, name, f"https://{name}.tumblr.com/")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        started, here = here is not None, here or _Cursor()
        seen: set[tuple[str, ...]] = set()
        asking = PostsOfBlog(http, self._key_of)
        while True:
            told = await asking.read(account, here.start)
            profile = None if started else profile_of(told, account.url)
            page = await asyncio.to_thread(parse_posts, told, account.url, account.id)
            ids = tuple(photo.id for photo in page.photos)
            again = bool(ids) and ids in seen
            seen.add(ids)
            then = _Cursor(
                here.start + max(page.entries, 1),
                here.lost + page.lost,
                here.films + page.films,
                here.passed_on + page.passed_on,
            )
            counted = page.total is not None and then.start >= page.total
            last = not page.entries or counted or again
            note = ""
            if again or then.start > _MAX_POSTS:
                note, last = _("The server's list of posts does not end; it was left there."), True
            elif last and (page.total or 0) > here.start + page.entries:
                note = _("The server counts more posts than it lists: the rest could not be told.")
            photos = list(page.photos) if started else [*_portrait(account), *page.photos]
            whole = not (page.lost or note or (last and then.lost))
            for batch in batches(photos, here.text(), None if last else then.text()):
                ends = last and batch.cursor is None
                notes = (*((note,) if note else ()), *_told(then)) if ends else ()
                yield replace(batch, profile=profile, notes=notes, complete=whole)
                profile = None
            if last:
                return
            started, here = True, then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        await PostsOfBlog(http, self._key_of).read(account, 0)
        return _portrait(account)[0].media_url

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. The title and the description of the blog are its owner's words."""
        told = await PostsOfBlog(http, self._key_of).read(account, 0)
        profile = profile_of(told, account.url)
        text = f"{profile.display_name}\n{profile.description}"
        return [ProofText(ProofMethod.BIO.value, text, account.url)]


def _portrait(account: Account) -> tuple[Photo, ...]:
    """Return the portrait at its largest (tumblr.com/docs/en/api/v2, "Retrieve a Blog Avatar")."""
    name = urlsplit(account.url).hostname or ""
    url = f"https://api.tumblr.com/v2/blog/{name}/avatar/512"
    own, kind = photo_id(account.id, PhotoKind.AVATAR.value), PhotoKind.AVATAR
    served, public = (Rendition(url, Role.SERVED),), Visibility.PUBLIC
    return (Photo(own, account.id, NAME, kind, account.url, url, served, visibility=public),)


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.passed_on:
        notes.append(
            ngettext(
                "{count} post was passed on from another blog; its pictures are not yours and were "
                "left out.",
                "{count} posts were passed on from other blogs; their pictures are not yours and "
                "were left out.",
                here.passed_on,
            ).format(count=here.passed_on)
        )
    return tuple(notes)
