"""Works out in a process of its own, over the same vault, what takes long.

That process gets the key through its pipe, has no network, and ends with this one. It is started
when something is to be worked out, and ended when for a while nothing was: it holds much memory.
What it works out it keeps in the vault, in transactions, so that it may be ended at any time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import field
from pathlib import Path
from weakref import WeakSet

import msgspec

import auditor
from auditor.config import Settings
from auditor.dataclass import dataclass
from auditor.errors import NotWorkedOut
from auditor.messages import _
from auditor.ports.beside import LongWork, WorkState

__all__ = [
    "BesideProcess",
    "WorkAsked",
    "WorkBegin",
    "WorkEnded",
    "WorkFailed",
    "WorkMoved",
    "WorkReady",
    "WorkTold",
    "end_all",
]

_COMMAND = (sys.executable, "-P", "-B", "-m", "auditor.cli.work_beside")
_START_S = 60.0
_IDLE_S = 30.0
"""Seconds without work after which it is ended: screens ask for one thing after another."""
_LONGEST_LINE = 1 << 20
_KEPT_VARIABLES = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "AUDITOR_LANGUAGE",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
)


class WorkBegin(msgspec.Struct, frozen=True):
    """The first line: what opens the vault."""

    key: str
    home: str
    settings: Settings
    practice_only: bool


class WorkAsked(msgspec.Struct, frozen=True):
    """Each further line: what is to be worked out."""

    number: int
    work: LongWork


class WorkReady(msgspec.Struct, frozen=True, tag=True):
    """The vault is open; `edition` names what judges there."""

    edition: str


class WorkMoved(msgspec.Struct, frozen=True, tag=True):
    """So many photos of so many were gone through."""

    done: int
    photos: int


class WorkEnded(msgspec.Struct, frozen=True, tag=True):
    """Work came to its end."""

    number: int


class WorkFailed(msgspec.Struct, frozen=True, tag=True):
    """Work broke off. Of what was not expected only the kind of error is told."""

    number: int
    message: str
    hint: str


WorkTold = WorkReady | WorkMoved | WorkEnded | WorkFailed
"""A line of what the process says."""


@dataclass(slots=True)
class _Running:
    process: Process
    stdin: asyncio.StreamWriter
    stdout: asyncio.StreamReader
    pending: dict[int, asyncio.Future[bool]] = field(default_factory=dict)
    works: dict[int, LongWork] = field(default_factory=dict)
    listening: asyncio.Task[None] | None = None
    stopped: bool = False


class BesideProcess:
    """Keeps one such process while there is work.

    `begin` returns what opens the vault there, `edition` what names what judges here: a process
    that would judge otherwise is not asked for anything.
    """

    def __init__(
        self,
        begin: Callable[[], WorkBegin],
        edition: Callable[[], str],
        command: tuple[str, ...] = _COMMAND,
        idle: float = _IDLE_S,
    ) -> None:
        self._begin = begin
        self._edition = edition
        self._command = command
        self._idle = idle
        self._running: _Running | None = None
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._open = asyncio.Event()
        self._open.set()
        self._held = 0
        self._number = 0
        self._scanning = self._closed = False
        self._moved: WorkMoved | None = None
        self._later: asyncio.TimerHandle | None = None
        _known.add(self)

    @property
    def state(self) -> WorkState | None:
        """What is being worked out now, the first that was asked for."""
        works = self._running.works if self._running is not None else {}
        if not works:
            return None
        moved = self._moved or WorkMoved(0, 0)
        return WorkState(next(iter(works.values())).kind, moved.done, moved.photos)

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        return None if self._running is None else self._running.process.pid

    async def work_out(self, work: LongWork) -> bool:
        """Have something worked out; False if it was stopped.

        The same work is not begun twice, and goes on where nobody waits for it any more.
        """
        while True:
            await self._open.wait()
            self._refuse(work)
            async with self._turn:
                if not self._open.is_set():
                    continue
                self._refuse(work)
                running = self._running or await self._start()
                waiting = self._ask(running, work)
            return await asyncio.shield(waiting)

    def _refuse(self, work: LongWork) -> None:
        if self._closed:
            raise asyncio.CancelledError
        if self._scanning and work.kind.ends_with_scan:
            raise NotWorkedOut(
                _("A scan is running, so this is not worked out now."),
                _("It can be looked at when the scan has ended."),
            )

    def _ask(self, running: _Running, work: LongWork) -> asyncio.Future[bool]:
        if self._later is not None:
            self._later.cancel()
        known = next((number for number, asked in running.works.items() if asked == work), None)
        if known is not None:
            return running.pending[known]
        self._number += 1
        waiting = asyncio.get_running_loop().create_future()
        waiting.add_done_callback(_looked_at)
        running.pending[self._number], running.works[self._number] = waiting, work
        running.stdin.write(msgspec.json.encode(WorkAsked(self._number, work)) + b"\n")
        return waiting

    async def begin_scan(self) -> None:
        """Stop what is worked out, and take on only what stays true while a scan writes."""
        self._scanning = True
        await self._stop()

    def end_scan(self) -> None:
        """Take on everything again."""
        self._scanning = False

    @contextlib.asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Have no process that holds the vault."""
        self._held += 1
        self._open.clear()
        try:
            await self._stop()
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._open.set()

    async def close(self) -> None:
        """End the process; who still waits is cancelled."""
        self._closed = True
        self._open.set()
        await self._stop(cancel=True)

    async def _stop(self, *, cancel: bool = False) -> None:
        if self._running is not None:
            self._running.stopped = True
        self.end()
        async with self._turn:
            running, self._running = self._running, None
            if running is not None:
                await self._bury(running, cancel=cancel)

    async def _bury(self, running: _Running, *, cancel: bool) -> None:
        running.stopped = True
        _kill(running.process)
        running.stdin.close()
        await running.process.wait()
        for waiting in running.pending.values():
            if cancel:
                waiting.cancel()
            elif not waiting.done():
                waiting.set_result(False)
        running.pending.clear()
        running.works.clear()

    def end(self) -> None:
        """Tell the process to end at once, whoever waits, and also one that only starts."""
        if self._process is not None:
            _kill(self._process)

    # the process

    async def _start(self) -> _Running:
        """Start a process and wait until it has the vault open. Raises NotWorkedOut."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(),
                limit=_LONGEST_LINE,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise _lost(error.strerror or type(error).__name__) from error
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        running = _Running(process, process.stdin, process.stdout)
        try:
            running.stdin.write(msgspec.json.encode(self._begin()) + b"\n")
            async with asyncio.timeout(_START_S):
                said = await self._read(running)
            self._check(said)
        except BaseException as error:
            running.stopped = True
            _kill(process)
            await asyncio.shield(process.wait())
            if isinstance(error, TimeoutError):
                raise _lost(_("it did not start in time")) from error
            raise
        running.listening = asyncio.create_task(self._listen(running))
        self._running, self._moved = running, None
        return running

    def _check(self, said: WorkTold | None) -> None:
        match said:
            case WorkReady(edition) if edition == self._edition():
                return
            case WorkReady():
                raise _lost(_("it has other checks or plug-ins than this one"))
            case WorkFailed(message=message, hint=hint):
                raise NotWorkedOut(message, hint)
            case _:
                raise _lost(_("it ended at once"))

    async def _read(self, running: _Running) -> WorkTold | None:
        """Return what the process says next, None where it ended or talks nonsense."""
        try:
            line = await running.stdout.readline()
            return msgspec.json.decode(line, type=WorkTold) if line else None
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    async def _listen(self, running: _Running) -> None:
        while (said := await self._read(running)) is not None:
            match said:
                case WorkMoved():
                    self._moved = said
                case WorkEnded(number):
                    self._settle(running, number, None)
                case WorkFailed(number, message, hint):
                    self._settle(running, number, NotWorkedOut(message, hint))
                case WorkReady():
                    break
        if running.stopped:  # whoever stopped it tells those who wait
            return
        _kill(running.process)
        code = await running.process.wait()
        if self._running is running:
            self._running = None
        for number in list(running.pending):
            self._settle(running, number, _lost(_how_it_ended(code)))

    def _settle(self, running: _Running, number: int, error: NotWorkedOut | None) -> None:
        waiting = running.pending.pop(number, None)
        running.works.pop(number, None)
        self._moved = None
        if waiting is not None and not waiting.done():
            if error is None:
                waiting.set_result(True)
            else:
                waiting.set_exception(error)
        if not running.pending and self._running is running:
            loop = asyncio.get_running_loop()
            self._later = loop.call_later(self._idle, self._let_go, running)

    def _let_go(self, running: _Running) -> None:
        """Let a process end that has had nothing to do."""
        if not running.pending and self._running is running:
            self._running = None
            running.stopped = True
            running.stdin.close()  # it ends by itself, and asyncio waits for it


_known: WeakSet[BesideProcess] = WeakSet()


def end_all() -> None:
    """End every such process of this one at once, whoever waits for it."""
    for each in list(_known):
        each.end()


def _looked_at(waiting: asyncio.Future[bool]) -> None:
    """Take note of an error that nobody waits for any more."""
    if not waiting.cancelled():
        waiting.exception()


def _kill(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":  # as in readers/process: asyncio might lose the exit status
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def _lost(reason: str) -> NotWorkedOut:
    return NotWorkedOut(
        _("This could not be worked out: the process for it broke off ({reason}).").format(
            reason=reason
        ),
        _("Nothing is lost. Close other programs and open this screen again."),
    )


def _how_it_ended(code: int) -> str:
    if code == -signal.SIGKILL:
        return _("the system ended it, perhaps for lack of memory")
    if code < 0:
        return _("signal {number}").format(number=-code)
    return _("code {number}").format(number=code)


def _environment() -> dict[str, str]:
    """Return what the process may know: no secret, no home folder.

    It finds the packages that this process finds.
    """
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    paths = [str(Path(auditor.__file__).resolve().parent.parent)]
    if not sys.flags.ignore_environment and os.environ.get("PYTHONPATH"):
        paths.append(os.environ["PYTHONPATH"])
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
