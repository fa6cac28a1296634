"""What a server of the fediverse runs, as it tells everybody (nodeinfo.diaspora.software)."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.errors import NetworkError, SourceError
from auditor.markup.payload import loose, members, require_ok
from auditor.markup.urls import safe_url, same_host
from auditor.ports import Http

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"


async def software_of(root: str, http: Http) -> str:
    """Return the name of the software, small letters; "" where it is not told."""
    try:
        answer = await http.get(f"{root}/.well-known/nodeinfo", purpose="what the server runs")
        told = loose(require_ok(answer, "nodeinfo").body, "nodeinfo")
        place = _newest(told, root)
        if place is None:
            return ""
        answer = await http.get(place, purpose="what the server runs")
        told = loose(require_ok(answer, "nodeinfo").body, "nodeinfo")
    except (SourceError, NetworkError):
        return ""
    software = told.get("software") if isinstance(told, Mapping) else None
    name = software.get("name") if isinstance(software, Mapping) else None
    return name.casefold() if isinstance(name, str) else ""


def _newest(told: object, root: str) -> str | None:
    """Return the address of the newest document that the server names, on its own host."""
    found: list[tuple[str, str]] = []
    for link in members(told.get("links")) if isinstance(told, Mapping) else ():
        rel, href = (link.get("rel"), link.get("href")) if isinstance(link, Mapping) else (0, 0)
        url = safe_url(root, href) if isinstance(href, str) else None
        if isinstance(rel, str) and rel.startswith(_SCHEMA) and url and same_host(url, root):
            found.append((rel, url))
    return max(found)[1] if found else None
