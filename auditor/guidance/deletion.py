"""Where an account is deleted, and how hard that is: deletion/sites.json, data of JustDeleteMe.

Read at the first question only.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

Difficulty = Literal["easy", "medium", "hard", "limited", "impossible"]

SOURCE_URL = "https://github.com/jdm-contrib/jdm"
SOURCE_DATE = "undated"
"""The data set has no date for a single site: each page may have moved."""


class Deletion(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One site.

    `url` is the page to open in the browser, always https; `email` is where to write if there is no
    page, often empty.

    `difficulty`: easy, medium, hard (support must be asked), limited (only some people can),
    impossible.
    """

    name: str
    url: str
    difficulty: Difficulty
    domains: tuple[str, ...]
    email: str = ""


@lru_cache(maxsize=1)
def sites() -> tuple[Deletion, ...]:
    """Return every site. Raises msgspec.ValidationError on a broken file."""
    return msgspec.json.decode(
        files("auditor.guidance").joinpath("deletion", "sites.json").read_bytes(),
        type=tuple[Deletion, ...],
    )


def deletion_page(name_or_domain: str) -> Deletion | None:
    """Return where an account is deleted, None if that is not known.

    The account is named by its site or by the domain (`old.reddit.com` finds reddit.com).
    """
    asked = name_or_domain.strip().casefold()
    if asked in _index_by_name():
        return _index_by_name()[asked]
    labels = asked.split("://")[-1].partition("/")[0].partition(":")[0].split(".")
    # At least two labels: a bare "com" is nobody's site.
    hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((_index_by_domain()[host] for host in hosts if host in _index_by_domain()), None)


@lru_cache(maxsize=1)
def _index_by_name() -> dict[str, Deletion]:
    return {site.name.casefold(): site for site in reversed(sites())}


@lru_cache(maxsize=1)
def _index_by_domain() -> dict[str, Deletion]:
    """Index the sites by domain; the first site of a domain is taken.

    A site whose own page is there comes before one that only names it.
    """
    found: dict[str, Deletion] = {}
    for site in sites():
        for domain in site.domains:
            found.setdefault(domain.casefold(), site)
    for site in reversed(sites()):
        own = site.name.casefold().replace(" ", "")
        for domain in site.domains:
            if domain.casefold().partition(".")[0] == own:
                found[domain.casefold()] = site
    return found
