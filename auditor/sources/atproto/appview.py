"""What the AppView (what bsky.app shows) makes of the pictures.

Smaller copies without metadata, told apart from the originals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Any

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import PhotoKind, Rendition, Role
from auditor.errors import NetworkError, PayloadBroken, SourceError
from auditor.markup.payload import entry, loose, require_ok
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Http
from auditor.sources.atproto.records import PROFILE, FoundPhoto

_PAGE = "100"  # the most that app.bsky.feed.getAuthorFeed gives
_MAX_PAGES = 1000


class _Author(msgspec.Struct):
    did: str


class _Post(msgspec.Struct):
    uri: str
    author: _Author
    embed: dict[str, Any] | None = None


class _Item(msgspec.Struct):
    post: dict[str, Any]


class _Feed(msgspec.Struct):
    feed: list[Any]
    cursor: str | None = None


class _ProfileView(msgspec.Struct):
    avatar: str | None = None
    banner: str | None = None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Displayed pictures by the at:// URI of their post, in the order of the post.

    `oldest` is the last own record key.
    """

    shown: dict[str, tuple[str, ...]]
    oldest: str
    cursor: str | None


def parse_feed(body: bytes, did: str, base: str) -> FeedPage:
    """Return the displayed pictures of one `getAuthorFeed` page; what others wrote is left out.

    Raises PayloadBroken.
    """
    page = entry(loose(body, "getAuthorFeed"), _Feed)
    if page is None:
        raise PayloadBroken(_("getAuthorFeed: the answer does not have the documented form."))
    items = (entry(told, _Item) for told in page.feed)
    posts = (entry(item.post, _Post) for item in items if item is not None)
    own = [post for post in posts if post is not None and post.author.did == did]
    shown = {post.uri: urls for post in own if (urls := _fullsizes(post.embed, base))}
    return FeedPage(
        shown, own[-1].uri.rpartition("/")[2] if own else "", page.cursor if page.feed else None
    )


def parse_profile_view(body: bytes, base: str) -> dict[PhotoKind, str]:
    """Return the displayed avatar and banner. Raises PayloadBroken."""
    view = entry(loose(body, "getProfile"), _ProfileView) or _ProfileView()
    named = ((PhotoKind.AVATAR, view.avatar), (PhotoKind.BANNER, view.banner))
    return {kind: url for kind, text in named if text and (url := safe_url(base, text))}


def _fullsizes(embed: dict[str, Any] | None, base: str) -> tuple[str, ...]:
    """Return the `fullsize` URLs of app.bsky.embed.images#view.

    Also of those inside app.bsky.embed.recordWithMedia#view.
    """
    if embed is None:
        return ()
    media = embed.get("media")
    images = (media if isinstance(media, dict) else embed).get("images")
    if not isinstance(images, list):
        return ()
    texts = [image.get("fullsize") if isinstance(image, dict) else None for image in images]
    # an unusable URL keeps its place, so that the others stay with their pictures
    return tuple(safe_url(base, text) or "" if isinstance(text, str) else "" for text in texts)


@dataclass(slots=True)
class Display:
    """Reads the feed of one account alongside its records, newest first.

    A fault ends it with a note, never the scan.
    """

    http: Http
    appview: str
    did: str
    notes: list[str] = field(default_factory=list)
    _shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _profile: dict[PhotoKind, str] | None = None
    _oldest: str | None = None
    _cursor: str | None = None
    _pages: int = 0

    async def add_to(self, found: Iterable[FoundPhoto]) -> list[FoundPhoto]:
        """Return `found` with the displayed rendition wherever the AppView shows one."""
        kept = list(found)
        if not self.appview or not kept:
            return kept
        try:
            return await self._added(kept)
        except (NetworkError, SourceError) as error:
            self.appview = ""
            self.notes.append(
                _("What bsky.app shows could not be compared: {reason}").format(
                    reason=error.message
                )
            )
            return kept

    async def _added(self, found: list[FoundPhoto]) -> list[FoundPhoto]:
        if any(f"/{PROFILE}/" in photo.uri for photo in found):
            self._profile = self._profile or await self._read_profile()
        posts = {photo.uri for photo in found if photo.photo.kind is PhotoKind.POST}
        if posts:
            await self._reach(min(uri.rpartition("/")[2] for uri in posts))
        added = [self._with_display(photo) for photo in found]
        for uri in posts:
            self._shown.pop(uri, None)
        return added

    async def _read_profile(self) -> dict[PhotoKind, str]:
        url = f"{self.appview}/xrpc/app.bsky.actor.getProfile"
        answer = await self.http.get(url, params={"actor": self.did}, purpose="displayed avatar")
        return parse_profile_view(require_ok(answer, "getProfile").body, self.appview)

    async def _reach(self, rkey: str) -> None:
        """Read the feed until it is as old as `rkey`.

        Keys are time stamps (atproto.com/specs/tid).
        """
        url = f"{self.appview}/xrpc/app.bsky.feed.getAuthorFeed"
        while (self._oldest is None or self._oldest > rkey) and self._pages < _MAX_PAGES:
            params = {"actor": self.did, "filter": "posts_with_media", "limit": _PAGE}
            if self._cursor is not None:
                params["cursor"] = self._cursor
            answer = await self.http.get(url, params=params, purpose="displayed pictures")
            page = parse_feed(require_ok(answer, "getAuthorFeed").body, self.did, self.appview)
            self._pages += 1
            self._shown.update(page.shown)
            self._oldest = page.oldest or self._oldest or ""
            if page.cursor is None or page.cursor == self._cursor:
                self._oldest = ""
            self._cursor = page.cursor

    def _with_display(self, found: FoundPhoto) -> FoundPhoto:
        url = ""
        if f"/{PROFILE}/" in found.uri:
            url = (self._profile or {}).get(found.photo.kind, "")
        elif found.photo.kind is PhotoKind.POST:
            place = found.path.rpartition(".images.")[2].partition(".")[0]
            urls = self._shown.get(found.uri, ())
            url = urls[int(place)] if place.isdecimal() and int(place) < len(urls) else ""
        if not url or url == found.photo.media_url:
            return found
        shown = Rendition(url, Role.DISPLAYED, immutable=found.cid in url)
        return replace(
            found, photo=replace(found.photo, renditions=(*found.photo.renditions, shown))
        )
