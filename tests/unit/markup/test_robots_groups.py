from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.openness import SignalName
from auditor.markup.robots_signals import parse_robots_txt
from auditor.markup.training.path_patterns import matches
from auditor.markup.training.robots_groups import parse_groups, trains
from auditor.markup.training.site_signals import robots_signals
from tests.rows import each_row

SITE = "https://example.org"


@pytest.mark.parametrize(
    ("text", "agent", "path", "allowed"),
    [
        ("", "GPTBot", "/a", True),
        ("User-agent: *\nDisallow: /", "GPTBot", "/a", False),
        ("User-agent: *\nDisallow: /\nUser-agent: GPTBot\nAllow: /", "GPTBot", "/a", True),
        ("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /", "CCBot", "/a", False),
        ("User-agent: GPTBot\nDisallow: /", "CCBot", "/a", True),
        ("User-agent: gptbot/1.1\nDisallow: /", "GPTBot", "/a", False),
        ("User-agent: MistralAI-User\nDisallow: /", "MistralAI-User/1.0", "/a", False),
        ("User-agent: *\nDisallow: /photos/\nAllow: /photos/a", "GPTBot", "/photos/a.jpg", True),
        ("User-agent: *\nDisallow: /photos/\nAllow: /photos/a", "GPTBot", "/photos/b.jpg", False),
        ("User-agent: *\nDisallow: /*.jpg$", "GPTBot", "/photos/b.jpg", False),
        ("User-agent: *\nDisallow: /*.jpg$", "GPTBot", "/photos/b.jpg?x", True),
        ("User-agent: ChatGPT Agent\nDisallow: /", "ChatGPT Agent", "/", False),
        ("<html>User-agent: *\nDisallow: /", "GPTBot", "/", True),
        ("\x00\x01\x02\xff", "GPTBot", "/", True),
    ],
)
def test_the_group_with_the_name_and_the_longest_rule_count(
    text: str, agent: str, path: str, *, allowed: bool
) -> None:
    assert parse_groups(text).allows(agent, SITE + path) is allowed


def test_a_group_counts_for_its_whole_name_only() -> None:
    robots = parse_groups("User-agent: Claude\nUser-agent: Spider\nDisallow: /")
    assert robots.allows("ClaudeBot", SITE)
    assert robots.allows("Bytespider", SITE)
    assert robots.allows("Claude-Web", SITE)
    assert not robots.allows("Spider", SITE)


def test_rules_of_use_by_group_and_longest_path() -> None:
    robots = parse_groups(
        "User-Agent: *\nAllow: /\nContent-Usage: train-ai=n\nContent-Usage: /ai-ok/ train-ai=y\n"
        "User-Agent: ExampleBot\nContent-Signal: ai-train=yes, search=no\n"
    )
    assert [(rule.agent, rule.trains) for rule in robots.usage_of(f"{SITE}/test")] == [
        ("*", False),
        ("examplebot", True),
    ]
    assert [(rule.agent, rule.trains) for rule in robots.usage_of(f"{SITE}/ai-ok/test")] == [
        ("*", True),
        ("examplebot", True),
    ]


@each_row(
    ("says", "answer"),
    [
        ("train-ai=n", False),
        ("train-ai=y, search=n", True),
        ("search=n", None),
        ("train-ai=y, train-ai=n", False),
        ("train-ai=maybe", None),
        ("TRAIN-AI = N;x=1", False),
        ("", None),
        (",,,=;", None),
    ],
)
def test_what_a_preference_says_of_training(says: str, answer: bool | None) -> None:
    assert trains(says) is answer


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_taken(text: str, path: str) -> None:
    robots = parse_groups(text)
    list(robots.usage_of(f"{SITE}/x"))
    robots.allows("GPTBot", f"{SITE}/x")
    matches(path, "/x")


def test_a_pattern_of_many_stars_costs_little() -> None:
    assert not matches("/" + "*a" * 50_000 + "b", "/" + "a" * 4_000)


def test_a_huge_file_ends() -> None:
    robots = parse_groups(
        "User-agent: a\n" * 20_000 + "User-agent: GPTBot\nDisallow: /\n" + "x" * 1_000_000
    )
    assert not robots.allows("GPTBot", SITE)


def test_an_agent_named_with_and_without_version_is_one_agent() -> None:
    robots = parse_groups(
        "User-agent: GPTBot\nDisallow: /a\n\nUser-agent: gptbot/1.2\nDisallow: /b\n\n"
        "User-agent: *\nAllow: /"
    )
    assert [robots.allows("GPTBot", f"https://example.org/{path}") for path in "abc"] == [
        False,
        False,
        True,
    ]


@each_row(
    "between",
    ["Crawl-delay: 5", "Sitemap: https://x.example/s.xml", "Host: x.example", "Foo: bar", ""],
)
def test_lines_that_are_no_rules_do_not_come_between_the_names_of_a_group(between: str) -> None:
    found = parse_groups(f"User-agent: GPTBot\n{between}\nUser-agent: CCBot\nDisallow: /\n")
    assert not found.allows("GPTBot", "https://x.example/a")
    assert not found.allows("CCBot", "https://x.example/a")
    assert found.allows("ClaudeBot", "https://x.example/a")


@each_row("names", ["GPTBot, CCBot", "GPTBot CCBot", "GPTBot;CCBot", "GPTBot/1.0"])
def test_a_name_ends_at_the_first_character_that_no_name_has(names: str) -> None:
    found = parse_groups(f"User-agent: {names}\nDisallow: /\n")
    assert not found.allows("GPTBot", "https://x.example/a")
    assert found.allows("CCBot", "https://x.example/a")


def test_licences_of_the_whole_site_are_told() -> None:
    address = "https://x.example/license.xml"
    found = parse_groups(f"License: {address}\nUser-agent: *\nLicense: {address}\nAllow: /\n")
    assert found.licences == [address]
    told = robots_signals(found, [], "https://x.example/", "https://x.example/robots.txt")
    assert [signal.says for signal in told if signal.signal is SignalName.LICENCE] == [address]


def test_what_no_rule_is_keeps_the_sitemaps() -> None:
    text = "Sitemap: https://x.example/a.xml\nUser-agent: *\nSitemap: https://x.example/b.xml\n"
    assert len(list(parse_robots_txt(text).sitemaps)) == 2
