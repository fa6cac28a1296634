"""What Flickr's interface answers (flickr.com/services/api), field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.domain.photos.position import Position
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    line,
    loose,
    named,
    pixels,
    plain,
    unread_portraits,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "flickr"
ROOT = "https://www.flickr.com/"
SIZES = ("o", "6k", "5k", "4k", "3k", "k", "h", "l", "c", "z", "m", "n", "w", "s", "q", "t", "sq")
"""Ends of the names of fields for the sizes of a picture, the original first."""
_LICENCES = {
    "1": "CC BY-NC-SA 2.0", "2": "CC BY-NC 2.0", "3": "CC BY-NC-ND 2.0", "4": "CC BY 2.0",
    "5": "CC BY-SA 2.0", "6": "CC BY-ND 2.0", "9": "CC0 1.0", "10": "Public Domain Mark 1.0",
    "11": "CC BY 4.0", "12": "CC BY-SA 4.0", "13": "CC BY-ND 4.0", "14": "CC BY-NC 4.0",
    "15": "CC BY-NC-SA 4.0", "16": "CC BY-NC-ND 4.0",
}  # fmt: skip
"""Numbers of flickr.photos.licenses.getInfo; the others keep all rights or say nothing."""
_TAKEN = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})", re.ASCII)
_SERVER = re.compile(r"[0-9]{1,8}")
_NUMBER = re.compile(r"[0-9]{4,19}")


@dataclass(frozen=True, slots=True)
class Photographer:
    """Whose photostream it is: `key` names the account for good, `path` stands in addresses."""

    key: str
    path: str
    profile: Profile
    portraits: tuple[Photo, ...]
    photos: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamPage:
    """One page of the photostream. `pages`: how many there are; `total`: how many entries."""

    photos: tuple[Photo, ...] = ()
    entries: int = 0
    pages: int = 0
    total: int = 0
    films: int = 0
    lost: int = 0


def read_answer(body: bytes, what: str) -> Mapping[str, Any]:
    """Return an answer as an object. Raises PayloadBroken."""
    told = loose(body, what)
    if not isinstance(told, Mapping) or told.get("stat") not in ("ok", "fail"):
        raise _broken(what, "stat")
    return told


def refusal_of(told: Mapping[str, Any]) -> tuple[int, str] | None:
    """Return the number and the words of a refusal, None where there is none."""
    if told.get("stat") == "ok":
        return None
    code = _count(told.get("code"))
    words = told.get("message")
    return code or 0, line(words) if isinstance(words, str) else ""


def parse_key(told: Mapping[str, Any]) -> str:
    """Return the number of the person that a name was looked up for. Raises PayloadBroken."""
    user = told.get("user")
    key = named(user.get("id")) if isinstance(user, Mapping) else ""
    if not key:
        raise _broken(_("account"), "user.id")
    return line(key)


def parse_person(told: Mapping[str, Any], account: str) -> Photographer:
    """Return the account. Raises PayloadBroken."""
    person = told.get("person")
    if not isinstance(person, Mapping):
        raise _broken(_("account"), "person")
    key = line(named(person.get("nsid")) or named(person.get("id")))
    if not key:
        raise _broken(_("account"), "person.nsid")
    path = line(named(person.get("path_alias"))) or key
    page = safe_url(ROOT, f"people/{path}/") or ROOT
    said = (_words(person.get(name)) for name in ("realname", "location", "description"))
    counted = person.get("photos")
    photos = _words(counted.get("count")) if isinstance(counted, Mapping) else ""
    return Photographer(
        key,
        path,
        Profile(
            display_name=line(_words(person.get("realname")) or _words(person.get("username"))),
            description=capped("\n".join(plain(each) for each in said if each.strip())),
            page_url=page,
        ),
        tuple(_portraits(person, key, page, account)),
        _count(photos) or 0,
        unread_portraits(*_odd_numbers(person)),
    )


def parse_stream(told: Mapping[str, Any], person: Photographer, account: str) -> StreamPage:
    """Return the pictures of one page. Raises PayloadBroken."""
    stream = told.get("photos")
    listed = stream.get("photo") if isinstance(stream, Mapping) else None
    if not isinstance(stream, Mapping) or not isinstance(listed, list):
        raise _broken(_("photostream"), "photos.photo")
    photos: list[Photo] = []
    films = lost = 0
    for item in listed:
        number = named(item.get("id")) if isinstance(item, Mapping) else ""
        if not isinstance(item, Mapping) or not _NUMBER.fullmatch(number):
            lost += 1
            continue
        if item.get("owner") not in (None, person.key):
            lost += 1  # a stream holds nobody else's
            continue
        if item.get("media") == "video":
            films += 1
            continue
        photo = _photo(item, number, person, account)
        lost += photo is None
        photos += [] if photo is None else [photo]
    pages, total = (_count(stream.get(name)) or 0 for name in ("pages", "total"))
    return StreamPage(tuple(photos), len(listed), pages, total, films, lost)


def _photo(
    item: Mapping[str, Any], number: str, person: Photographer, account: str
) -> Photo | None:
    renditions = tuple(_renditions(item))
    if not renditions:
        return None
    path = line(named(item.get("pathalias"))) or person.path
    title = line(_words(item.get("title")))
    about = plain(_words(item.get("description")))
    return Photo(
        id=photo_id(account, number),
        account=account,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=safe_url(ROOT, f"photos/{path}/{number}/") or ROOT,
        media_url=renditions[0].url,
        renditions=renditions,
        posted_at=_instant(item.get("dateupload")),
        caption=capped("\n".join(filter(None, (title, about)))) or None,
        visibility=Visibility.PUBLIC,
        published=_published(item),
        licence=_LICENCES.get(named(item.get("license"))),
    )


def _renditions(item: Mapping[str, Any]) -> Iterator[Rendition]:
    """Yield the sizes of a picture, the largest first."""
    role = Role.SERVED
    for size in SIZES:
        text = item.get(f"url_{size}")
        url = safe_url(ROOT, text) if isinstance(text, str) and "//" in text else None
        if url is None:
            continue
        width, height = (_count(item.get(f"{side}_{size}")) for side in ("width", "height"))
        yield Rendition(url, role, pixels(width), pixels(height))
        role = Role.SMALLER


def _published(item: Mapping[str, Any]) -> Metadata | None:
    """Return what Flickr tells of the photo itself: where and when it was taken."""
    place = (_degrees(item.get("latitude"), 90), _degrees(item.get("longitude"), 180))
    gps = None
    if place[0] is not None and place[1] is not None and place != (0, 0):
        gps = Position(place[0], place[1])  # without a position it tells 0, 0
    taken = None
    if _count(item.get("datetakenunknown")) != 1 and not _count(item.get("datetakengranularity")):
        found = _TAKEN.fullmatch(named(item.get("datetaken")))
        taken = f"{found[1]}T{found[2]}" if found is not None else None
    return Metadata(gps=gps, captured_at=taken) if gps or taken else None


def _odd_numbers(person: Mapping[str, Any]) -> list[object]:
    """Return of what names the portrait, its server and farm, the first that is no number."""
    told = (person.get("iconserver"), person.get("iconfarm"))
    odd = [each for each in told if each is not None and not _SERVER.fullmatch(named(each))]
    return [None if isinstance(each, bool) else [each] for each in odd[:1]]


def _portraits(person: Mapping[str, Any], key: str, page: str, account: str) -> Iterator[Photo]:
    """Yield the portrait; who has none has a server of number 0."""
    server, farm = named(person.get("iconserver")), named(person.get("iconfarm"))
    if not _SERVER.fullmatch(server) or not _SERVER.fullmatch(farm) or not int(server):
        return
    url = safe_url("", f"https://farm{farm}.staticflickr.com/{server}/buddyicons/{key}.jpg")
    if url is None:
        return
    own, kind, public = photo_id(account, "avatar"), PhotoKind.AVATAR, Visibility.PUBLIC
    served = (Rendition(url, Role.SERVED),)
    yield Photo(own, account, NAME, kind, page, url, served, visibility=public)


class _Content(msgspec.Struct):
    content: Any = msgspec.field(name="_content", default="")


def _words(told: object) -> str:
    """Return a text, which stands by itself or as `{"_content": ...}`."""
    inner = entry(told, _Content)
    return named(told if inner is None else inner.content)


def _count(told: object) -> int | None:
    if isinstance(told, str):
        told = int(told) if told.isascii() and told.isdecimal() and len(told) < 12 else None  # noqa: PLR2004 - far above any number meant
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def _degrees(told: object, most: int) -> float | None:
    try:
        found = float(told) if isinstance(told, str | int | float) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and -most <= found <= most else None


def _instant(told: object) -> datetime | None:
    seconds = _count(told)
    fits = seconds is not None and 0 < seconds < 2**33
    return datetime.fromtimestamp(seconds or 0, UTC) if fits else None


def _broken(what: str, field: str) -> PayloadBroken:
    return PayloadBroken(
        _("{what}: the answer does not have the documented form: {reason}").format(
            what=what, reason=field
        )
    )
