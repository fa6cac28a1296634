"""The shape of the installed plugins."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import PluginStateWord


class PluginJson(TypedDict):
    """One installed package that adds sources or checks."""

    name: str
    """Name of the package."""
    version: str
    """Its version."""
    sources: list[str]
    """Entry points of sources."""
    checks: list[str]
    """Entry points of checks."""
    state: PluginStateWord
    """Whether it runs: only what is trusted, and was not changed since."""


class PluginsJson(TypedDict):
    """The packages with plugins; nothing of them is imported for this."""

    plugins: list[PluginJson]
    """By name."""
