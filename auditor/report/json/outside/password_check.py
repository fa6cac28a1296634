"""The document of a look-up of passwords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.outside.passwords import PasswordAnswer
from auditor.ports import Outgoing
from auditor.report.json.documents import write
from auditor.report.json.outgoing import sent
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import PasswordCheckJson, PasswordEntryJson


def password_check(
    names: Sequence[str],
    answers: Sequence[PasswordAnswer],
    reused: Iterable[Sequence[int]],
    outgoing: Iterable[Outgoing],
) -> str:
    """auditor/password-check/1. `reused` are numbers of entries, from 0."""
    body: PasswordCheckJson = {
        "entries": [_entry(name, answer) for name, answer in zip(names, answers, strict=True)],
        "reused": [[text(names[number]) for number in group] for group in reused],
        "sent": sent(outgoing),
    }
    return write("password-check", body)


def _entry(name: str, answer: PasswordAnswer) -> PasswordEntryJson:
    return {
        "name": text(name),
        "found": answer.found,
        "count": answer.count,
        "reason": text(answer.reason),
    }
