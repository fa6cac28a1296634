"""Values of JSON-LD as servers write them: alone or in a list, as texts, links or objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.markup.urls import safe_url


def several(value: object) -> list[Any]:
    """Return a value that may stand alone or in a list (JSON-LD)."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def words(value: object) -> list[str]:
    """Return the texts of a value."""
    return [each for each in several(value) if isinstance(each, str)]


def names(value: object) -> list[str]:
    """Return ids, which stand as texts or as objects with an id."""
    told = (each.get("id") if isinstance(each, Mapping) else each for each in several(value))
    return [each for each in told if isinstance(each, str) and each]


def media_type(told: Mapping[str, Any]) -> str:
    """Return the media type of a link or object, "" where none is told."""
    kind = told.get("mediaType")
    return kind.casefold() if isinstance(kind, str) else ""


def addresses(value: object, base: str, *, pages: bool = False) -> Iterator[str]:
    """Yield safe addresses; of links with a kind only those of `pages`, where they are wanted."""
    for told in several(value):
        place = told
        if isinstance(told, Mapping):
            if pages and media_type(told) not in {"", "text/html"}:
                continue
            place = told.get("href") or told.get("url")
        if isinstance(place, list | Mapping):
            yield from addresses(place, base, pages=pages)
        url = safe_url(base, place) if isinstance(place, str) else None
        if url is not None:
            yield url
