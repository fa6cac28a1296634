"""Platforms of the list of accounts whose profiles gallery-dl knows (its version 1.32).

Pinterest is not among them: what stands there was put up by others.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from auditor.config import AT_OWN_RISK, GalleryDlSettings

_KNOWN = frozenset(
    (
        *AT_OWN_RISK,
        *("500px", "artstation", "behance", "imgur", "patreon"),
        *("smugmug", "unsplash", "vk", "vsco", "weibo"),
    )
)
_OTHER_FORMS = {"flickr.com": ("/people/", "/photos/")}
"""What is replaced in an address of a profile to have a form that gallery-dl knows, by its host."""


def platforms_of(settings: GalleryDlSettings) -> tuple[str, ...]:
    """Return the platforms that are read so; those whose terms forbid it only where asked for."""
    closed = set(AT_OWN_RISK) - set(settings.also)
    return tuple(sorted(_KNOWN - closed)) if settings.use else ()


def asked_at(url: str) -> str:
    """Return the address of a profile in a form that gallery-dl knows."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return url.replace(*_OTHER_FORMS[host], 1) if host in _OTHER_FORMS else url
