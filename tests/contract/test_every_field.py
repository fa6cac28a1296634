"""Each field of each answer may hold a list or an object: nothing but a told error comes of it."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from auditor.errors import AuditorError
from auditor.sources import build
from tests.contract.source_cases import CASES
from tests.fakes.own_keys import own_key
from tests.recorded import SWITCHED_ON, Reply, Route, Web, photos, read

SOURCES = {source.name: source for source in build(SWITCHED_ON, own_key)}
PAGES = {"telegram", "youtube", "website", "web_feed"}
"""Answer with markup."""
ELSEWHERE = {
    ("gitea", "default_branch"),  # asked as HEAD instead, which these hosts do not answer
    ("github", "default_branch"),
    ("gitlab", "default_branch"),
    ("mediawiki", "query"),  # what it holds depends on what was asked; {} is an empty list
    ("reddit", "subreddit"),  # an object without a banner is that of somebody without one
}
"""Fields whose odd form reads as another documented answer."""


def paths(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside a JSON value; of a list, to its first two."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(min(2, len(value))):
            yield (key,)
            for rest in paths(value[key]):
                yield (key, *rest)


def damaged(body: bytes, path: tuple[Any, ...], odd: object) -> bytes:
    told = json.loads(body)
    within = told
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] = copy.deepcopy(odd)
    return json.dumps(told).encode()


async def _at_once(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return work(*given, **named)


@pytest.fixture(autouse=True)
def _read_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read 18,000 small answers on this thread: handing each to another took a seventh of it."""
    monkeypatch.setattr(asyncio, "to_thread", _at_once)


async def _answers(name: str) -> list[tuple[str, bytes]]:
    """Return the JSON answers of a reading, with the addresses of their routes."""
    case = CASES[name]()
    seen: dict[bytes, str] = {}

    def watched(address: str, route: Route) -> Route:
        def answered(url: httpx.URL) -> Reply:
            reply = route if isinstance(route, Reply) else route(url)
            if reply.body[:1] in {b"{", b"["}:
                seen.setdefault(reply.body, address)
            return reply

        return answered

    routes = {address: watched(address, route) for address, route in case.routes.items()}
    async with Web(routes).door(*case.allow_hosts) as http:
        await read(SOURCES[name], case.account, http)
    return [(address, body) for body, address in seen.items()]


@dataclass(frozen=True)
class _Told:
    """What a reading found: how many photos, what it said of the list, and whether it was whole."""

    photos: int
    notes: frozenset[str]
    complete: bool


async def _told(name: str, routes: Mapping[str, Route]) -> _Told:
    case = CASES[name]()
    async with Web(routes).door(*case.allow_hosts) as http:
        batches = await read(SOURCES[name], case.account, http)
    notes = frozenset(note for batch in batches for note in batch.notes)
    return _Told(len(photos(batches)), notes, all(batch.complete for batch in batches))


@pytest.mark.parametrize("name", sorted(set(CASES) - PAGES))
@pytest.mark.parametrize("odd", [["odd"], {"odd": 1}], ids=["list", "object"])
async def test_a_field_of_an_odd_form_is_told_where_it_costs_a_photo(
    name: str, odd: object
) -> None:
    """Nothing but a told error is raised, and a list that lost a photo is not called whole."""
    case = CASES[name]()
    whole = await _told(name, case.routes)
    for address, body in await _answers(name):
        for path in paths(json.loads(body)):
            route, instead = case.routes[address], damaged(body, path, odd)

            def answered(
                url: httpx.URL, route: Route = route, body: bytes = body, instead: bytes = instead
            ) -> Reply:
                reply = route if isinstance(route, Reply) else route(url)
                return Reply(instead, reply.status, reply.headers) if reply.body == body else reply

            try:
                told = await _told(name, {**case.routes, address: answered})
            except AuditorError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever else is raised is the fault
                pytest.fail(f"{path} of {address}: {error!r}")
            if told.photos < whole.photos and (name, path[-1]) not in ELSEWHERE:
                assert told.notes - whole.notes, f"{path} of {address}"
                assert not told.complete, f"{path} of {address}"
