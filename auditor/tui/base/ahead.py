"""Loads what comes after the first screen while somebody reads it, so that no key waits for it."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Iterable
from importlib import import_module

_PARTS = (
    *(f"answers.{name}" for name in ("book", "of_scans")),
    *("changes", "coverage", "exposure.exposure", "overview", "plan.book", "verify.verifier"),
)
"""Parts of a session that screens ask when they open."""
_OFTEN, _RARELY = 10, 1000
"""After so many small collections of garbage comes a larger one, and after so many of those one of
everything, which holds the program up for a second or two where very many things are in memory."""
_TURN_S = 0.001
"""How long work beside the event loop goes on while a key waits for its turn."""


async def load_ahead(further: Callable[[], None] | None, screens: Iterable[str]) -> None:
    """Load the screens of these modules, and what `further` loads, in a thread."""
    sys.setswitchinterval(_TURN_S)
    gc.set_threshold(gc.get_threshold()[0], _OFTEN, _RARELY)
    await asyncio.to_thread(_load, further, tuple(screens))
    gc.freeze()  # what was loaded stays: nobody has to look again whether it is garbage


def _load(further: Callable[[], None] | None, screens: Iterable[str]) -> None:
    if further is not None:
        further()
    for name in screens:
        import_module(f"auditor.tui.screens.{name}")
    for name in _PARTS:
        import_module(f"auditor.engine.{name}")
    _read_guidance()


def _read_guidance() -> None:
    """Read the files of which many screens tell something, once."""
    from auditor.checks import ALL
    from auditor.guidance.help.brief import calls
    from auditor.guidance.help.help_now import services, situations
    from auditor.guidance.laws.by_name import places
    from auditor.report.words.why import why
    from auditor.tui.base.what_helps import what_helps

    places()
    for situation in situations():  # whoever needs help now waits for nothing
        calls("", situation.key, keys=True)
        services("", situation.key)
    what_helps((), own_site=False)
    for check in ALL:
        why(check.id)
