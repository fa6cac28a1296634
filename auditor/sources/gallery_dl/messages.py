"""What gallery-dl prints with -j: one array of messages, each `[number, ...]`. Pure.

2 is a posting with what is told of it, 3 a file, 6 a further address, -1 an error
(gallery_dl/extractor/message.py, job.py: DataJob).
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.domain.text.foreign_text import clean
from auditor.markup.payload import capped, instant, line, loose_list, pixels, plain, size
from auditor.markup.urls import safe_url, same_host

_FILE, _QUEUE, _ERROR = 3, 6, -1
_PICTURES = frozenset(
    (
        *("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "heic", "heif", "tif"),
        *("tiff", "bmp", "jxl"),
    )
)
_FILMS = frozenset(
    (
        *("mp4", "m4v", "webm", "mov", "mkv", "avi", "flv", "ts", "mpd", "m3u8", "mpg"),
        "mpeg",
    )
)
_PAGES = ("post_url", "page_url", "webpage_url", "permalink", "link", "url")
_IDS = ("media_id", "image_id", "photo_id", "id", "post_id", "shortcode", "tweet_id", "hash")
_WORDS = ("content", "caption", "description", "text", "title")
_ALTS = ("alt", "alt_text", "accessibility_caption")
_OF_OTHERS = ("reblog", "retweet_id", "reblogged_from_id", "repost")
_LOGGED = re.compile(r"^\[[\w.:-]+\]\[(?:error|warning)\] (.+)$", re.MULTILINE)
_EARLIEST = 1990
_MOST_TOLD = 3


@dataclass(slots=True)
class ProgramList:
    """What one run told. `further` are addresses that it names and did not read.

    `errors` are its own words, cleaned. `lost`: messages that could not be read.
    """

    photos: list[Photo] = field(default_factory=list)
    films: int = 0
    other_files: int = 0
    of_others: int = 0
    lost: int = 0
    further: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_listing(
    printed: bytes, told: str, *, account: str, platform: str, profile: str
) -> ProgramList:
    """Read what it printed, and what it said on the way. Raises PayloadBroken.

    `account` is the id of the account, `profile` the address that was asked.
    """
    found = ProgramList()
    if printed.strip():
        for message in loose_list(printed, "gallery-dl"):
            _take(found, message, account, platform, profile)
    _errors(found, _LOGGED.findall(told))
    return found


def _take(found: ProgramList, message: object, account: str, platform: str, profile: str) -> None:
    match message:
        case [kind, str() as url, dict() as about] if kind == _FILE:
            _file(found, url, about, account, platform, profile)
        case [kind, str() as url, *_rest] if kind == _QUEUE:
            found.further.append(url)
        case [kind, dict() as about] if kind == _ERROR:
            words = [str(about.get(key) or "") for key in ("error", "message")]
            _errors(found, [": ".join(filter(None, words))])
        case [int() as kind, *_rest] if kind != _FILE:
            pass
        case _:
            found.lost += 1


def _errors(found: ProgramList, words: list[str]) -> None:
    for each in words:
        said = line(clean(each))
        if said and said not in found.errors and len(found.errors) < _MOST_TOLD:
            found.errors.append(said)


def _file(
    found: ProgramList,
    url: str,
    about: dict[str, Any],
    account: str,
    platform: str,
    profile: str,
) -> None:
    address = safe_url("", url)
    ending = _ending(about, address or "")
    if url.startswith("ytdl:") or ending in _FILMS:
        found.films += 1
    elif any(about.get(key) for key in _OF_OTHERS):
        found.of_others += 1
    elif ending and ending not in _PICTURES:
        found.other_files += 1
    elif address is None:
        found.lost += 1
    else:
        found.photos.append(_photo(address, about, account, platform, profile))


def _ending(about: dict[str, Any], url: str) -> str:
    told = about.get("extension")
    if isinstance(told, str) and told:
        return told.casefold()
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _photo(url: str, about: dict[str, Any], account: str, platform: str, profile: str) -> Photo:
    media = about.get("media")
    inner: dict[str, Any] = media if isinstance(media, dict) else {}
    sides = (_number(about, inner, "width"), _number(about, inner, "height"))
    known = about.get("filesize") or about.get("file_size") or about.get("size")
    served = Rendition(
        url,
        Role.SERVED,
        pixels(sides[0]),
        pixels(sides[1]),
        size(known) if isinstance(known, int | str) else None,
    )
    posted = instant(_text(about, ("date",)))
    return Photo(
        id=photo_id(account, _item(url, about, inner)),
        account=account,
        platform=platform,
        kind=PhotoKind.POST,
        page_url=_page(about, profile),
        media_url=url,
        renditions=(served,),
        posted_at=posted if posted is not None and posted.year >= _EARLIEST else None,
        alt=capped(_text(inner, ("description",)) or _text(about, _ALTS)) or None,
        caption=plain(_text(about, _WORDS)) or None,
        visibility=Visibility.PUBLIC,
    )


def _item(url: str, about: dict[str, Any], inner: dict[str, Any]) -> str:
    """Return the stable name of a picture: the platform's number for it, else its address.

    What stands behind "?" in an address is often a signature that runs out.
    """
    own = _id(inner, ("id",)) or _id(about, _IDS[:3])
    if own:
        return own
    posting = _id(about, _IDS[3:])
    number = _id(about, ("num",))
    name = urlsplit(url).path
    if posting:
        return f"{posting} {number or name.rpartition('/')[2]}"
    return f"{urlsplit(url).netloc}{name}"


def _id(about: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = about.get(key)
        if isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip():
            return line(str(value))
    return ""


def _number(about: dict[str, Any], inner: dict[str, Any], key: str) -> int | None:
    value = about.get(key) or inner.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(about: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Return the first of these texts that is there."""
    return next((text for key in keys if isinstance(text := about.get(key), str) and text), "")


def _page(about: dict[str, Any], profile: str) -> str:
    """Return the page of a posting, if it stands on the account's own host; else the profile."""
    for key in _PAGES:
        told = about.get(key)
        page = safe_url("", told) if isinstance(told, str) else None
        if page is not None and same_host(page, profile):
            return page
    return profile
