"""Long waits that pass at once: the clock of the event loop goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Hurry:
    """How many seconds of the loop's clock have passed."""

    seconds: float = 0.0


@asynccontextmanager
async def hurried(step_s: float = 1.0) -> AsyncIterator[Hurry]:
    """Let the loop's clock go on by `step_s` at each of its turns, as long as the block runs.

    Time-outs then end after so many turns. What another process or thread does takes many of
    them, so only what never comes may be waited for.
    """
    loop = asyncio.get_running_loop()
    passed = Hurry()
    real = loop.time
    ended = False

    async def turn() -> None:
        while not ended:
            passed.seconds += step_s
            await asyncio.sleep(0)

    loop.time = lambda: real() + passed.seconds  # type: ignore[method-assign]
    turning = asyncio.create_task(turn())
    try:
        yield passed
    finally:
        ended = True
        await turning
        del loop.time
