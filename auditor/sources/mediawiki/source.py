"""The thin half of the MediaWiki source: finds api.php, then lists the files of one user."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Container, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.errors import (
    AccountMissing,
    HandleTaken,
    LoginNeeded,
    NetworkError,
    PayloadBroken,
    SourceError,
)
from auditor.markup.decode import decode as to_text
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
    require_ok,
    require_own_home,
    require_where_proven,
    soup,
)
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.mediawiki.listing import (
    FORMAT,
    Where,
    add_shown,
    file_list,
    file_page,
    portion,
    read_files,
    read_log,
    read_overwritten,
    versions_of,
)
from auditor.sources.mediawiki.payloads import (
    NAME,
    FilePage,
    Wiki,
    WikiUser,
    parse_user_page,
    parse_wiki,
)
from auditor.sources.mediawiki.shown import follows_rule
from auditor.sources.mediawiki.traits import TRAITS

_MAX_PAGES = 20_000
_WIKIMEDIA = re.compile(
    r"(?:[a-z-]+\.)?(?:m\.)?(?:wikipedia|wikimedia|wiktionary|wikibooks|wikiquote|wikisource|wikiversity|wikivoyage|wikinews)\.org"
)
_LISTS = ("special:listfiles/", "special:contributions/", "special:uploads/")
_PLACES = ("/w/api.php", "/api.php", "/wiki/api.php")
_WAITING = 400
"""Files named by the upload log and not listed so far; from here on the log is left alone."""


class _Cursor(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go on: the wiki's `continue` values, which are sent back as they came.

    `proceed` is that of the files, None when all are listed; `uploads` that of the upload log, ""
    at its start and None at its end. `waiting` are the files that the log named and no list did.
    `shown` says whether the addresses of what the wiki shows follow from those of the files.
    """

    api: str
    user: str
    proceed: dict[str, str] | None = {}
    uploads: str | None = ""
    waiting: list[str] = []
    pages: int = 0
    lost: int = 0
    shown: bool | None = None

    @property
    def done(self) -> bool:
        return self.proceed is None and self.uploads is None and not self.waiting

    @property
    def asks_log(self) -> str | None:
        """Where the log goes on that the next page of files is asked together with."""
        return self.uploads if len(self.waiting) < _WAITING else None

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def named_user(title: str) -> str:
    """Return the user whose page or list of files `title` is, "" for any other.

    Any language's word for "User" is taken.
    """
    title = title.replace("_", " ").strip()
    for start in _LISTS:
        if title.casefold().startswith(start):
            return title[len(start) :].strip()
    space, colon, rest = title.partition(":")
    return rest.split("/")[0].strip() if colon and space.casefold() in _USER_WORDS else ""


_USER_WORDS = frozenset(
    (
        *(
            "user",
            "benutzer",
            "benutzerin",
            "utilisateur",
            "utilisatrice",
            "usuario",
            "usuaria",
            "utente",
            "gebruiker",
            "usuário",
            "usuária",
        ),
        *(
            "wikipedysta",
            "wikipedystka",
            "användare",
            "bruker",
            "bruger",
            "käyttäjä",
            "участник",
            "участница",
            "користувач",
            "kullanıcı",
        ),
        *(
            "利用者",
            "사용자",
            "用户",
            "使用者",
            "مستخدم",
            "משתמש",
            "uživatel",
            "szerkesztő",
            "utilizator",
        ),
    )
)
"""The name of namespace 2 in the larger languages (mediawiki-core, languages/messages).

Others are added with --handle.
"""


@dataclass(frozen=True, slots=True)
class _Found:
    """A user of a wiki: where its interface is, and what is to be told."""

    api: str
    wiki: Wiki
    user: WikiUser
    notes: tuple[str, ...] = ()
    files: FilePage | None = None
    now_called: tuple[str, str] | None = None


