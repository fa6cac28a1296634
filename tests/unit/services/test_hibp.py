"""Have I Been Pwned: answers recorded from its documentation, and what is asked with which key.

Sources: https://haveibeenpwned.com/API/v3 (breach model, paste model, subscription status) and the
test accounts and payloads of its public clients (HaveIBeenPwned.Client, wKovacs64/pwned).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from auditor.adapters.network.agents import Introduction
from auditor.config import ServiceSettings
from auditor.domain.outside.breaches import BreachAnswer, BreachFlag, BreachState, Paste
from auditor.domain.secret import Secret
from auditor.errors import Offline, Throttled, TooLarge, Unreachable, UsageError
from auditor.ports import Answer, Consent
from auditor.services.hibp import HaveIBeenPwned, payloads
from auditor.services.hibp.payloads import BrokenAnswer
from tests.fakes.engine import KEY, FakeHttp
from tests.fakes.hibp import ADOBE, PASTES, SENSITIVE, STATUS, UNVERIFIED, breach
from tests.rows import each_row

BASE = ServiceSettings().hibp_url
MAIL = "ada.nowak+x@mail.example"
QUOTED = "ada.nowak%2Bx%40mail.example"
PLAN = f"{BASE}/subscription/status"
BREACHES = f"{BASE}/breachedaccount/{QUOTED}"
PAPER = f"{BASE}/pasteaccount/{QUOTED}"


def body(told: Any) -> bytes:
    return json.dumps(told).encode()


def ok(url: str, told: Any) -> Answer:
    return Answer(url, 200, {}, body(told))


class Desk:
    """The service, a network that answers as told, and a key that counts who asked for it."""

    def __init__(self, **answers: Any) -> None:
        self.http = FakeHttp({PLAN: ok(PLAN, STATUS), **answers})
        self.keys = 0
        self.waited: list[float] = []
        self.service = HaveIBeenPwned(BASE, self._key, "(your key)", self._wait)

    async def _key(self) -> Secret:
        self.keys += 1
        return KEY

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def ask(self, addresses: Sequence[str] = (MAIL,)) -> dict[str, BreachAnswer]:
        outgoing = self.service.outgoing(addresses)
        return await self.service.ask(Consent(outgoing), self.http)

    async def told(self) -> BreachAnswer:
        return (await self.ask())[MAIL]


def test_the_documented_breach() -> None:
    ((found,), cut) = payloads.breaches(body([ADOBE]))
    assert (found.name, found.title, found.domain) == ("Adobe", "Adobe", "adobe.example")
    assert found.date == "2013-10-04"
    assert found.data_classes == ("Email addresses", "Password hints", "Passwords", "Usernames")
    assert found.flags == ()
    assert not cut


@each_row("flag", [flag for flag in BreachFlag if flag is not BreachFlag.UNVERIFIED])
def test_every_flag_is_told(flag: BreachFlag) -> None:
    field = "Is" + "".join(word.title() for word in flag.value.split("-"))
    assert field in ADOBE
    ((found,), _cut) = payloads.breaches(body([{**ADOBE, field: True}]))
    assert found.flags == (flag,)


def test_what_nobody_verified_is_told() -> None:
    ((found,), _cut) = payloads.breaches(body([UNVERIFIED]))
    assert found.flags == (BreachFlag.UNVERIFIED,)


def test_pastes_may_lack_title_and_date() -> None:
    (found, _cut) = payloads.pastes(body([*PASTES, {"Source": "Pastebin", "Id": "x"}]))
    assert found == (
        Paste("Pastebin", "8Q0BvKD8", "syslog", "2014-03-04", 139),
        Paste("AdHocUrl", "http://dumps.example/exploits.php?id=4560", "", "", 36959),
        Paste("Pastebin", "x", "", "", 0),
    )


def test_the_documented_plan() -> None:
    assert payloads.plan(body(STATUS)) == payloads.KeyPlan("Core 1", 10)


@each_row(
    "told",
    [
        b"",
        b"<!DOCTYPE html>",
        b"{}",
        b"null",
        b'[{"Title": "without a name"}]',
        b'[{"Name": ""}]',
        b'[{"Name": 7}]',
        b'[{"Name": "x", "DataClasses": "Passwords"}]',
        b'{"Name": "Adobe"}',
        b"[" * 100_000,
        b'[{"Name": "\xff"}]',
    ],
)
def test_anything_else_is_no_list_of_breaches(told: bytes) -> None:
    with pytest.raises(BrokenAnswer):
        payloads.breaches(told)
    with pytest.raises(BrokenAnswer):
        payloads.pastes(told)
    with pytest.raises(BrokenAnswer):
        payloads.plan(told)


def test_a_list_without_end_is_cut_and_told() -> None:
    many = [breach(f"b{number}") for number in range(payloads.MOST + 5)]
    (found, cut) = payloads.breaches(body(many))
    assert (len(found), cut) == (payloads.MOST, True)


def test_hostile_text_is_cleaned() -> None:
    ((found,), _cut) = payloads.breaches(
        body([breach("A\x1b[2Jb", "\u202eevil", Title="x" * 5000, BreachDate="soon")])
    )
    assert "\x1b" not in found.name
    assert "\u202e" not in "".join(found.data_classes)
    assert len(found.title) <= 200
    assert found.date == ""


def test_what_would_be_sent_is_exact_and_asks_nobody() -> None:
    desk = Desk()
    outgoing = desk.service.outgoing([MAIL, MAIL])
    assert outgoing.items == (MAIL,)
    assert [(each.host, each.path) for each in outgoing.requests] == [
        ("haveibeenpwned.com", "/api/v3/subscription/status"),
        ("haveibeenpwned.com", f"/api/v3/breachedaccount/{QUOTED}"),
        ("haveibeenpwned.com", f"/api/v3/pasteaccount/{QUOTED}"),
    ]
    fields = dict(outgoing.requests[1].fields)
    assert fields == {
        "truncateResponse": "false",
        "includeUnverified": "true",
        "hibp-api-key": "(your key)",
        "User-Agent": Introduction().user_agent("haveibeenpwned.com"),
    }
    assert "the e-mail address itself" in outgoing.words
    assert desk.keys == 0
    assert not desk.http.asked
    assert not desk.service.outgoing([]).requests


async def test_what_is_sent_is_what_was_shown() -> None:
    desk = Desk(**{BREACHES: ok(BREACHES, [ADOBE, SENSITIVE]), PAPER: ok(PAPER, PASTES)})
    told = await desk.told()
    shown = desk.service.outgoing([MAIL]).requests
    assert [each.url for each in desk.http.asked] == [
        f"https://{each.host}{each.path}" for each in shown
    ]
    for asked, request in zip(desk.http.asked, shown, strict=True):
        said = dict(request.fields)
        assert asked.params == {
            name: value
            for name, value in said.items()
            if name not in {"hibp-api-key", "User-Agent"}
        }
        assert asked.headers["hibp-api-key"] == KEY.reveal()
    assert told.state is BreachState.FOUND
    assert told.paste_state is BreachState.FOUND
    assert [each.name for each in told.breaches] == ["Adobe", "AffairsHub"]
    assert (told.plan, told.rpm, told.why) == ("Core 1", 10, "")


async def test_without_consent_nothing_is_asked() -> None:
    desk = Desk()
    assert await desk.ask(()) == {}
    other = Consent(desk.service.outgoing([MAIL]))
    other = Consent(type(other.shown)("wayback", "x", "x", (MAIL,)))
    assert await desk.service.ask(other, desk.http) == {}
    assert desk.keys == 0
    assert not desk.http.asked


async def test_404_is_not_in_those_shown_and_never_clean() -> None:
    told = await Desk().told()  # what it knows nothing of answers 404
    assert told.state is told.paste_state is BreachState.NONE_SHOWN
    assert told.why == ""


@each_row(
    ("plan", "says"),
    [
        (Answer(PLAN, 401, {}), "401"),
        (Answer(PLAN, 403, {}), "403"),
        (Answer(PLAN, 404, {}), "404"),
        (Answer(PLAN, 500, {}), "500"),
        (Answer(PLAN, 200, {}, b"<html>log in to this hotel</html>"), "could not tell"),
        (ok(PLAN, {**STATUS, "Rpm": 0}), "could not tell"),
        (Throttled("busy", retry_after=4000), "4000 seconds"),
        (Throttled("busy"), "slow down"),
        (Unreachable("no connection"), "no connection"),
        (Offline("--offline is on"), "offline"),
        (TooLarge("too large"), "too large"),
    ],
)
async def test_the_address_goes_only_to_what_takes_the_key(plan: Any, says: str) -> None:
    desk = Desk(**{PLAN: plan})
    told = await desk.told()
    assert told.state is told.paste_state is BreachState.COULD_NOT_TELL
    assert says in told.why
    assert "\n" not in told.why
    assert [each.url for each in desk.http.asked] == [PLAN]


@each_row(
    "answer",
    [
        Answer(BREACHES, 401, {}),
        Answer(BREACHES, 403, {}),
        Answer(BREACHES, 503, {}),
        Throttled("busy", retry_after=3600),
        Unreachable("gone"),
    ],
)
async def test_what_refuses_once_is_not_asked_again(answer: Any) -> None:
    desk = Desk(**{BREACHES: answer})
    told = await desk.ask((MAIL, "bo@mail.example"))
    assert {each.state for each in told.values()} == {BreachState.COULD_NOT_TELL}
    assert len({each.why for each in told.values()}) == 1
    assert [each.url for each in desk.http.asked] == [PLAN, BREACHES]


@each_row(
    "answer",
    [
        Answer(BREACHES, 200, {}, b"<html>"),
        Answer(BREACHES, 400, {}),
        TooLarge("sends more than 4 MB"),
    ],
)
async def test_one_broken_part_leaves_the_other(answer: Any) -> None:
    desk = Desk(**{BREACHES: answer, PAPER: ok(PAPER, PASTES)})
    told = await desk.told()
    assert told.state is BreachState.COULD_NOT_TELL
    assert told.why
    assert told.paste_state is BreachState.FOUND
    desk = Desk(**{BREACHES: ok(BREACHES, [ADOBE]), PAPER: answer})
    told = await desk.told()
    assert told.state is BreachState.FOUND
    assert told.why
    assert told.paste_state is BreachState.COULD_NOT_TELL


async def test_an_answer_without_end_is_given_up() -> None:
    async def never() -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    desk = Desk(**{BREACHES: never})
    desk.service = HaveIBeenPwned(BASE, desk._key, "", desk._wait, patience_s=0.01)
    told = await desk.told()
    assert told.state is BreachState.COULD_NOT_TELL
    assert "took too long" in told.why


async def test_the_pace_is_that_of_the_plan() -> None:
    several = [f"a{number}@mail.example" for number in range(3)]
    desk = Desk()
    await desk.ask(several)
    assert set(desk.waited) == {0.0}, "six requests fit into ten a minute"
    desk = Desk(**{PLAN: ok(PLAN, {**STATUS, "Rpm": 4})})
    await desk.ask(several)
    assert desk.waited == [0.0] + [15.0] * 5


async def test_no_key_is_told_before_anything_is_asked() -> None:
    async def none() -> Secret:
        raise UsageError("There is no key")

    service, http = HaveIBeenPwned(BASE, none, ""), FakeHttp()
    with pytest.raises(UsageError):
        await service.ask(Consent(service.outgoing([MAIL])), http)
    assert not http.asked
