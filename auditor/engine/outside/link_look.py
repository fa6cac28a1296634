"""One look at a reported link: what stands there now, and whether it is what stood there.

Pictures are in memory while they are compared with the private list, and thrown away. What is kept
of them are checksums: they say whether the same file stands there again.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.outside.reported import LinkPrint, LinkState, ReportedLink
from auditor.domain.private import PrivateImage
from auditor.engine.outside.next_step import THERE
from auditor.engine.outside.removal_words import (
    says_nothing_is_there,
    says_otherwise,
    says_removed,
)
from auditor.engine.private_watch import hits
from auditor.errors import AddressRefused, NetworkError, Offline, Throttled, TooLarge, Unreachable
from auditor.markup.decode import decode
from auditor.markup.hindrance import Hindrance
from auditor.markup.pictures import Origin, PageImage
from auditor.markup.urls import host_key, same_host
from auditor.messages import _, ngettext
from auditor.ports import Answer, Http, Readers

if TYPE_CHECKING:
    from auditor.markup.page import HtmlPage

PURPOSE = "reported link"
_FRESH = {"Cache-Control": "no-cache", "Pragma": "no-cache"}
_OK = 200
_LEGAL = 451
_TOO_MANY = 429
_SERVER = range(500, 600)
_MOST_PICTURES = 12
"""Pictures of one page that are compared. Pages of one picture show it among the first."""
_SMALLEST = 100
"""Pixels: what a page declares to be narrower or lower is an icon."""
_MOST_WORDS = 2000
_PATIENCE_S = 120.0
"""Seconds for one link with all pictures of its page, however slow its hosts are. A judgement."""
_LOGINS = ("login", "signin", "sign-in", "sign_in", "log-in", "anmelden", "auth", "session")
"""Parts of a path to which hosts send whoever is not logged in."""
_BESIDE = frozenset({Origin.ICON, Origin.APPLE_ICON})
_SIGNS = re.compile(
    r"removed|deleted|place-?_?holder|not-?_?found|missing|unavailable|no-?_?image|default|blank|"
    r"(?<!\d)404(?!\d)"
)
"""Parts of the name of a picture to which hosts send where another was."""


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What one look showed. `absent`: the host says that there is no such thing.

    `answers`: something stands there, though what was not told.

    `prints` are of what stands there, to be kept where it is the first of them; `landed` is the
    SHA-256 of where the link led, `now_at` another address at which it was found.
    """

    state: LinkState
    said: str
    absent: bool = False
    answers: bool = False
    prints: tuple[LinkPrint, ...] = ()
    landed: str = ""
    now_at: str = ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """One picture that stands there. `private`: it matches one on the private list.

    `preview`: its page names it as what it is about.
    """

    url: str
    print: LinkPrint
    private: bool
    plain: bool
    film: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True)
