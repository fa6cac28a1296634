"""The pool of reader processes.

Starts them when they are needed, watches the clock, replaces one that crashes or hangs.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from types import TracebackType
from typing import Self

import msgspec

from auditor.config import ReaderSettings
from auditor.domain.hardening import CleanCopy, Edit, MadeBy, OwnIdentity, Wishes
from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.photos.hashes import FileHashes
from auditor.domain.photos.looked import of_first_bytes
from auditor.domain.photos.reading import Reading
from auditor.domain.private import EditPlan
from auditor.errors import ReaderError
from auditor.messages import N_, _
from auditor.readers.jobs import (
    Answered,
    AnyJob,
    Done,
    HardenDone,
    HardenJob,
    HashDone,
    HashJob,
    Job,
    PrivateAct,
    PrivateDone,
    PrivateJob,
    ProofJob,
    SignDone,
    SignJob,
)
from auditor.readers.optional_parts import VISION, available_parts
from auditor.readers.picture.video_header import HEAD_BYTES, film_format
from auditor.readers.process.count import count_workers
from auditor.readers.process.process import ReaderProcess, WorkerLostError, worker_command

__all__ = ["ReaderPool"]

# a process is replaced after so many photos, so that what a library leaks is given back
_MOST_PHOTOS = 1000
# of addresses that the libraries and models for faces and text take when they are loaded: 380 were
# measured
_VISION_MB = 512
_PLAN_S = 600.0  # hundreds of re-uploads are made and compared
_HARDEN_S = 180.0  # looking for faces and words, then storing tens of megapixels without loss
_NONSENSE = N_("a reader process gave an answer that makes no sense")
_MOST_GROWTH = 384 * 1024 * 1024  # or once it holds so much more than after its first photo


_plan_decoder = msgspec.msgpack.Decoder(EditPlan)


class ReaderPool:
    """Implements `ports.Readers`.

    At most one photo a process is under way; further calls wait, holding only their own bytes.

    `trust` is the folder of imported lists of trusted signers, empty for none. `whole` is for files
    of this device: names, contacts and paths come as they stand, not as a scan keeps them.
    """

    def __init__(
        self,
        settings: ReaderSettings,
        thumbnails: bool,
        *,
        command: Sequence[str] | None = None,
        trust: str = "",
        whole: bool = False,
    ) -> None:
        self._settings = settings
        self._trust = trust
        self._whole = whole
        self._thumbnails = thumbnails
        self._command = (
            tuple(command)
            if command is not None
            else worker_command(settings.memory_mb + (_VISION_MB if self.parts & VISION else 0))
        )
        self._most = settings.workers or count_workers(looking=bool(self.parts & VISION))
        self._slots = asyncio.Semaphore(self._most)
        self._one_rest = asyncio.Lock()
        self._idle: list[ReaderProcess] = []
        self._busy: set[ReaderProcess] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def parts(self) -> frozenset[str]:
        """The parts that can run here: of faces, text, barcodes, provenance."""
        return available_parts(vision=self._settings.vision)

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        """Measure one image.

        A crash, a hang or a broken file becomes `Unread` in the facts, never an exception.
        """
        settings = self._settings
        job = Job(
            len(data),
            file_name,
            settings.exiftool,
            self._thumbnails,
            settings.deadline_s,
            watch,
            vision=settings.vision,
            trust=self._trust,
            whole=self._whole,
        )
        answered = await self._answer(data, job, settings.deadline_s)
        if isinstance(answered, Done):
            return answered.reading
        reason = answered if isinstance(answered, str) else _(_NONSENSE)
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        return Reading(
            Facts(digest, len(data), unread=(Unread("worker", reason),), edition=EDITION)
        )

    async def read_first(
        self, data: bytes, *, file_name: str | None = None, total: int = 0
    ) -> Reading | None:
        """Read what the first bytes of a file of `total` bytes say of it; None where they did not.

        `total` is 0 where it is not known.
        """
        seconds = self._settings.deadline_s
        job = Job(
            len(data), file_name, False, False, seconds, whole=self._whole, first=True, total=total
        )
        answered = await self._answer(data, job, seconds)
        if not isinstance(answered, Done) or not of_first_bytes(answered.reading.facts):
            return None
        return answered.reading

    async def small(self, data: bytes) -> Reading | None:
        """Return the small picture of an image whose facts are known, and how it was turned.

        None where thumbnails are off or it was not read.
        """
        if not self._thumbnails:
            return None
        seconds = self._settings.deadline_s
        job = Job(len(data), None, False, True, seconds, small=True)
        answered = await self._answer(data, job, seconds)
        return answered.reading if isinstance(answered, Done) else None

    async def read_film(self, path: str, *, file_name: str | None = None) -> Reading:
        """Read what the film at `path` says of itself, without having all of it in memory.

        A crash, a hang or a broken file becomes `Unread` in the facts, never an exception.
        """
        settings = self._settings
        job = Job(
            0,
            file_name,
            settings.exiftool,
            False,
            settings.deadline_s,
            trust=self._trust,
            whole=self._whole,
            path=path,
        )
        answered = await self._answer(b"", job, settings.deadline_s)
        if isinstance(answered, Done):
            return answered.reading
        reason = answered if isinstance(answered, str) else _(_NONSENSE)
        return Reading(Facts("", 0, unread=(Unread("worker", reason),), edition=EDITION))

    async def variants(self, data: bytes) -> bytes:
        """Return what the private hash list keeps of an image. Raises ReaderError."""
        return await self._run_private(data, PrivateAct.VARIANTS)

    async def candidate(self, data: bytes) -> bytes:
        """Return what an image is compared by with the private hash list. Raises ReaderError."""
        return await self._run_private(data, PrivateAct.CANDIDATE)

    async def plan(self, data: bytes, count: int) -> EditPlan:
        """Return the `count` edits that would catch most re-uploads of an image.

        Takes minutes. Raises ReaderError.
        """
        return _plan_decoder.decode(
            await self._run_private(data, PrivateAct.PLAN, count=count, seconds=_PLAN_S)
        )

    async def edited(self, data: bytes, edit: str) -> bytes:
        """Return the image with one edit of a plan, as JPEG without metadata.

        Raises ReaderError.
        """
        return await self._run_private(data, PrivateAct.EDIT, edit=edit)

    async def blurred(self, data: bytes) -> bytes:
        """Return a small WebP of the image in which nothing fine can be seen.

        Raises ReaderError.
        """
        return await self._run_private(data, PrivateAct.BLURRED)

    async def hashes(
        self, data: bytes, variant: str, *, crop_resistant: bool = False
    ) -> FileHashes:
        """Hash one picture, prepared as `variant` says.

        What could not be done becomes its `error`, never an exception.
        """
        seconds = self._settings.deadline_s
        return self._take_hashes(
            await self._answer(data, HashJob(len(data), variant, seconds, crop_resistant), seconds)
        )

    async def video_hashes(self, path: str, container: str, seconds: float) -> FileHashes:
        """Hash the video at `path` within `seconds`.

        `container` is what it is in (video_header.video_format).
        """
        return self._take_hashes(
            await self._answer(
                b"", HashJob(0, "full", seconds, path=path, video=container), seconds
            )
        )

    def film_in(self, data: bytes) -> bool:
        """Whether `data` is a film, or a GIF, PNG or WebP that moves."""
        return film_format(data[:HEAD_BYTES]) is not None

    async def film_prints(self, path: str, container: str, seconds: float) -> FileHashes:
        """Return what finds copies of the film at `path`, as `video_hashes` does."""
        job = HashJob(0, "full", seconds, path=path, video=container, watched=True)
        return self._take_hashes(await self._answer(b"", job, seconds))

    async def harden(self, data: bytes, wishes: Wishes) -> CleanCopy:
        """Return a clean copy of a picture, read again and found clean. Raises ReaderError."""
        seconds = max(_HARDEN_S, self._settings.deadline_s)
        match await self._answer(
            data, HardenJob(len(data), wishes, self._settings.exiftool, seconds), seconds
        ):
            case HardenDone(copy=CleanCopy() as copy):
                return copy
            case HardenDone(reason=reason) | str(reason):
                raise ReaderError(reason)
            case _:
                raise ReaderError(_(_NONSENSE))

    async def prove(self, data: bytes, *, notice: bool) -> None:
        """Read a signed clean copy again.

        Raises ReaderError where it holds more than the picture, the notice and the credentials.
        """
        seconds = self._settings.deadline_s
        match await self._answer(
            data, ProofJob(len(data), notice, self._settings.exiftool, seconds), seconds
        ):
            case HardenDone(copy=None, reason=""):
                return
            case HardenDone(reason=reason) | str(reason):
                raise ReaderError(reason)
            case _:
                raise ReaderError(_(_NONSENSE))

    async def sign(
        self, data: bytes, identity: OwnIdentity, made_by: MadeBy, edits: Sequence[Edit] = ()
    ) -> bytes:
        """Return a picture with content credentials of the user.

        For a pool that reads nothing else. Raises ReaderError.
        """
        seconds = self._settings.deadline_s
        job = SignJob(
            len(data), identity.certificates, identity.key.reveal(), made_by, tuple(edits), seconds
        )
        match await self._answer(data, job, seconds):
            case SignDone(signed=signed, reason=""):
                return signed
            case SignDone(reason=reason) | str(reason):
                raise ReaderError(reason)
            case _:
                raise ReaderError(_(_NONSENSE))

    @staticmethod
    def _take_hashes(answered: Answered | str) -> FileHashes:
        match answered:
            case HashDone(hashes=hashes):
                return hashes
            case str(reason):
                return FileHashes(error=reason)
            case _:
                return FileHashes(error=_(_NONSENSE))

    async def _run_private(
        self, data: bytes, act: PrivateAct, *, count: int = 0, edit: str = "", seconds: float = 0
    ) -> bytes:
        allowed = max(seconds, self._settings.deadline_s)
        answered = await self._answer(
            data, PrivateJob(len(data), act, allowed, count, edit), allowed
        )
        match answered:
            case PrivateDone(value=value, reason=""):
                return value
            case PrivateDone(reason=reason) | str(reason):
                raise ReaderError(reason)
            case _:
                raise ReaderError(_(_NONSENSE))

    async def rest(self) -> None:
        """Stop the processes that wait; a photo under way is read to its end."""
        idle, self._idle = self._idle, []
        try:
            await asyncio.gather(*(process.stop() for process in idle))
        except BaseException:  # a cancelled caller too leaves none behind
            for process in idle:
                process.end()
            raise

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Start nothing meanwhile; photos under way are read to their end, then no process runs.

        What takes longer than a photo may, as a film does, goes on beside.
        """
        async with AsyncExitStack() as taken:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._settings.deadline_s):
                    await taken.enter_async_context(self._one_rest)
                    for _slot in range(self._most):
                        await taken.enter_async_context(self._slots)
            await self.rest()
            yield

    async def close(self) -> None:
        """Stop the processes; a photo under way is given up."""
        self._closed = True
        await asyncio.gather(self.rest(), *(process.kill() for process in list(self._busy)))

    async def _answer(self, data: bytes, job: AnyJob, seconds: float) -> Answered | str:
        """Return the answer of a process, or the reason why there is none."""
        async with self._slots:
            try:
                return await self._ask(data, job, seconds)
            except WorkerLostError as lost:
                return str(lost)
            except TimeoutError:
                return _("took longer than {seconds} seconds").format(seconds=f"{seconds:g}")

    async def _ask(self, data: bytes, job: AnyJob, seconds: float) -> Answered:
        process = await self._take_process()
        self._busy.add(process)
        try:
            async with asyncio.timeout(seconds):
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
        return done

    async def _take_process(self) -> ReaderProcess:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            await process.kill()
        if self._closed:
            raise WorkerLostError(_("the readers were stopped"))
        return await ReaderProcess.start(self._command)
