"""A session that stays open from one command to the next: that of a dialogue."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from auditor.engine.session import Session

_Result = TypeVar("_Result")


class HeldSession:
    """One session on an event loop of its own, which stands still between commands."""

    def __init__(self, opening: Callable[[], Awaitable[Session]]) -> None:
        """Open the session. Raises what `opening` raises."""

        async def opened() -> Session:
            return await opening()

        self._runner = asyncio.Runner()
        try:
            self._session = self._runner.run(opened())
        except BaseException:
            self._runner.close()
            raise

    def run(self, task: Callable[[Session], Awaitable[_Result]]) -> _Result:
        """Run `task` on the session and return its result, which no task of asyncio has.

        See `running.run_alone`.
        """
        results: list[_Result] = []

        async def on_it() -> None:
            results.append(await task(self._session))

        self._runner.run(on_it())
        return results[0]

    def close(self) -> None:
        """Close the session and its loop."""
        try:
            self._runner.run(self._session.close())
        finally:
            self._runner.close()
