"""What the subject of a mail tells: a registration, a receipt, a notice, or nothing of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from auditor.domain.outside.own_records import TraceKind
from auditor.guidance.records.read import of_people, subjects

_ORDER = (
    TraceKind.VERIFICATION,
    TraceKind.SIGN_UP,
    TraceKind.RECEIPT,
    TraceKind.ACCOUNT_NOTICE,
)


_GAP = " * "
_MOST_BETWEEN = 4
"""Words that a gap of a phrase stands for."""
_COUNTED = re.compile(r"\[?([^\W\d]{1,12})(?:\[\d{1,3}\]|\(\d{1,3}\))? ?[:\uff1a]")
"""How programs vary what stands before an answer: "Re[2]:", "[Fwd:", "RE :"."""


def is_of_people(subject: str) -> bool:
    """Whether a subject (`fields.subject_text`) begins like a forward or an answer."""
    begins = _COUNTED.match(subject)
    return subject.startswith(of_people()) or bool(begins and f"{begins[1]}:" in of_people())


def kind_of(subject: str) -> TraceKind | None:
    """Return what a subject tells of an account; None where it tells nothing."""
    found: TraceKind | None = None
    for place in _starts_of_words(subject):
        word = subject[place : subject.find(" ", place) if " " in subject[place:] else len(subject)]
        for phrase, kind, at_start in _by_first_word().get(word, ()):
            if (place == 0 or not at_start) and _stands_at(phrase, subject, place):
                found = kind if found is None else min(found, kind, key=_ORDER.index)
    return found


def _stands_at(phrase: str, subject: str, place: int) -> bool:
    first, gap, last = phrase.partition(_GAP)
    if not subject.startswith(f"{first} " if gap else first, place):
        return False
    at = place + len(first)
    for _word in range(_MOST_BETWEEN if gap else 0):
        at = subject.find(" ", at + 1)
        if at < 0:
            return False
        if subject.startswith(last, at + 1):
            return True
    return not gap


def _starts_of_words(text: str) -> Iterator[int]:
    place = 0
    while place < len(text):
        yield place
        space = text.find(" ", place)
        if space < 0:
            return
        place = space + 1


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, Iterable[tuple[str, TraceKind, bool]]]:
    """Index the phrases by their first word; the last word of a phrase may go on in a subject."""
    found: dict[str, list[tuple[str, TraceKind, bool]]] = {}
    for kind, phrases in subjects().items():
        for phrase in phrases:
            plain = phrase.removeprefix("^")
            found.setdefault(plain.split(" ", 1)[0], []).append((plain, kind, plain != phrase))
    return found
