"""The words of the remedies, by key and platform, from remedies.toml beside this file.

What each costs and who notices it comes from work.toml: what a person does is the same whatever it
is done for. Where a platform has no words of its own, those of its family (families.toml) hold.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from auditor.domain.findings.finding import NoticedBy, Remedy

DEFAULT = "default"
"""The platform whose remedy is taken where a platform has none of its own."""

_Told = TypeVar("_Told")


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of work.toml; what a platform leaves out is as in the default of its work.

    `minutes` for the first photo and `following` for each further one are estimates.
    """

    minutes: float | None = None
    following: float | None = None
    noticed_by: NoticedBy | None = None
    notice: str | None = None


class RemedyWords(Work, frozen=True, forbid_unknown_fields=True):
    """One table of remedies.toml; what a platform leaves out is as in the default of its key.

    `work` is a key of work.toml, which tells whatever of `Work` is not said here.
    """

    text: str
    title: str | None = None
    url: str | None = None
    work: str | None = None
    evidence_first: bool | None = None


Table = dict[str, dict[str, RemedyWords]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the whole file: remedy key, then platform, then entry.

    Raises msgspec.ValidationError on a broken file.
    """
    return msgspec.toml.decode(
        files("auditor.guidance").joinpath("remedies.toml").read_bytes(), type=Table
    )


@lru_cache(maxsize=1)
def work_table() -> dict[str, dict[str, Work]]:
    """Return the whole file: work, then platform, then entry.

    Raises msgspec.ValidationError on a broken file.
    """
    return msgspec.toml.decode(
        files("auditor.guidance").joinpath("work.toml").read_bytes(),
        type=dict[str, dict[str, Work]],
    )


@lru_cache(maxsize=1)
def families() -> dict[str, tuple[str, ...]]:
    """Return the whole file: family, then its platforms.

    Raises msgspec.ValidationError on a broken file.
    """
    return msgspec.toml.decode(
        files("auditor.guidance").joinpath("families.toml").read_bytes(),
        type=dict[str, tuple[str, ...]],
    )


def speaking_for(platform: str) -> tuple[str, ...]:
    """Return the names under which words for a platform stand, its own first, without DEFAULT."""
    return (platform, *(name for name, members in families().items() if platform in members))


@lru_cache(maxsize=2048)
def remedy(key: str, platform: str) -> Remedy:
    """Return the remedy for `key` on `platform`, the default where the platform is not known.

    Raises KeyError on an unknown key.
    """
    of_key = table()[key]
    base = of_key[DEFAULT]
    names = speaking_for(platform)
    own = next((of_key[each] for each in names if each in of_key), base)
    name = own.work or base.work
    works = work_table()[name] if name else {}
    done = [own, *(works[each] for each in (*names, DEFAULT) if each in works), base]
    return Remedy(
        key=key,
        title=base.title or key,
        text=own.text,
        url=_first(own.url, base.url, ""),
        minutes=_first(*(each.minutes for each in done), 0.0),
        following=_first(*(each.following for each in done), 0.0),
        noticed_by=_first(*(each.noticed_by for each in done), NoticedBy.UNKNOWN),
        notice=_first(*(each.notice for each in done), ""),
        evidence_first=_first(own.evidence_first, base.evidence_first, False),
    )


def _first(*told: _Told | None) -> _Told:
    """Return the first that is told; the last one always is."""
    return next(each for each in told if each is not None)
