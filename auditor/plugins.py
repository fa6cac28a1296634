"""Sources and checks from other packages.

Entry points `auditor.sources` and `auditor.checks`, loaded on use, failures told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from auditor.checks import ALL as OWN_CHECKS
from auditor.domain.findings.check import AccountCheck, Check, InventoryCheck, PhotoCheck
from auditor.domain.traits import Traits
from auditor.ports import Source
from auditor.sources import ALL as OWN_SOURCES

SOURCES = "auditor.sources"
CHECKS = "auditor.checks"

failures: dict[str, str] = {}
"""Name of each plugin that could not be loaded in this run, and why: words of its author, so
foreign text.
"""

_Loaded = TypeVar("_Loaded")
_CHECK_ID = re.compile(r"[a-z]+(-[a-z]+)+")
_SOURCE_HAS = ("name", "needs", "recognise", "detect", "fetch", "avatar", "proof_texts", "traits")


def names(group: str) -> tuple[str, ...]:
    """List the plugins of a group without importing them."""
    return tuple(sorted(point.name for point in entry_points(group=group)))


def load_sources() -> tuple[Source, ...]:
    """Import and build every source plugin: an entry point names a class without parameters."""
    taken = {entry.name for entry in OWN_SOURCES}
    return _load(SOURCES, lambda point: _source(point, taken))


def load_checks() -> tuple[Check, ...]:
    """Import every check plugin: an entry point names a `CHECK`."""
    taken = {check.id for check in OWN_CHECKS}
    return _load(CHECKS, lambda point: _check(point, taken))


def _load(group: str, take: Callable[[EntryPoint], _Loaded]) -> tuple[_Loaded, ...]:
    found: list[_Loaded] = []
    for point in entry_points(group=group):
        try:
            found.append(take(point))
        except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the run goes on and says so
            failures[point.name] = f"{type(error).__name__}: {error}"
    return tuple(found)


def _source(point: EntryPoint, taken: set[str]) -> Source:
    source: Source = point.load()()
    missing = [name for name in _SOURCE_HAS if not hasattr(source, name)]
    if missing:
        raise TypeError(f"a source without {', '.join(missing)}")
    if source.name in taken:
        raise TypeError(f"a source with the name of another: {source.name}")
    told: object = source.traits
    if not isinstance(told, Traits):
        raise TypeError(f"traits that are no {Traits.__module__}.{Traits.__name__}")
    taken.add(source.name)
    return source


def _check(point: EntryPoint, taken: set[str]) -> Check:
    check: object = point.load()
    if not isinstance(check, PhotoCheck | AccountCheck | InventoryCheck):
        raise TypeError("not a check")
    if not _CHECK_ID.fullmatch(check.id):
        raise TypeError("a check whose id is no words joined by hyphens")
    if check.id in taken:
        raise TypeError(f"a check with the id of another: {check.id}")
    taken.add(check.id)
    return check