class LinkLooking:
    """Asks for reported links. `images` are those of the private list, which may be empty."""

    http: Http
    readers: Readers
    images: Sequence[PrivateImage]
    max_bytes: int
    closed: frozenset[str] = frozenset()
    """Addresses, as `bare` gives them, that are asked for in no case: links under 18."""

    async def look(self, link: ReportedLink) -> LinkAnswer:
        """Return what stands at a link now. Raises Offline; all else is a state.

        Where the link is gone and it was found at another address before, that is looked at too.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S):
                told = await self._look(link)
                if told.absent and link.now_at:
                    return _elsewhere(told, await self._look(replace(link, url=link.now_at)))
                return told
        except TimeoutError:
            return _untold(_("it took too long to answer"))

    async def _look(self, link: ReportedLink) -> LinkAnswer:
        try:
            answer = await self._get(asked_at(link.url, self.http))
        except Offline:
            raise
        except NetworkError as error:
            return _untold(_why_unasked(error))
        refused = _refused(answer)
        if refused:
            return _untold(refused)
        if _is_page(answer):
            return await self._page(link, answer)
        return await self._picture(link, answer)

    async def _get(self, url: str) -> Answer:
        if bare(url) in self.closed:
            raise AddressRefused(_("A link under 18 is never opened."))
        return await self.http.get(url, purpose=PURPOSE, headers=_FRESH, max_bytes=self.max_bytes)

    async def _picture(self, link: ReportedLink, answer: Answer) -> LinkAnswer:
        found = await self._standing(link, answer)
        known = {each.body for each in link.prints}
        if answer.gone and not (found and (found.private or found.print.body in known)):
            return _absent(link, answer)
        if not answer.ok and not answer.gone:
            return _untold(_status(answer))
        if found is None:
            said = _("something stands there that is no picture and no page")
            return _untold(said, answers=True)
        if not link.prints and not found.private and _is_sign(link, answer):
            return _untold(
                _("it leads to another picture, by its name a sign of the host: see for yourself")
            )
        return _compared(link, answer.url, [found], direct=True, listed=bool(self.images))

    async def _page(self, link: ReportedLink, answer: Answer) -> LinkAnswer:
        page = await asyncio.to_thread(_parsed, answer)
        known = {each.address for each in link.prints}
        named = _named(page, known)
        instead = None
        if not known or not known <= {_address(url) for url in named}:
            if why := _hindered(page.hindrance):
                return _untold(why)
            instead = _instead(link, answer, page)
        if instead is not None and (
            known == {_address(link.url)} if known else not self.images
        ):  # the link is the picture itself, or nothing is known to look for
            return instead
        previews = {
            url
            for image in page.images
            if image.origin is Origin.PREVIEW
            for url in (image.largest, image.url)
        }
        found: list[_Standing] = []
        for url in named[:_MOST_PICTURES]:
            picture = await self._fetched(link, url)
            if picture is not None:
                found.append(replace(picture, preview=url in previews))
                if known and set(link.prints) <= {each.print for each in found}:
                    break
        told = _compared(link, answer.url, found, direct=False, listed=bool(self.images))
        if told.state in THERE:
            return told
        if instead is not None:
            return instead
        return _absent(link, answer) if answer.gone else told

    async def _fetched(self, link: ReportedLink, url: str) -> _Standing | None:
        try:
            answer = await self._get(url)
        except Offline:
            raise
        except NetworkError:
            return None
        if not answer.ok or _is_page(answer):
            return None
        found = await self._standing(link, answer)
        return None if found is None or found.film else found

    async def _standing(self, link: ReportedLink, answer: Answer) -> _Standing | None:
        """Return what a body is, None if it is no picture that can be read.

        A file that stood there before is known by its checksum alone, and read again only where
        the private list may say what it is.
        """
        if not answer.body:
            return None
        body = hashlib.sha256(answer.body).hexdigest()
        before = next((each for each in link.prints if each.body == body), None)
        if before is not None and (not self.images or not before.pixels):
            made = replace(before, address=_address(answer.url))
            return _Standing(answer.url, made, private=False, plain=False, film=not made.pixels)
        reading = await self.readers.read(answer.body, watch=bool(self.images))
        facts = reading.facts
        film = facts.width is None and self.readers.film_in(answer.body)
        if facts.width is None and not film:
            return None
        private = False
        if reading.candidate is not None and self.images:
            near = await asyncio.to_thread(hits, self.images, reading.candidate)
            private = any(hit.confirmed for hit in near)
        pixels = (facts.width or 0) * (facts.height or 0)
        plain = not film and (facts.pdq is None or not facts.pdq.reliable)
        made = LinkPrint(_address(answer.url), body, pixels)
        return _Standing(answer.url, made, private, plain, film)


def _compared(
    link: ReportedLink, url: str, found: Sequence[_Standing], *, direct: bool, listed: bool
) -> LinkAnswer:
    """Compare what stands there with what stood there the first time and with the list."""
    if not link.prints:
        return _first(url, found, direct=direct, listed=listed)
    bodies = {each.body for each in link.prints}
    same = [each for each in found if each.private or each.print.body in bodies]
    if not any(each.private for each in same) and not bodies <= {each.print.body for each in same}:
        if direct:
            return _untold(
                _(
                    "another file stands there now, perhaps only a sign of the host: see for "
                    "yourself"
                ),
                answers=True,
            )
        said = _("the page answers, and what stood there the first time was not found")
        return _untold(said, answers=True)
    if listed and not any(each.private or each.film for each in same):
        return _untold(
            _(
                "the same file as at the first look stands there, and it matches nothing on your "
                "private list: see for yourself"
            ),
            answers=True,
        )
    return _there(link, url, same)


def _there(link: ReportedLink, url: str, same: Sequence[_Standing]) -> LinkAnswer:
    """Tell how what stood there the first time, or is on the list, stands there now."""
    bodies = {each.body for each in link.prints}
    now = max(same, key=lambda each: each.print.pixels)
    largest = max(each.pixels for each in link.prints)
    addresses = {each.address for each in link.prints}
    elsewhere = _address(url) != link.landed or now.print.address not in addresses
    at = "" if not elsewhere else url if _address(url) != link.landed else now.url
    if now.print.body not in bodies and 0 < now.print.pixels < largest:
        return LinkAnswer(
            LinkState.SMALLER, _("a smaller copy of the same picture stands there"), now_at=at
        )
    if elsewhere:
        return LinkAnswer(
            LinkState.MOVED, _("the same picture stands at another address now"), now_at=at
        )
    file = _("the same file stands there")
    other = _("the same picture stands there, as another file")
    return LinkAnswer(LinkState.STILL_THERE, file if now.print.body in bodies else other)


def _first(url: str, found: Sequence[_Standing], *, direct: bool, listed: bool) -> LinkAnswer:
    """Say what stands there where nothing is known yet to compare it with but the list."""
    landed = _address(url)
    private = tuple(each.print for each in found if each.private)
    if private:
        said = _("a picture of your private list stands there")
        return LinkAnswer(LinkState.STILL_THERE, said, prints=private, landed=landed)
    telling = _main([each for each in found if not each.plain])
    if not telling:
        return _untold(
            _("only a plain picture stands there, perhaps a sign of the host: see for yourself")
            if found
            else _("the page answers, and no picture was found on it that could be compared"),
            answers=True,
        )
    if listed:
        return _untold(
            _("what stands there matches nothing on your private list: see for yourself"),
            answers=True,
        )
    if direct:
        said = _(
            "a picture or film stands there; it was compared with nothing, since your private list "
            "is empty"
        )
        return LinkAnswer(LinkState.STILL_THERE, said, prints=telling, landed=landed)
    said = ngettext(
        "the page answers with {n} picture; whether it is yours was not compared, since your "
        "private list is empty",
        "the page answers with {n} pictures; whether one is yours was not compared, since your "
        "private list is empty",
        len(found),
    ).format(n=len(found))
    state = LinkState.COULD_NOT_TELL
    return LinkAnswer(state, said, answers=True, prints=telling, landed=landed)


def _main(found: Sequence[_Standing]) -> tuple[LinkPrint, ...]:
    """Return what a page is about: what it names as its preview, and its largest picture.

    Banners, logos and other pages' pictures stand on a page of "not found" too: all that is
    returned here has to stand there again.
    """
    largest = max((each.print.pixels for each in found), default=0)
    return tuple(
        dict.fromkeys(each.print for each in found if each.preview or each.print.pixels == largest)
    )


def _instead(link: ReportedLink, answer: Answer, page: HtmlPage) -> LinkAnswer | None:
    """Return what a page tells where it does not show what is looked for, None for a plain page."""
    if answer.gone:
        return _absent(link, answer)
    words = _words(answer)
    if says_removed(words):
        said = _("the host says that it took it down")
        return LinkAnswer(LinkState.COULD_NOT_TELL, said, absent=True)
    why = _missing(page, words) or _sent_on(link, answer)
    return _untold(why) if why else None


def _missing(page: HtmlPage, words: str) -> str:
    from auditor.markup.hindrances import says_missing

    title = page.title or ""
    missing = page.hindrance is Hindrance.MISSING or says_missing(title)
    if missing or says_nothing_is_there(title, words):
        return _("the page says that there is nothing, in the way of a page that is there")
    return ""


def _sent_on(link: ReportedLink, answer: Answer) -> str:
    if _address(answer.url) == _address(link.url):
        return ""
    path = urlsplit(answer.url).path
    if any(part in path.casefold() for part in _LOGINS):
        return _("it asks to log in")
    return _("the link leads to the front page of a site now") if path in {"", "/"} else ""


def _hindered(hindrance: Hindrance | None) -> str:
    """Return why a page cannot be told, "" for one that can."""
    return {
        Hindrance.CHALLENGE: _("it asks whether a person is there before it shows anything"),
        Hindrance.LOGIN: _("it asks to log in"),
        Hindrance.SCRIPTS: _("the page is empty until scripts ran, which are not run here"),
        Hindrance.FRAME: _("the page shows another site in a frame"),
        Hindrance.GATE: _("it asks for a consent or an age before it shows anything"),
        Hindrance.NOTICE: _("a notice of the host stands in place of the page"),
        Hindrance.EMPTY: _("the page is empty"),
    }.get(hindrance or Hindrance.MISSING, "")


def _absent(link: ReportedLink, answer: Answer) -> LinkAnswer:
    """Say that the host has no such thing; another host than the link's cannot know."""
    if not same_host(answer.url, link.url):
        return _untold(
            _("it sends on to another host, which answers {status}").format(status=answer.status)
        )
    if says_otherwise(_words(answer)):
        said = _("the host answers {status}, and says that something else is the matter")
        return _untold(said.format(status=answer.status))
    said = _("the host says that there is no such thing ({status})").format(status=answer.status)
    return LinkAnswer(LinkState.COULD_NOT_TELL, said, absent=True)


