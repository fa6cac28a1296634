"""One reader process seen from the pool.

Start it, hand it a photo in small pieces, take its answer, end it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from weakref import WeakSet

import msgspec

import auditor
from auditor.messages import _
from auditor.readers.jobs import LENGTH, LONGEST_ANSWER, Answered, AnyJob, Ready, Said, framed

__all__ = ["MEMORY", "ReaderProcess", "WorkerLostError", "end_all", "worker_command"]

_START_S = 60.0  # loading the picture libraries from a cold disk
_STOP_S = 2.0
_PIECE = 64 * 1024  # what a pipe holds; a larger write would be copied on the event loop
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)

MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
"""What glibc is told of the memory of a reader process: given back at once, until sandbox.py keeps
it, and in pages of 2 MB where the system has them, with which networks take a tenth less time."""


class WorkerLostError(Exception):
    """A reader process ended, or could not be started; the text is a reason for a person."""


def worker_command(memory_mb: int) -> tuple[str, ...]:
    """Return the command of a reader process.

    It neither looks in the current folder nor writes byte code.
    """
    return (sys.executable, "-P", "-B", "-m", "auditor.readers.process.worker", str(memory_mb))


class ReaderProcess:
    """A running process; `photos` were read by it.

    `growth` bytes are what it holds more than after the first.
    """

    def __init__(
        self, process: Process, stdin: asyncio.StreamWriter, stdout: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._stdin = stdin
        self._stdout = stdout
        self._decoder: msgspec.msgpack.Decoder[Said] = msgspec.msgpack.Decoder(Said)
        self._first_resident = 0
        self.network_denied = False
        self.photos = 0
        self.growth = 0

    @classmethod
    async def start(cls, command: tuple[str, ...]) -> ReaderProcess:
        """Start a process and wait until it is loaded. Raises WorkerLostError."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_make_environment(),
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise WorkerLostError(
                _("a reader process could not be started ({reason})").format(reason=error.strerror)
            ) from error
        if process.stdin is None or process.stdout is None:
            raise WorkerLostError(
                _("a reader process could not be started ({reason})").format(reason="pipe")
            )
        found = cls(process, process.stdin, process.stdout)
        _started.add(found)
        try:
            async with asyncio.timeout(_START_S):
                said = await found._read_frame()
        except TimeoutError as error:
            await found.kill()
            raise WorkerLostError(_("a reader process did not start in time")) from error
        except BaseException:
            await asyncio.shield(found.kill())
            raise
        found.network_denied = isinstance(said, Ready) and said.network_denied
        return found

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    async def ask(self, data: bytes, job: AnyJob) -> Answered:
        """Have one photo read. Raises WorkerLostError if the process ends or talks nonsense."""
        try:
            self._stdin.write(framed(job))
            with memoryview(data) as view:
                for place in range(0, len(view), _PIECE):
                    self._stdin.write(view[place : place + _PIECE])
                    await self._stdin.drain()
            await self._stdin.drain()
        except OSError as error:
            raise await self._end_lost() from error
        said = await self._read_frame()
        if isinstance(said, Ready):
            raise WorkerLostError(_("a reader process gave an answer that makes no sense"))
        self.photos += 1
        self._first_resident = self._first_resident or said.resident
        self.growth = said.resident - self._first_resident
        return said

    async def stop(self) -> None:
        """Let the process end by itself, else end it."""
        self._stdin.close()
        try:
            async with asyncio.timeout(_STOP_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    def end(self) -> None:
        """Tell the process, and what it started, to end at once."""
        if self.alive:
            # On POSIX not through asyncio's Process: its kill() may reap a child that just died,
            # and the exit status is lost.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.name == "posix":
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()

    async def kill(self) -> None:
        """End the process and what it started."""
        self.end()
        self._stdin.close()
        await self._process.wait()

    async def _read_frame(self) -> Said:
        try:
            length = LENGTH.unpack(await self._stdout.readexactly(LENGTH.size))[0]
            if length > LONGEST_ANSWER:
                raise WorkerLostError(_("a reader process gave an answer that makes no sense"))
            return self._decoder.decode(await self._stdout.readexactly(length))
        except (asyncio.IncompleteReadError, OSError) as error:
            raise await self._end_lost() from error
        except msgspec.DecodeError as error:
            raise WorkerLostError(
                _("a reader process gave an answer that makes no sense")
            ) from error

    async def _end_lost(self) -> WorkerLostError:
        await self.kill()
        code = self._process.returncode or 0
        if code == -signal.SIGKILL:
            return WorkerLostError(
                _("the system ended the reader process (too much memory or time)")
            )
        if code < 0:
            return WorkerLostError(
                _("this picture crashed the reader process (signal {number})").format(number=-code)
            )
        return WorkerLostError(
            _("this picture ended the reader process (code {number})").format(number=code)
        )


_started: WeakSet[ReaderProcess] = WeakSet()


def end_all() -> None:
    """End every reader process of this process at once, whoever waits for its answer."""
    for process in list(_started):
        process.end()


def _make_environment() -> dict[str, str]:
    """Return what a reader process may know: no secret, no home folder; one thread a process."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONPATH": str(Path(auditor.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # onnxruntime 1.32 reports to its maker as soon as a model is loaded, where a socket can be
        # had
        "ORT_DISABLE_TELEMETRY": "1",
        **MEMORY,
    }
