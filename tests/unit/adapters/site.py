"""A door whose connections end in a function, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.ports import Answer, Http

Handler = Callable[[httpx.Request], httpx.Response]
PAGE = "https://example.com/page"


class Site:
    """A door whose connections end in `handler`; keeps what was asked and what was logged."""

    def __init__(
        self,
        handler: Handler,
        settings: NetworkSettings | None = None,
        limits: DoorLimits | None = None,
    ) -> None:
        self.asked: list[httpx.Request] = []
        self.log: list[NetworkEntry] = []
        self.door = HttpDoor(
            settings or NetworkSettings(),
            self.log.append,
            transport=httpx.MockTransport(self._answer),
            limits=limits,
        )
        self._handler = handler

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._handler(request)

    async def get(
        self,
        url: str = PAGE,
        *,
        crawl: bool = False,
        prefix: int | None = None,
        max_bytes: int | None = None,
        hidden: Sequence[str] = (),
    ) -> Answer:
        async with self.door as door:
            port: Http = door
            return await port.get(
                url,
                purpose="test",
                crawl=crawl,
                prefix=prefix,
                max_bytes=max_bytes,
                hidden=hidden,
            )


def in_turn(*responses: httpx.Response | Exception) -> Handler:
    rest = iter(responses)

    def handler(request: httpx.Request) -> httpx.Response:
        response = next(rest)
        if isinstance(response, Exception):
            raise response
        return response

    return handler


def redirect(to: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"Location": to})