class MediaWiki:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise the address of a user page or of a user's list of files."""
        url = safe_url("", text.strip())
        if url is None:
            return None
        parts = urlsplit(url)
        title = parse_qs(parts.query).get("title", [""])[0]
        if not title:
            path = unquote(parts.path)
            start = path.rfind("/", 0, path.find(":")) if ":" in path else -1
            title = path[start + 1 :] if start >= 0 else ""
        user = line(named_user(title))
        if not user:
            return None
        return Recognised(
            NAME, user, url, sure=_WIKIMEDIA.fullmatch(parts.hostname or "") is not None
        )

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source. An account is one user: the address of a wiki alone is none."""
        found = self.recognise(text)
        if found is None or found.sure:
            return found
        try:
            await _find(found.url, found.handle, http, {})
        except (SourceError, NetworkError):
            return None
        return replace(found, sure=True)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        first: FilePage | None = None
        if here is None:
            found = await self._wiki(account, http, file_list(account.handle, ""))
            here, first = _Cursor(found.api, found.user.name), found.files
            yield Batch(
                (),
                here.text(),
                Profile(
                    display_name=found.user.name, page_url=_user_page(found.wiki, found.user.name)
                ),
                found.notes,
                stable_id=found.user.id,
                now_called=found.now_called,
            )
        seen = {_step(here)}
        titles: set[str] = set()
        while True:
            page = first or await _page(here, account.id, http)
            if here.shown is None:
                here.shown = follows_rule(page.photos)
            first = None
            titles |= page.titles
            then, notes = _next(page, here, titles, seen)
            whole = not notes and not page.lost
            if then is None:  # what was counted is told once, at the end
                notes += left_out(here.lost + page.lost)
            for batch in batches(page.photos, here.text(), then.text() if then else None):
                yield replace(batch, notes=notes, complete=whole)
            if then is None:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:  # noqa: ARG002 - the port's signature
        """See ports.Source. A wiki has no avatars."""
        return None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. Only a user page whose present version the user wrote."""
        found = await self._wiki(account, http)
        require_own_home(account, found.api, [found.wiki.server], proving=True)
        title = f"{found.wiki.user_words[0]}:{found.user.name}"
        params = {
            "action": "query",
            "prop": "revisions",
            "rvprop": "user|content",
            "rvslots": "main",
            "titles": title,
        }
        answer = require_ok(
            await http.get(found.api, params={**params, **FORMAT}, purpose="user page"),
            _("user page"),
        )
        return [
            ProofText(
                ProofMethod.BIO.value, parse_user_page(answer.body, found.user.name), answer.url
            )
        ]

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:
        """See ports.KeepsVersions: every version of the file that the wiki still has."""
        if not photo.file_name:
            return ()
        places = await _places(photo.page_url, http)
        for place in places:
            found = await versions_of(place, f"File:{photo.file_name}", http)
            if found is not None:
                return found
        raise _no_interface()

    async def _wiki(
        self, account: Account, http: Http, files: Mapping[str, str] | None = None
    ) -> _Found:
        """Return the wiki and the user; one that was renamed is followed by its id.

        `files` asks for the first page of the user's files in the same request; it is not looked at
        where the user turns out to be another one.
        """
        api, wiki, users, answer = await _find(account.url, account.handle, http, files or {})
        same = urlsplit(account.proof.detail).path == urlsplit(api).path  # a host may hold several
        require_where_proven(account, api, same=same)
        require_own_home(account, api, [wiki.server])
        seen = account.stable_id
        if users and seen and users[0].id and users[0].id != seen:
            raise HandleTaken(
                _(
                    "{handle} now belongs to another account than the one that was seen first."
                ).format(handle=line(account.handle)),
                _("It was not read. Remove it, or add yours anew under its present name."),
            )
        if users:
            user = replace(users[0], name=users[0].name or account.handle)
            page = await file_page(answer, user.name, account.id) if files else None
            # a server that left out a part of what was asked is asked for it alone
            return _Found(
                api, wiki, user, files=page if page and page.uploads is not None else None
            )
        renamed = await _by_id(api, seen, http) if seen else None
        if renamed is None:
            raise AccountMissing(
                _("{wiki} has no user {user}.").format(wiki=wiki.name, user=line(account.handle)),
                _("Check the spelling of the name."),
            )
        told = _("The account is now called {name}; it was read under its new name.")
        called = (renamed.name, _user_page(wiki, renamed.name)) if renamed.name else None
        return _Found(api, wiki, renamed, (told.format(name=renamed.name),), now_called=called)


def find_edit_uri(answer: Answer) -> str | None:
    """Return the api.php that a page of the wiki names, on its own host only.

    It stands in `<link rel="EditURI">`.
    """
    from bs4 import Tag

    tag = soup(to_text(answer.body, answer.headers.get("content-type", ""))).find(
        "link", rel="EditURI", href=True
    )
    url = safe_url(answer.url, str(tag["href"])) if isinstance(tag, Tag) else None
    if (
        url is None or not same_host(url, answer.url) or not urlsplit(url).path.endswith("/api.php")
    ):  # WordPress has an EditURI, too
        return None
    return url.partition("?")[0]


async def _by_id(api: str, number: str, http: Http) -> WikiUser | None:
    params = {"action": "query", "meta": "siteinfo", "list": "users", "ususerids": number, **FORMAT}
    answer = require_ok(await http.get(api, params=params, purpose="account"), _("account"))
    users = parse_wiki(answer.body, answer.url)[1]
    return users[0] if users and users[0].name and users[0].id == number else None


