"""Walks over the pages of a world without a server, and says which file each of them becomes.

The pages of accounts lie in one folder, each beside the folder with its pictures, as a browser
saves a page: so `auditor import` reads them. All other pages lie in a second one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import field
from html import unescape
from http import HTTPStatus
from urllib.parse import unquote, urljoin, urlsplit

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.catalogue import Catalogue
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.server import routes
from auditor.practice.serving.exchange import Request, Respond, Response
from auditor.practice.serving.world import World
from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.rows import WEBSITE, AccountSpec, StoryLevel

ACCOUNTS, OTHERS, MORE = "accounts", "others", "more"
"""The folders: the person's own accounts, what pretends to be them, and all other pages."""
_LINKS = re.compile(r'\b(?:href|src)="([^"]*)"')
_SETS = re.compile(r'\bsrcset="([^"]*)"')
_FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HEAD_ONLY = re.compile(r"<link\b[^>]*>|<meta property=[^>]*>")
_UNSAFE = re.compile(r"[^A-Za-z0-9._()-]+")
_NO_PAGES = ("/owner/", "/report/", "/login")
"""Ends of paths that do something, which a file cannot."""
_LEVELS: Mapping[int, StoryLevel] = {1: 1, 2: 2, 3: 3}
_TOKEN = "no-token"  # noqa: S105 - nothing can be asked of a copy
_PICTURE = "image/"


@dataclass(frozen=True, slots=True)
class StaticAccount:
    """One account in the copy: its address, and the first of its pages."""

    spec: AccountSpec
    url: str
    file: str


@dataclass(slots=True)
class StaticPages:
    """What a copy is made of: markup of pages and addresses of pictures, each by its file.

    `files` has the file of every address; `accounts` are in the order of the range.
    """

    world: World
    markup: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Response] = field(default_factory=dict)
    accounts: list[StaticAccount] = field(default_factory=list)
    host: str = ""


def world_of(story: str, level: int, photos: int, seed: int) -> World:
    """Return a world whose servers have addresses that lead nowhere."""
    cast = cast_of(story, level=_LEVELS[level])
    catalogue = Catalogue(seed, photos, cast=cast)
    bases = {name: f"http://{name}.example" for name in cast.servers}
    return World(catalogue, PhotoFiles(catalogue), bases, _TOKEN, form_token=_TOKEN)


def static_pages(world: World) -> StaticPages:
    """Return all pages of a world and the pictures on them."""
    return _Walk(world, routes(world)).all()


class _Walk:
    def __init__(self, world: World, answers: Mapping[str, Respond]) -> None:
        self.made = StaticPages(world)
        self._route = {urlsplit(base).netloc: answers[name] for name, base in world.bases.items()}
        self._waiting: deque[str] = deque()
        self._taken: set[str] = set()

    def all(self) -> StaticPages:
        """Walk, the pages of accounts first: their pictures lie beside them."""
        world = self.made.world
        for spec in world.cast.accounts:
            self._account(spec)
        if world.cast.links:
            home = world.bases["host"] + "/"
            self._page(home)
            self.made.host = self.made.files[home]
        while self._waiting:
            self._page(self._waiting.popleft())
        return self.made

    def _account(self, spec: AccountSpec) -> None:
        folder = ACCOUNTS if spec.claim is Claim.MINE else OTHERS
        url, number = self.made.world.page(spec), 1
        while self._get(url).status == HTTPStatus.OK:
            part = f"-{number}" if number > 1 else ""
            file = f"{folder}/{spec.key}/{spec.key}{part}.html"
            self._page(url, file)
            if number == 1:
                self.made.accounts.append(StaticAccount(spec, url, file))
            if spec.platform != WEBSITE:
                return
            number += 1
            url = f"{self.made.world.base(spec)}/page/{number}/"

    def _page(self, url: str, file: str = "") -> None:
        if url in self.made.files:
            return
        answer = self._get(url)
        if answer.status != HTTPStatus.OK:
            return
        if answer.mime.startswith(_PICTURE):
            self._picture(url, answer, "")
            return
        if not answer.mime.startswith("text/html"):
            return
        server = urlsplit(url).netloc.partition(".")[0]
        name = file or f"{MORE}/{server}/{_stem(url)}.html"
        markup = _FORMS.sub("", _HEAD_ONLY.sub("", _body(answer).decode()))
        self.made.files[url], self.made.urls[name] = name, url
        self.made.markup[name] = markup
        for link in _named(markup, url):
            if link in self.made.files or urlsplit(link).netloc not in self._route:
                continue
            found = self._get(link)
            if found.status == HTTPStatus.OK and found.mime.startswith(_PICTURE):
                self._picture(link, found, name if file else "")
            else:
                self._waiting.append(link)

    def _picture(self, url: str, answer: Response, beside: str) -> None:
        server = urlsplit(url).netloc.partition(".")[0]
        folder = f"{beside.removesuffix('.html')}_files" if beside else f"{MORE}/{server}/pictures"
        name = _UNSAFE.sub("_", unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
        name = name.replace("_jpeg", "") + ("" if "." in name else ".jpg")
        stem, dot, ending = name.rpartition(".")
        number = 1
        while f"{folder}/{name}".casefold() in self._taken:
            number += 1
            name = f"{stem}({number}){dot}{ending}"
        self._taken.add(f"{folder}/{name}".casefold())
        self.made.files[url] = f"{folder}/{name}"
        self.made.pictures[f"{folder}/{name}"] = answer

    def _get(self, url: str) -> Response:
        parts = urlsplit(url)
        if parts.path.endswith(_NO_PAGES):
            return Response(b"", "text/plain", HTTPStatus.NOT_FOUND)
        request = Request("GET", unquote(parts.path), {}, {"host": parts.netloc})
        return self._route[parts.netloc](request)


def content(answer: Response) -> bytes:
    """Return the bytes of an answer, which may have to be drawn."""
    return _body(answer)


def _body(answer: Response) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else answer.body()


def _named(markup: str, url: str) -> list[str]:
    """Return the addresses that a page names, each once."""
    found = [unescape(each) for each in _LINKS.findall(markup)]
    for each in _SETS.findall(markup):
        found += [part.split()[0] for part in unescape(each).split(", ") if part.strip()]
    return list(dict.fromkeys(urljoin(url, each).partition("#")[0] for each in found))


def _stem(url: str) -> str:
    path = _UNSAFE.sub("_", unquote(urlsplit(url).path).strip("/").replace("/", "-"))
    return path or "home"
