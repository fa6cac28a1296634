"""Sources and checks from other packages: entry points `auditor.sources` and `auditor.checks`, loaded on use, failures told."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points

from auditor.domain.check import AccountCheck, Check, InventoryCheck, PhotoCheck
from auditor.ports import Source

SOURCES = "auditor.sources"
CHECKS = "auditor.checks"

failures: list[tuple[str, str]] = []
"""(name of the plugin, reason) of each that could not be loaded in this run."""


def names(group: str) -> tuple[str, ...]:
    """List the plugins of a group without importing them."""
    return tuple(sorted(one.name for one in entry_points(group=group)))


def load_sources() -> tuple[Source, ...]:
    """Import and build every source plugin: an entry point names a class without parameters."""
    return tuple(source for factory in _load(SOURCES) if (source := _built(factory)) is not None)


def load_checks() -> tuple[Check, ...]:
    """Import every check plugin: an entry point names a `CHECK`."""
    return tuple(one for one in _load(CHECKS) if isinstance(one, PhotoCheck | AccountCheck | InventoryCheck))


def _load(group: str) -> Iterator[object]:
    for point in entry_points(group=group):
        try:
            yield point.load()
        except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the run goes on and says so
            _failed(point, error)


def _built(factory: object) -> Source | None:
    if not callable(factory):
        return None
    try:
        source: Source = factory()
    except Exception as error:  # noqa: BLE001 - see above
        failures.append((repr(factory), type(error).__name__))
        return None
    return source


def _failed(point: EntryPoint, error: Exception) -> None:
    failures.append((point.name, f"{type(error).__name__}: {error}"))
