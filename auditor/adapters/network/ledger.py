"""The log of every request, made or refused, that the user can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import unquote

import httpx

from auditor.adapters.network.body import ByteTally
from auditor.adapters.network.exchange import Call
from auditor.adapters.network.rules.url_rules import spoken
from auditor.domain.views import NetworkEntry
from auditor.ports import Clock

HIDDEN = "(hidden)"
"""Stands in a logged path for what its host alone was told."""
_LOGGED_PATH = 2000
"""Characters of a path that are kept."""


class Ledger:
    """Hands each request to `sink` and counts those that were made.

    Query strings are dropped: they can hold keys.
    """

    def __init__(self, sink: Callable[[NetworkEntry], None], clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._made: Counter[str] = Counter()

    def made(
        self,
        call: Call,
        url: httpx.URL,
        status: int | None,
        tally: ByteTally,
        note: str = "",
    ) -> None:
        """Record a request that was made; `status` is None where no answer came."""
        self._made[call.purpose] += 1
        self._record(call, url, status, tally, note)

    def refused(self, call: Call, url: httpx.URL | str, note: str) -> None:
        """Record a request that was not made, and why."""
        if isinstance(url, str):
            try:
                url = httpx.URL(url)
            except (httpx.InvalidURL, ValueError):
                url = httpx.URL("")
        self._record(call, url, None, ByteTally(), note)

    def count(self, purpose_prefix: str) -> int:
        """Return how many requests were made for purposes that start so."""
        return sum(
            count for purpose, count in self._made.items() if purpose.startswith(purpose_prefix)
        )

    def _record(
        self,
        call: Call,
        url: httpx.URL,
        status: int | None,
        tally: ByteTally,
        note: str,
    ) -> None:
        path = url.raw_path.decode("ascii").partition("?")[0][:_LOGGED_PATH]
        self._sink(
            NetworkEntry(
                self._clock.now(),
                call.method,
                _without(spoken(url), call.hidden),
                _without(path, call.hidden),
                call.purpose,
                status,
                tally.sent,
                tally.received,
                note,
            )
        )


def _without(path: str, hidden: Sequence[str]) -> str:
    """Return a path with a sign in place of each part that holds something hidden."""
    folded = [part.casefold() for part in hidden]
    return "/".join(
        HIDDEN if any(part in unquote(piece).casefold() for part in folded) else piece
        for piece in path.split("/")
    )
