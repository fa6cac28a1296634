"""MHTML: a page and its parts as one mail message (RFC 2557), as Chrome and Edge save it.

It holds no requests and no cookies: only the page itself can show whose account it is.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import BinaryIO

from auditor.captures.logged_in import refusal, shows_account
from auditor.captures.reading.mime_walk import MimePart, boundary_of, head_of, parts_of
from auditor.captures.reading.pane import (
    CUT,
    TOO_LARGE,
    Pane,
    from_base64,
    from_quoted_printable,
    stretch,
)
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
)
from auditor.errors import ReaderError
from auditor.messages import _

FORM = "mhtml"
_MOST_PAGES = 50
_MOST_NESTED = 8
"""Messages of parts inside the message, as mail programs write them. A judgement."""
_HEAD = 4096
_MARKS = tuple(
    re.compile(mark, re.IGNORECASE) for mark in (rb"multipart/related", rb"(?:^|\n)mime-version:")
)
_LONGEST_ADDRESS = 4096


def looks_like(pane: Pane) -> bool:
    """Whether a file begins as an MHTML page does."""
    end = pane.at + pane.hold(_HEAD)
    return all(mark.search(pane.held, pane.at, end) is not None for mark in _MARKS)


def read(file: BinaryIO, name: str) -> Recording:
    """Return what an MHTML page holds. Raises UsageError where it opens an account.

    A frame that a script filled stands there under the page's own address: mostly advertisements.
    """
    made = Recording(FORM, name, rendered=True, files=[file])
    with Pane(file) as pane:
        headers = head_of(pane)
        boundary = boundary_of(headers)
        if boundary is None:
            raise ReaderError(_(CUT))
        made.made_at = _moment(headers.get("date", ""))
        root = headers.get("snapshot-content-location", "")
        nested = 0
        for part in parts_of(pane, boundary):
            inner = boundary_of(part.headers)
            if inner is None:
                _take(made, part, file, name)
                continue
            nested += 1
            if nested > _MOST_NESTED:
                raise ReaderError(_(CUT))
            pane.go_to(part.at)
            for each in parts_of(pane, inner):
                _take(made, each, file, name)
    made.pages.sort(key=lambda page: page.address != root)
    made.pages[1:] = [page for page in made.pages[1:] if page.address != made.pages[0].address]
    return made


def _take(made: Recording, part: MimePart, file: BinaryIO, name: str) -> None:
    address = part.headers.get("content-location", "")[:_LONGEST_ADDRESS]
    media_type = part.headers.get("content-type", "")
    kind = media_type.partition(";")[0].strip().casefold()
    packing = part.headers.get("content-transfer-encoding", "binary").casefold()
    if kind.startswith("image/") and kind != "image/svg+xml":
        made.take(
            RecordedPicture(address, partial(_picture, file, part, packing)),
            _(TOO_MANY_PICTURES).format(n=MOST_PICTURES),
        )
    elif kind in {"text/html", "application/xhtml+xml"} and len(made.pages) < _MOST_PAGES:
        if part.length > MOST_PAGE * 2:
            raise ReaderError(_(TOO_LARGE).format(n=MOST_PAGE))
        markup = _unpacked(stretch(file, part.at, part.length), packing, MOST_PAGE)
        if shows_account(markup):
            markup[:] = bytes(len(markup))
            raise refusal(name)
        made.add_page(RecordedPage(address, media_type, markup))


def _unpacked(body: bytearray, packing: str, most: int) -> bytearray:
    if packing == "base64":
        return from_base64(body, most)
    if packing == "quoted-printable":
        return from_quoted_printable(body, most)
    if len(body) > most:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return body


def _picture(file: BinaryIO, part: MimePart, packing: str, most: int) -> bytes:
    if part.length > most * 2 + 1024:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return bytes(_unpacked(stretch(file, part.at, part.length), packing, most))


def _moment(written: str) -> datetime | None:
    with suppress(ValueError, IndexError, TypeError):
        moment = parsedate_to_datetime(written)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
