"""data.json: https://github.com/soxoj/maigret (MIT).

What sites that run the same program share stands in `engines`; it goes before what the site says.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auditor.domain.outside.discovery import PLACE, SiteList, SiteMarks, WhyLeftOut
from auditor.services.account_sites.common import Read, is_private, listed, row_of

_KINDS = frozenset({"status_code", "message", "response_url"})
_NOT_FOUND = 404


class _Shared(msgspec.Struct, rename="camel"):
    url: str = ""
    url_main: str = ""
    url_probe: str = ""
    check_type: str = ""
    regex_check: str = ""
    presense_strs: list[str] = []
    absence_strs: list[str] = []
    errors: dict[str, str] = {}


class _Row(_Shared, rename="camel"):
    presence_strs: list[str] = []
    engine: str = ""
    url_subpath: str = ""
    tags: list[str] = []
    disabled: bool = False
    type: str = "username"
    protocol: str = ""
    similar_search: bool = False
    request_method: str = ""
    request_payload: object = None


class _Engine(msgspec.Struct):
    site: _Shared


class _File(msgspec.Struct):
    sites: dict[str, msgspec.Raw]
    engines: dict[str, msgspec.Raw] = {}


def maigret(data: bytes) -> SiteList:
    """Return the sites of a file. Raises msgspec.MsgspecError where it has another form."""
    file = msgspec.json.decode(data, type=_File)
    engines = {
        name: engine.site
        for name, raw in file.engines.items()
        if isinstance(engine := row_of(_Engine, raw), _Engine)
    }
    rows = ((name, row_of(_Row, raw)) for name, raw in file.sites.items())
    return listed(
        (
            (_marks(name, row, engines), is_private(" ".join(row.tags)))
            if isinstance(row, _Row)
            else (WhyLeftOut.DAMAGED, False)
            for name, row in rows
        ),
        "Maigret, MIT",
    )


def _marks(name: str, row: _Row, engines: Mapping[str, _Shared]) -> Read:
    why = _why_not(row)
    if why is not None:
        return why
    shared = engines.get(row.engine, _Shared())
    kind = shared.check_type or row.check_type
    absent = (*row.absence_strs, *shared.absence_strs)
    found = (*row.presense_strs, *row.presence_strs, *shared.presense_strs)
    by_text = kind == "message"
    if kind not in _KINDS or (by_text and not any(absent)):
        return WhyLeftOut.NO_MARK
    page = shared.url or row.url
    return SiteMarks(
        name,
        _filled(shared.url_probe or row.url_probe or page, row, shared),
        _filled(page, row, shared),
        found_texts=tuple(text for text in found if text),
        name_in_page=not any(found),
        absent_status=_NOT_FOUND if kind == "status_code" else None,
        absent_texts=tuple(text for text in absent if text) if by_text else (),
        absent_by_redirect=kind == "response_url",
        block_texts=tuple(text for text in (*row.errors, *shared.errors) if text),
        name_form=shared.regex_check or row.regex_check,
    )


def _why_not(row: _Row) -> WhyLeftOut | None:
    if row.disabled:
        return WhyLeftOut.SWITCHED_OFF
    if row.request_payload is not None or row.request_method not in {"", "GET"}:
        return WhyLeftOut.SENDS
    if row.type != "username" or row.similar_search:
        return WhyLeftOut.OTHER_NAMES
    return WhyLeftOut.NO_ADDRESS if row.protocol else None


def _filled(address: str, row: _Row, shared: _Shared) -> str:
    """Return an address with all that stands for something else filled in but the name."""
    main = (shared.url_main or row.url_main).rstrip("/")
    filled = address.replace("{urlMain}/", f"{main}/").replace("{urlMain}{", f"{main}{{")
    filled = filled.replace("{urlMain}", f"{main}/")
    return filled.replace("{urlSubpath}", row.url_subpath).replace("{username}", PLACE)
