"""Pages on which people can look for a picture themselves, from picture-search.toml.

Links with what one would hand over, and nothing that is opened or sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.guidance.age import HOTLINE_DAYS, FurtherSource, stale
from auditor.messages import _


class PictureSearch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One such page. `uploads` (what it gets) and `note` are English keys.

    `kind`: `picture` finds the same picture elsewhere, `face` other pictures of the same face.
    """

    name: str
    url: str
    kind: Literal["picture", "face"]
    uploads: str
    note: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    also: tuple[FurtherSource, ...] = ()

    def stale(self, today: date) -> bool:
        """Say whether somebody has to look again. It is never a reason to hide it."""
        return stale(self.source_date, self.checked_on, HOTLINE_DAYS, today)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    steps: tuple[str, ...]
    service: tuple[PictureSearch, ...]


@lru_cache(maxsize=1)
def _read() -> _File:
    body = files("auditor.guidance").joinpath("picture-search.toml").read_bytes()
    return msgspec.toml.decode(body, type=_File)


def searches() -> tuple[PictureSearch, ...]:
    """Return every page, those that want a face last."""
    return tuple(sorted(_read().service, key=lambda search: search.kind == "face"))


def before() -> tuple[str, ...]:
    """Return what has to be known before any of them is opened, in the user's language."""
    return tuple(_(step) for step in _read().steps)


def explained(search: PictureSearch) -> Iterator[str]:
    """Yield all of one page in lines, with its source, in the user's language."""
    yield _("It gets: {what}.").format(what=_(search.uploads))
    yield _(search.note)
    sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}[search.confidence]
    yield _("Source: {url} ({date}), looked at on {day}; confidence {sure}.").format(
        url=search.source_url, date=_(search.source_date), day=search.checked_on, sure=sure
    )
