"""What Telegram shows of a channel at t.me/s/NAME, and of any name at t.me/NAME."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.embedded.css import named_in_css
from auditor.markup.payload import capped, instant, line
from auditor.markup.urls import safe_url
from auditor.sources.telegram.traits import ROOT

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import BeautifulSoup, Tag

NAME = "telegram"
_MAX_HTML = 4_000_000
_POST = re.compile(r"(?P<channel>[A-Za-z]\w{1,63})/(?P<number>[0-9]{1,18})", re.ASCII)
_BEFORE = re.compile(r"[?&]before=([0-9]{1,18})(?:&|$)", re.ASCII)
_PICTURE = ".tgme_widget_message_photo_wrap"
_FILM = ".tgme_widget_message_video_player, .tgme_widget_message_roundvideo_player"
_UNSHOWN = ".message_media_not_supported_wrap, .tgme_widget_message_document_wrap"
_PASSED_ON = ".tgme_widget_message_forwarded_from"


class _View(msgspec.Struct):
    """What a message says of itself in `data-view`: `c` is the number of the channel."""

    c: int


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """One page of a channel, or of a name without one (`shown` is False).

    `known`: somebody has that name. `before`: where the page with older messages begins, None at
    the oldest. `counted`: how many pictures the channel counts, None where it rounds. `channel`
    names it for good.
    """

    profile: Profile
    shown: bool
    known: bool
    portrait: Photo | None = None
    photos: tuple[Photo, ...] = ()
    messages: int = 0
    before: int | None = None
    counted: int | None = None
    channel: str = ""
    films: int = 0
    unshown: int = 0
    passed_on: int = 0
    others: int = 0
    lost: int = 0


@dataclass
class _Counts:
    films: int = 0
    unshown: int = 0
    passed_on: int = 0
    others: int = 0
    lost: int = 0


def parse_channel(body: bytes, name: str, account: str) -> ChannelPage:
    """Return what a page shows; nothing is taken for granted but its class names."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(body[:_MAX_HTML].decode("utf-8", "replace"), "lxml")
    history = page.select_one(".tgme_channel_history")
    info = page.select_one(".tgme_channel_info")
    if history is None and info is None:
        return _without_preview(page, name, account)
    counts = _Counts(lost=int(len(body) > _MAX_HTML))
    photos: dict[str, Photo] = {}
    messages = list((history or page).select(".tgme_widget_message[data-post]"))
    wraps = (history or page).select(".tgme_widget_message_wrap")
    counts.lost += sum(wrap.select_one("[data-post]") is None for wrap in wraps)
    channel = ""
    for message in messages:
        channel = channel or _channel_of(message)
        for photo in _of_message(message, name, account, counts):
            first = photos.setdefault(photo.id, photo)
            counts.lost += first.media_url != photo.media_url
    before = _before(page)
    counts.lost += before is None and _leads_on(page)
    return ChannelPage(
        profile=_profile(info or page, name, "tgme_channel_info"),
        shown=history is not None or bool(messages),
        known=True,
        portrait=_portrait(info or page, name, account),
        photos=tuple(photos.values()),
        messages=len(wraps) or len(messages),
        before=before,
        counted=_counted(page),
        channel=channel,
        **vars(counts),
    )


def _without_preview(page: BeautifulSoup, name: str, account: str) -> ChannelPage:
    """Return the page of a person, a group, or a channel that is not shown in a browser."""
    title = page.select_one(".tgme_page_title")
    return ChannelPage(
        profile=_profile(page, name, "tgme_page"),
        shown=False,
        known=title is not None,
        portrait=_portrait(page, name, account),
    )


