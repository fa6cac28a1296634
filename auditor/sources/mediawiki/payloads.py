"""Payloads of the MediaWiki Action API (mediawiki.org/wiki/API:Imageinfo), turned into photos."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Camera, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.domain.photos.position import Position
from auditor.errors import LoginNeeded, PayloadBroken, SourceError
from auditor.markup.payload import (
    capped,
    entry,
    instant,
    line,
    loose,
    members,
    named,
    pixels,
    plain,
    size,
)
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _

NAME = "mediawiki"
MOST_VERSIONS = 50
"""Versions of a file that are asked for."""
LOG_GOES_ON = "lecontinue"
"""Where the upload log goes on (mediawiki.org/wiki/API:Logevents)."""
_CLOSED = frozenset(("readapidenied", "permissiondenied", "login-required"))
_MARKS = re.compile(r"==[^=\n]{0,80}==")  # headings of the upload form in the comment


class _Fault(msgspec.Struct):
    code: str = ""
    info: str = ""


class _Info(msgspec.Struct):
    url: str = ""
    filehidden: bool = False
    timestamp: str | None = None
    user: str | None = None
    size: int | float | None = None
    width: int | float | None = None
    height: int | float | None = None
    mime: str = ""
    comment: str | None = None
    descriptionurl: str | None = None
    archivename: str | None = None
    thumburl: str | None = None
    thumbwidth: int | float | None = None
    thumbheight: int | float | None = None
    commonmetadata: Any = None
    extmetadata: Any = None


class _Page(msgspec.Struct):
    title: str
    imageinfo: list[Any] | dict[str, Any] | None = None
    imagerepository: Any = None  # empty: a page that describes no file
    missing: bool = False


class _General(msgspec.Struct):
    sitename: str = ""
    generator: str = ""
    base: str = ""
    articlepath: str = ""
    script: str = ""
    server: str = ""


class _Namespace(msgspec.Struct):
    name: str = ""
    canonical: str = ""


class _User(msgspec.Struct):
    name: str = ""
    userid: int | str = 0
    missing: bool = False
    invalid: bool = False


class _Slot(msgspec.Struct):
    content: str = ""


class _Revision(msgspec.Struct):
    user: str = ""
    slots: dict[str, Any] = {}


class _Article(msgspec.Struct):
    title: str = ""
    revisions: list[Any] | dict[str, Any] = []


class _Event(msgspec.Struct):
    title: str = ""
    actionhidden: bool = False


class _Query(msgspec.Struct):
    pages: Any = None
    general: _General | None = None
    namespaces: dict[str, Any] = {}
    users: Any = None
    logevents: Any = None


class _Answer(msgspec.Struct):
    query: Any = None
    error: Any = None
    proceed: Any = msgspec.field(default=None, name="continue")


@dataclass(frozen=True, slots=True)
class Wiki:
    """What a wiki says of itself.

    Its name, the words for "User", and where its user pages are (`$1` is the title).
    """

    name: str
    user_words: tuple[str, ...]
    articles: str
    script: str = ""
    server: str = ""

    def holds(self, url: str) -> bool:
        """Whether `url` is a page of this wiki, and not of another one on the same host."""
        path, script = urlsplit(url).path, urlsplit(self.script).path
        articles = urlsplit(self.articles).path.partition("$1")[0]
        own = bool(script) and (path == script or path.startswith(f"{script}/"))
        return own or ("$1" in self.articles and path.startswith(articles))


@dataclass(frozen=True, slots=True)
class FilePage:
    """One page of a user's files, and what to send to go on; None at the end.

    `lost` counts what could not be read; `cut` says that a file has more versions than are listed.
    `uploads` are the files that the upload log names in the same answer, None where it is not
    there, and `log` where it goes on, None at its end.
    """

    photos: tuple[Photo, ...] = ()
    proceed: dict[str, str] | None = None
    lost: int = 0
    cut: bool = False
    notes: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    uploads: tuple[str, ...] | None = None
    log: str | None = None


@dataclass(frozen=True, slots=True)
class WikiUser:
    """A user of a wiki: name, and the id that stays when the name changes ("" if not told)."""

    name: str
    id: str = ""


def parse_wiki(body: bytes, base: str) -> tuple[Wiki | None, tuple[WikiUser, ...]]:
    """Return the wiki (None if this is none) and those of the users asked about that exist.

    Raises PayloadBroken, LoginNeeded.
    """
    query = _query(_answer(body, "siteinfo"))
    if (
        query is None
        or query.general is None
        or not query.general.generator.startswith("MediaWiki")
    ):
        return None, ()
    space = entry(query.namespaces.get("2"), _Namespace) or _Namespace()
    words = tuple(dict.fromkeys(word for word in (space.name, space.canonical, "User") if word))
    articles = safe_url(base, query.general.articlepath) or base
    articles = articles if same_host(articles, base) else base
    told = (entry(user, _User) for user in members(query.users))
    known = tuple(
        WikiUser(line(user.name), named(user.userid).strip("0") and named(user.userid))
        for user in told
        if user is not None and not user.missing and not user.invalid
    )
    script = query.general.script if query.general.script.startswith("/") else ""
    return Wiki(line(query.general.sitename), words, articles, script, query.general.server), known


def parse_files(body: bytes, base: str, account: str, user: str, begun: str = "") -> FilePage:
    """Return the photos of one page of files, each version that `user` uploaded a photo.

    `begun` is the `iicontinue` that was sent: of files before it an earlier answer told all.
    Raises PayloadBroken, LoginNeeded or SourceError.
    """
    answer = _answer(body, _("files"))
    query = _query(answer)
    proceed = {key: str(value) for key, value in answer.proceed.items()} if answer.proceed else {}
    log = proceed.pop(LOG_GOES_ON, None)
    more_versions = "iicontinue" in proceed
    photos: list[Photo] = []
    titles: set[str] = set()
    lost, cut = 0, False
    for told in members(query.pages) if query else []:
        page = entry(told, _Page)
        if page is not None and page.imageinfo is None and _told_before(page.title, begun):
            continue
        if page is None or (page.imageinfo is None and not _is_bare(page) and not more_versions):
            lost += 1
            continue
        titles.add(page.title)
        versions = members(page.imageinfo)
        cut = cut or (len(versions) >= MOST_VERSIONS and not more_versions)
        for version in versions:
            info = entry(version, _Info)
            if info is not None and info.user is not None and not _same_user(info.user, user):
                continue  # a version that somebody else uploaded
            photo = _photo(page, info, base, account) if info is not None else None
            if photo is not None:
                photos.append(photo)
            elif info is None or (not info.filehidden and (_is_picture(info) or not info.mime)):
                lost += 1
    left = proceed if set(proceed) - {"continue"} else None
    uploads, nameless = _uploads(query)
    whole = frozenset(titles)
    return FilePage(tuple(photos), left, lost + nameless, cut, (), whole, uploads, log)


def _is_bare(page: _Page) -> bool:
    """Whether a page has no file: it was deleted, with its page or without."""
    return page.missing or page.imagerepository == ""


def parse_uploads(body: bytes) -> FilePage:
    """Return the files that one page of the upload log names, and where the log goes on.

    Raises PayloadBroken, LoginNeeded or SourceError.
    """
    answer = _answer(body, _("upload log"))
    uploads, nameless = _uploads(_query(answer))
    log = (answer.proceed or {}).get(LOG_GOES_ON)
    log = log if isinstance(log, str) else None
    return FilePage(lost=nameless, uploads=uploads or (), log=log)


def _uploads(query: _Query | None) -> tuple[tuple[str, ...] | None, int]:
    """Return the titles that the upload log names, and how many of its entries name none.

    None where the answer has no log. A title that is hidden from strangers is no fault.
    """
    if query is None or query.logevents is None:
        return None, 0
    titles: dict[str, None] = {}
    nameless = 0
    for told in members(query.logevents):
        event = entry(told, _Event)
        if event is not None and event.title and "|" not in event.title:
            titles[event.title] = None
        elif event is None or not event.actionhidden:
            nameless += 1
    return tuple(titles), nameless


def _told_before(title: str, begun: str) -> bool:
    """Whether the wiki told of a file before it came to `begun` ("Name.jpg|time", by name)."""
    name = title.partition(":")[2].replace(" ", "_")
    return bool(begun) and name < begun.rpartition("|")[0]


def parse_versions(body: bytes, base: str) -> tuple[list[str], dict[str, str] | None]:
    """Return the addresses of all versions of one file, and what to send to go on.

    Raises PayloadBroken, LoginNeeded or SourceError.
    """
    answer = _answer(body, _("files"))
    query = _query(answer)
    urls: list[str] = []
    for told in members(query.pages) if query else []:
        page = entry(told, _Page)
        for version in members(page.imageinfo) if page is not None else []:
            info = entry(version, _Info)
            url = safe_url(base, info.url) if info is not None and info.url.strip() else None
            if url is not None:
                urls.append(url)
    proceed = {key: str(value) for key, value in answer.proceed.items()} if answer.proceed else None
    return urls, proceed


def _same_user(first: str, second: str) -> bool:
    return first.replace("_", " ").casefold() == second.replace("_", " ").casefold()


def parse_user_page(body: bytes, user: str) -> str:
    """Return the text of a user page if that user wrote its present version.

    "" otherwise: anybody may edit most of them.
    """
    query = _query(_answer(body, _("user page")))
    for told in members(query.pages) if query else []:
        article = entry(told, _Article)
        for version in members(article.revisions)[:1] if article else []:
            revision = entry(version, _Revision)
            slot = entry(revision.slots.get("main"), _Slot) if revision else None
            if revision and slot and revision.user.casefold() == user.casefold():
                return capped(slot.content)
    return ""


def _answer(body: bytes, what: str) -> _Answer:
    found = entry(loose(body, what), _Answer)
    parts = () if found is None else (found.query or None, found.proceed)
    if found is None or not all(part is None or isinstance(part, dict) for part in parts):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=what, reason=_("it is no object")
            )
        )
    return found


def _query(answer: _Answer) -> _Query | None:
    if answer.error is not None:
        _refuse(entry(answer.error, _Fault) or _Fault())
    return entry(answer.query or None, _Query)


def _refuse(fault: _Fault) -> None:
    if fault.code in _CLOSED:
        raise LoginNeeded(_("The wiki shows its pages only to people who are logged in."))
    raise SourceError(
        _("The wiki refused: {reason}").format(reason=line(fault.info or fault.code)),
        _("Try again later."),
    )


def _is_picture(info: _Info) -> bool:
    return info.mime.startswith("image/") and not info.mime.startswith("image/svg")


def _photo(page: _Page, info: _Info, base: str, account: str) -> Photo | None:
    """Return one version of a file; None where it is no picture, or names no address."""
    url = safe_url(base, info.url) if info.url.strip() else None
    if url is None or not _is_picture(info):
        return None
    name = line(page.title.partition(":")[2] or page.title)
    served = Rendition(
        url,
        Role.SERVED,
        pixels(info.width),
        pixels(info.height),
        size(info.size),
        line(info.mime[6:]),
    )
    thumb = safe_url(base, info.thumburl) if info.thumburl else None
    shown = (
        (Rendition(thumb, Role.DISPLAYED, pixels(info.thumbwidth), pixels(info.thumbheight)),)
        if thumb is not None and thumb != url
        else ()
    )
    extra = _values(info.extmetadata)
    caption = plain(extra.get("ImageDescription")) or _MARKS.sub("", plain(info.comment)).strip()
    return Photo(
        id=photo_id(account, f"{page.title}/{info.archivename or ''}"),
        account=account,
        platform=NAME,
        kind=PhotoKind.FILE,
        page_url=(safe_url(base, info.descriptionurl) if info.descriptionurl else None) or base,
        media_url=url,
        renditions=(served, *shown),
        posted_at=instant(info.timestamp),
        caption=caption or None,
        visibility=Visibility.PUBLIC,  # read without a log-in
        file_name=name or None,
        published=_published(info.commonmetadata, extra),
        licence=line(plain(extra.get("LicenseShortName") or extra.get("License"))) or None,
    )


def _published(common: object, extra: Mapping[str, str]) -> Metadata | None:
    """Return what the wiki's interface tells of the file.

    From the file (`commonmetadata`), else from its page (`extmetadata`).
    """
    told = _flat(common)
    # the page's copy of Artist and DateTimeOriginal is HTML made by templates, and often about
    # somebody else
    owner = tuple(
        dict.fromkeys(
            line(told[key]) for key in ("Artist", "Copyright") if told.get(key, "").strip()
        )
    )
    camera = Camera(*(line(told.get(key)) or None for key in ("Make", "Model", "LensModel")))
    found = Metadata(
        gps=_position(told) or _position(extra),
        captured_at=_time(told.get("DateTimeOriginal") or told.get("DateTimeDigitized")),
        camera=camera,
        serial_numbers=tuple(
            line(told[key])
            for key in ("BodySerialNumber", "SerialNumber")
            if told.get(key, "").strip()
        ),
        owner=owner,
        software=line(told.get("Software")) or None,
        description=capped(told.get("ImageDescription")) or None,
    )
    return found if found != Metadata() else None


def _position(told: Mapping[str, str]) -> Position | None:
    latitude, longitude = (
        _degrees(told.get("GPSLatitude"), 90),
        _degrees(told.get("GPSLongitude"), 180),
    )
    if latitude is None or longitude is None:
        return None
    return Position(latitude, longitude, _degrees(told.get("GPSAltitude"), 20_000))


def _degrees(text: str | None, limit: int) -> float | None:
    try:
        value = float((text or "")[:40])
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


def _time(text: str | None) -> str | None:
    try:
        return datetime.strptime((text or "")[:19], "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - the camera names no zone
    except ValueError:
        return None


def _flat(common: object) -> dict[str, str]:
    """Return `commonmetadata` as text by name; a list of values gives its first."""
    found: dict[str, str] = {}
    for told in common if isinstance(common, list) else []:
        if isinstance(told, dict) and isinstance(told.get("name"), str):
            value = _first(told.get("value"))
            if value is not None:
                found.setdefault(told["name"], value)
    return found


def _first(value: object) -> str | None:
    while isinstance(value, list) and value:
        value = next(
            (
                entry.get("value")
                for entry in value
                if isinstance(entry, dict) and entry.get("name") != "_type"
            ),
            None,
        )
    return str(value) if isinstance(value, str | int | float) else None


def _values(extra: object) -> dict[str, str]:
    if not isinstance(extra, dict):
        return {}
    texts = {key: field.get("value") for key, field in extra.items() if isinstance(field, dict)}
    return {key: str(value) for key, value in texts.items() if isinstance(value, str | int | float)}
