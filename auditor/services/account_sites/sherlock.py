"""data.json: https://github.com/sherlock-project/sherlock (MIT)."""

from __future__ import annotations

import msgspec

from auditor.domain.outside.discovery import PLACE, SiteList, SiteMarks, WhyLeftOut
from auditor.services.account_sites.common import Read, listed, row_of

_KINDS = frozenset({"status_code", "message", "response_url"})
_NOT_FOUND = 404


class _Row(msgspec.Struct, rename="camel"):
    url: str
    error_type: str | list[str]
    error_msg: str | list[str] = ""
    error_code: int | list[int] | None = None
    url_probe: str = ""
    regex_check: str = ""
    request_method: str = msgspec.field(name="request_method", default="")
    request_payload: object = msgspec.field(name="request_payload", default=None)
    is_nsfw: bool = msgspec.field(name="isNSFW", default=False)


def sherlock(data: bytes) -> SiteList:
    """Return the sites of a file. Raises msgspec.MsgspecError where it has another form."""
    file = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    rows = ((name, row_of(_Row, raw)) for name, raw in file.items() if not name.startswith("$"))
    return listed(
        (
            (_marks(name, row), row.is_nsfw)
            if isinstance(row, _Row)
            else (WhyLeftOut.DAMAGED, False)
            for name, row in rows
        ),
        "Sherlock, MIT",
    )


def _marks(name: str, row: _Row) -> Read:
    """Return the marks. There is no positive one: here the name has to stand in the page."""
    if row.request_payload is not None or row.request_method not in {"", "GET"}:
        return WhyLeftOut.SENDS
    kinds = [row.error_type] if isinstance(row.error_type, str) else row.error_type
    codes = [row.error_code] if isinstance(row.error_code, int) else row.error_code or [_NOT_FOUND]
    texts = [row.error_msg] if isinstance(row.error_msg, str) else row.error_msg
    by_text = kinds == ["message"]
    if len(kinds) != 1 or kinds[0] not in _KINDS or (by_text and not any(texts)):
        return WhyLeftOut.NO_MARK
    return SiteMarks(
        name,
        (row.url_probe or row.url).replace("{}", PLACE),
        row.url.replace("{}", PLACE),
        name_in_page=True,
        absent_status=codes[0] if kinds == ["status_code"] else None,
        absent_texts=tuple(text for text in texts if text) if by_text else (),
        absent_by_redirect=kinds == ["response_url"],
        name_form=row.regex_check,
    )
