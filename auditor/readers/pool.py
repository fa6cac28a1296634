"""The pool of reader processes: starts them when they are needed, watches the clock, replaces one that crashes or hangs."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from auditor.config import ReaderSettings
from auditor.domain.facts import Facts, Unread
from auditor.messages import _
from auditor.ports import Reading
from auditor.readers.frames import Job
from auditor.readers.process import ReaderProcess, WorkerLostError, worker_command

__all__ = ["ReaderPool"]

_MOST_WORKERS = 4
_MOST_PHOTOS = 1000  # a process is replaced after so many photos, so that what a library leaks is given back
_MOST_GROWTH = 256 * 1024 * 1024  # or once it holds so much more than after its first photo


class ReaderPool:
    """Implements `ports.Readers`. At most one photo a process is under way; further calls wait, holding only their own bytes."""

    def __init__(self, settings: ReaderSettings, thumbnails: bool, *, command: Sequence[str] | None = None) -> None:
        self._settings = settings
        self._thumbnails = thumbnails
        self._command = tuple(command) if command is not None else worker_command(settings.memory_mb)
        self._slots = asyncio.Semaphore(settings.workers or min(_MOST_WORKERS, os.cpu_count() or 1))
        self._idle: list[ReaderProcess] = []
        self._busy: set[ReaderProcess] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def read(self, data: bytes, *, file_name: str | None = None) -> Reading:
        """Measure one image. A crash, a hang or a broken file becomes `Unread` in the facts, never an exception."""
        job = Job(len(data), file_name, self._settings.exiftool, self._thumbnails, self._settings.deadline_s)
        async with self._slots:
            try:
                return await self._read(data, job)
            except WorkerLostError as lost:
                reason = str(lost)
            except TimeoutError:
                reason = _("took longer than {seconds} seconds").format(seconds=f"{self._settings.deadline_s:g}")
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        return Reading(Facts(digest, len(data), unread=(Unread("worker", reason),)))

    async def close(self) -> None:
        """Stop the processes; a photo under way is given up."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(one.stop() for one in idle), *(one.kill() for one in list(self._busy)))

    async def _read(self, data: bytes, job: Job) -> Reading:
        process = await self._take()
        self._busy.add(process)
        try:
            async with asyncio.timeout(self._settings.deadline_s):
                done = await process.ask(data, job)
        except BaseException:  # a cancelled caller too leaves a process in the middle of a photo
            await asyncio.shield(process.kill())
            raise
        finally:
            self._busy.discard(process)
        if self._closed or process.photos >= _MOST_PHOTOS or process.growth > _MOST_GROWTH:
            await process.stop()
        else:
            self._idle.append(process)
        return done.reading

    async def _take(self) -> ReaderProcess:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            await process.kill()
        if self._closed:
            raise WorkerLostError(_("the readers were stopped"))
        return await ReaderProcess.start(self._command)
