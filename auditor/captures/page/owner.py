"""Whose page it is, as its address says."""

from __future__ import annotations

from collections.abc import Callable

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PageOwner:
    """Platform, its title, and the name in an address; `handle` is "" where it names nobody."""

    platform: str
    title: str
    handle: str


OwnerOf = Callable[[str], PageOwner | None]
"""Says whom an address names on a platform that is known; None where it is not known."""