async def _find(
    url: str, user: str, http: Http, files: Mapping[str, str]
) -> tuple[str, Wiki, tuple[WikiUser, ...], Answer]:
    """Return the URL of api.php, the wiki, the user, if it knows them, and the answer.

    Raises SourceError where there is no wiki.
    """
    safe = safe_url("", url)
    if safe is None:
        raise SourceError(
            _("The address of the wiki is missing."),
            _("Add the account by the address of its user page."),
        )
    usual = usual_place(safe)
    if usual is not None:
        found = await _asked(usual, user, http, files)
        if found is not None and found[1].holds(safe):
            return found
    for place in await _places(safe, http):
        found = await _asked(place, user, http, files)
        if found is not None:
            return found
    raise _no_interface()


async def _asked(
    place: str, user: str, http: Http, files: Mapping[str, str]
) -> tuple[str, Wiki, tuple[WikiUser, ...], Answer] | None:
    """Ask a place for a wiki and one of its users; None where there is none."""
    params = {
        **files,
        "action": "query",
        "meta": "siteinfo",
        "siprop": "general|namespaces",
        "list": "|".join(["users", *filter(None, [files.get("list")])]),
        "ususers": user,
        **FORMAT,
    }
    answer = await http.get(place, params=params, purpose="what the wiki is")
    if answer.needs_login:
        raise LoginNeeded(_("The wiki shows its pages only to people who are logged in."))
    if not answer.ok:
        return None
    try:
        wiki, known = parse_wiki(answer.body, answer.url)
    except PayloadBroken:
        return None  # a site that answers every address with a page of its own
    except SourceError:
        if not files:
            raise
        return await _asked(place, user, http, {})  # it may be the list that is refused
    return None if wiki is None else (place, wiki, known, answer)


def _no_interface() -> SourceError:
    return SourceError(
        _("No MediaWiki interface (api.php) was found there."),
        _("Add the account by the address of its user page."),
    )


def usual_place(url: str) -> str | None:
    """Return where api.php stands beside a page, in the layouts that MediaWiki is installed with.

    None where the address does not tell (mediawiki.org/wiki/Manual:Short_URL).
    """
    parts = urlsplit(url)
    before, script, _title = parts.path.partition("/index.php")
    if script:
        return safe_url(url, f"{before}/api.php")
    return safe_url(url, "/w/api.php") if parts.path.startswith("/wiki/") else None


async def _places(url: str, http: Http) -> list[str]:
    """Return where api.php may be, from any page of the wiki."""
    if urlsplit(url).path.endswith("/api.php"):
        return [url.partition("?")[0]]
    answer = await http.get(url, purpose="wiki page")
    named = await asyncio.to_thread(find_edit_uri, answer)
    if named:
        return [named]
    return [address for place in _PLACES if (address := safe_url(answer.url, place))]


def _user_page(wiki: Wiki, user: str) -> str:
    title = quote(f"{wiki.user_words[0]}:{user}".replace(" ", "_"), ":")
    return wiki.articles.replace("$1", title).replace("%241", title)


async def _page(here: _Cursor, account: str, http: Http) -> FilePage:
    """Read on: the files with the log beside them, then what the log has left."""
    where = Where(here.api, here.user, account)
    if here.proceed is not None:
        page = await read_files(where, here.proceed, http, here.asks_log, shown=not here.shown)
        return await add_shown(page, where, http) if here.shown else page
    if here.uploads is not None:
        return await read_log(here.api, here.user, here.uploads, http)
    return await read_overwritten(where, portion(here.waiting), http)


def _next(
    page: FilePage, here: _Cursor, titles: Container[str], seen: set[str]
) -> tuple[_Cursor | None, tuple[str, ...]]:
    """Return where to go on after a page; `titles` are the files listed so far."""
    waiting = [*here.waiting, *(page.uploads or ())]
    proceed, uploads = page.proceed, here.uploads
    if here.proceed is None and uploads is None:
        waiting = waiting[len(portion(waiting)) :]
    if page.uploads is not None:
        uploads = page.log
    then = _Cursor(
        here.api,
        here.user,
        proceed,
        uploads,
        [title for title in dict.fromkeys(waiting) if title not in titles],
        here.pages + 1,
        here.lost + page.lost,
        here.shown,
    )
    if then.done:
        return None, page.notes
    if _step(then) in seen or here.pages >= _MAX_PAGES:
        told = _("The wiki's list of files does not end; it was left there.")
        return None, (*page.notes, told)
    seen.add(_step(then))
    return then, page.notes


def _step(here: _Cursor) -> str:
    if here.proceed is not None:
        return f"files {sorted(here.proceed.items())}"
    return f"log {here.uploads}" if here.uploads is not None else f"titles {here.waiting}"
