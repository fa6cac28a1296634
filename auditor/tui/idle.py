"""Tells when nobody has touched the keyboard or mouse for a while."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds() -> float:
    """Return seconds that also pass while the computer sleeps, where the system counts them.

    A closed lid is absence.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Idle:
    """`monotonic` gives seconds; `minutes` 0 means never."""

    def __init__(self, minutes: float, monotonic: Callable[[], float]) -> None:
        self._limit = minutes * 60.0
        self._monotonic = monotonic
        self._last = monotonic()

    def touch(self) -> None:
        """Somebody is here."""
        self._last = self._monotonic()

    @property
    def over(self) -> bool:
        """Whether it has been too long."""
        return self._limit > 0 and self._monotonic() - self._last >= self._limit
