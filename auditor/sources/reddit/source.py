"""The thin half of the Reddit source."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote, urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import AccountMissing, HandleTaken, SourceError
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
)
from auditor.markup.urls import safe_url
from auditor.messages import _, ngettext
from auditor.ports import Http, KeyOf, ProofText, Recognised
from auditor.sources.reddit.asking import RedditAsking
from auditor.sources.reddit.payloads import (
    NAME,
    ROOT,
    PostsPage,
    Redditor,
    parse_posts,
    parse_redditor,
)
from auditor.sources.reddit.traits import TRAITS

_SITE = re.compile(r"(?:(?:www|old|new|np|m|sh)\.)?reddit\.com")
_NAME = re.compile(r"[A-Za-z0-9_-]{3,20}")
_PAGE = 100  # the most that a listing gives
_MOST = 1_000
"""Posts after which Reddit ends every list."""


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on: `after` is the name of a post, "" for the newest."""

    person: str
    after: str = ""
    seen: int = 0
    films: int = 0
    elsewhere: int = 0
    passed_on: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def then(self, page: PostsPage) -> _Cursor:
        return _Cursor(
            self.person,
            page.after or self.after,
            self.seen + page.entries,
            self.films + page.films,
            self.elsewhere + page.elsewhere,
            self.passed_on + page.passed_on,
            self.lost + page.lost,
        )


class RedditPosts:
    """See ports.Source. `key_of` gives the person's own key."""

    name = NAME
    needs = "key"
    traits = TRAITS

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `/user/name`, `/u/name` and `/r/u_name`."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [step for step in parts.path.split("/") if step]
        if not _SITE.fullmatch(parts.hostname or "") or len(steps) < 2:  # noqa: PLR2004 - a lead and a name
            return None
        lead, name = steps[0].casefold(), steps[1]
        if lead == "r" and name.startswith("u_"):
            lead, name = "u", name[2:]
        if lead not in {"u", "user"} or not _NAME.fullmatch(name):
            return None
        return Recognised(NAME, name, f"{ROOT}user/{name}")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        asking = RedditAsking(http, self._key_of)
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
        seen = {here.after}
        while True:
            page = await _page(asking, account, person, here)
            then = here.then(page)
            again = page.after is not None and (page.after in seen or then.seen > 2 * _MOST)
            goes_on = page.after is not None and not again
            notes = () if goes_on else tuple(_left(person, then, again=again))
            whole = not (page.lost or notes or (not goes_on and then.lost))
            for batch in batches(page.photos, here.text(), then.text() if goes_on else None):
                ends = (*notes, *_told(then)) if batch.cursor is None else ()
                yield replace(batch, notes=ends, complete=whole)
            if not goes_on:
                return
            seen.add(then.after)
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        portraits = (await _locate(account, RedditAsking(http, self._key_of))).portraits
        return next((each.media_url for each in portraits if each.kind is PhotoKind.AVATAR), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. What stands in a profile is its owner's."""
        person = await _locate(account, RedditAsking(http, self._key_of))
        return [ProofText(ProofMethod.BIO.value, person.profile.description, person.page_url)]


async def _locate(account: Account, asking: RedditAsking) -> Redditor:
    """Return whose posts they are.

    Raises AccountMissing, HandleTaken, LoginNeeded, other SourceErrors and NetworkError.
    """
    name = account.handle.removeprefix("u/")
    answer = await asking.get(f"user/{quote(name, '')}/about", "account", {})
    if answer.gone:
        raise AccountMissing(
            _("Reddit knows no {user}.").format(user=line(name)),
            _("Check the spelling, or whether it was moved."),
        )
    if not answer.ok:
        raise asking.refused(_("account"), answer)
    person = await asyncio.to_thread(parse_redditor, answer.body, account.id)
    if person.suspended:
        raise SourceError(
            _("Reddit suspended {user} and shows nothing of it.").format(user=line(name))
        )
    if account.stable_id not in {"", person.key}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(name)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    return person


async def _page(
    asking: RedditAsking, account: Account, person: Redditor, here: _Cursor
) -> PostsPage:
    params = {"limit": str(_PAGE), "sort": "new", **({"after": here.after} if here.after else {})}
    answer = await asking.get(f"user/{quote(person.name, '')}/submitted", "posts", params)
    if not answer.ok:
        raise asking.refused(_("posts"), answer)
    return await asyncio.to_thread(parse_posts, answer.body, person.name, account.id)


def _left(person: Redditor, read: _Cursor, *, again: bool) -> Iterator[str]:
    """Yield what was not reached."""
    if again:
        yield _("The server's list of posts does not end; it was left there.")
    elif read.seen >= _MOST - _PAGE:
        yield _("Reddit lists about the newest 1,000 posts alone: the rest could not be told.")
    elif not read.seen and person.votes > 1:
        yield _(
            "Reddit lists no posts, and counts votes for some: whether they are hidden from the "
            "profile or deleted could not be told."
        )


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.elsewhere:
        notes.append(
            ngettext(
                "{count} post links to a picture on another site, which was not looked at.",
                "{count} posts link to pictures on other sites, which were not looked at.",
                here.elsewhere,
            ).format(count=here.elsewhere)
        )
    if here.passed_on:
        notes.append(
            ngettext(
                "{count} post was passed on from elsewhere; its pictures are not yours and were "
                "left out.",
                "{count} posts were passed on from elsewhere; their pictures are not yours and "
                "were left out.",
                here.passed_on,
            ).format(count=here.passed_on)
        )
    return tuple(notes)


def _resumed(cursor: str | None, person: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of somebody else, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.person == person else None
