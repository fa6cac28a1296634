"""The number to call in danger, by country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.guidance.jurisdictions import code_of, outer


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country: its English name, and the numbers to call in danger, the best known first."""

    name: str
    numbers: tuple[str, ...]


class EmergencyNumbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The countries by their code, with the source of the numbers and when it was read."""

    source_url: str
    source_date: str
    checked_on: date
    countries: Mapping[str, Country]


@lru_cache(maxsize=1)
def read() -> EmergencyNumbers:
    """Return what is known. Raises msgspec.ValidationError on a broken file."""
    body = files("auditor.guidance").joinpath("help", "emergency.toml").read_bytes()
    return msgspec.toml.decode(body, type=EmergencyNumbers)


def numbers(where: str) -> tuple[str, ...]:
    """Return the numbers of a place, those of the country for a part; empty if it is not known."""
    found = read().countries.get(outer(code_of(where)))
    return found.numbers if found else ()
