"""robots.txt: read once per host, kept for a day, obeyed for crawls (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
from protego import Protego

from auditor.adapters.network.agents import PLAIN
from auditor.adapters.network.rules.url_rules import spoken
from auditor.dataclass import dataclass
from auditor.errors import RobotsRefused, TooLarge, Unreachable
from auditor.markup.robots_signals import parse_robots_txt
from auditor.messages import _
from auditor.ports import Answer

MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB."""
_KEEP_S = 86_400.0
"""RFC 9309: no copy older than 24 hours."""
_KEEP_FAILED_S = 300.0
DELAY_CAP_S = 10.0
"""A longer Crawl-delay is not waited for: a few hundred pages would take hours."""

Fetch = Callable[[httpx.URL], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Protego | None  # None: everything is allowed
    failed: bool
    until: float


class Robots:
    """What the robots.txt of each origin says."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, url: httpx.URL, fetch: Fetch) -> float | None:
        """Return the crawl delay in seconds (capped), None if there is none.

        Raises RobotsRefused.
        """
        origin = f"{url.scheme}://{spoken(url)}"
        async with self._locks[origin]:
            known = self._known.get(origin)
            if known is None or known.until < asyncio.get_running_loop().time():
                known = self._known[origin] = await self._read(url, fetch)
        if known.failed:
            raise RobotsRefused(
                _("{host} was not crawled: its robots.txt could not be read").format(
                    host=spoken(url)
                ),
                _("A site whose rules cannot be read counts as closed. Try again later."),
            )
        if known.rules is None:
            return None
        if not known.rules.can_fetch(str(url), PLAIN):
            raise RobotsRefused(
                _("{host} asks programs not to read this page (robots.txt)").format(
                    host=spoken(url)
                )
            )
        delay = known.rules.crawl_delay(PLAIN)
        return min(delay, DELAY_CAP_S) if delay is not None and delay > 0 else None

    async def _read(self, url: httpx.URL, fetch: Fetch) -> _Known:
        now = asyncio.get_running_loop().time
        try:
            answer = await fetch(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        except (Unreachable, TooLarge):
            return _Known(None, failed=True, until=now() + _KEEP_FAILED_S)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _Known(None, failed=True, until=now() + _KEEP_FAILED_S)
        if answer.status != HTTPStatus.OK:
            return _Known(None, failed=False, until=now() + _KEEP_S)
        rules = await asyncio.to_thread(
            parse_robots_txt, answer.body.decode("utf-8-sig", "replace")
        )
        return _Known(rules, failed=False, until=now() + _KEEP_S)
