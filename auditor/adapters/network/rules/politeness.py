"""Per-host limiter.

How many requests at once, how many a second, and when to leave a host alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiolimiter import AsyncLimiter

from auditor.adapters.network.rules.limits import Pace
from auditor.errors import Throttled
from auditor.messages import _


class HostLimiter:
    """One host. `longest_wait_s` is how long a request waits here before it gives up."""

    def __init__(self, host: str, pace: Pace, crawl_pace: Pace, longest_wait_s: float) -> None:
        self.host = host
        self._slots = asyncio.Semaphore(pace.together)
        self._rate = AsyncLimiter(pace.requests, pace.seconds)
        self._crawl_rate = AsyncLimiter(crawl_pace.requests, crawl_pace.seconds)
        self._crawl_delay_s: float | None = None
        self._longest_wait_s = longest_wait_s
        self._rest_until = 0.0

    def slow_crawl_to(self, delay_s: float) -> None:
        """Take at most one page every `delay_s` seconds from now on."""
        if delay_s != self._crawl_delay_s:
            self._crawl_delay_s = delay_s
            self._crawl_rate = AsyncLimiter(1, delay_s)

    def rest(self, seconds: float) -> None:
        """Leave the host alone for a while."""
        self._rest_until = max(self._rest_until, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def turn(self, *, crawl: bool) -> AsyncIterator[None]:
        """Wait until it is polite to ask. Raises Throttled if that takes too long."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._slots)
            await self._rested()
            await self._rate.acquire()
            if crawl:
                await self._crawl_rate.acquire()
            yield

    async def _rested(self) -> None:
        while (left := self._rest_until - asyncio.get_running_loop().time()) > 0:
            if left > self._longest_wait_s:
                raise throttled(self.host, left)
            await asyncio.sleep(left)


def throttled(host: str, wait_s: float | None) -> Throttled:
    """Return the error for a host that asks to wait `wait_s` seconds.

    None means that it did not say how long.
    """
    if wait_s is None:
        return Throttled(_("{host} asks to slow down").format(host=host), _("Try again later."))
    minutes = max(1, round(wait_s / 60))
    return Throttled(
        _("{host} asks to wait").format(host=host),
        _("Try again in about {minutes} min.").format(minutes=minutes),
        retry_after=wait_s,
    )
