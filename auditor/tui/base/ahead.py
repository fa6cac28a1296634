"""Loads what comes after the first screen while somebody reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module

_AFTER_IT = ("unlock", "overview", "accounts", "photos", "findings", "plan", "scan", "keys")
"""The screens that are shown first, and F1."""


async def load_ahead(further: Callable[[], None] | None) -> None:
    """Load them, and what `further` loads, in a thread: keys are answered meanwhile."""
    await asyncio.to_thread(_load, further)


def _load(further: Callable[[], None] | None) -> None:
    if further is not None:
        further()
    for name in _AFTER_IT:
        import_module(f"auditor.tui.screens.{name}")
