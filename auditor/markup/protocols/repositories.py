"""Pictures in somebody's own public repositories, as hosts of code list them.

What the interfaces of such hosts have in common: pages of repositories, each with the files of its
main branch. Each host brings its addresses and the forms of its answers.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Link, Profile, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import AccountMissing, HandleTaken, PayloadBroken
from auditor.markup.payload import (
    batches,
    capped,
    entry,
    left_out,
    line,
    loose_list,
    members,
    picture_url,
    read_cursor,
    require_ok,
    require_own_home,
    size,
)
from auditor.markup.urls import safe_url
from auditor.messages import _, ngettext
from auditor.ports import Answer, Http, ProofText

_PICTURE = re.compile(
    r"\.(?:p?jpe?g|jpe|jfif|png|webp|gif|avif|hei[cf]|tiff?|bmp|jxl|dng)$", re.IGNORECASE
)
_MAX_PAGES = 1000
_MAX_PICTURES = 2000
"""Pictures read of one repository: above it lie collections, seldom photos of one's own."""
_FOLDERS = frozenset({"tree", "commit"})
_SYMBOLIC_LINK = "120000"
_STATE = re.compile(r"[0-9a-f]{40,64}")
NO_SUCH = frozenset({404, 409, 451})
"""Answers for a repository without files: none any more, empty (docs.github.com/rest/git/trees),
closed for legal reasons."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose repositories they are: `key` is the host's own number, `name` the handle there."""

    key: str
    name: str
    page_url: str
    profile: Profile
    portraits: tuple[Photo, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeRepository:
    """One repository: `key` is the host's own number, `path` its owner and name."""

    key: str
    path: str
    branch: str
    page_url: str
    copied: bool = False
    empty: bool = False
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class RepositoryPage:
    """One page of the list. `lost` entries have another form than documented."""

    repositories: tuple[CodeRepository, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a repository: path from its root, size in bytes where that is told."""

    path: str
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class TreePage:
    """Files of a repository, pictures and others. `cut`: the host lists no more than it gave."""

    files: tuple[StoredFile, ...] = ()
    lost: int = 0
    cut: bool = False
    more: bool = False


class FileNode(msgspec.Struct):
    """A file as the hosts list it, each in the form of git (git-scm.com/docs/git-ls-tree)."""

    path: str
    type: str = ""
    mode: str = ""
    size: int | None = None


def file_page(listed: object, *, cut: bool = False, more: bool = False) -> TreePage:
    """Return a page of files; folders, modules and symbolic links are none."""
    found, lost = [], 0
    for item in members(listed):
        node = entry(item, FileNode)
        if node is None or not node.path:
            lost += 1
        elif node.type not in _FOLDERS and node.mode != _SYMBOLIC_LINK:
            found.append(StoredFile(node.path, node.size))
    return TreePage(tuple(found), lost, cut=cut, more=more)


class _State(msgspec.Struct):
    sha: str = ""
    id: str = ""


def parse_states(body: bytes) -> tuple[str, ...]:
    """Return the names of a list of states (commits), each once, at most 30.

    Raises PayloadBroken.
    """
    told = (entry(item, _State) for item in loose_list(body, _("older states")))
    names = (each.sha or each.id for each in told if each is not None)
    return tuple(dict.fromkeys(each for each in names if _STATE.fullmatch(each)))[:30]


def portrait(platform: str, account: str, page_url: str, picture: object) -> tuple[Photo, ...]:
    """Return the avatar; a drawn one stands at the same address as a photo would."""
    url = picture_url(page_url, picture)
    if url is None:
        return ()
    kind, served = PhotoKind.AVATAR, Rendition(url, Role.SERVED)
    named_by = photo_id(account, kind.value)
    public = Visibility.PUBLIC
    return (Photo(named_by, account, platform, kind, page_url, url, (served,), visibility=public),)


def profile_of(
    page_url: str, name: str, told: Iterable[str | None], website: str | None
) -> Profile:
    """Return what a profile shows: `told` are its texts, `website` may lack its scheme."""
    site = (website or "").strip()
    url = safe_url(page_url, site if "://" in site else f"https://{site}") if site else None
    return Profile(
        display_name=line(name),
        description=capped("\n".join(text.strip() for text in told if text and text.strip())),
        page_url=page_url,
        links=() if url is None else (Link(url),),
    )


def proof_text(owner: Owner) -> ProofText:
    """Return what the profile says, in which a token can stand."""
    links = "\n".join(link.url for link in owner.profile.links)
    text = f"{owner.profile.display_name}\n{owner.profile.description}\n{links}"
    return ProofText(ProofMethod.BIO.value, text, owner.page_url)


def broken(what: str, fields: str) -> PayloadBroken:
    """Return the error for an answer that lacks the fields which name the thing."""
    return PayloadBroken(
        _("{what}: the answer does not have the documented form: {reason}").format(
            what=what, reason=fields
        )
    )


class CodeHost(Protocol):
    """What one host brings. Addresses are those of what is asked next."""

    name: str

    async def owner(self, account: Account, http: Http) -> Owner | None:
        """Return who has the handle of `account` now, None for nobody."""
        ...

    async def owner_by_key(self, account: Account, http: Http) -> Owner | None:
        """Return who has the number of `account`, None where that is not told."""
        ...

    async def with_listed(self, owner: Owner, http: Http) -> Owner:
        """Return `owner` with the links that the host lists apart from the profile."""
        ...

    def repositories_url(self, account: Account, owner: Owner, page: int) -> str:
        """Return the address of a page of the list, counted from 1."""
        ...

    def parse_repositories(self, answer: Answer) -> RepositoryPage:
        """Raises PayloadBroken."""
        ...

    def files_url(self, account: Account, repository: CodeRepository, page: int) -> str:
        """Return the address of a page of its files, counted from 1."""
        ...

    def parse_files(self, answer: Answer) -> TreePage:
        """Raises PayloadBroken."""
        ...

    def raw_url(self, repository: CodeRepository, path: str) -> str:
        """Return the address of the bytes of a file."""
        ...

    def shown_url(self, repository: CodeRepository, path: str) -> str:
        """Return the page that shows a file."""
        ...

    def require_ok(self, answer: Answer, what: str) -> Answer:
        """Return the answer if it is one. Raises SourceError or NetworkError."""
        ...


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on: page of the list, repository on it, page of its files."""

    owner: str
    page: int = 1
    at: int = 0
    files: int = 1
    taken: int = 0
    lost: int = 0
    copied: int = 0
    cut: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def further(self, **changes: int) -> _Cursor:
        return msgspec.structs.replace(self, **changes)

    def next_repository(self) -> _Cursor:
        return self.further(at=self.at + 1, files=1, taken=0)


def is_picture(path: str) -> bool:
    """Whether the name of a file is that of a picture made of pixels."""
    return _PICTURE.search(path) is not None


async def find_owner(host: CodeHost, account: Account, http: Http) -> Owner:
    """Return whose account it is, by its handle, else by its number.

    Raises AccountMissing, HandleTaken where the handle is somebody else's now, SourceError and
    NetworkError.
    """
    found = await host.owner(account, http)
    if found is not None and account.stable_id in {"", found.key}:
        return found
    kept = await host.owner_by_key(account, http) if account.stable_id else None
    if kept is not None and kept.key == account.stable_id:
        return kept
    if found is None:
        raise AccountMissing(
            _("{what}: the server says that there is no such thing.").format(what=_("account")),
            _("Check the spelling, or whether it was moved."),
        )
    raise HandleTaken(
        _("{handle} is another account now than the one that was added.").format(
            handle=line(account.handle)
        ),
        _("If it is yours, remove the old one and add it again."),
    )


async def list_pictures(
    host: CodeHost, account: Account, http: Http, cursor: str | None
) -> AsyncIterator[Batch]:
    """Yield portraits, then the pictures of each repository, in batches that can resume.

    Raises SourceError and NetworkError.
    """
    owner = await find_owner(host, account, http)
    here = _resumed(cursor, owner.key)
    if here is None:
        here = _Cursor(owner.key)
        owner = await host.with_listed(owner, http)
        yield Batch(
            owner.portraits,
            here.text(),
            owner.profile,
            owner.notes,
            complete=not owner.notes,
            stable_id=owner.key,
            now_called=_renamed(account, owner),
        )
    seen: set[str] = set()
    while True:
        url = host.repositories_url(account, owner, here.page)
        answer = host.require_ok(
            await http.get(url, purpose="repositories"), _("list of repositories")
        )
        page = await asyncio.to_thread(host.parse_repositories, answer)
        keys = {each.key for each in page.repositories}
        if here.page > _MAX_PAGES or (keys and keys <= seen):
            note = _("The server's list of repositories does not end; it was left there.")
            yield Batch((), None, notes=(note, *_told(here)), complete=False)
            return
        seen |= keys
        here = here.further(lost=here.lost + (page.lost if here.at == 0 else 0))
        for repository in page.repositories[here.at :]:
            async for batch, then in _of_repository(host, account, http, repository, here):
                here = then
                yield batch
        if _is_last(answer, page):
            yield Batch((), None, notes=_told(here), complete=not (here.lost or here.cut))
            return
        here = here.further(page=here.page + 1, at=0)


def _is_last(answer: Answer, page: RepositoryPage) -> bool:
    """Whether no further page is named in the Link header (RFC 8288), or this one is empty."""
    if answer.links:
        return "next" not in answer.links
    return not page.repositories and not page.lost


async def _of_repository(
    host: CodeHost, account: Account, http: Http, repository: CodeRepository, here: _Cursor
) -> AsyncIterator[tuple[Batch, _Cursor]]:
    """Yield what a repository holds, each with where to go on after it."""
    then = here.next_repository()
    if repository.copied or repository.empty:
        then = then.further(copied=here.copied + repository.copied)
        yield Batch((), then.text()), then
        return
    before: tuple[StoredFile, ...] = ()
    while True:
        answer = await http.get(
            host.files_url(account, repository, here.files), purpose="files of a repository"
        )
        if answer.status in NO_SUCH:
            yield Batch((), then.text()), then
            return
        page = await asyncio.to_thread(
            host.parse_files, host.require_ok(answer, _("files of a repository"))
        )
        again = bool(before) and page.files == before
        pictures = [file for file in page.files if is_picture(file.path)]
        room = max(_MAX_PICTURES - here.taken, 0)
        photos = [
            photo for file in pictures[:room] if (photo := _photo(host, account, repository, file))
        ]
        lost = page.lost + min(len(pictures), room) - len(photos)
        cut = page.cut or again or len(pictures) > room or here.files >= _MAX_PAGES
        more = page.more and not cut
        counted = here.further(
            lost=here.lost + lost, cut=here.cut + cut, taken=here.taken + len(photos)
        )
        then = counted.further(files=here.files + 1) if more else counted.next_repository()
        for batch in batches(photos, here.text(), then.text()):
            yield replace(batch, complete=not (lost or cut)), then
        if not more:
            return
        before, here = page.files, then


def _photo(
    host: CodeHost, account: Account, repository: CodeRepository, file: StoredFile
) -> Photo | None:
    url = safe_url("", host.raw_url(repository, file.path))
    if url is None:
        return None
    shown = safe_url("", host.shown_url(repository, file.path)) or repository.page_url
    return Photo(
        id=photo_id(account.id, f"{repository.key}/{file.path}"),
        account=account.id,
        platform=host.name,
        kind=PhotoKind.FILE,
        page_url=shown,
        media_url=url,
        renditions=(Rendition(url, Role.SERVED, bytes=size(file.bytes)),),
        visibility=Visibility.PUBLIC,
        file_name=line(file.path.rpartition("/")[2]) or None,
        licence=repository.licence,
    )


def _renamed(account: Account, owner: Owner) -> tuple[str, str] | None:
    if owner.name.casefold() == account.handle.lstrip("@").partition("@")[0].casefold():
        return None
    return (owner.name, owner.page_url)


def _told(here: _Cursor) -> tuple[str, ...]:
    """Return what was left out, with what is never read."""
    notes = [
        _(
            "Only the newest state of the main branch was read: older states and other branches "
            "can be had as well, and keep what was deleted."
        ),
        *left_out(here.lost),
    ]
    if here.copied:
        notes.append(
            ngettext(
                "{count} repository is a copy of somebody else's (fork) and was not looked into.",
                "{count} repositories are copies of somebody else's (forks) and were not looked "
                "into.",
                here.copied,
            ).format(count=here.copied)
        )
    if here.cut:
        notes.append(
            ngettext(
                "{count} repository holds more files than could be read; the rest was left out.",
                "{count} repositories hold more files than could be read; the rest was left out.",
                here.cut,
            ).format(count=here.cut)
        )
    return tuple(notes)


def _resumed(cursor: str | None, owner: str) -> _Cursor | None:
    """Return where to go on; an unreadable cursor, or one of another owner, starts again."""
    found = read_cursor(cursor, _Cursor)
    return found if found is not None and found.owner == owner else None


class RepositorySource(CodeHost):
    """What the sources of code hosts share: see ports.Source."""

    async def with_listed(self, owner: Owner, http: Http) -> Owner:
        """Return `owner`: most hosts show all links in the profile."""
        del http
        return owner

    def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield portraits and pictures."""
        return list_pictures(self, account, http, cursor)

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Return the address of the avatar."""
        owner = await find_owner(self, account, http)
        return next((each.media_url for each in owner.portraits), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Return what the profile says, where it is at home on the server that was named."""
        owner = await find_owner(self, account, http)
        require_own_home(account, account.url, [owner.page_url], proving=True)
        return [proof_text(owner)]

    def require_ok(self, answer: Answer, what: str) -> Answer:
        """Return the answer if it is one. Raises SourceError."""
        return require_ok(answer, what)
