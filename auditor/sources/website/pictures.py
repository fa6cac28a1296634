"""The pictures of one page, asked after.

Which form is the largest that the site serves, and which were seen before.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.errors import NetworkError, Offline, Throttled
from auditor.markup.page import HtmlPage
from auditor.markup.pictures import Origin, PageImage
from auditor.ports import Answer, Http
from auditor.sources.website.frontier import Frontier
from auditor.sources.website.photos import (
    Original,
    addresses,
    on_site,
    photo,
    to_confirm,
    worth_reading,
)
from auditor.sources.website.scope import Scope


@dataclass(slots=True)
class Pictures:
    """Turns the pictures of pages into photos, each once in a crawl.

    HEAD is asked only where an original may stand.
    """

    account: str
    scope: Scope
    here: Frontier
    http: Http
    _heads: dict[str, Answer | None] = field(default_factory=dict)

    async def of_page(self, page: HtmlPage, avatar: PageImage | None = None) -> list[Photo]:
        """Return the photos of a page that no page before it showed.

        Raises Throttled and Offline.
        """
        found: list[Photo] = []
        for image in worth_reading(page):
            await asyncio.sleep(0)  # a page may name 2,000 pictures
            original = await self._new(image)
            if original is not None:
                same = avatar is not None and not {avatar.largest, avatar.url}.isdisjoint(
                    (*addresses(image), original.url)
                )
                kind = PhotoKind.AVATAR if same else PhotoKind.FILE
                found.append(
                    photo(self.account, page, image, original, kind=kind, scope=self.scope)
                )
        return found

    async def _new(self, image: PageImage) -> Original | None:
        """Return where the picture is served largest.

        None if it was seen, stands on another host, or is no picture.
        """
        offered = addresses(image)
        guesses = to_confirm(image, self.scope)
        if self.here.has_seen((*offered, *guesses)):
            self.here.mark(offered)
            return None
        for guess in guesses:
            head = await self._head(guess)
            if head is not None and _is_picture(head):
                self.here.mark((*offered, guess))
                return Original(guess, head)
        best = on_site(image, self.scope)
        self.here.mark(offered)
        if best is None:
            self.here.elsewhere += 1
            return None
        if image.origin is Origin.LINK and not await self._leads_to_picture(best):
            return None
        return Original(best, self._heads.get(best))

    async def _leads_to_picture(self, url: str) -> bool:
        """A link that ends like a picture may lead to a page about it.

        A site that refuses HEAD gets the benefit of the doubt.
        """
        head = await self._head(url)
        return head is None or _is_picture(head) or (not head.ok and not head.gone)

    async def _head(self, url: str) -> Answer | None:
        if url not in self._heads:
            try:
                self._heads[url] = await self.http.head(url, purpose="size of a picture")
            except (Throttled, Offline):
                raise
            except NetworkError:
                self._heads[url] = None
        head = self._heads[url]
        return head if head is None or self.scope.holds_host(head.url) else None


def _is_picture(head: Answer) -> bool:
    kind = head.headers.get("content-type", "").lower()
    return head.ok and kind.startswith("image/") and "svg" not in kind
