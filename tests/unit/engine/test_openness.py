from __future__ import annotations

import httpx
import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from auditor.domain.account import Openness
from auditor.domain.openness import OpennessReport
from auditor.domain.traits import Flag, Traits
from auditor.engine.exposure.openness import PICTURE_PREFIX, OpennessInquiry
from auditor.errors import Offline, UsageError
from auditor.guidance.agents import agents
from auditor.sources.mastodon.source import Mastodon
from tests.fakes.engine import FakeSource
from tests.recorded import Reply, Web
from tests.rows import each_row

SITE = "https://example.org"
PLAIN = {"content-type": "text/plain"}
HTML = {"content-type": "text/html; charset=utf-8"}


async def asked(web: Web, path: str = "/", *, text: str = "") -> OpennessReport:
    async with web.door() as door:
        return await OpennessInquiry(door, agents()).report(text or SITE + path, [Mastodon()])


def said(report: OpennessReport) -> list[tuple[str, str, bool | None]]:
    return [(signal.signal.value, signal.says, signal.allows) for signal in report.signals]


async def test_a_page_with_everything_and_its_contradictions() -> None:
    web = Web(
        {
            f"{SITE}/robots.txt": Reply(b"User-agent: *\nAllow: /\n", headers=PLAIN),
            f"{SITE}/": Reply(
                b'<meta name="tdm-reservation" content="1">',
                headers={**HTML, "x-robots-tag": "noai"},
            ),
            f"{SITE}/.well-known/tdmrep.json": Reply(b'[{"location":"/","tdm-reservation":0}]'),
            f"{SITE}/ai.txt": Reply(b"User-Agent: *\nDisallow: /", headers=PLAIN),
        }
    )
    report = await asked(web)
    kinds = [(signal.signal.value, signal.allows) for signal in report.signals]
    assert kinds == [
        ("robots-txt", True),
        ("x-robots-tag", False),
        ("tdm-reservation", False),
        ("tdm-reservation", True),
        ("ai-txt", False),
        ("ai-txt", False),
    ]
    assert (0, 1) in report.contradictions
    assert (2, 3) in report.contradictions
    assert (0, 3) not in report.contradictions
    assert len(report.agents) == 166
    assert all(agent.allowed for agent in report.agents)
    assert any("does not cover the pictures" in gap for gap in report.could_not_tell)
    assert all(signal.where.startswith(SITE) and signal.honoured_by for signal in report.signals)


@each_row(
    ("page", "told"),
    [
        (b'<meta name="tdm-reservation" content="1">', True),
        (b'<meta name="robots" content="noai">', False),
        (b"<p>", False),
    ],
)
async def test_only_a_page_with_a_tdm_reservation_is_told_what_it_does_not_cover(
    page: bytes, told: bool
) -> None:
    report = await asked(Web({f"{SITE}/": Reply(page, headers=HTML)}))
    assert any("does not cover the pictures" in gap for gap in report.could_not_tell) is told


async def test_a_picture_is_read_by_its_start_only() -> None:
    xmp = b'\xff\xd8<x plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>'
    web = Web(
        {
            f"{SITE}/a.jpg": Reply(
                xmp + b"x" * (2 * PICTURE_PREFIX),
                headers={"content-type": "image/jpeg", "x-robots-tag": "gptbot: noindex"},
            )
        }
    )
    report = await asked(web, "/a.jpg")
    assert said(report) == [
        ("robots-txt", "", None),
        ("x-robots-tag", "gptbot: noindex", False),
        ("embedded", "plus:DataMining DMI-PROHIBITED", False),
    ]


async def test_a_picture_of_which_only_the_start_was_read_is_not_called_silent() -> None:
    web = Web(
        {
            f"{SITE}/a.jpg": Reply(
                b"\xff\xd8 jumdc2pa" + b"x" * (2 * PICTURE_PREFIX),
                headers={"content-type": "image/jpeg"},
            )
        }
    )
    report = await asked(web, "/a.jpg")
    assert any("Only the start" in gap for gap in report.could_not_tell)
    assert any("content credentials" in gap for gap in report.could_not_tell)


@each_row("status", [500, 503, 429])
async def test_a_robots_txt_that_fails_is_unknown_never_open(status: int) -> None:
    web = Web({f"{SITE}/robots.txt": Reply(b"", status), f"{SITE}/": Reply(b"<p>", headers=HTML)})
    report = await asked(web)
    assert {agent.allowed for agent in report.agents} == {None}
    assert not [signal for signal in report.signals if signal.signal.value == "robots-txt"]
    assert any("robots.txt" in gap for gap in report.could_not_tell)


@each_row("status", [404, 403, 410])
async def test_no_robots_txt_lets_everybody_in_but_says_nothing(status: int) -> None:
    web = Web({f"{SITE}/robots.txt": Reply(b"no", status), f"{SITE}/": Reply(b"<p>", headers=HTML)})
    report = await asked(web)
    assert {agent.allowed for agent in report.agents} == {True}
    assert said(report) == [("robots-txt", "", None)]


async def test_a_page_that_asks_programs_not_to_read_it_is_not_read() -> None:
    web = Web(
        {
            f"{SITE}/robots.txt": Reply(b"User-agent: *\nDisallow: /", headers=PLAIN),
            f"{SITE}/": Reply(b"<p>", headers=HTML),
        }
    )
    report = await asked(web)
    assert f"{SITE}/" not in web.asked
    assert {agent.allowed for agent in report.agents} == {False}
    assert any("asks programs" in gap for gap in report.could_not_tell)