def _elsewhere(gone: LinkAnswer, there: LinkAnswer) -> LinkAnswer:
    """Return what is told of a link that is gone, by what stands where it was found before."""
    if there.absent:
        return gone
    if there.state is LinkState.COULD_NOT_TELL:
        said = _("the link is gone; of the address where it stood since: {said}")
        return _untold(said.format(said=there.said))
    return there


def _untold(said: str, *, answers: bool = False) -> LinkAnswer:
    return LinkAnswer(LinkState.COULD_NOT_TELL, said, answers=answers)


def asked_at(url: str, http: Http) -> str:
    """Return the address over https, which alone is asked for; a host that was opened as it is."""
    if not url.startswith("http://") or http.opened(url):
        return url
    return "https://" + url.removeprefix("http://")


def _refused(answer: Answer) -> str:
    """Return why an answer tells nothing whatever its body is, "" where the body may tell."""
    if answer.status == _LEGAL:
        return _("it is blocked for legal reasons where you are ({status})").format(
            status=answer.status
        )
    if answer.needs_login:
        return _("it is shown only to whom the host knows, or refused to us ({status})").format(
            status=answer.status
        )
    return "" if answer.gone or answer.status == _OK else _status(answer)


def _status(answer: Answer) -> str:
    if answer.status in _SERVER:
        return _("the host has a fault ({status})").format(status=answer.status)
    if answer.status == _TOO_MANY:
        return _("the host asks to wait ({status})").format(status=answer.status)
    return _("the host answered {status}").format(status=answer.status)


