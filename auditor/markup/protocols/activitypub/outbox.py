"""Outboxes of ActivityPub: the posts that a server lists of an actor (w3.org/TR/activitypub, 5.1).

What a server only names, or lists in another form, is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import capped, instant, loose, named, pixels, plain, size, soup
from auditor.markup.protocols.activitypub.actors import Actor
from auditor.markup.protocols.activitypub.json_ld import (
    addresses,
    media_type,
    names,
    several,
    words,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

_PUBLIC = frozenset(("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"))
_POSTS = frozenset({"Create", "Update"})
_OTHER_ACTIVITIES = frozenset(
    ("Accept", "Add", "Announce", "Block", "Delete", "Dislike", "Flag", "Follow", "Ignore",
     "Invite", "Join", "Leave", "Like", "Listen", "Move", "Offer", "Question", "Read", "Reject",
     "Remove", "TentativeAccept", "TentativeReject", "Travel", "Undo", "View")
)  # fmt: skip
"""Activities without a post of one's own (w3.org/TR/activitystreams-vocabulary)."""
_FILMS = ("video/",)
_OTHERS = ("audio/", "text/", "application/")
_NO_PICTURES = frozenset(
    ("Audio", "Note", "Link", "PropertyValue", "Article", "Page", "Event", "Place", "Profile",
     "Relationship", "Tombstone")
)  # fmt: skip
_LONG = frozenset({"Article", "Page", "Event"})
"""Posts whose pictures stand in their text."""


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """One page: pictures, films beside, entries that could not be read or are only named."""

    photos: tuple[Photo, ...] = ()
    films: int = 0
    lost: int = 0
    named: int = 0
    entries: int = 0
    next_url: str | None = None
    total: int | None = None


@dataclass
class _Counts:
    films: int = 0
    lost: int = 0
    named: int = 0
    photos: list[Photo] = field(default_factory=list)


def collection(body: bytes, url: str) -> OutboxPage:
    """Return where the posts of an outbox begin; with entries where they stand in it at once.

    Raises PayloadBroken.
    """
    told = loose(body, _("posts"))
    if not isinstance(told, Mapping):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("posts"), reason="OrderedCollection"
            )
        )
    total = told.get("totalItems")
    first = told.get("first")
    place = safe_url(url, first) if isinstance(first, str) else None
    if place is None and isinstance(first, Mapping) and not _items(first):
        linked = first.get("id") or first.get("href")
        place = safe_url(url, linked) if isinstance(linked, str) else None
    counted = (
        total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
    )
    return OutboxPage(total=counted, next_url=place, entries=len(_items(told)))


def parse_page(body: bytes, url: str, platform: str, account: str, actor: Actor) -> OutboxPage:
    """Return one page of an outbox. Raises PayloadBroken."""
    told = loose(body, _("posts"))
    if not isinstance(told, Mapping):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("posts"), reason="OrderedCollectionPage"
            )
        )
    counts = _Counts()
    items = _items(told)
    for item in items:
        _take(item, counts, platform, account, actor)
    first = told.get("first")
    then = told.get("next") or (first.get("next") if isinstance(first, Mapping) else None)
    then = then.get("id") if isinstance(then, Mapping) else then
    following = safe_url(url, then) if isinstance(then, str) else None
    return OutboxPage(
        tuple(counts.photos),
        counts.films,
        counts.lost,
        counts.named,
        len(items),
        following,
    )


def _items(told: Mapping[str, Any]) -> list[Any]:
    """Return the entries of a page, or of a first page that stands inside its collection."""
    first = told.get("first")
    for page in (told, first if isinstance(first, Mapping) else {}):
        for key in ("orderedItems", "items"):
            if key in page:
                return list(several(page[key]))
    return []


def _take(item: object, counts: _Counts, platform: str, account: str, actor: Actor) -> None:
    """Add the pictures of one activity, or of a post that stands there without one."""
    kinds = set(words(item.get("type"))) if isinstance(item, Mapping) else set()
    if kinds & _OTHER_ACTIVITIES:
        return
    post = item
    if isinstance(item, Mapping) and (kinds & _POSTS or "object" in item):
        post = item.get("object") if kinds & _POSTS else None
    if isinstance(post, str):
        counts.named += 1
    elif not (isinstance(post, Mapping) and isinstance(item, Mapping) and words(post.get("type"))):
        counts.lost += 1
    elif actor.id in (writers := names(post.get("attributedTo"))) or not writers:
        _take_post(post, item, counts, platform, account, actor)
    else:
        counts.lost += 1  # what the actor created itself stands here: shares are no Create


