"""Pages of the range as a browser and a screen reader get them: three platforms, each its look."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from auditor.practice.server import routes
from auditor.practice.serving.exchange import Request
from auditor.practice.serving.style import MICROBLOG, SITE, SKY
from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.read import story_keys
from auditor.practice.stories.rows import ATPROTO, MASTODON, WEBSITE
from tests.rows import each_row
from tests.unit.practice.digests import world_of

AA = 4.5  # WCAG 2.2, 1.4.3: contrast of text
LOOKS = {MASTODON: MICROBLOG, ATPROTO: SKY, WEBSITE: SITE}


class Elements(HTMLParser):
    """Names and attributes of all elements of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def _pages(key: str) -> dict[str, str]:
    world = world_of(1, 12, same_size=True, cast=cast_of(key))
    answer, told = routes(world), {}
    for spec in world.cast.accounts:
        first = world.catalogue.posting(spec.key, 0)
        paths = {
            MASTODON: ("", f"/@{spec.name}"),
            ATPROTO: ("", f"/profile/{spec.name}"),
            WEBSITE: ("", "/about", "/family", f"/photo/{first.index}"),
        }[spec.platform]
        server = "view" if spec.platform == ATPROTO else spec.server
        for path in paths:
            body = answer[server](Request("GET", path or "/", {}, {})).body
            assert isinstance(body, bytes)
            told[f"{spec.platform} {server}{path}"] = body.decode()
    return told


@pytest.mark.parametrize("key", story_keys())
def test_every_page_has_its_landmarks_and_asks_nobody_else(key: str) -> None:
    for name, text in _pages(key).items():
        page = Elements(text)
        assert page.of("html") == [{"lang": "en"}], name
        assert len(page.of("h1")) == 1, name
        assert len(page.of("main")) == 1, name
        assert all("alt" in image for image in page.of("img")), name
        assert all("aria-label" in nav for nav in page.of("nav")), name
        levels = [int(tag[1]) for tag, _each in page.found if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1, name
        assert all(later - before <= 1 for before, later in pairwise(levels))
        asked = [image.get("src") or "" for image in page.of("img", "script", "iframe")]
        asked += [link.get("href") or "" for link in page.of("link") if link["rel"] == "stylesheet"]
        assert all(url.startswith("http://127.0.0.1:") for url in asked if url), name
        assert "url(" not in text, name
        assert "@import" not in text, name


def test_three_platforms_look_like_three() -> None:
    for name, text in _pages("mara").items():
        look = LOOKS[name.partition(" ")[0]]
        assert look in text, name
        assert not any(other in text for other in LOOKS.values() if other != look), name


@pytest.mark.parametrize("platform", [MASTODON, ATPROTO])
def test_text_stands_out_from_what_is_behind_it(platform: str) -> None:
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", LOOKS[platform]))
    for ink in ("ink", "soft", "accent", "good"):
        for ground in ("back", "card"):
            assert contrast(colours[ink], colours[ground]) >= AA, (ink, ground)


@each_row("key", story_keys())
def test_the_colour_of_a_site_stands_out_by_day_and_by_night(key: str) -> None:
    accent = cast_of(key).people[0].accent
    assert min(contrast(accent, ground) for ground in ("#f6f5f2", "#ffffff")) >= AA
    own = [int(accent[place : place + 2], 16) * 0.4 + 255 * 0.6 for place in (1, 3, 5)]
    light = "#" + "".join(f"{round(part):02x}" for part in own)
    assert min(contrast(light, ground) for ground in ("#15181b", "#1e2327")) >= AA


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