def _of_message(message: Tag, name: str, account: str, counts: _Counts) -> list[Photo]:
    number = _POST.fullmatch(str(message.get("data-post")))
    pictures = message.select(_PICTURE)
    films = len(message.select(_FILM))
    if number is None or number["channel"].casefold() != name.casefold():
        counts.lost += 1
        return []
    if _is_passed_on(message, name):
        counts.passed_on += 1
        counts.others += len(pictures)
        return []
    counts.films += films
    counts.unshown += len(message.select(_UNSHOWN))
    time = message.select_one(".tgme_widget_message_date time[datetime]")
    at = instant(str(time["datetime"])) if time is not None else None
    words = [each for each in message.select(".js-message_text") if not _is_quoted(each)]
    caption = capped(_text(words[0])) if words else ""
    made: list[Photo] = []
    for place, picture in enumerate(pictures):
        style = str(picture.get("style") or "")
        url = next((safe_url(ROOT, told) for told in named_in_css(style) if "//" in told), None)
        if url is None:
            counts.lost += 1
            continue
        own = _POST.search(str(picture.get("href") or ""))
        post = own["number"] if own is not None else f"{number['number']}+{place}"
        if any(photo.page_url == f"{ROOT}{name}/{post}" for photo in made):
            post = f"{post}+{place}"
        made.append(
            Photo(
                id=photo_id(account, post),
                account=account,
                platform=NAME,
                kind=PhotoKind.POST,
                page_url=f"{ROOT}{name}/{post.partition('+')[0]}",
                media_url=url,
                renditions=(Rendition(url, Role.SERVED),),
                posted_at=at,
                caption=caption or None,
                visibility=Visibility.PUBLIC,
            )
        )
    return made


def _is_passed_on(message: Tag, name: str) -> bool:
    """Whether it was forwarded from elsewhere."""
    from_ = message.select_one(_PASSED_ON)
    if from_ is None:
        return False
    link = from_.select_one("a[href]")
    told = str(link["href"]) if link is not None else ""
    return f"{told.rstrip('/')}/".casefold().find(f"t.me/{name.casefold()}/") < 0


def _is_quoted(words: Tag) -> bool:
    return words.find_parent(class_="tgme_widget_message_reply") is not None


def _portrait(page: Tag, name: str, account: str) -> Photo | None:
    image = page.select_one("img.tgme_page_photo_image[src], .tgme_page_photo_image img[src]")
    url = safe_url(ROOT, str(image["src"])) if image is not None else None
    if url is None:
        return None
    own, kind = photo_id(account, PhotoKind.AVATAR.value), PhotoKind.AVATAR
    served = (Rendition(url, Role.SERVED),)
    return Photo(
        own, account, NAME, kind, f"{ROOT}{name}", url, served, visibility=Visibility.PUBLIC
    )


def _profile(page: Tag, name: str, prefix: str) -> Profile:
    title = page.select_one(f".{prefix}_header_title, .{prefix}_title")
    about = page.select_one(f".{prefix}_description")
    links = _links(about) if about is not None else ()
    return Profile(
        display_name=line(_text(title)) or name,
        description=capped(_text(about)),
        page_url=f"{ROOT}{name}",
        links=tuple(Link(url) for url in dict.fromkeys(links)),
    )


def _links(about: Tag) -> Iterator[str]:
    for link in about.select("a[href]"):
        url = safe_url(ROOT, str(link["href"]))
        if url is not None:
            yield url


def _text(tag: Tag | None) -> str:
    if tag is None:
        return ""
    for end in tag.select("br"):
        end.replace_with("\n")
    return tag.get_text().strip()


def _before(page: BeautifulSoup) -> int | None:
    for link in page.select(".js-messages_more[data-before], .tme_messages_more[data-before]"):
        told = str(link["data-before"])
        if told.isascii() and told.isdecimal() and len(told) < 19:  # noqa: PLR2004 - a 64-bit number
            return int(told)
    prev = page.select_one("link[rel~=prev][href]")
    found = _BEFORE.search(str(prev["href"])) if prev is not None else None
    return int(found[1]) if found is not None else None


def _leads_on(page: BeautifulSoup) -> bool:
    """Whether there is a way to older messages at all."""
    return bool(page.select(".js-messages_more[data-before], link[rel~=prev][href]"))


def _counted(page: BeautifulSoup) -> int | None:
    """Return how many pictures the channel says it has: thousands are rounded, and None."""
    for counter in page.select(".tgme_channel_info_counter"):
        kind, value = counter.select_one(".counter_type"), counter.select_one(".counter_value")
        if _text(kind) in {"photo", "photos"}:
            told = _text(value)
            return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None  # noqa: PLR2004 - far above any channel
    return None


def _channel_of(message: Tag) -> str:
    """Return the number of the channel, which stays when its name goes to somebody else."""
    told = str(message.get("data-view") or "")[:400]
    try:
        view = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
        return str(msgspec.json.decode(view, type=_View).c)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return ""
