"""The running scan. It belongs to the app, so it goes on while the user looks at other screens."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, assert_never

from textual.worker import Worker, WorkerCancelled, WorkerFailed

from auditor.dataclass import dataclass
from auditor.engine.scan.pace import ScanPace

if TYPE_CHECKING:
    from auditor.domain.outcome import Outcome
    from auditor.domain.views import ScanRecord
    from auditor.engine.scan.events import (
        AccountProgress,
        FirstAnswers,
        PhotoTrouble,
        ScanEvent,
    )
    from auditor.engine.session import Session

BringIn = Callable[[Callable[["ScanEvent"], None]], Awaitable[object]]
"""Reads an archive as a scan reads pages, and tells how far it is."""

_TROUBLES = 200
"""Troubles kept for the screen; all of them are in the vault."""


@dataclass(slots=True)
class ScanLine:
    """How far one account is."""

    account: str
    progress: AccountProgress | None = None
    outcome: Outcome | None = None


class ScanOwner(Protocol):
    """Who runs the work and hears that it moved."""

    def run_scan(self) -> Worker[None]:
        """Start the work of `ScanRunner.work`."""
        ...

    def scan_moved(self) -> None:
        """Take note that there is something new to show."""
        ...


class ScanRunner:
    """State of the last scan of this sitting. `monotonic` gives seconds."""

    def __init__(self, owner: ScanOwner, monotonic: Callable[[], float]) -> None:
        self._owner = owner
        self._monotonic = monotonic
        self._worker: Worker[None] | None = None
        self._session: Session | None = None
        self._wanted: Sequence[str] | None = None
        self._reading: BringIn | None = None
        self.of_archive = False
        self._clear()

    def _clear(self) -> None:
        self.lines: dict[str, ScanLine] = {}
        self.pace = ScanPace(self._monotonic)
        self.troubles: deque[PhotoTrouble] = deque(maxlen=_TROUBLES)
        self.trouble_count = 0
        self.resumed = False
        self.evaluating = False
        self.first: FirstAnswers | None = None
        self._unshown = False
        self.record: ScanRecord | None = None
        self.started: float | None = None
        self.ended: float | None = None
        self.cancelled = False

    @property
    def running(self) -> bool:
        """Whether a scan runs now."""
        return self._worker is not None and not self._worker.is_finished

    @property
    def measured(self) -> int:
        """Photos measured so far."""
        return sum(line.progress.measured for line in self.lines.values() if line.progress)

    @property
    def listed(self) -> int:
        """Photos listed so far."""
        return sum(line.progress.listed for line in self.lines.values() if line.progress)

    @property
    def requests(self) -> int:
        """Requests made so far."""
        return sum(line.progress.requests for line in self.lines.values() if line.progress)

    @property
    def read_any(self) -> bool:
        """Whether anything was read: a photo, or a list to its end."""
        return self.measured > 0 or any(
            line.outcome is not None and line.outcome.name == "fetched"
            for line in self.lines.values()
        )

    @property
    def share(self) -> float:
        """Measured of listed, 0 to 1. The list itself may still grow."""
        return self.measured / self.listed if self.listed else 0.0

    @property
    def seconds(self) -> float:
        """How long the scan has run, or ran."""
        if self.started is None:
            return 0.0
        return (self._monotonic() if self.ended is None else self.ended) - self.started

    @property
    def rate(self) -> float:
        """Photos measured per second."""
        return self.measured / self.seconds if self.seconds > 0 else 0.0

    def begin(self, session: Session, accounts: Sequence[str] | None = None) -> None:
        """Start a scan unless one runs already."""
        if not self.running:
            self._start(session, accounts, None)

    def read_archive(self, session: Session, reading: BringIn) -> bool:
        """Read an archive, and return whether that began: not while anything else is read."""
        if not self.running:
            self._start(session, None, reading)
            return True
        return False

    def _start(
        self, session: Session, accounts: Sequence[str] | None, reading: BringIn | None
    ) -> None:
        self._clear()
        self._session, self._wanted, self._reading = session, accounts, reading
        self.of_archive = reading is not None
        self.started = self._monotonic()
        self._worker = self._owner.run_scan()
        self._owner.scan_moved()

    async def work(self) -> None:
        """Run the scan. Raises AuditorError."""
        assert self._session is not None
        try:
            if self._reading is not None:
                await self._reading(self.take)
            else:
                self.record = await self._session.scan(self._wanted, self.take)
        finally:
            self.ended = self._monotonic()
            self._session = self._reading = None
            self.first = None  # it names places and accounts, and a lock must leave none of them
            self._owner.scan_moved()

    async def stop(self) -> None:
        """Cancel the scan and wait until it let go of the vault.

        What was read is kept; the next scan goes on there.
        """
        worker = self._worker
        if worker is None or worker.is_finished:
            return
        self.cancelled = True
        worker.cancel()
        # A mistake in the work surfaces where the worker is owned; here only its end matters.
        with suppress(WorkerCancelled, WorkerFailed):
            await worker.wait()

    def take(self, event: ScanEvent) -> None:
        """Take an event of the engine. Called on the event loop, returns at once."""
        from auditor.engine.scan.events import (
            AccountEnded,
            AccountProgress,
            Evaluating,
            FirstAnswers,
            PhotoTrouble,
            ScanEnded,
            ScanStarted,
        )

        self.pace.take(event)
        match event:
            case ScanStarted():
                self.resumed = event.resumed
                self.lines = {account: ScanLine(account) for account in event.accounts}
            case AccountProgress():
                self._line(event.account).progress = event
            case FirstAnswers():
                self.first = event
                self._unshown = True
            case PhotoTrouble():
                self.troubles.append(event)
                self.trouble_count += 1
            case AccountEnded():
                self._line(event.account).outcome = event.outcome
            case Evaluating():
                self.evaluating = True
            case ScanEnded():
                self.record = event.record
                self.evaluating = False
            case _:
                assert_never(event)
        self._owner.scan_moved()

    def take_unshown(self) -> bool:
        """Whether there is more to show since this was asked last."""
        told, self._unshown = self._unshown, False
        return told

    def _line(self, account: str) -> ScanLine:
        return self.lines.setdefault(account, ScanLine(account))
