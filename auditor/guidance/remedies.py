"""The words of the remedies, by key and platform, from remedies.toml beside this file."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.domain.findings.finding import NoticedBy, Remedy

DEFAULT = "default"
"""The platform whose remedy is taken where a platform has none of its own."""


class RemedyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the file; what a platform leaves out is as in the default of its key."""

    text: str
    title: str | None = None
    url: str | None = None
    minutes: float | None = None
    noticed_by: NoticedBy | None = None
    evidence_first: bool | None = None
    each_photo: bool | None = None


Table = dict[str, dict[str, RemedyWords]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the whole file: remedy key, then platform, then entry.

    Raises msgspec.ValidationError on a broken file.
    """
    return msgspec.toml.decode(
        files("auditor.guidance").joinpath("remedies.toml").read_bytes(), type=Table
    )


def remedy(key: str, platform: str) -> Remedy:
    """Return the remedy for `key` on `platform`, the default where the platform is not known.

    Raises KeyError on an unknown key.
    """
    of_key = table()[key]
    base = of_key[DEFAULT]
    own = of_key.get(platform, base)
    return Remedy(
        key=key,
        title=base.title or key,
        text=own.text,
        url=own.url if own.url is not None else base.url or "",
        minutes=own.minutes if own.minutes is not None else base.minutes or 0.0,
        noticed_by=own.noticed_by or base.noticed_by or NoticedBy.UNKNOWN,
        evidence_first=own.evidence_first
        if own.evidence_first is not None
        else bool(base.evidence_first),
        each_photo=own.each_photo if own.each_photo is not None else bool(base.each_photo),
    )
