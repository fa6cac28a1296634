"""SingleFile: one HTML file with every picture written into it (gildas-lormeau/SingleFile)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import BinaryIO

from auditor.captures.logged_in import refusal, shows_account
from auditor.captures.reading.data_addresses import LEAD, DataPicture, bare
from auditor.captures.reading.pane import TOO_LARGE, Pane, from_base64, stretch
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
    said_address,
)
from auditor.errors import ReaderError
from auditor.messages import _

FORM = "single-file"
_URL = re.compile(rb"(?:Page saved with|Archive processed by) SingleFile\s+url:\s*(\S{1,4096})")
_DAY = re.compile(rb"\n\s*saved date:\s*([^\r\n]{1,80})")
_HTML = re.compile(
    rb"\s*(?:<!--.{0,4096}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body)",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 8192


def looks_like(pane: Pane) -> bool:
    """Whether a file begins as HTML does; what pictures stand in it shows where it is read."""
    pane.hold(_HEAD)
    at = pane.at + 3 if pane.begins(b"\xef\xbb\xbf") else pane.at
    return _HTML.match(pane.held, at, min(pane.end, at + _HEAD)) is not None


def read(file: BinaryIO, name: str) -> Recording:
    """Return what a page with its pictures in it holds. Raises UsageError, ReaderError."""
    made = Recording(FORM, name, rendered=True, files=[file])
    with Pane(file) as pane:
        found = bare(pane, MOST_PAGE)
    if shows_account(found.markup):
        found.markup[:] = bytes(len(found.markup))
        raise refusal(name)
    url, day = _URL.search(found.markup[:_HEAD]), _DAY.search(found.markup[:_HEAD])
    made.made_at = None if day is None else _moment(day[1].decode("ascii", "replace"))
    address = said_address(found.markup) if url is None else url[1].decode("utf-8", "replace")
    made.add_page(RecordedPage(address, "text/html", found.markup))
    for number, picture in enumerate(found.pictures):
        made.take(
            RecordedPicture(f"{LEAD}{number}", partial(_picture, file, picture)),
            _(TOO_MANY_PICTURES).format(n=MOST_PICTURES),
        )
    return made


def _picture(file: BinaryIO, picture: DataPicture, most: int) -> bytes:
    if picture.length > most * 2 + 1024:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return bytes(from_base64(stretch(file, picture.at, picture.length), most))


def _moment(written: str) -> datetime | None:
    """Read a day as scripts write it: Sat Nov 28 2026 17:46:46 GMT+0100 (...)."""
    with suppress(ValueError):
        return datetime.strptime(written.partition(" (")[0].strip(), "%a %b %d %Y %H:%M:%S GMT%z")
    return None
