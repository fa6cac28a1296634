"""How long the rest of a scan takes, from how fast photos were read so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass

if TYPE_CHECKING:
    from auditor.engine.scan.events import AccountProgress, ScanEvent

_ENOUGH = 10
"""Photos read before anything is said of the rest."""


@dataclass(slots=True)
class ScanPace:
    """Takes the events of a scan. `monotonic` gives seconds.

    The start of the readers does not count: the clock starts with the first photo that was read.
    """

    monotonic: Callable[[], float]
    _progress: dict[str, AccountProgress] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    _first: tuple[float, int] | None = None

    def take(self, event: ScanEvent) -> None:
        """Take note of an event."""
        # the first screen makes a pace before any scan, and needs no events for it
        from auditor.engine.scan.events import AccountEnded, AccountProgress, ScanStarted

        match event:
            case ScanStarted():
                self._waiting = set(event.accounts)
            case AccountProgress():
                self._progress[event.account] = event
                if event.listing_done:
                    self._waiting.discard(event.account)
                if self._first is None and self.measured:
                    self._first = self.monotonic(), self.measured
            case AccountEnded():
                self._waiting.discard(event.account)
            case _:
                pass

    def starts_with(self, event: AccountProgress) -> bool:
        """Whether an event is the first that lists photos: the readers start with it."""
        return event.listed > 0 and not any(each.listed for each in self._progress.values())

    @property
    def measured(self) -> int:
        """Photos read so far."""
        return sum(progress.measured for progress in self._progress.values())

    @property
    def at_least(self) -> bool:
        """Whether more photos may still turn up."""
        return bool(self._waiting)

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the photos listed so far still take; None before that can be told."""
        if self._first is None:
            return None
        since, before = self._first
        done, passed = self.measured - before, self.monotonic() - since
        left = sum(progress.listed for progress in self._progress.values()) - self.measured
        return left * passed / done if done >= _ENOUGH and passed > 0 and left > 0 else None
