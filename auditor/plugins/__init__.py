"""Sources and checks from other packages: their names, without anything else of the program."""

from __future__ import annotations

from auditor.plugins.points import entry_points

SOURCES = "auditor.sources"
CHECKS = "auditor.checks"
"""The groups of entry points."""


def names(group: str) -> tuple[str, ...]:
    """List the plugins of a group without importing them."""
    return tuple(sorted(point.name for point in entry_points(group)))
