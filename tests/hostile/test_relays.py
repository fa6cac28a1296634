"""Pages handed on by a server of one's own prove nothing where they name another home."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor.adapters.clock import SystemClock
from auditor.config import WebsiteSettings
from auditor.domain.account import Proof, ProofMethod
from auditor.errors import HandleTaken
from auditor.markup.payload import other_home
from auditor.sources.website.source import Website
from tests.hostile.test_forged_proof import CASES, OWN, SHOWN, VICTIM, reply, routes_of
from tests.recorded import Reply, Web, account, photos, read
from tests.rows import each_row


@each_row("name", ["mastodon", "wordpress", "mediawiki"])
async def test_what_a_relay_hands_on_unchanged_is_neither_proven_nor_read(name: str) -> None:
    """A server of one's own that passes on somebody else's account, with the token beside it."""
    source, handle, url, _routes = CASES[name]
    who = account(name, handle, url)
    ours = {at: told_of(OWN, at, told) for at, told in routes_of(name).items()}
    theirs = {at: told_of(VICTIM, at, told) for at, told in routes_of(name).items()}
    proven = replace(who, proof=Proof(ProofMethod.BIO, f"{OWN}{SHOWN[name]}", SystemClock().now()))
    async with Web(ours).door("127.0.0.1:8000") as http:
        assert await source.proof_texts(who, http)
        await read(source, proven, http)
    async with Web(theirs).door("127.0.0.1:8000") as http:
        for asking in (source.proof_texts(who, http), read(source, proven, http)):
            with pytest.raises(HandleTaken, match=r"names https://victim\.example.* as the home"):
                await asking
        await read(source, who, http)  # not proven, it is read, and blunt


def told_of(home: str, at: str, told: Reply) -> Reply:
    """Return an answer that says of itself that it is at `home`."""
    body = json.loads(told.body) if told.body.startswith(b"{") else None
    if not isinstance(body, dict):
        return told
    if at.endswith("/lookup"):
        body["url"] = f"{home}/@ann"
    elif at.endswith("/wp-json/"):
        body |= {"home": home, "url": home}
    elif "query" in body:
        body["query"]["general"]["server"] = home
    return reply(body)


def shows(canonical: str, more: str = "") -> Reply:
    page = f"<link rel=canonical href='{canonical}'><img src=/a{len(more)}.jpg>{more}"
    return Reply(page.encode(), headers={"content-type": "text/html"})


async def test_pages_of_a_relay_or_a_mirror_are_left_out_of_a_proven_site() -> None:
    source, mine = Website(WebsiteSettings()), "https://mine.example"
    who = account("website", "mine.example", f"{mine}/")
    shown = f"{mine}/.well-known/owner.txt"
    proven = replace(who, proof=Proof(ProofMethod.SITE_FILE, shown, SystemClock().now()))
    routes = {
        f"{mine}/": shows("https://www.mine.example/", "<a href=/hers>x</a><a href=/own>x</a>"),
        f"{mine}/hers": shows(f"{VICTIM}/hers", "1"),
        f"{mine}/own": shows(f"{mine}/own", "12"),
    }
    async with Web(routes).door() as http:
        assert await source.proof_texts(who, http) == []
        batches = await read(source, proven, http)
        assert {photo.file_name for photo in photos(batches)} == {"a37.jpg", "a2.jpg"}
        assert not batches[-1].complete
        assert "1 page was left out: it names another site" in " ".join(batches[-1].notes)
        everything = photos(await read(source, who, http))
        assert "a1.jpg" in {photo.file_name for photo in everything}
    async with Web({f"{mine}/": shows(f"{VICTIM}/")}).door() as http:
        for asking in (source.proof_texts(who, http), read(source, proven, http)):
            with pytest.raises(HandleTaken, match="as the home of what it shows"):
                await asking
        assert photos(await read(source, who, http))


@each_row(
    ("asked", "told", "other"),
    [
        ("https://ann.example/", ["https://www.ann.example/x"], False),
        ("https://m.ann.example/", ["https://www.ann.example/x"], False),
        ("https://en.m.wiki.example/", ["//en.wiki.example"], False),
        ("https://ann.example/", ["/x", "", None], False),
        ("https://ann.example/", ["http://localhost:1313/"], False),
        ("https://ann.example/", ["https://example.org/"], False),
        ("https://ann.example/", ["http://127.0.0.1/", "http://wordpress/"], False),
        ("https://wp.ann.example/", ["https://ann.example/", "https://wp.ann.example/"], False),
        ("https://ann.example/", ["https://bea.example/"], True),
        ("https://ann.many.example/", ["https://bea.many.example/"], True),
        ("http://127.0.0.1:8000/", ["https://bea.example/"], True),
        ("https://ann.example/", ["http://localhost/", "https://bea.example/"], True),
    ],
)
def test_a_home_is_another_only_where_a_site_of_its_own_is_named(
    asked: str, told: list[str | None], other: bool
) -> None:
    assert bool(other_home(asked, told)) is other
