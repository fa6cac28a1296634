"""A person's own web site: pages, photo pages, an about page, feed, site map and robots.txt; originals keep their metadata."""

from __future__ import annotations

from http import HTTPStatus

from auditor.practice import personas
from auditor.practice.catalogue import AVATAR, Posting
from auditor.practice.personas import AccountSpec
from auditor.practice.serving import site_pages
from auditor.practice.serving.exchange import Request, Response, html_response, not_found
from auditor.practice.serving.world import World

PER_PAGE = 12
WIDTHS = (400, 800)


class Site:
    """One web site on a port of its own."""

    def __init__(self, world: World, spec: AccountSpec) -> None:
        self.world = world
        self.spec = spec
        self.owner = personas.person(spec.person)
        self.base = world.base(spec)

    def __call__(self, request: Request) -> Response:  # noqa: C901, PLR0911, PLR0912 - a table of routes reads best in one match
        """Answer a request to this site."""
        parts = [part for part in request.path.split("/") if part]
        if self.spec.key in self.world.deleted:
            return not_found()
        match parts:
            case []:
                return self._listing(1)
            case ["page", number] if number.isascii() and number.isdigit() and len(number) < 6:  # noqa: PLR2004 - digits
                return self._listing(int(number))
            case ["photo", number]:
                posting = self._posting(number)
                return (
                    self._page(site_pages.photo(self, posting), "photo", number)
                    if posting
                    else not_found()
                )
            case ["about"]:
                return self._page(site_pages.about(self), "about")
            case ["family"]:
                return self._page(site_pages.family(self), "family")
            case ["feed.xml"]:
                return self._text(site_pages.feed(self), "application/rss+xml")
            case ["sitemap.xml"]:
                return self._text(site_pages.sitemap(self), "application/xml")
            case ["robots.txt"]:
                return self._text(
                    f"User-agent: *\nDisallow: /family/\nSitemap: {self.base}/sitemap.xml\n",
                    "text/plain",
                )
            case ["photos", number, file]:
                return self._file(number, file)
            case ["images", *_rest] if not self.world.shows(self.spec.key):
                return not_found()
            case ["images", "me.jpg"]:
                return self.world.picture(
                    self.world.avatar(self.spec), "", None, keep_metadata=True
                )
            case ["images", "me-small.jpg"]:
                return self.world.picture(self.world.avatar(self.spec), "", 200)
            case ["favicon.ico"]:
                return Response(b"", "image/x-icon", HTTPStatus.NOT_FOUND)
            case _:
                return not_found()

    @property
    def noindex(self) -> bool:
        """Whether the owner asks search engines to stay away."""
        return self.world.flags[self.spec.key].noindex

    def pages(self) -> int:
        """Return the number of pages of the listing."""
        return max(1, -(-self.world.catalogue.count(self.spec.key) // PER_PAGE))

    def postings(self, number: int) -> list[Posting]:
        """Return the postings of one page of the listing, from 1."""
        first = (number - 1) * PER_PAGE
        places = range(first, min(first + PER_PAGE, self.world.catalogue.count(self.spec.key)))
        return [found for place in places if (found := self.world.find(self.spec.key, place))]

    def avatar(self) -> tuple[str, int]:
        """Return address and side in px of the owner's portrait."""
        return f"{self.base}/images/me.jpg", self.world.catalogue.profile_shot(
            self.owner, AVATAR
        ).size[0]

    def files(self, posting: Posting) -> list[tuple[str, int, int]]:
        """Return address, width and height of each size of a picture, largest (the original) last."""
        width, height = posting.size
        stem = posting.file_name.rsplit(".", 1)[0]
        folder = f"{self.base}/photos/{posting.index}"
        sizes = []
        for wide in WIDTHS:
            tall = max(1, round(height * wide / width))
            if wide < width:
                sizes.append((f"{folder}/{stem}-{wide}x{tall}.jpg", wide, tall))
        return [*sizes, (f"{folder}/{posting.file_name}", width, height)]

    def _posting(self, number: str) -> Posting | None:
        if not (number.isascii() and number.isdigit() and len(number) < 9):  # noqa: PLR2004 - digits
            return None
        place = self.world.catalogue.place(self.spec.key, int(number))
        return None if place is None else self.world.find(self.spec.key, place)

    def _file(self, number: str, file: str) -> Response:
        posting = self._posting(number)
        if posting is None:
            return not_found()
        for url, width, height in self.files(posting):
            if url.endswith("/" + file):
                if (width, height) == posting.size:
                    return self.world.picture(posting.shot, posting.edit, None, keep_metadata=True)
                return self.world.picture(posting.shot, posting.edit, max(width, height))
        return not_found()

    def _listing(self, number: int) -> Response:
        if not 1 <= number <= self.pages():
            return not_found()
        return self._page(site_pages.listing(self, number), "listing", number)

    def _page(self, html: str, *key: object) -> Response:
        robots = {"X-Robots-Tag": "noindex"} if self.noindex else {}
        answer = html_response(html, headers=robots)
        return Response(answer.body, answer.mime, headers=robots, etag=self.world.etag(*key, html))

    def _text(self, text: str, mime: str) -> Response:
        return Response(text.encode(), f"{mime}; charset=utf-8", etag=self.world.etag(text))
