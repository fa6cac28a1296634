"""What services and subjects of mails are known, from services.toml and subjects.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.domain.outside.own_records import TraceKind


class Sensitive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Services that tell what nobody should learn by the way.

    `words` are parts of names; "^" in front: only where no letter stands before, "$" at the end:
    none behind ("hiv" stands in "archive").
    """

    category: str
    domains: tuple[str, ...]
    words: tuple[str, ...]


class _Services(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    photos: frozenset[str]
    providers: frozenset[str]
    second_levels: frozenset[str]
    mail: dict[str, str]
    sensitive: tuple[Sensitive, ...]


@lru_cache(maxsize=1)
def _services() -> _Services:
    return msgspec.toml.decode(_content("services.toml"), type=_Services)


@lru_cache(maxsize=1)
def subjects() -> Mapping[TraceKind, tuple[str, ...]]:
    """Return phrases by what they tell, in lower case; "^" in front: only at the start."""
    table = _subjects()
    return {
        TraceKind(key): tuple(
            phrase.casefold() for phrases in by_language.values() for phrase in phrases
        )
        for key, by_language in table.items()
        if key != "person"
    }


@lru_cache(maxsize=1)
def of_people() -> tuple[str, ...]:
    """Return how forwards and answers begin, in lower case."""
    return tuple(phrase.casefold() for phrase in _subjects()["person"]["all"])


def languages() -> frozenset[str]:
    """Return the languages in which every kind of subject is known (ISO 639-1)."""
    kinds = [frozenset(table) for key, table in _subjects().items() if key != "person"]
    return frozenset.intersection(*kinds)


def has_photos(domain: str) -> bool | None:
    """Return whether accounts there show or keep pictures; None where that is not known."""
    return True if any(each in _services().photos for each in _above(domain)) else None


def is_provider(domain: str) -> bool:
    """Whether people have their mail addresses there."""
    return any(each in _services().providers for each in _above(domain))


def writes_for(domain: str) -> str:
    """Return the domain of the service that writes from `domain`, which is itself mostly."""
    return next(
        (_services().mail[each] for each in _above(domain) if each in _services().mail), domain
    )


def sensitive(domain: str, *, listed: bool) -> str:
    """Return the category for which a service is hidden, "" where it is not.

    Of one that is on no list (`listed`) the parts of its name are looked at, too.
    """
    for known in _services().sensitive:
        if any(each in known.domains for each in _above(domain)):
            return known.category
    if listed or _any_word().search(domain) is None:
        return ""
    return next(
        (
            known.category
            for known in _services().sensitive
            if any(_has_word(domain, word) for word in known.words)
        ),
        "",
    )


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """Return what finds a part of any of the words: most names have none, which is told at once."""
    words = {word.strip("^$") for known in _services().sensitive for word in known.words}
    return re.compile("|".join(map(re.escape, sorted(words))))


def _has_word(domain: str, word: str) -> bool:
    plain = word.strip("^$")
    at = domain.find(plain)
    while at >= 0:
        before, behind = domain[:at][-1:], domain[at + len(plain) :][:1]
        if not (word[0] == "^" and before.isalpha()) and not (word[-1] == "$" and behind.isalpha()):
            return True
        at = domain.find(plain, at + 1)
    return False


def registrable(host: str) -> str:
    """Return what somebody registered: two labels, or three under names such as co.uk."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _services().second_levels:  # noqa: PLR2004 - of a country
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def _above(domain: str) -> Iterator[str]:
    labels = domain.casefold().split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


@lru_cache(maxsize=1)
def _subjects() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return msgspec.toml.decode(
        _content("subjects.toml"), type=dict[str, dict[str, tuple[str, ...]]]
    )


def _content(name: str) -> bytes:
    return files("auditor.guidance.records").joinpath(name).read_bytes()
