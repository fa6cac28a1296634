"""Reader processes that outlive the pool that started them.

Loading the picture libraries takes most of a second of a core. Nothing of a job stays in a reader
once it has answered: a scan has a thousand photos read by the same one. A pool gets a process
that it could have started itself: of the same command line, with the same surroundings.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import subprocess
from asyncio.streams import FlowControlMixin
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from auditor.readers.jobs import Ready
from auditor.readers.process.process import ReaderProcess, _make_environment

Key = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]


class KeptProcess:
    """What ReaderProcess asks of a process of asyncio, without belonging to an event loop."""

    def __init__(self, key: Key) -> None:
        command, environment = key
        self.key = key
        self.network_denied: bool | None = None
        """What the process said when it was ready, None before that."""
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self._transports: list[asyncio.BaseTransport] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.poll()

    async def wait(self) -> int:
        self.unbind()
        return self._process.wait()

    async def bind(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        """Return both ends of the pipes on the loop that runs."""
        loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        incoming, _protocol = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader),
            os.fdopen(os.dup(self._process.stdout.fileno()), "rb", 0),
        )
        outgoing, flow = await loop.connect_write_pipe(
            FlowControlMixin, os.fdopen(os.dup(self._process.stdin.fileno()), "wb", 0)
        )
        self._transports = [incoming, outgoing]
        return asyncio.StreamWriter(outgoing, flow, None, loop), reader

    def unbind(self) -> None:
        """Let go of the loop; the pipes stay open."""
        for transport in self._transports:
            transport.close()
        self._transports = []

    def end(self) -> None:
        self.unbind()
        self._process.kill()
        with self._process:
            self._process.wait()


_idle: list[KeptProcess] = []
_lent: list[KeptProcess] = []


async def _start(command: tuple[str, ...]) -> ReaderProcess:
    """Lend a process that waits, or start one."""
    key = (command, tuple(sorted(_make_environment().items())))
    process = next((kept for kept in _idle if kept.key == key and kept.returncode is None), None)
    if process is None:
        process = KeptProcess(key)
    else:
        _idle.remove(process)
    _lent.append(process)
    lent: Any = process
    found = ReaderProcess(lent, *await process.bind())
    if process.network_denied is None:
        async with asyncio.timeout(60):
            said = await found._read_frame()
        assert isinstance(said, Ready), said
        process.network_denied = said.network_denied
    found.network_denied = process.network_denied
    return found


async def _stop(found: ReaderProcess) -> None:
    """Take back a process that has answered all it was asked."""
    lent: Any = found._process
    lent.unbind()
    _lent.remove(lent)
    _idle.append(lent)


@contextmanager
def kept_readers() -> Iterator[None]:
    """Let the pools within take their readers from those that are kept.

    One that was not given back is ended: it may be in the middle of a photo.
    """
    try:
        with (
            mock.patch.object(ReaderProcess, "start", _start),
            mock.patch.object(ReaderProcess, "stop", _stop),
        ):
            yield
    finally:
        while _lent:
            _lent.pop().end()


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()
