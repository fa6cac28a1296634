"""The three forms of such files.

WhatsMyName: https://github.com/WebBreacher/WhatsMyName (CC BY-SA 4.0), `uri_check`, `e_code`,
`e_string`, `m_code`, `m_string`, `cat`. Sherlock:
https://github.com/sherlock-project/sherlock (MIT), `errorType`. Maigret:
https://github.com/soxoj/maigret (MIT), `checkType`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from auditor.domain.outside.discovery import PLACE, SiteList, SiteMarks
from auditor.domain.text.foreign_text import clean
from auditor.errors import ReaderError
from auditor.messages import _

LARGEST = 32 << 20
"""Bytes; the largest of these files had 2 MB in 2026."""
_MOST = 5000
_LONGEST = 200
_LONGEST_ADDRESS = 500
_PRIVATE_WORDS = (
    "nsfw", "xx", "dating", "porn", "adult", "health", "medical", "religio", "political",
)  # fmt: skip
"""Parts of categories of sites whose kind alone tells something of a person."""
_NOT_FOUND = 404
_MOVED = range(300, 400)
_KINDS = frozenset({"status_code", "message", "response_url"})


class _Wmn(msgspec.Struct):
    name: str
    uri_check: str
    e_code: int = 200
    e_string: str = ""
    m_code: int | None = None
    m_string: str = ""
    cat: str = ""
    uri_pretty: str = ""
    post_body: str = ""
    valid: bool = True


class _WmnFile(msgspec.Struct):
    sites: list[msgspec.Raw]


class _Sherlock(msgspec.Struct, rename="camel"):
    url: str
    error_type: str | list[str]
    error_msg: str | list[str] = ""
    error_code: int | list[int] | None = None
    url_probe: str = ""
    request_method: str = ""
    request_payload: object = None
    is_nsfw: bool = msgspec.field(name="isNSFW", default=False)


class _Maigret(msgspec.Struct, rename="camel"):
    url: str = ""
    check_type: str = ""
    url_probe: str = ""
    presense_strs: list[str] = []
    absence_strs: list[str] = []
    tags: list[str] = []
    disabled: bool = False


class _MaigretFile(msgspec.Struct):
    sites: dict[str, msgspec.Raw]


_Row = TypeVar("_Row", _Wmn, _Sherlock, _Maigret)


def read_sites(data: bytes) -> SiteList:
    """Return the sites of a file. Raises ReaderError where it is of no form that is known."""
    if len(data) > LARGEST:
        raise ReaderError(_("is larger than 32 MiB"))
    for read in (_whatsmyname, _maigret, _sherlock):
        try:
            found = read(data)
        except (msgspec.MsgspecError, RecursionError):
            continue
        if found.sites:
            return found
    raise ReaderError(
        _("is no list of sites that is known"),
        _("Read are wmn-data.json of WhatsMyName, and data.json of Sherlock and Maigret."),
    )


def _whatsmyname(data: bytes) -> SiteList:
    file = msgspec.json.decode(data, type=_WmnFile)
    rows = [_row(_Wmn, raw) for raw in file.sites]
    private = [row is not None and _is_private(row.cat) for row in rows]
    return _listed(
        [None if row is None else _of_wmn(row) for row in rows],
        private,
        "WhatsMyName, CC BY-SA 4.0",
    )


def _maigret(data: bytes) -> SiteList:
    file = msgspec.json.decode(data, type=_MaigretFile)
    rows = {name: _row(_Maigret, raw) for name, raw in file.sites.items()}
    private = [row is not None and _is_private(" ".join(row.tags)) for row in rows.values()]
    marks = [None if row is None else _of_maigret(name, row) for name, row in rows.items()]
    return _listed(marks, private, "Maigret, MIT")


def _sherlock(data: bytes) -> SiteList:
    file = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    rows = {name: _row(_Sherlock, raw) for name, raw in file.items() if not name.startswith("$")}
    private = [row is not None and row.is_nsfw for row in rows.values()]
    marks = [None if row is None else _of_sherlock(name, row) for name, row in rows.items()]
    return _listed(marks, private, "Sherlock, MIT")


def _row(kind: type[_Row], raw: msgspec.Raw) -> _Row | None:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError:
        return None


def _is_private(words: str) -> bool:
    return any(word in words.casefold() for word in _PRIVATE_WORDS)


def _listed(marks: Sequence[SiteMarks | None], private: Sequence[bool], source: str) -> SiteList:
    """Return what can be asked: each address once, and no more than are read of one file."""
    asked: dict[str, SiteMarks] = {}
    for each, told in zip(marks, private, strict=True):
        if each is not None and not told and len(asked) < _MOST:
            asked.setdefault(each.address, each)
    hidden = sum(private)
    return SiteList(tuple(asked.values()), source, len(marks) - len(asked) - hidden, hidden)


def _of_wmn(row: _Wmn) -> SiteMarks | None:
    """Return None of a site without a mark for absence, or that is asked by sending something."""
    no_mark = not row.m_string and row.m_code in {None, row.e_code}
    if not row.valid or row.post_body or no_mark or (not row.e_string and row.m_code is None):
        return None
    moved = row.m_code is not None and row.m_code in _MOVED
    return _marks(
        SiteMarks(
            row.name,
            row.uri_check,
            row.uri_pretty or row.uri_check,
            row.e_code,
            row.e_string,
            name_in_page=not row.e_string,
            absent_status=None if moved or (row.m_string and row.m_code is None) else row.m_code,
            absent_texts=(row.m_string,) if row.m_string and not moved else (),
            absent_by_redirect=moved,
        )
    )


def _of_sherlock(name: str, row: _Sherlock) -> SiteMarks | None:
    """Return None of a site that is asked by sending something.

    Sherlock has no positive mark: here the name has to stand in the page.
    """
    kinds = [row.error_type] if isinstance(row.error_type, str) else row.error_type
    if row.request_payload is not None or row.request_method not in {"", "GET"} or len(kinds) != 1:
        return None
    codes = [row.error_code] if isinstance(row.error_code, int) else row.error_code or [_NOT_FOUND]
    texts = [row.error_msg] if isinstance(row.error_msg, str) else row.error_msg
    by_text = kinds[0] == "message"
    if kinds[0] not in _KINDS or (by_text and not any(texts)):
        return None
    return _marks(
        SiteMarks(
            name,
            (row.url_probe or row.url).replace("{}", PLACE),
            row.url.replace("{}", PLACE),
            name_in_page=True,
            absent_status=codes[0] if kinds[0] == "status_code" else None,
            absent_texts=tuple(text for text in texts if text) if by_text else (),
            absent_by_redirect=kinds[0] == "response_url",
        )
    )


def _of_maigret(name: str, row: _Maigret) -> SiteMarks | None:
    by_text = row.check_type == "message"
    if row.disabled or row.check_type not in _KINDS or (by_text and not row.absence_strs):
        return None
    address = (row.url_probe or row.url).replace("{username}", PLACE)
    return _marks(
        SiteMarks(
            name,
            address,
            row.url.replace("{username}", PLACE),
            found_text=row.presense_strs[0] if row.presense_strs else "",
            name_in_page=not row.presense_strs,
            absent_status=_NOT_FOUND if row.check_type == "status_code" else None,
            absent_texts=tuple(row.absence_strs) if by_text else (),
            absent_by_redirect=row.check_type == "response_url",
        )
    )


def _marks(marks: SiteMarks) -> SiteMarks | None:
    """Return marks whose addresses are ones and have a place for the name, else None."""
    for address in (marks.address, marks.page):
        try:
            parts = urlsplit(address.replace(PLACE, "x"))
        except ValueError:
            return None
        if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc:
            return None
        if any(each in address for each in ("{", "}")) and PLACE not in address:
            return None
    if PLACE not in marks.address or len(marks.address) > _LONGEST_ADDRESS:
        return None
    return replace(marks, name=clean(marks.name, _LONGEST))
