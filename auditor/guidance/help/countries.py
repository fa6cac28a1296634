"""Countries: their names, and the number to call in danger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec

from auditor.guidance import FOLDER


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country: its English name, the number to call in danger, and other names of it."""

    name: str
    emergency: str
    also: tuple[str, ...] = ()


class Countries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The countries by their code, with the source of the numbers and when it was read."""

    source_url: str
    source_date: str
    checked_on: date
    countries: Mapping[str, Country]


@lru_cache(maxsize=1)
def read() -> Countries:
    """Return what is known. Raises msgspec.ValidationError on a broken file."""
    body = FOLDER.joinpath("help", "countries.toml").read_bytes()
    return msgspec.toml.decode(body, type=Countries)
