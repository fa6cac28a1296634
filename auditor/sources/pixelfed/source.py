"""The source for Pixelfed: what a stranger gets there without an account.

Its interface wants a log-in and its outbox only counts the posts; the profile's Atom feed names the
newest ones, each with its first picture (resources/views/atom/user.blade.php of Pixelfed). That the
rest could not be told is said each time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import LoginNeeded, SourceError
from auditor.markup.feeds import Feed, parse_feed
from auditor.markup.payload import left_out, require_ok
from auditor.markup.protocols.activitypub import actors, listing
from auditor.markup.protocols.activitypub.outbox import collection
from auditor.markup.protocols.software import software_of
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.pixelfed.traits import TRAITS

NAME = "pixelfed"
_KNOWN = frozenset(
    ("pixelfed.social", "pixelfed.de", "pixelfed.art", "pixelfed.eu", "pixel.tchncs.de",
     "gram.social", "pxlmo.com", "metapixl.com", "pixelfed.fr", "pixelfed.uno")
)  # fmt: skip
"""Servers that are told without asking: each says in its footer what it runs (2026)."""
_HANDLE = re.compile(
    r"(?:acct:|@)(?P<user>[A-Za-z0-9_.-]{2,30})@(?P<host>[A-Za-z0-9.-]{1,253}(?::\d{1,5})?)"
)
_USER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,28}[A-Za-z0-9])", re.ASCII)
_NO_USERS = frozenset(
    ("about", "abuse", "account", "admin", "api", "auth", "discover", "groups", "help", "home",
     "i", "login", "logout", "p", "password", "places", "privacy", "register", "settings", "site",
     "storage", "stories", "terms", "users", "web")
)  # fmt: skip
"""First steps of addresses that are pages (app/Util/Lexer/RestrictedNames.php of Pixelfed)."""
_FEED = "feed"
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?")


class Pixelfed:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise names and addresses of known servers; others are asked by `detect`."""
        found = self._meant(text)
        return found if found is not None and found.sure else None

    def _meant(self, text: str) -> Recognised | None:
        """Recognise `@name@host`, `https://host/name` and `https://host/users/name`."""
        text = text.strip()
        match = _HANDLE.fullmatch(text)
        if match is not None:
            user, host = match["user"], match["host"].lower()
            scheme = "http" if _LOOPBACK.fullmatch(host) else "https"
        else:
            url = safe_url("", text)
            parts = urlsplit(url or "")
            steps = [unquote(step) for step in parts.path.split("/") if step]
            steps = steps[1:] if steps[:1] in (["users"], ["p"]) else steps
            if url is None or not steps:
                return None
            user, host, scheme = steps[0].lstrip("@"), parts.netloc, parts.scheme
        if not _USER.fullmatch(user) or user.casefold() in _NO_USERS:
            return None
        home = f"{scheme}://{host}/{quote(user, '')}"
        return Recognised(NAME, f"@{user}@{host}", home, sure=host in _KNOWN)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask the server what it runs."""
        found = self._meant(text)
        if found is None or found.sure:
            return found
        runs = await software_of(root_of(found.url), http)
        return replace(found, sure=True) if runs == NAME else None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source. Where an outbox lists posts, as those of old versions, it is read."""
        actor = await actors.find_actor(NAME, account, http)
        if await _lists_posts(actor, http):
            async for batch in listing.list_posts(NAME, account, http, cursor):
                yield batch
            return
        if cursor != _FEED:
            yield listing.portraits_of(actor, account, _FEED)
        answer = await http.get(
            f"{root_of(actor.id)}/users/{quote(actor.user, '')}.atom", purpose="posts"
        )
        if answer.gone or answer.needs_login:
            closed = _("The profile has no public feed: its posts could not be told.")
            yield Batch((), None, notes=(closed,), complete=False)
            return
        body = require_ok(answer, _("posts")).body
        feed = await asyncio.to_thread(parse_feed, body, answer.url)
        rest = _(
            "Only the newest posts stand in the public feed, each with its first picture: the rest "
            "could not be told."
        )
        notes = (rest, *left_out(feed.lost))
        yield Batch(tuple(_photos(feed, account)), None, notes=notes, complete=False)

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        actor = await actors.find_actor(NAME, account, http)
        avatars = (each for each in actor.portraits if each.kind is PhotoKind.AVATAR)
        return next((each.media_url for each in avatars), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        actor = await actors.find_actor(NAME, account, http)
        return [ProofText(ProofMethod.BIO.value, actor.profile.description, actor.id)]


async def _lists_posts(actor: actors.Actor, http: Http) -> bool:
    if not actor.outbox:
        return False
    answer = await http.get(actor.outbox, purpose="posts", headers=actors.FORM)
    try:
        told = collection(require_ok(answer, _("posts")).body, actor.outbox)
    except LoginNeeded:
        raise
    except SourceError:
        return False
    return bool(told.entries or told.next_url)


def _photos(feed: Feed, account: Account) -> list[Photo]:
    return [
        Photo(
            id=photo_id(account.id, f"{image.page_url}/{image.url}"),
            account=account.id,
            platform=NAME,
            kind=PhotoKind.POST,
            page_url=image.page_url,
            media_url=image.url,
            renditions=(Rendition(image.url, Role.SERVED, image.width, image.height),),
            caption=image.caption,
            visibility=Visibility.PUBLIC,
        )
        for image in feed.images
    ]
