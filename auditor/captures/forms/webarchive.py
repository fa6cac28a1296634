"""Safari's .webarchive: a page and what it loaded, as a binary property list (WebKit).

It holds no requests. The answers' headers may stand in it: of them only whether they set cookies
is looked for, in memory that is overwritten.
"""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from auditor.captures.logged_in import CookiesSeen, refusal, shows_account
from auditor.captures.reading.pane import CUT, TOO_LARGE, Pane, stretch
from auditor.captures.reading.property_list import (
    MAGIC,
    MOST_MEMBERS,
    TOO_MANY_PARTS,
    ListedData,
    PropertyList,
)
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
    file_moment,
)
from auditor.errors import ReaderError
from auditor.messages import N_, _

FORM = "webarchive"
_NO_PAGE = N_("is a property list without a page in it")
_LONGEST_ADDRESS = 4096
_MOST_HEADERS = 256 * 1024
_MOST_PAGES = 1_000
_DEEPEST = 32
"""Frames, and frames inside each other. More are refused: each may open an account. Judgements."""
_NO_BODY = N_("its body is not in the file")
_SETS = re.compile(rb"set-cookie2?|authorization", re.IGNORECASE)
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def looks_like(pane: Pane) -> bool:
    """Whether a file begins as a binary property list does."""
    return pane.begins(MAGIC)


def read(file: BinaryIO, name: str) -> Recording:
    """Return what a web archive holds. Raises UsageError where it opens an account."""
    raw: Any = getattr(file, "raw", file)
    made = Recording(FORM, name, files=[file])
    made.made_at = file_moment(file)
    cookies = CookiesSeen()
    length = raw.seek(0, io.SEEK_END)
    listed = PropertyList(file, length)
    told = 0
    for number, held in enumerate(_resources(listed)):
        if number > MOST_MEMBERS:
            raise ReaderError(_(TOO_MANY_PARTS).format(n=MOST_MEMBERS))
        told += _take(made, listed, held, cookies)
        if not made.pages:  # a frame is not the page that was kept
            break
        if told > 2 * length:  # the same bytes again and again, under other addresses
            raise ReaderError(_(CUT))
    cookies.require_none(name)
    if not made.pages:
        raise ReaderError(_(_NO_PAGE))
    return made


def _resources(listed: PropertyList) -> Iterator[Mapping[str, int]]:
    """Yield the page and what it loaded, then the same of its frames. Raises ReaderError."""
    waiting = deque([(listed.top, 0)])
    seen = 0
    while waiting:
        value, depth = waiting.popleft()
        held = listed.members(value)
        seen += 1
        if seen + len(waiting) > _MOST_PAGES or depth > _DEEPEST:
            raise ReaderError(_(TOO_MANY_PARTS).format(n=_MOST_PAGES))
        if "WebMainResource" in held:
            yield listed.members(held["WebMainResource"])
        if "WebSubresources" in held:
            yield from map(listed.members, listed.elements(held["WebSubresources"]))
        if "WebSubframeArchives" in held:
            frames = listed.elements(held["WebSubframeArchives"])
            waiting.extend((frame, depth + 1) for frame in frames)


def _take(
    made: Recording, listed: PropertyList, held: Mapping[str, int], cookies: CookiesSeen
) -> int:
    """Take one resource, a picture or a page, and return how long it is.

    Raises UsageError where it opens an account.
    """
    file = made.files[0]
    body = listed.data(held["WebResourceData"]) if "WebResourceData" in held else None
    if "WebResourceResponse" in held:
        _headers(file, listed.data(held["WebResourceResponse"]), cookies)
    address = _said(listed, held, "WebResourceURL", _LONGEST_ADDRESS)
    kind = _said(listed, held, "WebResourceMIMEType", 256).casefold()
    kind = kind.partition(";")[0].strip()
    picture = kind.startswith("image/") and kind != "image/svg+xml"
    if body is None:
        if picture:
            made.pass_over(address, _(_NO_BODY))
        return 0
    if picture:
        made.take(
            RecordedPicture(address, partial(_picture, file, body)),
            _(TOO_MANY_PICTURES).format(n=MOST_PICTURES),
        )
    elif kind in _PAGES:
        made.add_page(_page(file, body, address, kind, listed, held))
        if shows_account(made.pages[-1].markup):
            for page in made.pages:
                page.markup[:] = bytes(len(page.markup))
            raise refusal(made.name)
    return body.length


def _said(listed: PropertyList, held: Mapping[str, int], member: str, most: int) -> str:
    return listed.text(held[member], most) if member in held else ""


def _page(
    file: BinaryIO, body: ListedData, address: str, kind: str, listed: PropertyList,
    held: Mapping[str, int],
) -> RecordedPage:  # fmt: skip
    if body.length > MOST_PAGE:
        raise ReaderError(_(TOO_LARGE).format(n=MOST_PAGE))
    letters = _said(listed, held, "WebResourceTextEncodingName", 64)
    media_type = f"{kind}; charset={letters}" if letters else kind
    return RecordedPage(address, media_type, stretch(file, body.at, body.length))


def _headers(file: BinaryIO, headers: ListedData | None, cookies: CookiesSeen) -> None:
    """Look whether an answer set cookies. What is not looked through may have."""
    if headers is None:
        cookies.header("set-cookie")
        return
    held = stretch(file, headers.at, min(headers.length, _MOST_HEADERS))
    if headers.length > _MOST_HEADERS or _SETS.search(held) is not None:
        cookies.header("set-cookie")
    held[:] = bytes(len(held))


def _picture(file: BinaryIO, body: ListedData, most: int) -> bytes:
    if body.length > most:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return bytes(stretch(file, body.at, body.length))
