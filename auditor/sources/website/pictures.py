"""The pictures of one page, asked after.

Which form is the largest that strangers can get, and which were seen before.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.markup.page import HtmlPage
from auditor.markup.pictures import PageImage
from auditor.sources.website.frontier import Frontier
from auditor.sources.website.largest import Largest, find_largest
from auditor.sources.website.photos import addresses, photo, worth_reading
from auditor.sources.website.probe import Probe
from auditor.sources.website.scope import Scope


@dataclass(slots=True)
class Pictures:
    """Turns the pictures of pages into photos, each once in a crawl.

    Only where a page shows other files of a picture that was listed, it is listed again, under its
    id.
    """

    account: str
    scope: Scope
    here: Frontier
    probe: Probe

    async def of_page(self, page: HtmlPage, avatar: PageImage | None = None) -> list[Photo]:
        """Return the photos of a page that no page before it showed as large.

        Raises Throttled and Offline.
        """
        found: list[Photo] = []
        images = worth_reading(page)
        shared = _shared(images)
        for image in images:
            await asyncio.sleep(0)  # a page may name thousands of pictures
            listed = await self._new(image, shared)
            if listed is not None:
                largest, item = listed
                mine = {largest.best.url, *addresses(image)}
                same = avatar is not None and not mine.isdisjoint((avatar.largest, avatar.url))
                kind = PhotoKind.AVATAR if same else PhotoKind.FILE
                found.append(photo(self.account, page, image, largest, kind=kind, item=item))
        return found

    async def _new(self, image: PageImage, shared: frozenset[str]) -> tuple[Largest, str] | None:
        """Return the largest file of a picture, and the address that its id hangs on.

        None if it was seen, stands on another host, or is no picture.
        """
        every = [url for url in addresses(image) if url not in shared]
        own = [url for url in every if url != image.stand_in]
        known = self.here.item_of(own)
        if known is not None and all(self.here.has_seen([url]) for url in (*own, *image.guesses)):
            return None
        if not any(self.scope.may_hold_picture(url) for url in (*own, *image.guesses)):
            self._count_elsewhere(own)
            return None
        largest = await find_largest(image, self.probe, self.scope)
        if largest is None:
            self.here.mark(own, "")
            return None
        reached = (largest.best.url, *(seen.url for seen in largest.alike))
        known = self.here.item_of([*own, *reached]) if known is None else known
        item = known or largest.best.url
        files = (*every, *reached, *largest.smaller)
        told = known and all(self.here.has_seen([url]) for url in files)
        best = self.here.best_of(item, largest.best.url, largest.best.area)
        self.here.mark(files, item, largest.best.area)
        return None if told else (largest.under(best), item)

    def _count_elsewhere(self, urls: list[str]) -> None:
        if not self.here.has_seen(urls):
            self.here.elsewhere += 1
        self.here.mark(urls, "")


def _shared(images: list[PageImage]) -> frozenset[str]:
    """Return addresses that stand in for several pictures until scripts have run."""
    counts = Counter(image.stand_in for image in images if image.stand_in is not None)
    return frozenset(url for url, count in counts.items() if count > 1)
