"""Pwned Passwords: what would go out, what goes out, and what each answer means."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from auditor.domain.outside.passwords import HashRange
from auditor.domain.views import NetworkEntry
from auditor.errors import Offline, TooLarge, Unreachable
from auditor.ports import Answer, Consent, Outgoing
from auditor.services.pwned_passwords import PwnedPasswords
from tests.fakes.engine import FakeHttp, Told
from tests.hurried import hurried
from tests.rows import each_row
from tests.unit.domain.test_leaked_passwords import DOCUMENTED, PADDING

ROOT = "https://api.pwnedpasswords.com/range/"
REST = "00D4F6E8FA6EECAD2A3AA415EEC418D38EC"


def told(**answers: Told) -> FakeHttp:
    return FakeHttp({ROOT + prefix: answer for prefix, answer in answers.items()})


def good(prefix: str = "21BD1") -> Answer:
    return Answer(ROOT + prefix, 200, {}, DOCUMENTED + PADDING)


async def asked(http: FakeHttp, *prefixes: str) -> dict[str, HashRange]:
    lookup = PwnedPasswords()
    return await lookup.ask(Consent(lookup.outgoing(prefixes)), http)


async def test_exactly_what_was_shown_is_sent_each_once() -> None:
    http = told(**{"21BD1": good(), "5BAA6": good("5BAA6")})
    outgoing = PwnedPasswords().outgoing(["21BD1", "5BAA6", "21BD1"])
    assert [request.path for request in outgoing.requests] == ["/range/21BD1", "/range/5BAA6"]
    assert {field for request in outgoing.requests for field, _value in request.fields} == {
        "Add-Padding",
        "User-Agent",
    }
    assert http.asked == []
    answers = await asked(http, "21BD1", "5BAA6", "21BD1")
    assert answers["21BD1"].about(REST).count == 2
    assert [request.url for request in http.asked] == [ROOT + "21BD1", ROOT + "5BAA6"]
    assert {tuple(request.headers.items()) for request in http.asked} == {
        (("Add-Padding", "true"),)
    }


async def test_a_consent_to_another_look_up_sends_nothing() -> None:
    http = told()
    other = Consent(Outgoing("breaches", "breaches.example", "", ("21BD1",)))
    assert await PwnedPasswords().ask(other, http) == {}
    assert http.asked == []


@each_row(
    "answer",
    [
        Answer(ROOT, 404, {}, DOCUMENTED),
        Answer(ROOT, 500, {}, DOCUMENTED),
        Answer(ROOT, 204, {}, b""),
        Answer(ROOT, 200, {}, b""),
        Answer(ROOT, 200, {}, b"<html>Just a moment...</html>"),
        Answer(ROOT, 200, {}, b'{"hashes": []}'),
        Answer(ROOT, 200, {}, DOCUMENTED[:100]),
        Unreachable("no"),
        Offline("no"),
        TooLarge("no"),
    ],
)
async def test_no_answer_cannot_tell_and_ends_the_asking(answer: Told) -> None:
    http = told(**{"21BD1": good(), "5BAA6": answer, "ABCDE": good("ABCDE")})
    answers = await asked(http, "21BD1", "5BAA6", "ABCDE")
    assert answers["21BD1"].about(REST).found, "what was answered before is kept"
    assert (answers["5BAA6"].about(REST).found, answers["ABCDE"].about(REST).found) == (None, None)
    assert answers["5BAA6"].reason in answers["ABCDE"].reason
    assert len(http.asked) == 2


class _Silent(FakeHttp):
    """A service that takes a request and never answers."""

    async def get(self, url: str, **words: Any) -> Answer:
        await super().get(url, **words)
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_range_that_never_comes_is_waited_for_a_minute_and_no_longer() -> None:
    http = _Silent({})
    async with hurried() as passed:
        answers = await asked(http, "21BD1", "5BAA6")
    assert 59 <= passed.seconds < 90
    assert "took too long" in answers["21BD1"].reason
    assert answers["21BD1"].about(REST).found is None
    assert len(http.asked) == 1, "the next is not waited for as well"


async def test_the_door_sends_what_was_shown_and_its_log_has_no_part_of_a_hash() -> None:
    seen: list[httpx.Request] = []
    log: list[NetworkEntry] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=DOCUMENTED)

    lookup = PwnedPasswords()
    outgoing = lookup.outgoing(["21BD1"])
    transport = httpx.MockTransport(answer)
    async with HttpDoor(NetworkSettings(), log.append, transport=transport) as door:
        await lookup.ask(Consent(outgoing), door)
    (request,), (shown,) = seen, outgoing.requests
    assert (request.method, request.url.host, request.url.path) == (
        shown.method,
        shown.host,
        shown.path,
    )
    assert request.url.query == request.content == b""
    for name, value in shown.fields:
        assert request.headers[name] == value
    assert set(request.headers) - {"host", "accept", "accept-encoding"} == {
        name.lower() for name, _value in shown.fields
    }
    assert "21BD1" not in repr(log)
