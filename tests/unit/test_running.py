"""Running a task of a command."""

from __future__ import annotations

import asyncio
from typing import cast

from auditor.cli.held import HeldSession
from auditor.cli.running import run_alone
from auditor.engine.session import Session


class _Large:
    """What a command over very many photos returns."""

    written = 0

    def __repr__(self) -> str:
        self.written += 1
        return "megabytes of text"


async def _work() -> _Large:
    return _Large()


def test_what_a_task_returns_is_not_written_out() -> None:
    assert run_alone(_work()).written == 0


def test_nor_is_what_comes_of_a_session_that_stays_open() -> None:
    class _Session:
        async def close(self) -> None:
            await asyncio.sleep(0)

    async def opened() -> Session:
        return cast("Session", _Session())

    async def task(_session: Session) -> _Large:
        return _Large()

    held = HeldSession(opened)
    assert held.run(task).written == 0
    held.close()