def _take_post(
    post: Mapping[str, Any],
    activity: Mapping[str, Any],
    counts: _Counts,
    platform: str,
    account: str,
    actor: Actor,
) -> None:
    name = named(post.get("id")) or named(activity.get("id"))
    page = next(iter(addresses(post.get("url"), actor.id, pages=True)), None)
    page = page or safe_url(actor.id, name or "") or actor.page_url
    kinds = set(words(post.get("type")))
    if "Video" in kinds:
        counts.films += 1
        return
    content = post.get("content")
    caption = plain(content) if isinstance(content, str) else ""
    attached = post.get("attachment")
    if attached is not None and not isinstance(attached, list | Mapping):
        counts.lost += 1
    pictures = [*several(attached if isinstance(attached, list | Mapping) else None)]
    pictures += [each for each in several(post.get("image")) if isinstance(each, Mapping)]
    if kinds & _LONG and isinstance(content, str) and "<img" in content:
        pictures += [
            {"type": "Image", "url": str(img["src"]), "name": str(img.get("alt", ""))}
            for img in soup(content).find_all("img", src=True)
        ]
    if "Image" in kinds:
        pictures.append(post)
    seen: set[str] = set()
    for each in pictures:
        renditions = _renditions(each, actor.id, counts)
        if not renditions or renditions[0].url in seen:
            continue
        seen.add(renditions[0].url)
        alt = each.get("name") or each.get("summary")
        counts.photos.append(
            Photo(
                id=photo_id(account, f"{name}/{renditions[0].url}"),
                account=account,
                platform=platform,
                kind=PhotoKind.POST,
                page_url=page,
                media_url=renditions[0].url,
                renditions=renditions,
                posted_at=instant(named(post.get("published")) or named(activity.get("published"))),
                alt=capped(alt) or None if isinstance(alt, str) else None,
                caption=caption or None,
                visibility=_visibility(post, activity),
            )
        )


def _renditions(each: object, base: str, counts: _Counts) -> tuple[Rendition, ...]:
    """Return the sizes of an attached picture, the largest first; () for what is none."""
    if not isinstance(each, Mapping):
        counts.lost += 1
        return ()
    kinds, media = set(words(each.get("type"))), media_type(each)
    if "Video" in kinds or media.startswith(_FILMS):
        counts.films += 1
        return ()
    if kinds & _NO_PICTURES and not media.startswith("image/"):
        return ()
    if media.startswith(_OTHERS):
        return ()
    found: dict[str, Rendition] = {}
    for told in several(each.get("url") or each.get("href")):
        place = told if isinstance(told, Mapping) else {"href": told}
        href, kind = place.get("href"), media_type(place) or media
        url = safe_url(base, href) if isinstance(href, str) else None
        if url is None or kind.startswith((*_FILMS, *_OTHERS)) or _is_drawing(url, kind):
            continue
        width, height = (_side(place, each, side) for side in ("width", "height"))
        bytes_told = place.get("size")
        weight = size(bytes_told) if isinstance(bytes_told, int) else None
        found.setdefault(url, Rendition(url, Role.SERVED, width, height, weight))
    if not found:
        drawn = [url for url in addresses(each.get("url"), base) if _is_drawing(url, media)]
        counts.lost += not drawn
        return ()
    ordered = sorted(found.values(), key=lambda size_of: -(size_of.width or 0))
    return (ordered[0], *(replace(smaller, role=Role.SMALLER) for smaller in ordered[1:]))


def _is_drawing(url: str, kind: str) -> bool:
    return "svg" in kind or urlsplit(url).path.lower().endswith((".svg", ".eps"))


def _side(place: Mapping[str, Any], each: Mapping[str, Any], side: str) -> int | None:
    told = place.get(side) if side in place else each.get(side)
    return pixels(told) if isinstance(told, int | float) and not isinstance(told, bool) else None


def _visibility(post: Mapping[str, Any], activity: Mapping[str, Any]) -> Visibility:
    for key, seen_by in (("to", Visibility.PUBLIC), ("cc", Visibility.UNLISTED)):
        if _PUBLIC & {*names(post.get(key)), *names(activity.get(key))}:
            return seen_by
    return Visibility.UNKNOWN
