"""A person's own web site: pages, photo pages, an about page, feed, site map and robots.txt.

Originals keep their metadata.
"""

from __future__ import annotations

from http import HTTPStatus

from auditor.practice.catalogue import Posting
from auditor.practice.serving import site_pages
from auditor.practice.serving.exchange import Request, Response, html_response, not_found
from auditor.practice.serving.site_pages import SiteContents
from auditor.practice.serving.world import World
from auditor.practice.stories.rows import AccountSpec


class PracticeSite:
    """One web site on a port of its own."""

    def __init__(self, world: World, spec: AccountSpec) -> None:
        self.world = world
        self.spec = spec
        self.contents = SiteContents(world, spec)

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
                    self._page(site_pages.photo(self.contents, posting), "photo", number)
                    if posting
                    else not_found()
                )
            case ["about"]:
                return self._page(site_pages.about(self.contents), "about")
            case ["family"]:
                return self._page(site_pages.family(self.contents), "family")
            case ["feed.xml"]:
                return self._text(site_pages.feed(self.contents), "application/rss+xml")
            case ["sitemap.xml"]:
                return self._text(site_pages.sitemap(self.contents), "application/xml")
            case ["robots.txt"]:
                return self._text(site_pages.robots(self.contents), "text/plain")
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

    def _posting(self, number: str) -> Posting | None:
        if not (number.isascii() and number.isdigit() and len(number) < 9):  # noqa: PLR2004 - digits
            return None
        place = self.world.catalogue.place(self.spec.key, int(number))
        return None if place is None else self.world.find(self.spec.key, place)

    def _file(self, number: str, file: str) -> Response:
        posting = self._posting(number)
        if posting is None:
            return not_found()
        for url, width, height in self.contents.files(posting):
            if url.endswith("/" + file):
                if (width, height) == posting.size:
                    return self.world.picture(posting.shot, posting.edit, None, keep_metadata=True)
                return self.world.picture(posting.shot, posting.edit, max(width, height))
        return not_found()

    def _listing(self, number: int) -> Response:
        if not 1 <= number <= self.contents.pages():
            return not_found()
        return self._page(site_pages.listing(self.contents, number), "listing", number)

    def _page(self, html: str, *key: object) -> Response:
        robots = {"X-Robots-Tag": "noindex"} if self.contents.noindex else {}
        answer = html_response(html, headers=robots)
        return Response(answer.body, answer.mime, headers=robots, etag=self.world.etag(*key, html))

    def _text(self, text: str, mime: str) -> Response:
        return Response(text.encode(), f"{mime}; charset=utf-8", etag=self.world.etag(text))
