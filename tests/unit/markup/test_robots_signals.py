from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adapters.network.rules.robots import Robots
from auditor.domain.account import Openness
from auditor.errors import RobotsRefused
from auditor.markup.robots_signals import (
    header_signal,
    meta_signal,
    parse_robots_txt,
    robots_txt_signal,
)
from auditor.ports import Answer
from tests.rows import each_row

PAGE = "https://e.org/p"
ROBOTS = "https://e.org/robots.txt"


@each_row(
    ("name", "content", "is_open"),
    [
        ("robots", "noindex", False),
        ("ROBOTS", "NOINDEX, follow", False),
        ("googlebot-image", "none", False),
        ("robots", "noimageindex", False),
        ("robots", "index, follow", True),
        ("robots", "max-image-preview:large", True),
        ("robots", "noai, noimageai", None),
    ],
)
def test_meta(name: str, content: str, is_open: bool | None) -> None:
    signal = meta_signal(name, content, PAGE)
    assert signal is not None
    assert (signal.where, signal.says, signal.open, signal.url) == (
        Openness.META_ROBOTS,
        content,
        is_open,
        PAGE,
    )


def test_meta_for_others_says_nothing() -> None:
    assert meta_signal("otherbot", "noindex", PAGE) is None
    assert meta_signal("robots", " ", PAGE) is None


@each_row(
    ("value", "says", "is_open"),
    [
        ("noindex", "noindex", False),
        ("otherbot: noindex, nofollow", None, None),
        ("otherbot: noindex, googlebot: noimageindex", "noimageindex", False),
        ("max-snippet: 5, noindex", "max-snippet: 5, noindex", False),
        (
            "unavailable_after: 25 Jun 2030 15:00:00 PST",
            "unavailable_after: 25 Jun 2030 15:00:00 PST",
            None,
        ),
        (
            "unavailable_after: Sat, 25 Jun 2030 15:00:00 GMT, none",
            "unavailable_after: Sat, 25 Jun 2030 15:00:00 GMT, none",
            False,
        ),
        ("", None, None),
    ],
)
def test_header(value: str, says: str | None, is_open: bool | None) -> None:
    signal = header_signal(value, PAGE)
    assert (signal.says if signal else None, signal.open if signal else None) == (says, is_open)


def test_robots_txt() -> None:
    assert robots_txt_signal("", PAGE, ROBOTS).open is True
    assert robots_txt_signal("User-agent: *\nDisallow: /p", PAGE, ROBOTS).open is False
    assert (
        robots_txt_signal(
            "User-agent: Googlebot-Image\nDisallow: /\n\nUser-agent: *\nAllow: /", PAGE, ROBOTS
        ).open
        is False
    )
    assert robots_txt_signal("User-agent: GPTBot\nDisallow: /", PAGE, ROBOTS).open is True


@given(st.text(max_size=300))
def test_any_text_is_told(text: str) -> None:
    meta_signal("robots", text, PAGE)
    header_signal(text, PAGE)
    robots_txt_signal(text, PAGE, ROBOTS)
    robots_txt_signal(f"User-agent: *\nDisallow: {text}", PAGE, ROBOTS)


def test_patterns_made_to_stall_a_matcher_end() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 500 + "b$"
    assert robots_txt_signal(text, "https://e.org/" + "a" * 2_000, ROBOTS).open is True


@each_row(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2\nUser-agent: GPTBot\nDisallow: /\n", 2),
        ("User-agent: *, GPTBot\nDisallow: /\n", None),
        ("User-agent: *\nFoo: bar\nUser-agent: x\nDisallow: /\n", None),
        ("User-agent: x\nCrawl-delay: 5\n\nUser-agent: *\nDisallow: /\n", 5),
    ],
)
async def test_a_crawl_goes_by_the_groups_of_the_standard(text: str, delay: int | None) -> None:
    async def fetch(_url: httpx.URL) -> Answer:
        return Answer("https://example.org/robots.txt", 200, {}, text.encode())

    with pytest.raises(RobotsRefused):
        await Robots().check(httpx.URL("https://example.org/a"), fetch)
    assert parse_robots_txt(text).crawl_delay("Mozilla/5.0") == delay
