"""The thin half of the Lemmy source: asks a server for a person with their posts and comments."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import AccountMissing, HandleTaken
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    require_ok,
    require_own_home,
    require_where_proven,
    unread_portraits,
)
from auditor.markup.protocols.software import software_of
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _, ngettext
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.lemmy.payloads import (
    NAME,
    ContributionPage,
    PersonDetails,
    error_of,
    page_of,
    parse_details,
    parse_page,
    parse_portraits,
    profile_of,
)
from auditor.sources.lemmy.traits import TRAITS

_KNOWN = frozenset(
    ("lemmy.world", "lemmy.ml", "lemmy.zip", "lemmy.ca", "feddit.org", "sh.itjust.works",
     "programming.dev", "lemmy.dbzer0.com", "lemmy.blahaj.zone", "beehaw.org", "aussie.zone")
)  # fmt: skip
"""Servers that are told without asking: each says on its front page what it runs (2026)."""
_HANDLE = re.compile(r"@(?P<user>\w{1,128})@(?P<host>[A-Za-z0-9.-]{1,253}(?::\d{1,5})?)")
_USER = re.compile(r"\w{1,128}")
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?")
_PAGE = 50  # the most that a page has (join-lemmy.org/api, GetPersonDetails)
_MAX_PAGES = 20_000
_MISSING = frozenset({"couldnt_find_that_username_or_email", "couldnt_find_person", "not_found"})
_PRIVATE = "instance_is_private"
_REFUSED = 400


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on. `posts` and `comments` are how many entries were seen of each list."""

    person: int = 0
    page: int = 1
    posts: int = 0
    comments: int = 0
    lost: int = 0
    films: int = 0
    linked: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, details: PersonDetails, page: ContributionPage) -> _Cursor:
        return _Cursor(
            self.person,
            self.page + 1,
            self.posts + len(details.posts),
            self.comments + len(details.comments),
            self.lost + page.lost,
            self.films + page.films,
            self.linked + page.linked,
        )


class Lemmy:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise names and addresses of known servers; others are asked by `detect`."""
        found = self._meant(text)
        return found if found is not None and found.sure else None

    def _meant(self, text: str) -> Recognised | None:
        """Return what `@name@host` or `https://host/u/name` would mean."""
        match = _HANDLE.fullmatch(text.strip())
        if match is not None:
            user, host = match["user"], match["host"].lower()
            scheme = "http" if _LOOPBACK.fullmatch(host) else "https"
        else:
            url = safe_url("", text.strip())
            parts = urlsplit(url or "")
            steps = [unquote(step) for step in parts.path.split("/") if step]
            if url is None or len(steps) < len(("u", "name")) or steps[0] != "u":
                return None
            user, _at, elsewhere = steps[1].partition("@")
            host, scheme = elsewhere.lower() or parts.netloc, parts.scheme
        if not _USER.fullmatch(user) or not safe_url("", f"{scheme}://{host}/"):
            return None
        home = f"{scheme}://{host}/u/{quote(user, '')}"
        return Recognised(NAME, f"@{user}@{host}", home, sure=host in _KNOWN)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask the server what it runs."""
        found = self._meant(text)
        if found is None or found.sure:
            return found
        runs = await software_of(root_of(found.url), http)
        return replace(found, sure=True) if runs == NAME else None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        base, here = root_of(account.url), _resumed(cursor)
        details = await _read(account, here.page, http)
        if here.person != details.person.id:
            if here.page > 1:
                details = await _read(account, 1, http)
            here = _Cursor(details.person.id)
            yield _portraits(details, account, base, here)
        seen: set[tuple[str, ...]] = set()
        while True:
            page = await asyncio.to_thread(parse_page, details, base, account.id)
            entries = bool(details.posts or details.comments)
            then = here.after(details, page)
            endless = entries and (page.ids in seen or here.page >= _MAX_PAGES)
            seen.add(page.ids)
            ends = not entries or endless
            notes = _left(details, then, endless=endless) if ends else ()
            whole = not (page.lost or notes or (ends and then.lost))
            for batch in batches(page.photos, here.text(), None if ends else then.text()):
                told = (*notes, *_told(then)) if batch.cursor is None else ()
                yield replace(batch, notes=told, complete=whole)
            if ends:
                return
            here = then
            details = await _read(account, here.page, http)

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        person = (await _read(account, 1, http)).person
        portraits = parse_portraits(person, account.id, root_of(account.url))
        return next((each.media_url for each in portraits if each.kind is PhotoKind.AVATAR), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        person = (await _read(account, 1, http, proving=True)).person
        profile = profile_of(person, root_of(account.url))
        return [ProofText(ProofMethod.BIO.value, profile.description, profile.page_url)]


async def _read(account: Account, page: int, http: Http, *, proving: bool = False) -> PersonDetails:
    """Return a page of what the account wrote, newest first.

    Raises AccountMissing, HandleTaken, LoginNeeded, other SourceErrors and NetworkError.
    """
    base, name = root_of(account.url), account.handle.lstrip("@").partition("@")[0]
    asked = f"username={quote(name, '')}&sort=New&page={page}&limit={_PAGE}"
    url = f"{base}/api/v3/user?{asked}"
    answer = await http.get(url, purpose="posts")
    error = error_of(answer.body) if answer.status == _REFUSED else ""
    if answer.gone or error in _MISSING:
        raise AccountMissing(
            _("{host} knows no {user}.").format(host=line(urlsplit(base).netloc), user=line(name)),
            _("Check the spelling, or whether it was moved."),
        )
    if error == _PRIVATE:
        answer = replace(answer, status=401)
    details = await asyncio.to_thread(parse_details, require_ok(answer, _("posts")).body)
    if account.stable_id not in {"", str(details.person.id)}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    require_where_proven(account, page_of(details.person, base))
    require_own_home(account, url, (details.person.actor_id,), proving=proving)
    return details


def _portraits(details: PersonDetails, account: Account, base: str, here: _Cursor) -> Batch:
    person = details.person
    handle = f"@{person.name}@{urlsplit(base).netloc}"
    same = account.handle.lstrip("@").casefold() == handle.lstrip("@").casefold()
    unread = unread_portraits(person.avatar, person.banner)
    return Batch(
        parse_portraits(person, account.id, base),
        here.text(),
        profile_of(person, base),
        unread,
        complete=not unread,
        stable_id=str(person.id),
        now_called=None if same else (handle, page_of(person, base)),
    )


def _left(details: PersonDetails, read: _Cursor, *, endless: bool) -> tuple[str, ...]:
    """Return what was not reached of the lists."""
    if endless:
        return (_("The server's list of posts does not end; it was left there."),)
    notes = []
    if details.post_count > read.posts:
        notes.append(_("The server counts more posts than it lists: the rest could not be told."))
    if details.comment_count > read.comments:
        notes.append(
            _("The server counts more comments than it lists: the rest could not be told.")
        )
    return tuple(notes)


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.linked:
        notes.append(
            ngettext(
                "{count} post leads to a page elsewhere; the preview picture of that page was left "
                "out.",
                "{count} posts lead to pages elsewhere; the preview pictures of those pages were "
                "left out.",
                here.linked,
            ).format(count=here.linked)
        )
    return tuple(notes)


def _resumed(cursor: str | None) -> _Cursor:
    """Return where to go on; an unreadable cursor starts again."""
    try:
        found = msgspec.json.decode(cursor, type=_Cursor) if cursor is not None else _Cursor()
    except msgspec.MsgspecError:
        return _Cursor()
    return found if found.page > 0 else _Cursor()
