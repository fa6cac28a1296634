"""Golden cases: what each signal says, in its own words."""

from __future__ import annotations

import json

import pytest

from auditor.domain.openness import MAX_SAYS, Agent, Signal, SignalName, contradictions
from auditor.guidance.agents import agents
from auditor.markup.licences import licence_of
from auditor.markup.training.embedded_rights import embedded_signal, has_credentials
from auditor.markup.training.files import ai_txt_signals, tdmrep_signals
from auditor.markup.training.page_signals import page_signals
from auditor.markup.training.robots_groups import parse_groups
from auditor.markup.training.site_signals import agent_rules, header_signals, robots_signals
from tests.rows import each_row

PAGE = "https://example.org/photos/"
PICTURE = "https://example.org/photos/a.jpg"
KNOWN = (
    Agent("GPTBot", "OpenAI", "yes", "training"),
    Agent("CCBot", "Common Crawl", "yes", "training"),
)


def short(signals: object) -> list[tuple[str, str, bool | None]]:
    assert isinstance(signals, list | tuple)
    return [(signal.signal.value, signal.says, signal.allows) for signal in signals]


@each_row(
    ("headers", "expected"),
    [
        ({"x-robots-tag": "noai, noimageai"}, [("x-robots-tag", "noai, noimageai", False)]),
        ({"x-robots-tag": "noindex"}, [("x-robots-tag", "noindex", None)]),
        (
            {"x-robots-tag": "noimageindex, max-image-preview: none"},
            [("x-robots-tag", "noimageindex, max-image-preview: none", None)],
        ),
        ({"x-robots-tag": "gptbot: noindex"}, [("x-robots-tag", "gptbot: noindex", False)]),
        (
            {"x-robots-tag": "GPTBot: noindex, nofollow"},
            [("x-robots-tag", "gptbot: noindex, nofollow", False)],
        ),
        ({"x-robots-tag": "googlebot: noindex"}, []),
        (
            {"x-robots-tag": "all, ccbot: none"},
            [("x-robots-tag", "all", None), ("x-robots-tag", "ccbot: none", False)],
        ),
        ({"content-usage": "train-ai=n"}, [("content-usage", "train-ai=n", False)]),
        (
            {"content-usage": "train-ai=y, search=y"},
            [("content-usage", "train-ai=y, search=y", True)],
        ),
        ({"tdm-reservation": "1"}, [("tdm-reservation", "tdm-reservation: 1", False)]),
        ({"tdm-reservation": "0"}, [("tdm-reservation", "tdm-reservation: 0", True)]),
        (
            {"tdm-reservation": "1", "tdm-policy": "https://example.org/p"},
            [("tdm-reservation", "tdm-reservation: 1, tdm-policy: https://example.org/p", False)],
        ),
        ({"tdm-reservation": "yes"}, [("tdm-reservation", "tdm-reservation: yes", None)]),
        (
            {"x-robots-tag": "unavailable_after: Sat, 25 Jun 2030 15:00:00 GMT, noai"},
            [("x-robots-tag", "unavailable_after: Sat, 25 Jun 2030 15:00:00 GMT, noai", False)],
        ),
        ({"x-robots-tag": "360spider: noindex, Kangaroo Bot: noindex"}, []),
        ({"x-robots-tag": ",:,,::"}, []),
        ({}, []),
    ],
)
def test_headers(headers: dict[str, str], expected: list[tuple[str, str, bool | None]]) -> None:
    assert short(list(header_signals(headers, {}, KNOWN, PAGE))) == expected


def test_a_licence_in_the_link_header() -> None:
    link = "https://creativecommons.org/licenses/by/4.0/"
    assert short(list(header_signals({}, {"license": link}, KNOWN, PAGE))) == [
        ("licence", link, True)
    ]


