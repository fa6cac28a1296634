"""Rows of a capture index (CDX), and what they come to for each address.

Fields as in https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server: a row is one
capture; `status` is "-" where the same content was captured before and only that was noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from auditor.dataclass import dataclass
from auditor.domain.outside.copies import Captured, CopyKind
from auditor.domain.text.foreign_text import clean
from auditor.errors import NetworkError
from auditor.markup.urls import names_picture, safe_url
from auditor.messages import _
from auditor.ports import Answer

MAX_BYTES = 8 * 1024 * 1024
"""Of one answer: 5,000 rows with addresses of 300 characters are some 2 MB."""
_LONGEST = 2000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_SEEN_BEFORE = frozenset({"-", ""})
_UNRESOLVED = frozenset({"warc/revisit", "unk", "-", ""})
"""Mime types that tell nothing of what was captured."""
_OK = re.compile(r"2\d\d", re.ASCII)
_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)
_BUSY = frozenset({429, 503})
_SERVER_FAILS = 500


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture."""

    key: str
    timestamp: str
    url: str
    mime: str
    status: str
    digest: str


def captured(rows: Iterable[CaptureRow], at: Callable[[CaptureRow], str]) -> tuple[Captured, ...]:
    """Return what rows come to for each address, in their order.

    Answers other than 2xx are no copies: they hold redirects and errors. Neither is anything but
    pages and pictures counted. A row that only notes "the same as before" goes by the row it
    repeats. `at` says where a capture can be seen.
    """
    by_key: dict[str, dict[tuple[str, str], CaptureRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, {}).setdefault((row.timestamp, row.digest), row)
    found = (_of_one(list(same.values()), at) for same in by_key.values())
    return tuple(each for each in found if each is not None)


def _of_one(rows: list[CaptureRow], at: Callable[[CaptureRow], str]) -> Captured | None:
    plain = {row.digest: row for row in rows if row.status not in _SEEN_BEFORE}
    copies: list[tuple[datetime, CaptureRow]] = []
    kinds: list[CopyKind] = []
    for row in rows:
        told = plain.get(row.digest, row) if row.status in _SEEN_BEFORE else row
        moment = _moment(row.timestamp)
        if moment is None or safe_url(row.url, row.url) is None or not _holds(told.status):
            continue
        kind = _kind(told)
        if kind is not None:
            copies.append((moment, row))
            kinds.append(kind)
    if not copies:
        return None
    last, newest = max(copies, key=lambda pair: pair[0])
    kind = CopyKind.PICTURE if CopyKind.PICTURE in kinds else CopyKind.PAGE
    first = min(moment for moment, _row in copies)
    where = clean(safe_url(newest.url, newest.url) or newest.url, _LONGEST)
    return Captured(where, kind, len(copies), first, last, clean(at(newest), _LONGEST))


def _holds(status: str) -> bool:
    return status in _SEEN_BEFORE or _OK.fullmatch(status) is not None


def _kind(row: CaptureRow) -> CopyKind | None:
    mime = row.mime.casefold()
    if mime.startswith("image/"):
        return CopyKind.PICTURE
    if mime in _PAGES:
        return CopyKind.PAGE
    if mime in _UNRESOLVED:
        return CopyKind.PICTURE if names_picture(row.url) else CopyKind.PAGE
    return None


def _moment(timestamp: str) -> datetime | None:
    """Return the time of a capture: 14 digits, UTC."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def row_of(fields: Mapping[str, str], *, url: str, mime: str, status: str) -> CaptureRow | None:
    """Return the row that the named fields make; None where one is missing, or tells no time."""
    try:
        if _moment(fields["timestamp"]) is None:
            return None
        return CaptureRow(
            fields["urlkey"],
            fields["timestamp"],
            fields[url],
            fields.get(mime, ""),
            fields.get(status, ""),
            fields.get("digest", ""),
        )
    except KeyError:
        return None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why an answer tells nothing, in one line; `down`: further requests would fare no better."""

    reason: str
    down: bool = False


def no_answer(error: NetworkError) -> NoAnswer:
    """Return why an archive gave no answer."""
    return NoAnswer(clean(error.message), down=True)


def not_documented() -> NoAnswer:
    """Return that an answer is of another form than the documented one."""
    return NoAnswer(_("the archive's answer is not of the documented form"))


def not_usable(answer: Answer) -> NoAnswer:
    """Return why an answer with another status than 2xx tells nothing."""
    if answer.status in _BUSY:
        said = _("the archive asks to wait (status {status})")
    else:
        said = _("the archive answered with status {status}")
    return NoAnswer(
        said.format(status=answer.status),
        down=answer.status >= _SERVER_FAILS or answer.status in _BUSY,
    )
