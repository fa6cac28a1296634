"""The thin half of the WordPress source.

Finds the REST interface from the page, then reads media and authors.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit, urlunsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, IndexSignal, ProofMethod
from auditor.domain.openness import Signal
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.errors import HandleTaken, LoginNeeded, NetworkError, PayloadBroken, SourceError
from auditor.guidance.agents import agents
from auditor.markup.decode import decode as to_text
from auditor.markup.page import parse_page
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
from auditor.markup.robots_signals import header_signal
from auditor.markup.training.page_signals import answer_signals
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _, ngettext
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.wordpress.payloads import (
    FIELDS,
    NAME,
    MediaPage,
    SiteRoot,
    User,
    beside,
    foreign_avatars,
    parse_media,
    parse_portraits,
    parse_site,
    parse_users,
    profile_of,
)
from auditor.sources.wordpress.traits import TRAITS

_REL = "https://api.w.org/"  # developer.wordpress.org/rest-api/using-the-rest-api/discovery
_PAGE = 100  # the most that the interface gives
_MAX_PAGES = 10_000
PROOF_FILE = "/.well-known/owner.txt"
_PROOF_BYTES = 4096
_SLUG = re.compile(r"[a-z0-9_.-]{1,60}", re.IGNORECASE)
_OF_WORDPRESS = re.compile(r"/(wp-json|wp-content|wp-admin|wp-login\.php)(/|$)")


class _Cursor(msgspec.Struct):
    """Where to go on. `root` is the REST root, `author` an id or 0 for all."""

    root: str
    page: int = 1
    author: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True)
class _Front:
    """The page that the user named.

    Its URL after redirects, the REST root, and what it says about itself.
    """

    url: str
    root: str
    site: SiteRoot
    signals: tuple[IndexSignal, ...]
    training: tuple[Signal, ...]
    proofs: tuple[str, ...]


def find_root(answer: Answer) -> str | None:
    """Return the REST root that a page names, on its own host only.

    It stands in its Link header or in `<link>`.
    """
    named = answer.links.get(_REL)
    if named is None:
        from bs4 import Tag

        tag = soup(to_text(answer.body, answer.headers.get("content-type", ""))).find(
            "link", rel=_REL, href=True
        )
        named = str(tag["href"]) if isinstance(tag, Tag) else None
    url = safe_url(answer.url, named) if named else None
    return url if url is not None and same_host(url, answer.url) else None


def endpoint(root: str, path: str, params: Mapping[str, str]) -> str:
    """Return the URL of `path` (`wp/v2/media`) below `root`.

    The root is a folder or has `?rest_route=/`.
    """
    parts = urlsplit(root)
    query = parse_qs(parts.query)
    if "rest_route" in query:
        route = query["rest_route"][0].rstrip("/") + "/" + path
        return urlunsplit(parts._replace(query=urlencode({"rest_route": route, **params})))
    return urlunsplit(
        parts._replace(path=parts.path.rstrip("/") + "/" + path, query=urlencode(params))
    )


def named_author(account: Account) -> str:
    """Return the author (slug or id) that the URL or the handle of `account` names.

    "" if it stands for the whole site.
    """
    parts = urlsplit(account.url)
    asked = parse_qs(parts.query).get("author", [""])[0]
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if asked.isdecimal():
        return asked
    if "author" in steps[:-1]:
        return steps[steps.index("author") + 1]
    bare = account.handle.removeprefix("@")
    return bare if _SLUG.fullmatch(bare) and "." not in bare else ""


class WordPress:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise addresses that only WordPress has.

        Any other site has to be asked (`detect`).
        """
        url = safe_url("", text.strip())
        if url is None:
            return None
        parts = urlsplit(url)
        match = _OF_WORDPRESS.search(parts.path)
        if match is not None:
            site = urlunsplit(parts._replace(path=parts.path[: match.start()] + "/", query=""))
            return Recognised(NAME, parts.netloc, site)
        if "rest_route" in parse_qs(parts.query):
            return Recognised(NAME, parts.netloc, urlunsplit(parts._replace(query="")))
        return None

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        known = self.recognise(text)
        url = (
            known.url
            if known
            else safe_url("", text.strip() if "://" in text else f"https://{text.strip()}")
        )
        if url is None:
            return None
        try:
            front = await _front(url, http)
        except (SourceError, NetworkError):
            return None
        author = named_author(Account("", NAME, "", front.url))
        return Recognised(NAME, author or urlsplit(front.url).netloc, front.url)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        if here is None:
            front = await _own_front(account, http)
            users, notes, listed = await _users(front.root, http)
            users, author, renamed = _chosen(users, account)
            here = _Cursor(front.root, author=author)
            profile = replace(
                profile_of(front.site, users, front.url, front.url),
                signals=front.signals,
                training=front.training,
            )
            told = (*notes, *renamed, *_linked(users, front.url))
            yield Batch(
                parse_portraits(users, front.url, account.id),
                here.text(),
                profile,
                told,
                complete=listed,
                stable_id=str(author) if author else "",
                now_called=_called(users, account) if renamed else None,
            )
        while True:
            answer = await http.get(_media_url(here), purpose="media library")
            _require_open(answer)
            page = await asyncio.to_thread(parse_media, answer.body, answer.url, account.id)
            then, notes = _next(answer, here, page)
            whole = not notes and not page.lost
            if then is None:  # what was counted is told once, at the end
                notes += left_out(here.lost + page.lost)
            for batch in batches(page.photos, here.text(), then.text() if then else None):
                yield replace(batch, notes=notes, complete=whole)
            if then is None:
                return
            here = then

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:  # noqa: ARG002 - the port's signature
        """See ports.KeepsVersions: by the form of the names that WordPress gives its files."""
        return tuple(
            dict.fromkeys(
                other for rendition in photo.renditions for other in beside(rendition.url)
            )
        )

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source. Only an avatar that stands on the site itself."""
        front = await _own_front(account, http)
        users, *_others = await _users(front.root, http)
        chosen, *_rest = _chosen(users, account)
        return next(
            (portrait.media_url for portrait in parse_portraits(chosen, front.url, account.id)),
            None,
        )

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. A site's text proves the site; one author's text only that author."""
        front = await _own_front(account, http, proving=True)
        users, *_others = await _users(front.root, http)
        chosen, *_rest = _chosen(users, account)
        if named_author(account):
            return [
                ProofText(
                    ProofMethod.BIO.value,
                    "\n".join(user.description for user in chosen),
                    front.root,
                )
            ]
        # Photos come from the interface, and any page can name somebody else's: only what stands on
        # the interface's host counts.
        where = safe_url(front.root, PROOF_FILE) or front.root
        placed = await http.get(where, purpose="proof file", prefix=_PROOF_BYTES)
        told = (
            [placed.body.decode("utf-8", "replace")]
            if placed.ok and _is_at(placed.url, where)
            else []
        )
        shown = front.proofs if _covers(front.url, front.root) else ()
        site = [ProofText(ProofMethod.SITE_FILE.value, text, front.root) for text in shown]
        site += [ProofText(ProofMethod.SITE_FILE.value, text, where) for text in told]
        return [*site, ProofText(ProofMethod.BIO.value, front.site.description, front.root)]