@each_row(
    ("html", "expected"),
    [
        (
            '<meta name="robots" content="noai, noimageai">',
            [("meta-robots", "noai, noimageai", False)],
        ),
        ('<META NAME=Robots CONTENT="NOINDEX">', [("meta-robots", "NOINDEX", None)]),
        ('<meta name="gptbot" content="noindex">', [("meta-robots", "gptbot: noindex", False)]),
        ('<meta name="googlebot" content="noindex">', []),
        (
            '<meta name="tdm-reservation" content="1">',
            [("tdm-reservation", "tdm-reservation: 1", False)],
        ),
        (
            '<meta name="tdm-policy" content="/p"><meta name="tdm-reservation" content="1">',
            [("tdm-reservation", "tdm-reservation: 1, tdm-policy: /p", False)],
        ),
        ('<!-- <meta name="robots" content="noai"> -->', []),
        ('<script>var x = \'<meta name="robots" content="noai">\';</script>', []),
        ('<meta name="robots" content="">', []),
        ('<a rel="license" href="/l">x</a>', [("licence", "https://example.org/l", None)]),
        (
            '<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">',
            [("licence", "https://creativecommons.org/licenses/by-sa/4.0/", True)],
        ),
        ('<a rel=license href="javascript:alert(1)">x</a>', []),
        (
            '<script type="application/ld+json">{"@type":"ImageObject","license":{"url":"https://creativecommons.org/publicdomain/zero/1.0/"}}</script>',
            [("licence", "https://creativecommons.org/publicdomain/zero/1.0/", True)],
        ),
        (
            (
                '<script type="application/ld+json">'
                '{"license": 7, "x": [{"license": ["CC BY-NC 4.0", null]}]}</script>'
            ),
            [("licence", "CC BY-NC 4.0", None)],
        ),
        ('<script type="application/ld+json">' + '[{"a":' * 5_000 + "</script>", []),
    ],
)
def test_pages(html: str, expected: list[tuple[str, str, bool | None]]) -> None:
    assert (
        short(page_signals(f"<html><head>{html}</head></html>".encode(), PAGE, "text/html", KNOWN))
        == expected
    )


@each_row(
    "body",
    [b"", b"\x00\xff\xfe", b"<" * 500_000, b"<meta name=robots content=" + b"a," * 500_000 + b">"],
)
def test_any_page_is_taken(body: bytes) -> None:
    assert all(len(signal.says) <= MAX_SAYS for signal in page_signals(body, PAGE, "", KNOWN))


@each_row(
    ("rules", "url", "expected"),
    [
        ([{"location": "/", "tdm-reservation": 1}], PICTURE, [False]),
        ([{"location": "/", "tdm-reservation": 0}], PICTURE, [True]),
        ([{"location": "/photos/*.jpg", "tdm-reservation": 1}], PICTURE, [False]),
        ([{"location": "/photos/*.jpg", "tdm-reservation": 1}], PAGE, []),
        (
            [
                {"location": "/", "tdm-reservation": 1},
                {"location": "/photos/", "tdm-reservation": 1},
            ],
            PAGE,
            [False],
        ),
        (
            [
                {"location": "/", "tdm-reservation": 0},
                {"location": "/photos/", "tdm-reservation": 1},
            ],
            PAGE,
            [True, False],
        ),
        ([{"location": "/", "tdm-reservation": "1"}], PAGE, [False]),
        ([{"location": "/", "tdm-reservation": True}], PAGE, [None]),
        ([{"location": "/", "tdm-reservation": 10**30}], PAGE, [None]),
    ],
)
def test_tdmrep(rules: list[object], url: str, expected: list[bool | None]) -> None:
    found = tdmrep_signals(
        json.dumps(rules).encode(), url, "https://example.org/.well-known/tdmrep.json"
    )
    assert [signal.allows for signal in found.signals] == expected
    assert not found.broken


@each_row(
    "body",
    [
        b"",
        b"{}",
        b"[7]",
        b'[{"location": 7}]',
        b"[" * 100_000,
        b"\xff\x00",
        b'"x"',
        b'[{"location":"/"},null]',
    ],
)
def test_a_broken_tdmrep_is_told(body: bytes) -> None:
    assert tdmrep_signals(body, PAGE, "x").broken


def test_ai_txt_speaks_of_kinds_of_files() -> None:
    text = "User-Agent: *\nDisallow: *.jpg\nAllow: *.txt\nDisallow: /\n"
    assert short(list(ai_txt_signals(text, PICTURE, "x", picture=True))) == [
        ("ai-txt", "Disallow: *.jpg", False)
    ]
    assert [
        signal.allows
        for signal in ai_txt_signals("User-Agent: *\nAllow: /\n", PAGE, "x", picture=False)
    ] == [True, True]
    assert list(ai_txt_signals("<html>hello</html>", PAGE, "x", picture=False)) == []


@pytest.mark.parametrize(
    ("term", "allows"),
    [
        ("ALLOWED", True),
        ("UNSPECIFIED", None),
        ("PROHIBITED", False),
        ("PROHIBITED-AIMLTRAINING", False),
        ("PROHIBITED-GENAIMLTRAINING", False),
        ("PROHIBITED-EXCEPTSEARCHENGINEINDEXING", False),
        ("PROHIBITED-SEECONSTRAINT", False),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        '<r plus:DataMining="{}"/>',
        "<plus:DataMining>{}</plus:DataMining>",
        '<plus:DataMining rdf:resource="{}"/>',
    ],
)
def test_data_mining_in_the_picture(form: str, term: str, *, allows: bool | None) -> None:
    data = (
        b"\xff\xd8\xff\xe1"
        + form.format(f"http://ns.useplus.org/ldf/vocab/DMI-{term}").encode()
        + b"\xff\xd9"
    )
    found = embedded_signal(data, PICTURE)
    assert found is not None
    assert (found.says, found.allows) == (f"plus:DataMining DMI-{term}", allows)


