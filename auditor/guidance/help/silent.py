"""How to reach the emergency services of a country without speaking, from silent.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from auditor.guidance import FOLDER
from auditor.guidance.age import HOTLINE_DAYS, FurtherSource, stale
from auditor.guidance.jurisdictions import code_of, outer
from auditor.messages import _


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What works in a country, or does not. `text` (a line) and `note` are English keys."""

    country: str
    text: str
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
    way: tuple[Way, ...]


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """Return what is known, a row a country."""
    body = FOLDER.joinpath("help", "silent.toml").read_bytes()
    return msgspec.toml.decode(body, type=_File).way


def without_speaking(where: str) -> Way | None:
    """Return the way for a place, that of its country for a part; None where none is known."""
    country = outer(code_of(where))
    return next((way for way in ways() if way.country == country), None)


def explained(way: Way) -> Iterator[str]:
    """Yield all of it in lines, with how far it can be relied on, in the user's language."""
    yield _(way.note)
    sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}[way.confidence]
    yield _("Source: {url} ({date}); confidence {sure}. Nothing was tried out.").format(
        url=way.source_url, date=_(way.source_date), sure=sure
    )
