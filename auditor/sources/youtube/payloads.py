"""What the page of a channel holds in `ytInitialData`, read field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import capped, entry, line, loose, members, pixels
from auditor.markup.urls import safe_url
from auditor.sources.youtube.traits import ROOT

NAME = "youtube"
_DATA = re.compile(rb"ytInitialData[\"']?\]?\s{0,9}=\s{0,9}(?=\{)")
_END = re.compile(rb";?\s{0,9}</script", re.IGNORECASE)
_MOST = 8
"""Scripts of a page that are looked into for its data."""


class _Metadata(msgspec.Struct):
    externalId: str  # noqa: N815 - the name of the field
    title: str | None = None
    description: str | None = None
    channelUrl: str | None = None  # noqa: N815 - the name of the field
    vanityChannelUrl: str | None = None  # noqa: N815 - the name of the field
    avatar: Any = None


class _Image(msgspec.Struct):
    url: str
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: `key` names it for good. `more_links`: links are named that are not shown."""

    key: str
    page_url: str
    profile: Profile
    portraits: tuple[Photo, ...]
    lost: int = 0
    more_links: bool = False


def parse_channel(body: bytes, account: str) -> Channel | str | None:
    """Return the channel of a page, what YouTube says where it has none, None for neither."""
    told = _data(body)
    if told is None:
        return None
    metadata = entry(_within(told, "metadata", "channelMetadataRenderer"), _Metadata)
    if metadata is None or not metadata.externalId:
        return _refusal(told)
    header = _within(told, "header", "pageHeaderRenderer", "content", "pageHeaderViewModel")
    page = safe_url(ROOT, metadata.vanityChannelUrl or metadata.channelUrl or "") or ROOT
    page = page.replace("http://", "https://", 1)
    named = {
        PhotoKind.AVATAR: (
            *members(_within(metadata.avatar, "thumbnails")),
            *members(_within(header, *_AVATAR, "image", "sources")),
        ),
        PhotoKind.BANNER: tuple(
            members(_within(header, "banner", "imageBannerViewModel", "image", "sources"))
        ),
    }
    portraits = []
    lost = 0
    for kind, images in named.items():
        renditions = _renditions(images)
        lost += bool(images) and not renditions
        if renditions:
            portraits.append(_portrait(account, kind, page, renditions))
    attribution = _within(header, "attribution", "attributionViewModel")
    return Channel(
        metadata.externalId,
        page,
        Profile(
            display_name=line(metadata.title),
            description=capped(metadata.description),
            page_url=page,
            links=tuple(Link(url) for url in dict.fromkeys(_links(attribution))),
        ),
        tuple(portraits),
        lost,
        bool(_within(attribution, "suffix", "content")),
    )


_AVATAR = ("image", "decoratedAvatarViewModel", "avatar", "avatarViewModel")


def _data(body: bytes) -> Mapping[str, Any] | None:
    """Return what the page holds as data; where it stands several times, the one of a channel."""
    found: Mapping[str, Any] | None = None
    for _at, start in zip(range(_MOST), _DATA.finditer(body), strict=False):
        end = _END.search(body, start.end())
        try:
            told = loose(body[start.end() : end.start() if end else len(body)], "ytInitialData")
        except PayloadBroken:
            continue
        if isinstance(told, Mapping) and (found is None or "metadata" in told):
            found = told
    return found


def _refusal(told: Mapping[str, Any]) -> str | None:
    """Return YouTube's own words for why there is no channel, None where it gives none."""
    for alert in members(told.get("alerts")):
        text = _within(alert, "alertRenderer", "text")
        words = _within(text, "simpleText") or "".join(
            run["text"]
            for run in members(_within(text, "runs"))
            if isinstance(run, Mapping) and isinstance(run.get("text"), str)
        )
        if isinstance(words, str) and words.strip():
            return line(words)
    return None


def _within(told: object, *path: str) -> Any:
    for step in path:
        told = told.get(step) if isinstance(told, Mapping) else None
    return told


def _renditions(images: tuple[Any, ...]) -> tuple[Rendition, ...]:
    """Return the sizes of a picture, the largest first."""
    sizes: dict[str, tuple[int, int | None]] = {}
    for each in images:
        image = entry(each, _Image)
        url = safe_url(ROOT, image.url) if image is not None and "//" in image.url else None
        if image is not None and url is not None:
            sizes.setdefault(url, (pixels(image.width) or 0, pixels(image.height)))
    ordered = sorted(sizes.items(), key=lambda size: -size[1][0])
    return tuple(
        Rendition(url, Role.SMALLER if at else Role.SERVED, width or None, height)
        for at, (url, (width, height)) in enumerate(ordered)
    )


def _portrait(account: str, kind: PhotoKind, page: str, renditions: tuple[Rendition, ...]) -> Photo:
    own, url, public = photo_id(account, kind.value), renditions[0].url, Visibility.PUBLIC
    return Photo(own, account, NAME, kind, page, url, renditions, visibility=public)


def _links(attribution: object) -> Iterator[str]:
    """Yield where the link under the name leads: it stands inside one of YouTube's own."""
    for run in members(_within(attribution, "text", "commandRuns")):
        told = _within(run, "onTap", "innertubeCommand", "urlEndpoint", "url")
        if not isinstance(told, str):
            continue
        url = safe_url(ROOT, told)
        parts = urlsplit(url or "")
        if parts.path == "/redirect":
            url = safe_url("", next(iter(parse_qs(parts.query).get("q", [])), ""))
        if url is not None:
            yield url