def test_a_picture_without() -> None:
    assert embedded_signal(b"DataMining" * 50_000, PICTURE) is None
    assert has_credentials(b"..jumdc2pa..")
    assert not has_credentials(b"plain")


@pytest.mark.parametrize(
    ("text", "name", "allows"),
    [
        ("CC BY-SA 4.0", "CC BY-SA", True),
        ("cc-by-4.0", "CC BY", True),
        ("cc by nc nd", "CC BY-NC-ND", None),
        ("https://creativecommons.org/licenses/by-nd/4.0/deed.de", "CC BY-ND", None),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public domain", True),
        ("CC0", "CC0", True),
        ("CC-Zero", "CC0", True),
    ],
)
def test_licences(text: str, name: str, *, allows: bool | None) -> None:
    found = licence_of(text)
    assert found is not None
    assert (found.name, found.allows) == (name, allows)


@each_row(
    "text", ["", "All rights reserved", "GFDL", "accby-sa", "by", "https://example.org/by/4.0/"]
)
def test_what_is_no_open_licence(text: str) -> None:
    assert licence_of(text) is None


def test_robots_txt_by_agent_with_names_and_contradiction() -> None:
    robots = parse_groups("User-agent: *\nAllow: /\nUser-agent: CCBot\nDisallow: /")
    told = [
        *robots_signals(robots, KNOWN, PAGE, "https://example.org/robots.txt"),
        *header_signals({"x-robots-tag": "noai"}, {}, KNOWN, PAGE),
    ]
    assert short(told) == [
        ("robots-txt", "Allow 1/2: GPTBot", True),
        ("robots-txt", "Disallow 1/2: CCBot", False),
        ("x-robots-tag", "noai", False),
    ]
    assert contradictions(told) == ((0, 2),)
    assert [rule.allowed for rule in agent_rules(robots, KNOWN, PAGE)] == [True, False]


def test_a_robots_txt_that_names_some_lets_the_others_in() -> None:
    robots = parse_groups("User-agent: GPTBot\nDisallow: /")
    assert short(list(robots_signals(robots, KNOWN, PAGE, "x"))) == [
        ("robots-txt", "Allow 1/2: CCBot", True),
        ("robots-txt", "Disallow 1/2: GPTBot", False),
    ]
    others = parse_groups("User-agent: Googlebot\nDisallow: /")
    assert short(list(robots_signals(others, KNOWN, PAGE, "x"))) == [("robots-txt", "", None)]


def test_no_robots_txt_says_nothing_and_an_unread_one_is_unknown() -> None:
    assert short(list(robots_signals(parse_groups(""), KNOWN, PAGE, "x"))) == [
        ("robots-txt", "", None)
    ]
    assert [rule.allowed for rule in agent_rules(None, KNOWN, PAGE)] == [None, None]


def test_statements_that_say_nothing_do_not_contradict() -> None:
    said = [Signal(SignalName.LICENCE, "", "", allows) for allows in (None, True, None, True)]
    assert contradictions(said) == ()


def test_the_list_of_agents_is_whole_and_dated() -> None:
    known = agents()
    assert len(known.agents) == len({agent.name for agent in known.agents}) == 166
    assert known.date == "2026-08"
    assert {"GPTBot", "CCBot", "Google-Extended", "img2dataset"} <= {
        agent.name for agent in known.training
    }
    respects = {agent.name: agent.respects for agent in known.agents}
    assert (
        respects["GPTBot"],
        respects["Bytespider"],
        respects["LAIONDownloader"],
        respects["img2dataset"],
    ) == (
        "yes",
        "no",
        "no",
        "unclear",
    )


@each_row(
    "text",
    [
        "not in the public domain",
        "This isn't public domain.",
        "Public domain? No. All rights reserved.",
    ],
)
def test_a_denied_licence_opens_nothing(text: str) -> None:
    assert licence_of(text) is None


@each_row("text", ["CC BY NonCommercial 4.0", "CC-BY Non-Commercial", "CC BY No Derivatives"])
def test_conditions_written_out_are_read(text: str) -> None:
    found = licence_of(text)
    assert found is not None
    assert found.allows is None


def test_a_byte_order_mark_does_not_hide_a_reservation() -> None:
    said = tdmrep_signals(b'\xef\xbb\xbf[{"location": "/", "tdm-reservation": 1}]', PAGE, "where")
    assert [signal.allows for signal in said.signals] == [False]
    assert not said.broken
