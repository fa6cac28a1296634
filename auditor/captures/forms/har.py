"""HAR: a browser's log of requests, as JSON (w3c.github.io/web-performance, HAR 1.2).

Read member by member. Of requests only addresses, methods and the names of headers and cookies are
read; of answers the bodies of pictures and of pages.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import BinaryIO

from auditor.captures.logged_in import CookiesSeen, refusal, shows_account
from auditor.captures.reading.json_walk import JsonText, JsonWalk
from auditor.captures.reading.pane import CUT, TOO_LARGE, Pane, from_base64, stretch
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
)
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

FORM = "har"
_LONGEST_ADDRESS = 4096
_MOST_PAGES = 50
_MOST_ENTRIES = 1_000_000
_NO_TEXT = N_("the file holds no body of it: save the HAR with content")
_ENTERS = ("login", "log-in", "log_in", "signin", "sign-in", "sign_in", "password")
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"log\"\s*:")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FINE = frozenset({"200", "203", "206", "304"})


@dataclass(slots=True)
class _Entry:
    """One request and its answer, as far as they are read."""

    url: str = ""
    method: str = "GET"
    posts: bool = False
    status: str = ""
    media_type: str = ""
    encoding: str = ""
    text: JsonText | None = None
    started: str = ""


def looks_like(pane: Pane) -> bool:
    """Whether a file begins as a HAR does."""
    return _LEAD.match(pane.held, pane.at, pane.at + pane.hold(256)) is not None


def read(file: BinaryIO, name: str) -> Recording:
    """Return what a HAR holds. Raises UsageError where it opens an account, and ReaderError."""
    made = Recording(FORM, name, files=[file])
    cookies = CookiesSeen()
    with Pane(file) as pane:
        walk = JsonWalk(pane)
        logs = 0
        for top in walk.members():
            if top != "log":
                walk.skip()
                continue
            for member in walk.members():
                if member != "entries":
                    walk.skip()
                    continue
                for number in walk.elements():
                    logs += 1
                    if number > _MOST_ENTRIES:
                        raise ReaderError(_(TOO_MANY_PICTURES).format(n=_MOST_ENTRIES))
                    entry = _entry(walk, cookies)
                    if cookies.session or _enters(entry):
                        raise refusal(name)
                    _take(made, entry, file, name)
        if not logs:
            raise ReaderError(_("holds no requests: record the page while it loads"))
    cookies.require_none(name)
    return made


def _entry(walk: JsonWalk, cookies: CookiesSeen) -> _Entry:
    entry = _Entry()
    for member in walk.members():
        if member == "request":
            _request(walk, entry, cookies)
        elif member == "response":
            _response(walk, entry, cookies)
        elif member == "startedDateTime":
            entry.started = walk.word(64)
        else:
            walk.skip()
    return entry


def _request(walk: JsonWalk, entry: _Entry, cookies: CookiesSeen) -> None:
    for member in walk.members():
        if member == "url":
            entry.url = _plain(walk.word(_LONGEST_ADDRESS))
        elif member == "method":
            entry.method = walk.word(16)
        elif member in {"headers", "cookies"}:
            _names(walk, cookies, of_cookies=member == "cookies")
        else:
            entry.posts = entry.posts or member == "postData"
            walk.skip()


def _response(walk: JsonWalk, entry: _Entry, cookies: CookiesSeen) -> None:
    for member in walk.members():
        if member == "status":
            entry.status = walk.word(8)
        elif member in {"headers", "cookies"}:
            _names(walk, cookies, of_cookies=member == "cookies")
        elif member == "content":
            for inner in walk.members():
                if inner == "mimeType":
                    entry.media_type = _plain(walk.word(256)).casefold()
                elif inner == "encoding":
                    entry.encoding = walk.word(32).casefold()
                elif inner == "text":
                    entry.text = walk.text()
                else:
                    walk.skip()
        else:
            walk.skip()


def _names(walk: JsonWalk, cookies: CookiesSeen, *, of_cookies: bool) -> None:
    for _number in walk.elements():
        name = ""
        for member in walk.members():
            if member == "name":
                name = walk.word(128)
            else:
                walk.skip()
        if of_cookies:
            cookies.cookie(name)
        else:
            cookies.header(name)


def _plain(written: str) -> str:
    """Return a text of a JSON file as it is meant."""
    with suppress(ValueError):
        found = json.loads(f'"{written}"') if "\\" in written else written
        return str(found)
    return ""


def _enters(entry: _Entry) -> bool:
    """Whether something was sent to where one logs in."""
    path = entry.url.partition("?")[0].casefold()
    return entry.posts and any(word in path for word in _ENTERS)


def _take(made: Recording, entry: _Entry, file: BinaryIO, name: str) -> None:
    if entry.status not in _FINE or not entry.url.startswith(("http://", "https://")):
        return
    kind = entry.media_type.partition(";")[0].strip()
    if kind.startswith("image/") and kind != "image/svg+xml":
        if entry.text is None or not entry.text.length or entry.encoding != "base64":
            made.pass_over(entry.url, _(_NO_TEXT))
            return
        read_it = partial(_picture, file, entry.text)
        made.take(RecordedPicture(entry.url, read_it), _(TOO_MANY_PICTURES).format(n=MOST_PICTURES))
    elif kind in _PAGES and entry.text is not None and len(made.pages) < _MOST_PAGES:
        made.add_page(_page(entry, entry.text, file, name))
    else:
        return
    made.made_at = made.made_at or _moment(entry.started)


def _page(entry: _Entry, text: JsonText, file: BinaryIO, name: str) -> RecordedPage:
    if text.length > MOST_PAGE:
        raise ReaderError(_(TOO_LARGE).format(n=MOST_PAGE))
    written = stretch(file, text.at, text.length)
    if entry.encoding == "base64":
        markup = from_base64(_in_one_line(written), MOST_PAGE)
        shows = shows_account(markup)
    else:
        shows, markup = shows_account(written), bytearray()
    if shows:
        written[:] = bytes(len(written))
        markup[:] = bytes(len(markup))
        raise refusal(name)
    if entry.encoding != "base64":
        markup = bytearray(_decoded(written))
        if shows_account(markup):
            markup[:] = bytes(len(markup))
            raise refusal(name)
    return RecordedPage(entry.url, "text/html; charset=utf-8", markup)


def _decoded(written: bytearray) -> bytes:
    try:
        text = json.loads(b'"%s"' % bytes(written), strict=False)
    except ValueError:
        raise ReaderError(_(CUT)) from None
    finally:
        written[:] = bytes(len(written))
    return str(text).encode("utf-8", "replace")


def _picture(file: BinaryIO, text: JsonText, most: int) -> bytes:
    if text.length > most * 2 + 1024:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return bytes(from_base64(_in_one_line(stretch(file, text.at, text.length)), most))


def _in_one_line(packed: bytearray) -> bytearray:
    """Return base64 without the line ends that a JSON text spells out. `packed` may be wiped."""
    for spelled in (b"\\n", b"\\r"):
        if spelled in packed:
            joined = packed.replace(spelled, b"")
            packed[:] = bytes(len(packed))
            packed = joined
    return packed


def _moment(written: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(written)
    return None