def _is_at(url: str, where: str) -> bool:
    """Whether an answer came from `where` itself: what a redirect leads to proves nothing."""
    return same_host(url, where) and urlsplit(url)[2:4] == urlsplit(where)[2:4]


def _covers(page: str, root: str) -> bool:
    """Whether the folder of `page` holds the interface: a page below it speaks for itself alone."""
    parts = urlsplit(page)
    folder, _slash, file = parts.path.rpartition("/")
    whole = not parts.query and (not file or file.startswith("index."))
    inside = (urlsplit(root).path or "/").startswith(f"{folder}/")
    return same_host(page, root) and whole and inside


async def _own_front(account: Account, http: Http, *, proving: bool = False) -> _Front:
    """Return what `_front` does for an account.

    Raises HandleTaken too where its interface has moved since it was proven.
    """
    front = await _front(account.url, http)
    require_own_home(account, front.root, front.site.homes, proving=proving)
    seen = account.proof.detail
    for_all = urlsplit(seen).path == PROOF_FILE  # only the owner of a whole host writes there
    require_where_proven(account, front.root, same=for_all or _folder(seen) == _folder(front.root))
    return front


def _folder(root: str) -> str:
    """Return the folder of the site to which an interface belongs: a host may hold several."""
    path = urlsplit(root).path.rstrip("/")
    for ending in ("/wp-json", "/index.php"):
        path = path.removesuffix(ending)
    return path


async def _front(url: str, http: Http) -> _Front:
    """Read the page and find the interface.

    Raises LoginNeeded or SourceError where it is closed or not WordPress.
    """
    answer = require_ok(await http.get(url, purpose="front page"), _("front page"))
    root = (
        await asyncio.to_thread(find_root, answer) or safe_url(answer.url, "/?rest_route=/") or ""
    )
    told = await http.get(
        endpoint(root, "", {"_fields": "name,description,namespaces,home,url"}),
        purpose="site description",
    )
    _require_open(told)
    site = parse_site(told.body)
    if site is None:
        raise PayloadBroken(_("wp-json: the field 'namespaces' does not name wp/v2"))
    page = await asyncio.to_thread(
        parse_page, answer.body, answer.url, answer.headers.get("content-type", "")
    )
    header = header_signal(answer.headers.get("x-robots-tag", ""), answer.url)
    training = await asyncio.to_thread(answer_signals, answer, agents().agents)
    return _Front(
        answer.url,
        root,
        site,
        (*page.signals, *([header] if header else [])),
        training,
        page.proofs,
    )