def _why_unasked(error: NetworkError) -> str:
    """Return why no answer came, in words without the address."""
    match error:
        case Throttled():
            return _("the host asks to wait")
        case TooLarge():
            return _("it is larger than what is looked at, or leads from one address to the next")
        case AddressRefused():
            return _("the link leads to an address that is not asked")
        case Unreachable():
            return _("the host could not be reached, or did not answer in time")
        case _:
            return _("no usable answer came")


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").strip().lower()
    if kind.startswith(("text/html", "application/xhtml")):
        return True
    return not kind.startswith("image/") and answer.body[:_SMALLEST].lstrip().startswith(b"<")


def _parsed(answer: Answer) -> HtmlPage:
    from auditor.markup.page import parse_page

    kind = answer.headers.get("content-type", "")
    return parse_page(answer.body, answer.url, kind, answer.headers)


def _words(answer: Answer) -> str:
    from auditor.markup.hindrances import visible_text

    text = decode(answer.body, answer.headers.get("content-type", ""))
    return visible_text(text, _MOST_WORDS)


def _named(page: HtmlPage, known: set[str]) -> list[str]:
    """Return the addresses of a page's pictures, those that stood there before in front."""
    urls = dict.fromkeys(
        url
        for image in page.images
        if image.origin not in _BESIDE and not _is_icon(image)
        for url in (image.largest, image.url)
    )
    return sorted(urls, key=lambda url: _address(url) not in known)


def _is_icon(image: PageImage) -> bool:
    sizes = (image.width, image.height)
    return any(size is not None and size < _SMALLEST for size in sizes)


def _is_sign(link: ReportedLink, answer: Answer) -> bool:
    """Whether a link leads to another address that is called like a sign of the host."""
    elsewhere = _address(answer.url) != _address(link.url)
    return elsewhere and _SIGNS.search(urlsplit(answer.url).path.casefold()) is not None


def bare(url: str) -> str:
    """Return an address without http or https, "www." and what stands behind "#"."""
    parts = urlsplit(url)
    return f"{host_key(url)}{parts.path or '/'}?{parts.query}"


def _address(url: str) -> str:
    """Return the SHA-256 of host and path: what stands behind the "?" changes by the hour."""
    path = urlsplit(url).path.rstrip("/") or "/"
    return hashlib.sha256(f"{host_key(url)}{path}".encode()).hexdigest()
