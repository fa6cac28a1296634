"""Answers of foreign interfaces: typed, capped and turned into the errors of this program.

Shared by the sources.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.errors import AccountMissing, LoginNeeded, PayloadBroken, SourceError
from auditor.messages import _
from auditor.ports import Answer

MAX_LINE = 300
"""Characters kept of a name, label or file name."""
MAX_TEXT = 20_000
"""Characters kept of a description, caption or alt text: above what any of the platforms
accepts."""
MAX_PIXELS = 100_000
"""Largest width or height that is believed, in px: JPEG ends at 65,535."""
MAX_BYTES = 2**40
"""Largest file size that is believed."""
BATCH = 100
"""Photos stored in one transaction."""

_MAX_HTML = 200_000

_Kind = TypeVar("_Kind")


def decode(body: bytes, kind: type[_Kind], what: str) -> _Kind:
    """Return the JSON of `body` as a `kind`.

    Raises PayloadBroken, which names `what` was asked and the field that is wrong.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=what, reason=str(error)[:MAX_LINE]
            ),
            _(
                "The server may have changed or run into a fault. Try again later; what was read "
                "before is kept."
            ),
        ) from error


def require_ok(answer: Answer, what: str) -> Answer:
    """Return `answer` if it is one.

    Raises LoginNeeded for 401 and 403, AccountMissing for 404 and 410, else SourceError.
    """
    if answer.ok:
        return answer
    if answer.needs_login:
        raise LoginNeeded(
            _("{what}: the server shows this only to people who are logged in.").format(what=what),
            _("What strangers without an account can see there could not be checked."),
        )
    if answer.gone:
        raise AccountMissing(
            _("{what}: the server says that there is no such thing.").format(what=what),
            _("Check the spelling, or whether it was moved."),
        )
    raise SourceError(
        _("{what}: the server answered {status}.").format(what=what, status=answer.status),
        _("Try again later."),
    )


def line(text: str | None) -> str:
    """Return foreign text as one short line, white space folded."""
    return " ".join((text or "")[: 4 * MAX_LINE].split())[:MAX_LINE]


def capped(text: str | None) -> str:
    """Return foreign text of any shape, cut at `MAX_TEXT` characters."""
    return (text or "").strip()[:MAX_TEXT]


def soup(html: str | None) -> BeautifulSoup:
    """Return a fragment of foreign HTML parsed, cut at 200,000 characters."""
    with warnings.catch_warnings():
        # a caption may well be nothing but a URL or a file name
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup((html or "")[:_MAX_HTML], "lxml")


def plain(html: str | None) -> str:
    """Return the text of a fragment of foreign HTML; paragraphs and breaks become line feeds."""
    if not html or not ("<" in html or "&" in html):
        return capped(html)
    parsed = soup(html)
    for ending in parsed.find_all(["br", "p"]):
        ending.append("\n")
    return capped(parsed.get_text())


def pixels(value: float | str | None) -> int | None:
    """Return a width or height in px if it is one."""
    return _within(value, MAX_PIXELS)


def size(value: float | str | None) -> int | None:
    """Return a size in bytes if it is one."""
    return _within(value, MAX_BYTES)


def _within(value: float | str | None, limit: int) -> int | None:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None  # noqa: PLR2004 - over any limit
    if value is None or not 0 < value <= limit:
        return None
    return int(value)


def instant(text: str | None) -> datetime | None:
    """Return an ISO 8601 time in UTC, None if `text` is not one.

    A time without zone is taken as UTC.
    """
    try:
        found = datetime.fromisoformat((text or "")[:64])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def batches(photos: Sequence[Photo], here: str, then: str | None) -> Iterator[Batch]:
    """Split one page of a list into batches of at most `BATCH` photos.

    `here` is the cursor that reads this page again, kept until its last batch; `then` goes on after
    it.
    """
    for start in range(0, max(len(photos), 1), BATCH):
        rest = start + BATCH < len(photos)
        yield Batch(tuple(photos[start : start + BATCH]), here if rest else then)
