"""The pool of reader processes, made when somebody first wants something read.

Most commands read no picture; what the pool is made of takes longer to load than they run.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.domain.hardening import CleanCopy, Edit, MadeBy, OwnIdentity, Wishes
    from auditor.domain.photos.hashes import FileHashes
    from auditor.domain.photos.reading import Reading
    from auditor.domain.private import EditPlan
    from auditor.readers.process.pool import ReaderPool


class LateReaders:
    """Implements `ports.Readers` by the pool that `make` returns."""

    def __init__(self, make: Callable[[], ReaderPool]) -> None:
        self._make = make
        self._made: ReaderPool | None = None
        self._closed = False

    def _pool(self) -> ReaderPool:
        if self._made is None:
            self._made = self._make()
        return self._made

    async def _reading(self) -> ReaderPool:
        """Return the pool, which starts no process once these readers were closed."""
        pool = self._pool()
        if self._closed:
            await pool.close()
        return pool

    @property
    def parts(self) -> frozenset[str]:
        """See ports.Readers."""
        return self._pool().parts

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        """See ports.Readers."""
        return await (await self._reading()).read(data, file_name=file_name, watch=watch)

    async def read_first(
        self, data: bytes, *, file_name: str | None = None, total: int = 0
    ) -> Reading | None:
        """See ports.Readers."""
        return await (await self._reading()).read_first(data, file_name=file_name, total=total)

    async def variants(self, data: bytes) -> bytes:
        """See ports.Readers."""
        return await (await self._reading()).variants(data)

    async def candidate(self, data: bytes) -> bytes:
        """See ports.Readers."""
        return await (await self._reading()).candidate(data)

    def film_in(self, data: bytes) -> bool:
        """See ports.Readers."""
        return self._pool().film_in(data)

    async def film_prints(self, path: str, container: str, seconds: float) -> FileHashes:
        """See ports.Readers."""
        return await (await self._reading()).film_prints(path, container, seconds)

    async def plan(self, data: bytes, count: int) -> EditPlan:
        """See ports.Readers."""
        return await (await self._reading()).plan(data, count)

    async def edited(self, data: bytes, edit: str) -> bytes:
        """See ports.Readers."""
        return await (await self._reading()).edited(data, edit)

    async def blurred(self, data: bytes) -> bytes:
        """See ports.Readers."""
        return await (await self._reading()).blurred(data)

    async def harden(self, data: bytes, wishes: Wishes) -> CleanCopy:
        """See ports.Readers."""
        return await (await self._reading()).harden(data, wishes)

    async def prove(self, data: bytes, *, notice: bool) -> None:
        """See ports.Readers."""
        await (await self._reading()).prove(data, notice=notice)

    async def sign(
        self, data: bytes, identity: OwnIdentity, made_by: MadeBy, edits: Sequence[Edit] = ()
    ) -> bytes:
        """See ports.Readers."""
        return await (await self._reading()).sign(data, identity, made_by, edits)

    async def rest(self) -> None:
        """See ports.Readers."""
        if self._made is not None:
            await self._made.rest()

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """See ports.Readers."""
        async with self._pool().resting():
            yield

    async def close(self) -> None:
        """Stop the processes, if there are any."""
        self._closed = True
        if self._made is not None:
            await self._made.close()
