"""Judges everything anew, one evaluation at a time, here or beside this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.engine.judge.beside import beside
from auditor.ports.beside import LongWork, WorkKind

if TYPE_CHECKING:
    from auditor.engine.dependencies import Rooms
    from auditor.engine.judge.evaluate import Evaluation


class JudgingTurns:
    """One set of findings is in the making at a time, of all runs that have the vault open."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._turn = asyncio.Lock()

    @cached_property
    def _evaluation(self) -> Evaluation:
        from auditor.engine.judge.evaluate import Evaluation

        rooms = self._rooms
        return Evaluation(
            rooms.checks,
            rooms.remedy,
            rooms.vault.ids,
            edition=rooms.edition(),
            tell=rooms.tell,
        )

    async def judge(self, renew: Callable[[], Awaitable[None]]) -> None:
        """Judge what changed; `renew` keeps what answers are made of. Raises NotWorkedOut."""
        async with self._turn:
            helper = await beside(self._rooms)
            if helper is not None:
                while not await helper.work_out(LongWork(WorkKind.JUDGE)):
                    pass
                return
            async with self._rooms.vault.judging():
                await self._evaluation.run(self._rooms.vault, self._rooms.clock.now().date())
                await renew()
