"""Making very many things at once without looking for garbage between them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_LOCK = Lock()
_inside = 0


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Let Python not look for circles of garbage inside.

    It would look through all that was made so far again and again: a third of the time for 100,000
    photos. Threads may be inside at once; the last one to leave lets it look again.
    """
    global _inside  # noqa: PLW0603 - there is one collector
    with _LOCK:
        counted = _inside > 0 or gc.isenabled()  # else somebody wants it off
        if counted:
            _inside += 1
            gc.disable()
    try:
        yield
    finally:
        if counted:
            with _LOCK:
                _inside -= 1
                if _inside == 0:
                    gc.enable()


def uncollected(
    work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs
) -> _Made:
    """Do some work with collecting paused: loading numpy beside 100,000 prints takes a second."""
    with collecting_paused():
        return work(*given, **named)
