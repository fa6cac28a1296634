"""The practice range with hostile words in every field that its owners can change.

Nothing runs on its pages, public or the owner's, and nothing is asked for.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from auditor.domain.account import Claim
from auditor.errors import UsageError
from auditor.practice import personas
from auditor.practice.actions import NewAltText, NewBio, OwnerAction, ReplaceByFile
from auditor.practice.catalogue import Catalogue
from auditor.practice.owner import apply
from auditor.practice.server import build
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from tests.hostile.watched_range import serving
from tests.unit.practice.asking import ask

RUN = "document.title='RUN'"
PAYLOADS = (
    f"</title></style></textarea></p><script>{RUN}</script>",
    f'"\'><img src=x onerror="{RUN}"><svg onload={RUN}>',
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe><base href=http://127.0.0.1:9/>",
    "<link rel=stylesheet href=http://127.0.0.1:9/><style>@import url(http://127.0.0.1:9/)</style>",
    f'</script><script>{RUN}</script>{{"a":"\\u003c/script>"}}',
    f"javascript:{RUN} {{{{constructor.constructor('x')()}}}} ${{7*7}} \x1b[31m\u202e\0\r\nX-A: b",
    "<form action=http://127.0.0.1:9/><button>x</button><meta http-equiv=refresh content=0>",
)
MINE = [spec for spec in personas.ACCOUNTS if spec.person == "mara" and spec.claim is Claim.MINE]
ALLOWED = {"application/ld+json", "application/json"}


@pytest.fixture(scope="module")
def own() -> Iterator[World]:
    world, servers = build(Catalogue(seed=5, photos=60, same_size=True), "told-at-the-start")
    with serving(servers):
        yield world


def first_photo(world: World, spec: rows.AccountSpec) -> str:
    page = BeautifulSoup(ask(world.owner_page(spec)).body, "lxml")
    return str(page.select('input[name="photo"]')[0]["value"])


def fill(world: World, payload: str) -> int:
    """Put `payload` wherever the owners may type; return how many fields took it."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG", comment=payload.encode())
    taken = 0
    for spec in MINE:
        photo = first_photo(world, spec)
        actions: list[OwnerAction] = [NewBio(payload), NewAltText(photo, payload)]
        for action in [*actions, ReplaceByFile(photo, out.getvalue(), payload)]:
            try:
                apply(world.owner_page(spec), action)
                taken += 1
            except UsageError:  # refused, which is as good
                continue
    return taken


def pages(world: World) -> dict[str, str]:
    """Return every page a person may open: public, owner's, of refusals, with odd parts."""
    found = {world.bases["front"] + "/": ""}
    odd = f"?page=1&done=%22%3E%3Cscript%3E{RUN}%3C/script%3E"
    for spec in personas.ACCOUNTS:
        for address in (world.page(spec), world.owner_page(spec), world.owner_page(spec) + odd):
            found[address] = ""
        found[f"{world.base(spec)}/%3Cscript%3E{RUN}%3C/script%3E"] = ""
    return {address: ask(address).body.decode("utf-8", "replace") for address in found}


def runs(html: str) -> list[str]:
    """Return what a browser could run or load from elsewhere."""
    page = BeautifulSoup(html, "lxml")
    wrong = [
        str(tag)[:80]
        for tag in page.find_all(["script", "iframe", "object", "embed", "base", "svg", "frame"])
        if not (tag.name == "script" and tag.get("type") in ALLOWED)
    ]
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            if name.lower().startswith("on") or name.lower() in {"srcdoc", "http-equiv"}:
                wrong.append(f"{tag.name} {name}")
            place = name in {"src", "href", "action", "formaction", "srcset", "poster", "data"}
            if place and re.match(r"\s*(?:javascript|data|vbscript):", str(value), re.IGNORECASE):
                wrong.append(f"{tag.name} {name}={value}"[:80])
            if place and "127.0.0.1:9/" in str(value):
                wrong.append(f"{tag.name} {name}={value}"[:80])
    for data in page.find_all("script", type=list(ALLOWED)):
        json.loads(data.get_text())  # text that ends the block early is no JSON
    return wrong


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_whatever_owners_type_stays_text(own: World, number: int) -> None:
    taken = fill(own, PAYLOADS[number])
    assert taken >= len(MINE)
    found = pages(own)
    assert {address: wrong for address, html in found.items() if (wrong := runs(html))} == {}
    if RUN in PAYLOADS[number]:
        assert any("RUN" in html for html in found.values())


def test_every_page_says_that_it_runs_nothing(own: World) -> None:
    for address in pages(own):
        told = ask(address).headers
        if told["content-type"].startswith("text/html"):
            assert "default-src 'none'" in told.get("content-security-policy", ""), address
            assert told["x-content-type-options"] == "nosniff"


def test_no_header_is_made_of_what_is_typed(own: World) -> None:
    fill(own, "a\r\nSet-Cookie: b=c\r\n\r\n<script>")
    for address in pages(own):
        assert "set-cookie" not in ask(address).headers


def test_a_page_of_the_web_cannot_act_for_the_owner(own: World) -> None:
    address = own.owner_page(MINE[0])
    body = b"do=bio&text=taken+over&token="
    for headers in (
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example"},
        {"Content-Type": "text/plain"},
    ):
        told = ask(address, "POST", body, **headers)
        assert told.status >= 400
    assert b"taken over" not in ask(own.page(MINE[0])).body
    assert ask(address, Host="evil.example").status == 421


def test_the_guard_sees_what_runs() -> None:
    for payload in PAYLOADS[:3]:
        assert runs(f"<!doctype html><body>{payload}</body>")