def _require_open(answer: Answer) -> None:
    """Raise LoginNeeded where the site closed its interface, SourceError where there is none.

    A plugin closes it.
    """
    hint = _("Add the site with --platform website to read what its pages show.")
    if answer.needs_login:
        raise LoginNeeded(
            _("The site shows its media library only to people who are logged in."), hint
        )
    if answer.gone:
        raise SourceError(_("The site does not list its pictures for programs."), hint)
    require_ok(answer, _("media library"))


async def _users(root: str, http: Http) -> tuple[list[User], tuple[str, ...], bool]:
    """Return the authors, notes, and whether these are all: False where the site failed.

    Many sites hide them, which is noted and no error.
    """
    url = endpoint(
        root,
        "wp/v2/users",
        {"per_page": str(_PAGE), "_fields": "id,name,slug,url,link,description,avatar_urls"},
    )
    answer = await http.get(url, purpose="authors")
    if not answer.ok:
        failed = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return (
            [],
            (_("The site does not list its authors; their avatars were not checked."),),
            not failed,
        )
    users, lost = parse_users(answer.body)
    return users, left_out(lost), not lost


def _chosen(users: Sequence[User], account: Account) -> tuple[list[User], int, tuple[str, ...]]:
    """Return the authors the account stands for, the id to filter media by (0 for all), and notes.

    Raises HandleTaken where the name is now another author's, SourceError where there is none.
    """
    wanted, seen = named_author(account), account.stable_id
    if not wanted:
        return list(users), 0, ()
    chosen = _called_so(users, wanted, account)
    if chosen and seen and str(chosen[0].id) != seen:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(wanted)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    if chosen:
        return chosen, int(chosen[0].id), ()
    by_id = [user for user in users if seen and str(user.id) == seen]
    if by_id:
        told = _("The account is now called {name}; it was read under its new name.")
        return by_id, int(seen), (told.format(name=line(by_id[0].slug or by_id[0].name)),)
    if seen.isdecimal():
        return [], int(seen), ()
    if wanted.isdecimal() and not _is_a_name(account):
        return [], int(wanted), ()
    raise SourceError(
        _("The site lists no author {name}.").format(name=wanted),
        _("Add the whole site instead if it is yours."),
    )


def _called_so(users: Sequence[User], wanted: str, account: Account) -> list[User]:
    """Return the author of that name, else of that number.

    A name may be made of digits, and be the number of somebody else.
    """
    named = [user for user in users if user.slug.casefold() == wanted.casefold()]
    numbered = [user for user in users if str(user.id) == wanted]
    if _is_a_number(account):
        return numbered[:1]
    return (named or ([] if _is_a_name(account) else numbered))[:1]


def _is_a_number(account: Account) -> bool:
    """Whether the address names an author by number."""
    return parse_qs(urlsplit(account.url).query).get("author", [""])[0].isdecimal()


def _is_a_name(account: Account) -> bool:
    """Whether the address names an author by the part of a path, which is a name."""
    steps = [step for step in urlsplit(account.url).path.split("/") if step]
    return "author" in steps[:-1] and not _is_a_number(account)


def _called(users: Sequence[User], account: Account) -> tuple[str, str] | None:
    """Return the present name of an author and the address that it makes of the old one."""
    old, new = named_author(account), next((user.slug for user in users), "")
    if not new:
        return None
    url = re.sub(rf"/author/{re.escape(quote(old))}(?=/|$)", f"/author/{quote(new)}", account.url)
    return new if account.handle.removeprefix("@") == old else account.handle, url


def _linked(users: Sequence[User], base: str) -> tuple[str, ...]:
    count = foreign_avatars(users, base)
    if not count:
        return ()
    told = ngettext(
        "{count} avatar stands on another host (Gravatar or similar): linked in the profile, not "
        "read.",
        "{count} avatars stand on another host (Gravatar or similar): linked in the profile, not "
        "read.",
        count,
    )
    return (told.format(count=count),)


def _media_url(here: _Cursor) -> str:
    # oldest first: what is uploaded while a scan runs does not shift the pages that were read
    params = {
        "media_type": "image",
        "per_page": str(_PAGE),
        "page": str(here.page),
        "orderby": "id",
        "order": "asc",
        "_fields": FIELDS,
    }
    if here.author:
        params["author"] = str(here.author)
    return endpoint(here.root, "wp/v2/media", params)


def _next(answer: Answer, here: _Cursor, page: MediaPage) -> tuple[_Cursor | None, tuple[str, ...]]:
    """Return the next page: by X-WP-TotalPages, else as long as pages are full."""
    entries = page.entries
    total = answer.headers.get("x-wp-totalpages", "")
    more = here.page < int(total) if total.isdecimal() and len(total) < 9 else entries >= _PAGE  # noqa: PLR2004 - a number at all
    if not more:
        return None, ()
    if here.page >= _MAX_PAGES or not entries:
        return None, (_("The site's media library does not end; it was left there."),)
    return _Cursor(here.root, here.page + 1, here.author, here.lost + page.lost), ()
