"""What the head of a mail says: who sent it, whom it reached, when, and whether it was signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header

from auditor.dataclass import dataclass

_FIELD = re.compile(
    rb"\n(from|to|cc|subject|date|authentication-results|delivered-to|x-original-to|envelope-to"
    rb"|list-unsubscribe|list-id|precedence|in-reply-to|resent-from|x-forwarded-for)[ \t]*:[ \t]*"
    rb"([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rb"<([^<>@\s]{1,128})@([A-Za-z0-9.-]{1,253})>\s*$|^([^<>@\s,;]{1,128})@([A-Za-z0-9.-]{1,253})\s*$"
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_DAY = re.compile(
    rb"(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{4})", re.IGNORECASE
)
_MONTHS = b"janfebmaraprmayjunjulaugsepoctnovdec"
_DKIM = re.compile(rb"\s*dkim\s*(?:/\s*\d+\s*)?=\s*pass\b(.*)", re.IGNORECASE | re.DOTALL)
_SIGNER = re.compile(
    rb"\sheader\.i\s*=\s*[^@\s]{0,128}@([A-Za-z0-9.-]{1,253})(?!\S)", re.IGNORECASE
)
_BARE_SIGNER = re.compile(rb"\sheader\.d\s*=\s*([A-Za-z0-9.-]{1,253})(?!\S)", re.IGNORECASE)
_QUOTED = re.compile(rb"\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_PLAIN = re.compile(rb"[A-Za-z0-9.@-]*")
_COMMENT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_DEEPEST = 8
"""Comments inside comments that are taken out; what stands behind deeper ones is not read."""
_SEVERAL = re.compile(rb"^\s*[^<>@\s,;]{1,128}@[A-Za-z0-9.-]{1,253}\s*,")
_LONGEST_SUBJECT = 1000
_LONGEST_RESULT = 4096
"""Bytes of a sender or of results; longer ones are not read at all, for a cut would end a text."""
_FIRST_YEAR = 1990
_WHOM = frozenset({b"to", b"cc", b"delivered-to", b"x-original-to", b"envelope-to"})


@dataclass(frozen=True, slots=True)
class MailHead:
    """The head of one mail. `host` is "" where it names no sender, or several.

    `whom` are the bytes that name its receivers, in lower case. `checked_by` is who wrote the
    topmost result of a check, "" where nobody did; `signers` are the domains whose signature held.
    """

    local: str
    host: str
    whom: bytes
    subject: bytes
    day: date | None
    list_mail: bool
    answers: bool
    checked_by: str
    signers: tuple[str, ...]


def read_head(head: bytes) -> MailHead:
    """Return what a head says. It starts with a line break."""
    told: dict[bytes, bytes] = {}
    whom = []
    for match in _FIELD.finditer(head):
        name = match[1].lower()
        if name in _WHOM:
            whom.append(match[2].lower())
        else:
            # of several only the topmost counts: what a sender wrote stands below the server's
            told.setdefault(name, match[2])
    local, host = _sender(told.get(b"from", b""))
    checked_by, signers = _checks(told.get(b"authentication-results", b""))
    bulk = told.get(b"precedence", b"").strip().lower()
    return MailHead(
        local,
        host,
        b"\n".join(whom),
        told.get(b"subject", b"")[:_LONGEST_SUBJECT],
        _day(told.get(b"date", b"")),
        list_mail=b"list-unsubscribe" in told or b"list-id" in told or bulk in {b"bulk", b"list"},
        answers=b"in-reply-to" in told or b"resent-from" in told or b"x-forwarded-for" in told,
        checked_by=checked_by,
        signers=signers,
    )


def _sender(field: bytes) -> tuple[str, str]:
    """Return local part and host of the only sender in lower case; "" twice where it is not one."""
    flat = field.strip()
    if len(flat) > _LONGEST_RESULT:
        return "", ""
    if b'"' in flat or flat.endswith(b")"):
        flat = _without_comments(_QUOTED.sub(_in_a_word, flat)).strip()
    found = _ADDRESS.search(flat)
    if found is None or flat.count(b"<") > 1 or _SEVERAL.match(flat):
        return "", ""
    local, host = (found[1], found[2]) if found[2] else (found[3], found[4])
    name = host.decode("ascii").lower().rstrip(".")
    return (local.decode("utf-8", "replace").lower(), name) if _HOST.fullmatch(name) else ("", "")


def _checks(field: bytes) -> tuple[str, tuple[str, ...]]:
    """Return who checked (RFC 8601, 2.2) and the signers whose signature held (RFC 8601, 2.7.1)."""
    if not field:
        return "", ()
    who = field.partition(b";")[0].split()
    name = who[0].decode("ascii", "replace").lower() if who else ""
    return name, tuple(_signers(field))


def _signers(field: bytes) -> Iterator[str]:
    """Yield who signed, of results alone: in texts and comments stands what senders wrote."""
    if len(field) > _LONGEST_RESULT:
        return
    if b'"' in field:
        field = _QUOTED.sub(_in_a_word, field)
    for result in _without_comments(field).split(b";")[1:]:
        held = _DKIM.match(result)
        signer = held and (_BARE_SIGNER.search(held[1]) or _SIGNER.search(held[1]))
        if signer:
            yield signer[1].decode("ascii").lower()


def _in_a_word(quoted: re.Match[bytes]) -> bytes:
    """Return what stands in quotes where it could stand without, else one letter for it."""
    return quoted[1] if _PLAIN.fullmatch(quoted[1]) else b"x"


def _without_comments(field: bytes) -> bytes:
    """Return a field without comments (RFC 5322, 3.2.2), cut where one does not end."""
    for _depth in range(_DEEPEST):
        if b"(" not in field:
            return field
        field = _COMMENT.sub(b" ", field)
    return field.partition(b"(")[0]


def _day(field: bytes) -> date | None:
    found = _DAY.search(field)
    if found is None or int(found[3]) < _FIRST_YEAR:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2].lower()) // 3 + 1, int(found[1]))
    except ValueError:
        return None


def subject_text(field: bytes) -> str:
    """Return a subject as it reads, in lower case with single spaces (RFC 2047)."""
    if b"=?" not in field:
        text = _bare_text(field)
    else:
        try:
            parts = decode_header(
                field.replace(b"\r", b"").replace(b"\n", b"").decode("ascii", "replace")
            )
        except (HeaderParseError, ValueError):
            return ""
        text = "".join(_decoded(part, charset) for part, charset in parts)
    return " ".join(text.casefold().replace("\u2019", "'").split())


def _bare_text(field: bytes) -> str:
    """Return a subject that names no charset: UTF-8 (RFC 6532), else as older programs wrote."""
    try:
        return field.decode("utf-8")
    except UnicodeDecodeError:
        return field.decode("cp1252", "replace")


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):  # unknown, or no charset of texts ("idna", "undefined")
        return part.decode("utf-8", "replace")
