"""wmn-data.json: https://github.com/WebBreacher/WhatsMyName (CC BY-SA 4.0)."""

from __future__ import annotations

import re

import msgspec

from auditor.domain.outside.discovery import SiteList, SiteMarks, WhyLeftOut
from auditor.services.account_sites.common import Read, is_private, listed, row_of

_MOVED = range(300, 400)
_OK = 200


class _Row(msgspec.Struct):
    name: str
    uri_check: str
    e_code: int = _OK
    e_string: str = ""
    m_code: int | None = None
    m_string: str = ""
    cat: str = ""
    uri_pretty: str = ""
    post_body: str = ""
    strip_bad_char: str = ""
    valid: bool = True


class _File(msgspec.Struct):
    sites: list[msgspec.Raw]


def whatsmyname(data: bytes) -> SiteList:
    """Return the sites of a file. Raises msgspec.MsgspecError where it has another form."""
    rows = (row_of(_Row, raw) for raw in msgspec.json.decode(data, type=_File).sites)
    return listed(
        (
            (_marks(row), is_private(row.cat))
            if isinstance(row, _Row)
            else (WhyLeftOut.DAMAGED, False)
            for row in rows
        ),
        "WhatsMyName, CC BY-SA 4.0",
    )


def _marks(row: _Row) -> Read:
    if not row.valid:
        return WhyLeftOut.SWITCHED_OFF
    if row.post_body:
        return WhyLeftOut.SENDS
    same = row.m_code in {None, row.e_code}
    if (same and not row.m_string) or (not row.e_string and row.m_code is None):
        return WhyLeftOut.NO_MARK
    moved = row.m_code is not None and row.m_code in _MOVED
    bad = re.escape(row.strip_bad_char)  # names without these signs would be other names
    return SiteMarks(
        row.name,
        row.uri_check,
        row.uri_pretty or row.uri_check,
        row.e_code,
        (row.e_string,) if row.e_string else (),
        name_in_page=not row.e_string,
        absent_status=None if moved or (row.m_string and row.m_code is None) else row.m_code,
        absent_texts=(row.m_string,) if row.m_string and not moved else (),
        absent_by_redirect=moved,
        name_form=f"^[^{bad}]+$" if bad else "",
    )
