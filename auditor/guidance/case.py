"""What the README.txt of a case file says: what is in it, and how to check it. From case.toml."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section; all but `commands` are English keys of the catalogue.

    `text` may hold `{time}` and `{version}`, `note` ends it. `looked` ones are for a case with the
    history of a reported link.
    """

    title: str
    text: str
    steps: tuple[str, ...] = ()
    commands: str = ""
    note: str = ""
    looked: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    section: tuple[Section, ...]


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Return the sections in order. Raises msgspec.ValidationError on a broken file."""
    return msgspec.toml.decode(
        files("auditor.guidance").joinpath("case.toml").read_bytes(), type=_File
    ).section
