"""Who can be asked when nothing happened after a report, from authorities.toml.

All of them are authorities. Nothing goes to whoever put the picture there.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.outside.reported import ReportedKind
from auditor.guidance.age import LAW_DAYS, stale
from auditor.guidance.terms.terms import around


@dataclass(frozen=True, slots=True)
class RemovalAuthority:
    """One authority; `title`, `text` and `reveals` are English keys of the catalogue.

    `after` are keys of the terms whose end it is for, `reveals` says what name it and the other
    side learn, `letter` is the key of a letter or sheet for it, `url` its own page.
    """

    key: str
    title: str
    places: tuple[str, ...]
    kinds: tuple[ReportedKind, ...]
    after: tuple[str, ...]
    text: str
    reveals: str
    letter: str
    url: str
    source_url: str
    source_date: str
    checked_on: date

    @property
    def name(self) -> str:
        """What it is called, an English key of the catalogue."""
        return self.title

    def stale(self, today: date) -> bool:
        """Say whether the row has to be looked at again before anyone relies on it."""
        return stale(self.source_date, self.checked_on, LAW_DAYS, today)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    authority: tuple[RemovalAuthority, ...]


@lru_cache(maxsize=1)
def authorities() -> tuple[RemovalAuthority, ...]:
    """Return every row. Raises msgspec.ValidationError on a broken file."""
    read = files("auditor.guidance.terms").joinpath("authorities.toml").read_bytes()
    return msgspec.toml.decode(read, type=_File).authority


def authorities_for(where: str, kind: ReportedKind, term: str = "") -> tuple[RemovalAuthority, ...]:
    """Return who can be asked in a place about a kind of picture.

    Those that the end of a term is for stand in front.
    """
    near = around(where)
    fitting = [each for each in authorities() if near & {*each.places} and kind in each.kinds]
    return tuple(sorted(fitting, key=lambda each: not (term and term in each.after)))
