from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import UNHURRIED
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import RobotsRefused, Throttled, Unreachable
from tests.rows import each_row
from tests.unit.adapters.site import PAGE, Site, in_turn, redirect


async def test_passing_failures_are_tried_again() -> None:
    site = Site(in_turn(httpx.ConnectError("down"), httpx.Response(502), httpx.Response(200)))
    assert (await site.get()).status == 200
    assert [entry.status for entry in site.log] == [None, 502, 200]
    assert site.door.requests("") == 3


async def test_retries_end_with_what_was_last_seen() -> None:
    gone = Site(in_turn(*(httpx.ReadTimeout("slow") for _ in range(3))))
    with pytest.raises(Unreachable, match="in time"):
        await gone.get()
    broken = Site(in_turn(*(httpx.Response(504) for _ in range(3))))
    assert (await broken.get()).status == 504
    assert (len(gone.asked), len(broken.asked)) == (3, 3)


@each_row("status", [400, 401, 403, 404, 410, 500])
async def test_other_statuses_come_back_at_once(status: int) -> None:
    site = Site(in_turn(httpx.Response(status)))
    assert (await site.get()).status == status


@pytest.mark.parametrize("status", [429, 503])
async def test_a_short_wait_is_waited_for(status: int) -> None:
    site = Site(in_turn(httpx.Response(status, headers={"Retry-After": "0"}), httpx.Response(200)))
    assert (await site.get()).status == 200


@pytest.mark.parametrize("status", [429, 503])
async def test_a_long_wait_is_told_at_once_and_the_host_left_alone(status: int) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    site = Site(in_turn(httpx.Response(status, headers={"Retry-After": at})))
    for _ in range(2):
        with pytest.raises(Throttled) as caught:
            await site.get()
        assert caught.value.retry_after is not None
        assert 7000 < caught.value.retry_after < 7201
    assert len(site.asked) == 1


async def test_a_host_that_does_not_say_how_long_is_tried_three_times() -> None:
    site = Site(lambda _: httpx.Response(429))
    with pytest.raises(Throttled) as caught:
        await site.get()
    assert caught.value.retry_after is None
    assert len(site.asked) == 3


async def test_a_used_up_allowance_stops_the_next_request() -> None:
    headers = {
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
    }
    site = Site(in_turn(httpx.Response(200, headers=headers)))
    assert (await site.get()).status == 200
    with pytest.raises(Throttled):
        await site.get()
    assert len(site.asked) == 1


async def test_crawls_obey_robots_read_once() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=b"User-agent: *\nDisallow: /private\n")
        return httpx.Response(200)

    site = Site(handler)
    assert (await site.get(crawl=True)).status == 200
    with pytest.raises(RobotsRefused, match=r"robots\.txt"):
        await site.get("https://example.com/private/x", crawl=True)
    assert (await site.get("https://example.com/private/x")).status == 200
    assert [request.url.path for request in site.asked] == ["/robots.txt", "/page", "/private/x"]
    assert [entry.status for entry in site.log] == [200, 200, None, 200]


@each_row("status", [401, 403, 404, 410])
async def test_a_site_without_readable_robots_is_open(status: int) -> None:
    site = Site(
        lambda request: httpx.Response(status if request.url.path == "/robots.txt" else 200)
    )
    assert (await site.get(crawl=True)).status == 200


@each_row("answer", [httpx.Response(500), httpx.Response(502), httpx.ConnectError("down")])
async def test_a_site_whose_robots_cannot_be_read_is_closed(
    answer: httpx.Response | Exception,
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/robots.txt"
        if isinstance(answer, Exception):
            raise answer
        return answer

    site = Site(handler)
    for _ in range(2):
        with pytest.raises(RobotsRefused, match="could not be read"):
            await site.get(crawl=True)
    assert len(site.asked) <= 3


async def test_a_crawl_asks_the_robots_of_where_a_redirect_leads() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.host == "example.com":
            return (
                httpx.Response(404)
                if request.url.path == "/robots.txt"
                else redirect("https://closed.example/x")
            )
        return httpx.Response(200, content=b"User-agent: *\nDisallow: /\n")

    with pytest.raises(RobotsRefused, match=r"closed\.example"):
        await Site(handler).get(crawl=True)


async def test_no_more_than_the_pace_allows_at_once() -> None:
    running = most = 0

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1
            return httpx.Response(200)

    limits = replace(UNHURRIED, pace=replace(UNHURRIED.pace, together=3))
    async with (
        HttpDoor(NetworkSettings(), lambda _: None, transport=Slow(), limits=limits) as door,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(12):
            group.create_task(door.get(PAGE, purpose="test"))
    assert most == 3


async def test_a_cancelled_request_is_in_the_log_and_gives_its_slot_back() -> None:
    started = asyncio.Event()

    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == "/ok":
                return httpx.Response(200)
            started.set()
            await asyncio.Event().wait()
            raise AssertionError

    log: list[NetworkEntry] = []
    limits = replace(UNHURRIED, pace=replace(UNHURRIED.pace, together=1))
    async with HttpDoor(NetworkSettings(), log.append, transport=Hanging(), limits=limits) as door:
        task = asyncio.create_task(door.get(PAGE, purpose="test"))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await door.get("https://example.com/ok", purpose="test")).status == 200
    assert [entry.note for entry in log] == ["stopped", ""]
