"""Sends one request over one hop.

Its turn at the host, a deadline, the log, and retries where another try may help.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import NoReturn

import httpcore
import httpx
import stamina

from auditor.adapters.network.agents import Introduction
from auditor.adapters.network.body import ByteTally
from auditor.adapters.network.exchange import Call, build, read_answer, sent_bytes
from auditor.adapters.network.failures import FOREIGN, translate
from auditor.adapters.network.ledger import Ledger
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.adapters.network.rules.politeness import HostLimiter, throttled
from auditor.adapters.network.rules.url_rules import host_of
from auditor.adapters.network.rules.waiting import exhausted, retry_after
from auditor.errors import AddressRefused, NetworkError, Unreachable
from auditor.messages import _
from auditor.ports import Answer, Clock

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_PASSING = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
_NOT_CONNECTED = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpx.ConnectError,
    httpx.ConnectTimeout,
)


class _Again(Exception):
    """One attempt failed in a way that may pass.

    `wait_s` is what the site asked for, None if nothing.
    """

    def __init__(self, outcome: Answer | NetworkError, wait_s: float | None = None) -> None:
        super().__init__()
        self.outcome = outcome
        self.wait_s = wait_s


def _backoff(error: Exception) -> bool | float:
    if not isinstance(error, _Again):
        return False
    return True if error.wait_s is None else error.wait_s


class Sender:
    """`timeout_s` is for each step of a request (connecting, one read, one write)."""

    def __init__(
        self,
        ledger: Ledger,
        limits: DoorLimits,
        clock: Clock,
        *,
        timeout_s: float,
        introduction: Introduction,
    ) -> None:
        self._ledger = ledger
        self._limits = limits
        self._clock = clock
        self._timeout_s = timeout_s
        self._introduction = introduction

    async def send(
        self, call: Call, url: httpx.URL, transport: httpx.AsyncBaseTransport, limiter: HostLimiter
    ) -> Answer:
        """Return the answer of this one address, redirects included as they are.

        Raises NetworkError.
        """
        try:
            async for attempt in stamina.retry_context(
                on=_backoff,
                attempts=self._limits.attempts if call.repeatable else 1,
                timeout=None,
                wait_initial=self._limits.wait_s,
                wait_jitter=self._limits.wait_s,
                wait_max=self._limits.longest_wait_s,
            ):
                with attempt:
                    return await self._attempt(call, url, transport, limiter)
        except _Again as last:
            if isinstance(last.outcome, Answer):
                return last.outcome
            raise last.outcome from last.__cause__
        raise Unreachable(_("{host} was not asked").format(host=host_of(url)))

    async def _attempt(
        self, call: Call, url: httpx.URL, transport: httpx.AsyncBaseTransport, limiter: HostLimiter
    ) -> Answer:
        async with limiter.turn(crawl=call.crawl):
            answer = await self._logged(call, url, transport)
        now = self._clock.now()
        if answer.status in _BUSY:
            self._busy(limiter, retry_after(answer.headers, now))
        if answer.status in _PASSING:
            raise _Again(answer)
        used_up = exhausted(answer.headers, now)
        if used_up is not None:
            limiter.rest(used_up)
        return answer

    def _busy(self, limiter: HostLimiter, wait_s: float | None) -> NoReturn:
        error = throttled(limiter.host, wait_s)
        if wait_s is None:
            raise _Again(error)
        limiter.rest(wait_s)
        if wait_s > self._limits.longest_wait_s:
            raise error
        raise _Again(error, wait_s)

    async def _logged(
        self, call: Call, url: httpx.URL, transport: httpx.AsyncBaseTransport
    ) -> Answer:
        tally = ByteTally()
        status, note, made = None, "", True
        try:
            answer = await self._exchange(call, url, transport, tally)
        except FOREIGN as error:
            failure = translate(error, host_of(url))
            note = failure.error.message
            raise (_Again(failure.error) if failure.transient else failure.error) from error
        except NetworkError as error:
            note, made = error.message, not isinstance(error, AddressRefused)
            raise
        except asyncio.CancelledError:
            note = _("stopped")
            raise
        else:
            status = answer.status
            return answer
        finally:
            if made:
                self._ledger.made(call, url, status, tally, note)
            else:
                self._ledger.refused(call, url, note)

    async def _exchange(
        self, call: Call, url: httpx.URL, transport: httpx.AsyncBaseTransport, tally: ByteTally
    ) -> Answer:
        request = build(call, url, self._introduction, self._timeout_s)
        tally.sent = sent_bytes(request, call.body)
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                response = await transport.handle_async_request(request)
                try:
                    return await read_answer(call, url, response, tally)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise Unreachable(
                _("{host} took too long: stopped").format(host=host_of(url))
            ) from error
        except _NOT_CONNECTED:
            tally.sent = 0
            raise
