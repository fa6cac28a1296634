"""What the readers of the three forms share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from auditor.domain.outside.discovery import PLACE, SiteList, SiteMarks, WhyLeftOut, says_nothing
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.name_forms import usable
from auditor.guidance.records.read import sensitive

_MOST = 5000
_MOST_FORMS = 300
"""Patterns of names in one file; the largest of these files had 95 in 2026."""
_LONGEST = 200
_LONGEST_ADDRESS = 500
_MOST_TEXTS = 50
_MOVED = range(300, 400)
_PRIVATE_WORDS = (
    "nsfw", "xx", "dating", "porn", "adult", "erotic", "webcam", "health", "medic", "psycho",
    "religio", "esoteric", "political",
)  # fmt: skip
"""Parts of categories of sites whose kind alone tells something of a person."""

Read = SiteMarks | WhyLeftOut


def is_private(words: str) -> bool:
    """Whether a category is one of sites that tell something of a person."""
    return any(word in words.casefold() for word in _PRIVATE_WORDS)


def listed(rows: Iterable[tuple[Read, bool]], source: str) -> SiteList:
    """Return what can be asked of rows and whether each is private.

    Each address once, and no more than are read of one file.
    """
    asked: dict[str, SiteMarks] = {}
    left_out: Counter[WhyLeftOut] = Counter()
    private = 0
    forms: set[str] = set()
    for row, told in rows:
        if told or _is_sensitive(row):
            private += 1
            continue
        read = _checked(row, forms) if isinstance(row, SiteMarks) else row
        if isinstance(read, WhyLeftOut):
            left_out[read] += 1
        elif read.address in asked:
            left_out[WhyLeftOut.TWICE] += 1
        elif len(asked) >= _MOST:
            left_out[WhyLeftOut.BEYOND] += 1
        else:
            asked[read.address] = read
    return SiteList(tuple(asked.values()), source, dict(left_out), private)


def _checked(marks: SiteMarks, forms: set[str]) -> Read:
    """Return marks that can be asked with, else why they cannot. Adds to the known `forms`."""
    if PLACE not in marks.address or not (_is_address(marks.address) and _is_address(marks.page)):
        return WhyLeftOut.NO_ADDRESS
    if any(says_nothing(each) for each in (marks.found_status, marks.absent_status or 0)):
        return WhyLeftOut.LIKE_A_BLOCK
    if marks.found_status in _MOVED:
        return WhyLeftOut.LIKE_A_BLOCK
    if marks.name_form:
        if not usable(marks.name_form) or len(forms | {marks.name_form}) > _MOST_FORMS:
            return WhyLeftOut.NAME_FORM
        forms.add(marks.name_form)
    texts = (*marks.found_texts, *marks.absent_texts, *marks.block_texts)
    if len(texts) > _MOST_TEXTS:
        return WhyLeftOut.DAMAGED
    return replace(marks, name=clean(marks.name, _LONGEST))


def _is_sensitive(row: Read) -> bool:
    """Whether the host is known, or named, to be one that tells something of a person."""
    if not isinstance(row, SiteMarks):
        return False
    try:
        host = urlsplit(row.page.replace(PLACE, "x")).hostname or ""
    except ValueError:
        return False
    return bool(sensitive(host, listed=False))


def _is_address(address: str) -> bool:
    """Whether it is one of the web, with no other place to fill in than that of the name."""
    if len(address) > _LONGEST_ADDRESS:
        return False
    filled = address.replace(PLACE, "x")
    try:
        parts = urlsplit(filled)
    except ValueError:
        return False
    named = parts.scheme in {"https", "http"} and parts.hostname and "@" not in parts.netloc
    return bool(named) and not any(each in filled for each in "{}")


def row_of(kind: type[msgspec.Struct], raw: msgspec.Raw) -> msgspec.Struct | None:
    """Return a row of a file; None where its fields are not of that kind."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        return None