@each_row("status", [403, 404, 500])
async def test_a_page_that_does_not_open_is_told(status: int) -> None:
    report = await asked(
        Web({f"{SITE}/": Reply(b'<meta name="robots" content="noai">', status, HTML)})
    )
    assert said(report) == [("robots-txt", "", None)]
    assert any(
        str(status) in gap or "reach" in gap or "could not be read" in gap
        for gap in report.could_not_tell
    )


async def test_a_page_instead_of_each_file_says_nothing() -> None:
    class Everything(Web):
        def answer(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, headers=HTML, content=b"<html><p>Disallow: /</p></html>")

    report = await asked(Everything({}))
    assert said(report) == [("robots-txt", "", None)]


async def test_a_redirect_of_robots_txt_to_another_host_counts_for_this_one() -> None:
    web = Web(
        {
            f"{SITE}/robots.txt": Reply(b"", 301, {"location": "https://other.example/robots.txt"}),
            "https://other.example/robots.txt": Reply(
                b"User-agent: GPTBot\nDisallow: /", headers=PLAIN
            ),
            f"{SITE}/": Reply(b"<p>", headers=HTML),
        }
    )
    report = await asked(web)
    assert [agent.name for agent in report.agents if agent.allowed is False] == ["GPTBot"]


async def test_a_page_on_another_host_is_told() -> None:
    web = Web(
        {
            f"{SITE}/": Reply(b"", 301, {"location": "https://other.example/x"}),
            "https://other.example/x": Reply(b"<p>", headers=HTML),
        }
    )
    report = await asked(web)
    assert report.url == f"{SITE}/"
    assert any("other.example" in gap for gap in report.could_not_tell)
    assert all(signal.where.startswith("https://other.example") for signal in report.signals)


async def test_hostile_files() -> None:
    web = Web(
        {
            f"{SITE}/robots.txt": Reply(
                b"User-agent: *\nContent-Usage: \x1b[31mtrain-ai=n\x00\n" + b"\xff" * 600_000,
                headers=PLAIN,
            ),
            f"{SITE}/": Reply(
                b"<" * 300_000, headers={**HTML, "x-robots-tag": "noai, " + "x" * 5_000}
            ),
            f"{SITE}/.well-known/tdmrep.json": Reply(b"[" * 200_000),
            f"{SITE}/ai.txt": Reply(b"Disallow: " + b"*a" * 90_000, headers=PLAIN),
        }
    )
    report = await asked(web)
    assert all(len(signal.says) <= 300 for signal in report.signals)
    assert any("tdmrep.json" in gap for gap in report.could_not_tell)


async def test_flags_of_a_mastodon_account() -> None:
    account = b'{"id":"1","username":"mara","url":"https://example.org/@mara","discoverable":true,"noindex":false}'
    web = Web(
        {
            f"{SITE}/api/v1/instance": Reply(b'{"uri":"example.org","version":"4.3"}'),
            f"{SITE}/api/v1/accounts/lookup": Reply(account),
            f"{SITE}/@mara": Reply(b"<p>", headers=HTML),
        }
    )
    report = await asked(web, "/@mara")
    assert ("platform-flag", "noindex: false", None) in said(report)


@each_row(("flags", "read"), [((Flag("step", Openness.LABEL),), 1), ((), 0), (None, 0)])
async def test_only_a_platform_that_shows_flags_is_asked_for_them(
    flags: tuple[Flag, ...] | None, read: int
) -> None:
    source = FakeSource(traits=Traits("Fake", flags=flags))
    async with Web({}).door() as door:
        await OpennessInquiry(door, agents()).report("https://ada.example", [source])
    assert len(source.fetched) == read


@each_row(
    "text",
    [
        "",
        "javascript:alert(1)",
        "ftp://example.org/",
        "https://user:pw@example.org/",
        "https://",
        "\x00",
    ],
)
async def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError):
        await asked(Web({}), text=text or " ")


async def test_offline_sends_nothing() -> None:
    web = Web({})
    door = HttpDoor(
        NetworkSettings(offline=True),
        lambda _entry: None,
        transport=httpx.MockTransport(web.answer),
    )
    with pytest.raises(Offline):
        await OpennessInquiry(door, agents()).report(SITE, [])
    assert web.asked == []


async def test_a_robots_txt_that_is_no_utf_8_keeps_nobody_out_and_that_is_told() -> None:
    web = Web(
        {
            f"{SITE}/robots.txt": Reply(
                "User-agent: *\nDisallow: /\n".encode("utf-16"), headers=PLAIN
            )
        }
    )
    report = await asked(web)
    assert all(agent.allowed for agent in report.agents)
    assert any("not in UTF-8" in gap for gap in report.could_not_tell)


async def test_an_unreachable_host_is_told_once() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    door = HttpDoor(NetworkSettings(), lambda _entry: None, transport=httpx.MockTransport(down))
    async with door as http:
        report = await OpennessInquiry(http, agents()).report(f"{SITE}/", [Mastodon()])
    assert len(report.could_not_tell) == 1
    assert "could not be reached" in report.could_not_tell[0]
    assert report.contradictions == ()
    assert {agent.allowed for agent in report.agents} == {None}
