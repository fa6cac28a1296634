"""A second connection for reads that take seconds, so that nothing short waits behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

from auditor.vault.storage.connection import Connection, ConnectionThread

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")
_CACHE_KIB = -4096
"""What is read from front to back is not met again, and whatever is written empties the cache."""


class LongReads:
    """Reads on a thread of its own what is stored in the file when the reading begins.

    `connecting` opens the connection when it is first needed; it is None for a vault in memory,
    which has only that of its `owner`.
    """

    def __init__(
        self, owner: ConnectionThread, connecting: Callable[[], Connection] | None = None
    ) -> None:
        self._owner = owner
        self._connecting = connecting
        self._thread: ConnectionThread | None = None
        self._turn = asyncio.Lock()
        self._others: list[Callable[[], AbstractAsyncContextManager[None]]] = []

    async def run(
        self,
        work: Callable[Concatenate[Connection, _Given], _Result],
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Result:
        """Do `work`, which writes nothing. Raises VaultError."""
        thread = await self._opened()
        return await thread.run(work, *given, **named)

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Let go of the file once what is being read has been read, and read nothing meanwhile.

        Whoever overwrites what was deleted does it inside: the journal stays as long as somebody
        reads of it.
        """
        async with AsyncExitStack() as stack:
            for other in self._others:
                await stack.enter_async_context(other())
            await stack.enter_async_context(self._turn)
            thread, self._thread = self._thread, None
            if thread is not None:
                await thread.close()
            yield

    def rests_with(self, other: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        """Let `other` let go of the file too, wherever this does."""
        self._others.append(other)

    async def close(self) -> None:
        """Let go, and open nothing more."""
        self._connecting = None
        async with self._turn:
            thread, self._thread = self._thread, None
            if thread is not None:
                await thread.close()

    async def _opened(self) -> ConnectionThread:
        async with self._turn:
            if self._connecting is None:
                return self._owner
            if self._thread is None:
                thread, connecting = ConnectionThread(), self._connecting
                await thread.open(lambda: _read_only(connecting()))
                self._thread = thread
            return self._thread


def _read_only(connection: Connection) -> Connection:
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = {_CACHE_KIB}")
    return connection
