"""The thin half of the Mastodon source.

Finds the server, asks it, and walks the pages of its list.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import NetworkError, SourceError
from auditor.markup.payload import (
    batches,
    decode,
    left_out,
    line,
    named,
    plain,
    read_cursor,
    require_ok,
    require_own_home,
    unread_portraits,
)
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _, ngettext
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.mastodon.lookup import locate, webfinger
from auditor.sources.mastodon.payloads import (
    NAME,
    StatusPage,
    fields_of,
    parse_portraits,
    parse_statuses,
)
from auditor.sources.mastodon.traits import TRAITS

_PAGE = "40"  # the most that accounts/:id/statuses gives (docs.joinmastodon.org/methods/accounts)
_MAX_PAGES = 25_000
# app/models/account.rb of mastodon: USERNAME_RE; a local name has letters, digits and underscores
_USER = re.compile(r"[A-Za-z0-9_]{1,64}(?:[.-][A-Za-z0-9_]+)*")
_LOCAL_USER = re.compile(r"[A-Za-z0-9_]{1,64}")
_ACCT = re.compile(
    r"(?:acct:|@)?(?P<user>[^@\s/:]{1,64})@(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]+\])(?P<port>:\d{1,5})?"
)
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]")
_OTHER_SOFTWARE = re.compile(
    r"pixelfed|misskey|sharkey|firefish|calckey|iceshrimp|foundkey|catodon|cherrypick",
    re.IGNORECASE,
)
"""Software that has this interface for its own users only, as it says in its version:
"4.2.1 (compatible; Sharkey 2024.3.3)"."""
_NOT_MASTODON = frozenset(
    ("medium.com", "bsky.app", "substack.com", "odysee.com", "hashnode.com", "steemit.com")
)
"""Hosts of other software whose profiles are at /@NAME too."""


def _with_ascii_host(text: str) -> str:
    """Return a handle with its host as servers spell it (IDNA)."""
    user, at, host = text.rpartition("@")
    known = safe_url("", f"https://{host}/") if at and not host.isascii() else None
    return text if known is None else f"{user}@{urlsplit(known).netloc}"


class _Cursor(msgspec.Struct):
    account: str
    url: str
    pages: int = 0
    lost: int = 0
    films: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


class Mastodon:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `@name@host`, `acct:name@host`, `https://host/@name` and `https://host/users/name`."""
        text = text.strip()
        if not text.startswith(("http://", "https://")):
            match = _ACCT.fullmatch(_with_ascii_host(text))
            if (
                match is None
                or not text.startswith(("@", "acct:"))
                or not _USER.fullmatch(match["user"])
            ):
                return None
            host = match["host"].lower() + (match["port"] or "")
            scheme = (
                "http" if _LOOPBACK.fullmatch(match["host"].lower()) else "https"
            )  # this machine has no certificate
            return Recognised(
                NAME, f"@{match['user']}@{host}", f"{scheme}://{host}/@{match['user']}", sure=False
            )
        url = safe_url("", text)
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        if len(steps) > 1 and steps[0] == "web":  # the address bar of Mastodon before 4.0
            steps = steps[1:]
        user = (
            steps[0][1:]
            if steps and steps[0].startswith("@")
            else steps[1]
            if len(steps) > 1 and steps[0] == "users"
            else ""
        )
        user, _at, elsewhere = user.partition("@")
        if (
            url is None
            or not _LOCAL_USER.fullmatch(user)
            or (parts.hostname or "").removeprefix("www.") in _NOT_MASTODON
        ):
            return None
        if elsewhere:  # a page about somebody whose account stands on another server
            return self.recognise(f"@{user}@{elsewhere}")
        return Recognised(
            NAME, f"@{user}@{parts.netloc}", f"{parts.scheme}://{parts.netloc}/@{user}", sure=False
        )

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        found = self.recognise(text)
        if found is None or found.sure:
            return found
        typed_handle = not text.strip().startswith(("http://", "https://"))
        try:
            runs = await self._speaks(root_of(found.url), http)
            if runs is None and typed_handle:  # its domain may only name the server
                user = found.handle[1:].partition("@")[0]
                place = await webfinger(root_of(found.url), user, http, self.recognise)
                if place is not None and place[0] != root_of(found.url):
                    runs = await self._speaks(place[0], http)
        except NetworkError:
            # nobody answers: only the form of what was typed speaks for it
            return replace(found, sure=True) if typed_handle else None
        return replace(found, sure=True) if runs else None

    async def _speaks(self, root: str, http: Http) -> bool | None:
        """Whether a server has this interface for everybody; None where it answers otherwise.

        Closed servers hide even this; only the form of the address speaks for them.
        """
        answer = await http.get(f"{root}/api/v1/instance", purpose="what the server runs")
        if answer.needs_login:
            return True
        try:
            told = decode(require_ok(answer, "instance").body, _Instance, "instance")
        except SourceError:
            return None
        return not _OTHER_SOFTWARE.search(told.version)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        if here is None:
            found = await locate(account, http, self.recognise)
            number = named(found.entity.id)
            unread = unread_portraits(found.entity.avatar, found.entity.header)
            here = _Cursor(number, _statuses_url(found.base, number))
            yield Batch(
                parse_portraits(found.entity, found.profile, account.id),
                here.text(),
                found.profile,
                (*found.notes, *unread),
                complete=not (found.entity.suspended or unread),
                stable_id=found.stable_id,
                now_called=found.now_called,
            )
        seen: set[str] = set()
        while True:
            seen.add(here.url)
            answer = require_ok(await http.get(here.url, purpose="posts"), _("posts"))
            page = await asyncio.to_thread(parse_statuses, answer.body, here.url, account.id)
            then, notes = _next(answer, here, page, seen)
            whole = not notes and not page.lost
            if then is None:  # what was counted is told once, at the end
                notes += left_out(here.lost + page.lost) + _told(here.films + page.films)
            for batch in batches(page.photos, here.text(), then.text() if then else None):
                yield replace(batch, notes=notes, complete=whole)
            if then is None:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        found = await locate(account, http, self.recognise)
        return next(
            (
                portrait.media_url
                for portrait in parse_portraits(found.entity, found.profile, "")
                if portrait.kind is PhotoKind.AVATAR
            ),
            None,
        )

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source.

        A link with `verified_at` was checked by the server in both directions.
        """
        found = await locate(account, http, self.recognise)
        entity, profile = found.entity, found.profile
        require_own_home(account, found.base, [entity.url], proving=True)
        # not `profile.page_url`: that is only what the server says of itself
        where = f"{found.base}/@{quote(entity.username, '')}"
        bio = "\n".join(
            [
                profile.description,
                *(
                    f"{line(plain(field.name))}: {line(plain(field.value))}"
                    for field in fields_of(entity)
                ),
            ]
        )
        verified = [
            ProofText(ProofMethod.REL_ME.value, link.url, where)
            for link in profile.links
            if link.verified
        ]
        return [ProofText(ProofMethod.BIO.value, bio, where), *verified]


class _Instance(msgspec.Struct):
    uri: str
    version: str


def _statuses_url(base: str, account: str) -> str:
    return (
        f"{base}/api/v1/accounts/{quote(account, '')}/statuses"
        f"?only_media=true&exclude_reblogs=true&limit={_PAGE}"
    )


def _next(
    answer: Answer, here: _Cursor, page: StatusPage, seen: set[str]
) -> tuple[_Cursor | None, tuple[str, ...]]:
    """Return the next page: as the Link header names it, else the posts before the oldest here.

    On the same server, the same list, and not read before. Without a Link header the list ends
    with an empty page.
    """
    pages, lost, films = here.pages + 1, here.lost + page.lost, here.films + page.films
    told = answer.links.get("next")
    if told is None and not page.entries:
        return None, ()
    if told is None and not page.oldest:
        return None, (_("The server's list of posts could not be read on; it was left there."),)
    url = safe_url(here.url, told) if told else _older(here.url, page.oldest)
    before, after = urlsplit(here.url), urlsplit(url or "")
    if url is None or (before.scheme, before.netloc, before.path) != (
        after.scheme,
        after.netloc,
        after.path,
    ):
        return None, (
            _("The server named a next page that is not its own; the list was left there."),
        )
    if url in seen or here.pages >= _MAX_PAGES:
        return None, (_("The server's list of posts does not end; it was left there."),)
    return _Cursor(here.account, url, pages, lost, films), ()


def _older(url: str, oldest: str) -> str:
    """Return the address of the posts before `oldest` (docs.joinmastodon.org, "Pagination")."""
    parts = urlsplit(url)
    pairs = [(key, value) for key, value in parse_qsl(parts.query) if key != "max_id"]
    return urlunsplit(parts._replace(query=urlencode([*pairs, ("max_id", oldest)])))


def _told(films: int) -> tuple[str, ...]:
    if not films:
        return ()
    told = ngettext(
        "{count} film was not looked at, only its preview picture.",
        "{count} films were not looked at, only their preview pictures.",
        films,
    )
    return (told.format(count=films),)
