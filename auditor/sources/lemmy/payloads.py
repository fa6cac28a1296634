"""What Lemmy's interface answers (join-lemmy.org/api, GetPersonDetailsResponse), by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    instant,
    line,
    loose,
    picture_url,
    pixels,
)
from auditor.markup.urls import names_picture, safe_url
from auditor.messages import _

NAME = "lemmy"
_FILM = re.compile(r"\.(?:mp4|webm|mov|m4v|ogv|gifv|mkv)$", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,2000})\]"
    r"\(\s{0,5}<?(?P<url>[^\s<>()]{1,4000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,1000})?)>?"
    r"(?:\s{1,5}[\"'](?P<title>[^\"'\n]{0,300})[\"'])?\s{0,5}\)"
)
"""A picture in Markdown (spec.commonmark.org, 6.4); brackets may stand in brackets once."""
_BEGUN = re.compile(r"!\[[^\[\]]{0,2000}\]\(")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`]{1,2000}")
_MAX_TEXT = 60_000  # above the 50,000 characters that a post may have


class LemmyPerson(msgspec.Struct):
    """The parts of Person that are read."""

    id: int
    name: str
    display_name: str | None = None
    avatar: Any = None
    banner: Any = None
    bio: str | None = None
    actor_id: str | None = None
    matrix_user_id: str | None = None


class _Post(msgspec.Struct):
    id: int
    name: str | None = None
    url: Any = None
    body: Any = None
    thumbnail_url: Any = None
    url_content_type: str | None = None
    alt_text: str | None = None
    creator_id: int | None = None
    published: str | None = None


class _Comment(msgspec.Struct):
    id: int
    content: Any
    creator_id: int | None = None
    published: str | None = None


class _Details(msgspec.Struct):
    link: str = ""
    width: float | None = None
    height: float | None = None


class _Counts(msgspec.Struct):
    post_count: int = 0
    comment_count: int = 0


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """One answer: whose it is, how much there is in all, and a page of each list."""

    person: LemmyPerson
    post_count: int
    comment_count: int
    posts: list[Any]
    comments: list[Any]


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """The pictures of one page, and what was left out. `linked` are pages of other sites."""

    photos: tuple[Photo, ...] = ()
    films: int = 0
    linked: int = 0
    lost: int = 0
    ids: tuple[str, ...] = ()


def parse_details(body: bytes) -> PersonDetails:
    """Return what an answer holds, its lists as they are. Raises PayloadBroken."""
    told = loose(body, _("account"))
    view = told.get("person_view") if isinstance(told, Mapping) else None
    person = entry(view.get("person"), LemmyPerson) if isinstance(view, Mapping) else None
    if person is None or not person.name or not isinstance(view, Mapping):
        raise _broken(_("account"), "person_view.person")
    for key, what in (("posts", _("posts")), ("comments", _("comments"))):
        if not isinstance(told.get(key), list):
            raise _broken(what, key)
    counts = entry(view.get("counts"), _Counts) or _Counts()
    return PersonDetails(
        person, counts.post_count, counts.comment_count, told["posts"], told["comments"]
    )


def _broken(what: str, field: str) -> PayloadBroken:
    return PayloadBroken(
        _("{what}: the answer does not have the documented form: {reason}").format(
            what=what, reason=field
        )
    )


def error_of(body: bytes) -> str:
    """Return the key of the error that an answer tells, "" for none."""
    try:
        told = loose(body, "error")
    except PayloadBroken:
        return ""
    error = told.get("error") if isinstance(told, Mapping) else None
    return error if isinstance(error, str) else ""


def page_of(person: LemmyPerson, base: str) -> str:
    """Return the address of the profile on its server."""
    return f"{base}/u/{quote(person.name, '')}"


def profile_of(person: LemmyPerson, base: str) -> Profile:
    """Return what the profile shows."""
    page, bio = page_of(person, base), capped(person.bio)
    matrix = f"Matrix: {person.matrix_user_id}" if person.matrix_user_id else ""
    found = (safe_url(page, each.rstrip(".,;:!?")) for each in _ADDRESS.findall(bio))
    links = dict.fromkeys(url for url in found if url is not None)
    return Profile(
        display_name=line(person.display_name or person.name),
        description=capped("\n".join(text for text in (bio, matrix) if text)),
        page_url=page,
        links=tuple(Link(url) for url in links),
    )


def parse_portraits(person: LemmyPerson, account: str, base: str) -> tuple[Photo, ...]:
    """Return avatar and banner."""
    found: list[Photo] = []
    page = page_of(person, base)
    for kind, told in ((PhotoKind.AVATAR, person.avatar), (PhotoKind.BANNER, person.banner)):
        url = picture_url(base, told)
        if url is None:
            continue
        own, served = photo_id(account, kind.value), (Rendition(url, Role.SERVED),)
        public = Visibility.PUBLIC
        found.append(Photo(own, account, NAME, kind, page, url, served, visibility=public))
    return tuple(found)


class _Reader:
    """Collects the pictures of one page."""

    def __init__(self, base: str, account: str, person: int) -> None:
        self._base = base
        self._account = account
        self._person = person
        self.photos: dict[str, Photo] = {}
        self.ids: list[str] = []
        self.films = self.linked = self.lost = 0

    def post(self, view: object) -> None:
        """Read one PostView."""
        told = view.get("post") if isinstance(view, Mapping) else None
        post = entry(told, _Post)
        if post is None:
            self.lost += 1
            return
        self.ids.append(f"p{post.id}")
        if post.creator_id not in {None, self._person}:
            self.lost += 1  # posts of one account were asked for
            return
        words = "\n".join(filter(None, (post.name, _text(post.body))))
        about = _About(f"post/{post.id}", words, post.published)
        details = view.get("image_details") if isinstance(view, Mapping) else None
        self._media(post, about, entry(details, _Details) or _Details())
        self._embedded(post.body, about)

    def comment(self, view: object) -> None:
        """Read one CommentView."""
        told = view.get("comment") if isinstance(view, Mapping) else None
        comment = entry(told, _Comment)
        if comment is None:
            self.lost += 1
            return
        self.ids.append(f"c{comment.id}")
        if comment.creator_id not in {None, self._person}:
            self.lost += 1
            return
        about = _About(f"comment/{comment.id}", _text(comment.content), comment.published)
        self._embedded(comment.content, about)

    def _media(self, post: _Post, about: _About, details: _Details) -> None:
        """Read what a post leads to: a picture, a film, or a page of another site."""
        url, small = self._address(post.url), self._address(post.thumbnail_url)
        if post.url is None or post.url == "":
            url, small = small, None
            if url is None:
                self.lost += post.thumbnail_url not in (None, "")
                return
        elif url is None:
            self.lost += 1
            return
        elif _is_film(url, post.url_content_type):
            self.films += 1
            return
        elif not _is_picture(url, post.url_content_type):
            self.linked += 1
            return
        renditions = [_sized(url, Role.SERVED, details)]
        if small is not None and small != url:
            renditions.append(_sized(small, Role.DISPLAYED, details))
        self._add(about, tuple(renditions), post.alt_text)

    def _embedded(self, told: object, about: _About) -> None:
        """Read the pictures in a text, except the little ones that stand for an emoji."""
        if told is None:
            return
        if not isinstance(told, str):
            self.lost += 1
            return
        text = told[:_MAX_TEXT]
        found = list(_EMBEDDED.finditer(text))
        self.lost += max(len(_BEGUN.findall(text)) - len(found), 0)
        for match in found:
            url = self._address(match["url"])
            if url is None:
                self.lost += 1
            elif _is_film(url, None):
                self.films += 1
            elif not (match["title"] or "").startswith("emoji "):
                self._add(about, (Rendition(url, Role.SERVED),), match["alt"])

    def _address(self, told: object) -> str | None:
        return safe_url(self._base, told) if isinstance(told, str) and told else None

    def _add(self, about: _About, renditions: tuple[Rendition, ...], alt: str | None) -> None:
        url = renditions[0].url
        own = photo_id(self._account, f"{about.place}/{url}")
        made = Photo(
            id=own,
            account=self._account,
            platform=NAME,
            kind=PhotoKind.POST,
            page_url=f"{self._base}/{about.place}",
            media_url=url,
            renditions=renditions,
            posted_at=instant(about.published),
            alt=capped(alt) or None,
            caption=capped(about.words) or None,
            visibility=Visibility.PUBLIC,
        )
        self.photos.setdefault(own, made)


@dataclass(frozen=True, slots=True)
class _About:
    """Where a picture stands, and what is said beside it."""

    place: str
    words: str
    published: str | None


def parse_page(details: PersonDetails, base: str, account: str) -> ContributionPage:
    """Return the pictures of one page of posts and comments."""
    reader = _Reader(base, account, details.person.id)
    for view in details.posts:
        reader.post(view)
    for view in details.comments:
        reader.comment(view)
    return ContributionPage(
        tuple(reader.photos.values()), reader.films, reader.linked, reader.lost, tuple(reader.ids)
    )


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""


def _sized(url: str, role: Role, details: _Details) -> Rendition:
    """Return a file, with its size where the server tells that of this very one."""
    if details.link != url:
        return Rendition(url, role)
    return Rendition(url, role, pixels(details.width), pixels(details.height))


def _paths(url: str) -> Iterator[str]:
    """Yield the path of an address, and that of the one which a server hands on."""
    parts = urlsplit(url)
    yield parts.path
    if parts.path.endswith("/image_proxy"):
        yield parts.query.partition("&")[0]


def _is_film(url: str, kind: str | None) -> bool:
    return (kind or "").startswith("video/") or any(_FILM.search(path) for path in _paths(url))


def _is_picture(url: str, kind: str | None) -> bool:
    if (kind or "").startswith("image/"):
        return "svg" not in (kind or "")
    path = urlsplit(url).path
    return names_picture(url) or "/pictrs/image/" in path or path.endswith("/image_proxy")
