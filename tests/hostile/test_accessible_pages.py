"""Every page that a class sees: no violation of axe, nothing asked outside, nothing sideways.

At the width of a telephone and of a desk. The page of learners is one sheet of A4.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.awareness.as_page import lessons_page
from auditor.domain.account import Claim
from auditor.guidance.help import countries, help_now, sheet_lines
from auditor.practice.catalogue import Catalogue
from auditor.practice.packs.files import pack_files
from auditor.practice.packs.read import pack_names, read_pack
from auditor.practice.range import PracticeSeat
from auditor.practice.server import build
from auditor.practice.serving import owner_pages
from auditor.practice.serving.exchange import Server
from auditor.practice.serving.lan.cards import cards_page
from auditor.practice.serving.lan.class_page import ClassPage
from auditor.practice.serving.lan.gate import OwnerGate
from auditor.practice.serving.voting.ballot import Ballot
from auditor.practice.serving.voting.page import VotePage
from auditor.practice.serving.world import World
from auditor.practice.stories.cast import cast_of
from auditor.practice.stories.rows import MASTODON
from tests.axe import Looked, Looker, looking
from tests.browser import BROWSER, on_paper
from tests.fakes.session import FakeSession
from tests.hostile.watched_range import serving
from tests.unit.practice.asking import ask
from tests.unit.report.making import text_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chromium")]


@pytest.fixture(scope="module")
def looker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looker]:
    with looking(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@pytest.fixture(scope="module", params=["", "oda"], ids=["three people", "oda"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Three people with an impostor and a host; a seat with one of them."""
    story = request.param
    cast = cast_of(*filter(None, [story]))
    catalogue = Catalogue(seed=1, photos=40, same_size=True, cast=cast)
    made, servers = build(catalogue, "told-at-the-start", seat=1 if story else 0)
    with serving(servers):
        yield made


def addresses(world: World) -> Iterator[str]:
    yield world.bases["front"] + "/"
    yield world.bases["view"] + "/"
    yield world.bases["host"] + "/"
    for key in world.cast.links[:3]:
        yield f"{world.bases['host']}/v/{key}"
    for spec in world.cast.accounts:
        yield world.page(spec)
        yield world.owner_page(spec)
        if spec.platform == MASTODON:
            yield world.base(spec) + "/"
    for spec in world.cast.accounts:
        if spec.claim is Claim.MINE:
            yield from posts(world.page(spec))


def posts(address: str) -> Iterator[str]:
    """Yield the first pages beside a profile that it leads to on the same server."""
    from urllib.parse import urljoin, urlsplit

    from bs4 import BeautifulSoup

    page = BeautifulSoup(ask(address).body, "lxml")
    found = dict.fromkeys(urljoin(address, str(link["href"])) for link in page.select("a[href]"))
    here = [each for each in found if urlsplit(each).netloc == urlsplit(address).netloc]
    yield from [each for each in here if each.rstrip("/") != address.rstrip("/")][:4]


def troubles(told: list[Looked]) -> list[object]:
    return [each for each in told if each.wrong or each.outside or each.wide > 0]


def test_the_range(world: World, looker: Looker) -> None:
    found = {
        address: wrong
        for address in dict.fromkeys(addresses(world))
        if ask(address).headers.get("content-type", "").startswith("text/html")
        and (wrong := troubles(looker.look_at(address)))
    }
    assert found == {}


def test_what_the_owner_is_told(world: World, looker: Looker) -> None:
    for page in (owner_pages.refusal("Nothing stands there."), owner_pages.farewell(world)):
        assert troubles(looker.look(page, world.bases["front"])) == []


def test_the_doors_of_a_class(looker: Looker) -> None:
    """Where its seats are, what asks for a code, and the cards that are printed."""
    codes = ("AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB")
    server = Server()
    seat = PracticeSeat(7, f"{server.base}/seat", "", "", (), (), codes)
    listed = {"seats": [{"seat": 7, "front": seat.front}]}
    doors = {"/seat": OwnerGate(7, codes).ask}
    server.route = ClassPage(f"{server.base}/", lambda: listed, doors)
    with serving({"class": server}):
        for path in ("/", "/seat"):
            assert troubles(looker.look_at(server.base + path)) == [], path
    assert troubles(looker.look(cards_page(f"{server.base}/", [seat] * 3))) == []


def test_the_lessons_on_made_pictures(looker: Looker) -> None:
    still = lessons_page()
    open_all = still.replace("<details", "<details open").replace(' name="', ' data-n="')
    moving = still.replace('type="checkbox"', 'type="checkbox" checked')
    for page in (still, open_all, moving):
        assert troubles(looker.look(page)) == []


@pytest.mark.parametrize("full", [True, False], ids=["full", "masked"])
async def test_the_charts_of_a_report(looker: Looker, full: bool) -> None:
    """With every table open: what scrolls can be reached by keys, and nothing sticks out."""
    page = await text_of(FakeSession(), "html", full=full)
    assert page.count('<section class="charts">') == 4
    told = await asyncio.to_thread(looker.look, page.replace("<details", "<details open"))
    assert troubles(told) == []


def test_votes(looker: Looker) -> None:
    ballot, server = Ballot(), Server()
    server.route = VotePage(ballot)
    with serving({"vote": server}):
        assert troubles(looker.look_at(server.base + "/vote")) == []
        ballot.open("How many of the eight can a stranger answer?", ("0 to 2", "3 to 5", "6 to 8"))
        assert troubles(looker.look_at(server.base + "/vote")) == []


@pytest.mark.parametrize("name", pack_names())
def test_packs_and_handouts(looker: Looker, name: str) -> None:
    for file, text in pack_files(read_pack(name), "GB"):
        if file.endswith(".html"):
            assert troubles(looker.look(text)) == [], file


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("name", pack_names())
def test_a_handout_is_one_sheet_wherever_the_class_is(tmp_path: Path, name: str) -> None:
    """With the most lines that any place has, and without a place."""
    known = {service.region for service in help_now.all_services()}
    places = sorted(known | set(countries.read().countries))
    most = max(places, key=lambda place: len("\n".join(sheet_lines.short(place))))
    for where in ("", most):
        texts = dict(pack_files(read_pack(name), where))
        (tmp_path / "handout.html").write_text(texts[f"handout-{name}.html"], "utf-8")
        assert on_paper(tmp_path / "handout.html", tmp_path / "profile") == 1, where
    (tmp_path / "pack.html").write_text(texts[f"pack-{name}.html"], "utf-8")
    assert 3 <= on_paper(tmp_path / "pack.html", tmp_path / "profile") <= 12


def test_the_guard_sees_what_is_wrong(looker: Looker) -> None:
    wrong = (
        '<!doctype html><html><head><title></title></head><body><p style="color:#bbb">grey</p>'
        '<img src="http://127.0.0.1:9/x.png"><img src="http://who.example/x.png">'
        '<div style="width:2000px">wide</div></body></html>'
    )
    for told in looker.look(wrong):
        assert {said.partition(":")[0] for said in told.wrong} >= {
            *("color-contrast", "image-alt", "html-has-lang")
        }
        assert any("who.example" in address for address in told.outside)
        assert told.wide > 0
