"""Mastodon: handles and addresses, visibility as the server says it, verified links.

And a list that stays on its server.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Link
from auditor.domain.photos.photo import PhotoKind, Role, Visibility
from auditor.errors import AccountMissing, LoginNeeded, PayloadBroken
from auditor.sources.mastodon import Mastodon
from auditor.sources.mastodon.payloads import parse_account, parse_portraits, parse_statuses
from tests.contract.source_cases import CASES
from tests.recorded import FIXTURES, Reply, Web, account, photos, read, recorded

BASE = "https://social.example"
ACCOUNT = (FIXTURES / "mastodon/account.json").read_bytes()
STATUSES = (FIXTURES / "mastodon/statuses.json").read_bytes()
LIST = f"{BASE}/api/v1/accounts/43/statuses"


@pytest.mark.parametrize(
    ("text", "handle", "url", "sure"),
    [
        ("@wanda@social.example", "@wanda@social.example", "https://social.example/@wanda", True),
        (
            "acct:wanda@Social.example",
            "@wanda@social.example",
            "https://social.example/@wanda",
            True,
        ),
        ("@wanda@127.0.0.1:8123", "@wanda@127.0.0.1:8123", "http://127.0.0.1:8123/@wanda", True),
        (
            "https://social.example/@wanda/110447",
            "@wanda@social.example",
            "https://social.example/@wanda",
            False,
        ),
        (
            "https://social.example/users/wanda",
            "@wanda@social.example",
            "https://social.example/@wanda",
            False,
        ),
        (
            "https://social.example/@wanda@other.example",
            "@wanda@other.example",
            "https://other.example/@wanda",
            True,
        ),
    ],
)
def test_what_is_recognised(text: str, handle: str, url: str, sure: bool) -> None:
    found = Mastodon().recognise(text)
    assert found is not None
    assert (found.handle, found.url, found.sure) == (handle, url, sure)


@pytest.mark.parametrize(
    "text",
    [
        "wanda@social.example",
        "@wanda",
        "https://social.example/",
        "https://h/@a.b",
        "https://medium.com/@wanda",
    ],
)
def test_what_is_somebody_elses(text: str) -> None:
    """A plain name@host is an e-mail address."""
    assert Mastodon().recognise(text) is None


def test_posts_keep_what_the_server_says_of_them() -> None:
    found = parse_statuses(STATUSES, BASE, "a1")
    first, second, third = found
    assert [photo.visibility for photo in found] == [
        Visibility.PUBLIC,
        Visibility.PUBLIC,
        Visibility.FOLLOWERS,
    ]
    assert [photo.alt for photo in found] == ["furry cube", None, None]
    assert first.caption == "image post\nsecond line & #tag"
    served, shown = first.renditions
    assert (served.role, served.width, served.height) == (Role.SERVED, 1280, 720)
    assert (shown.role, shown.width, shown.height) == (Role.DISPLAYED, 640, 360)
    assert first.page_url == second.page_url == "https://social.example/@wanda/110447003454258227"
    assert third.posted_at is not None
    assert first.file_name is None  # the platform made the name


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("direct", Visibility.PRIVATE),
        ("unlisted", Visibility.UNLISTED),
        ("limited", Visibility.UNKNOWN),
    ],
)
def test_a_visibility_nobody_knows_stays_unknown(word: str, meant: Visibility) -> None:
    body = STATUSES.replace(b'"visibility": "public"', b'"visibility": "%s"' % word.encode())
    assert parse_statuses(body, BASE, "a1")[0].visibility is meant


def test_boosted_posts_are_left_out() -> None:
    statuses = json.loads(STATUSES)
    statuses[0]["reblog"] = statuses[1]
    assert len(parse_statuses(json.dumps(statuses).encode(), BASE, "a1")) == 1


def test_a_profile_shows_links_flags_and_an_avatar_but_no_default_header() -> None:
    entity, profile = parse_account(ACCOUNT, BASE)
    assert profile.links[0] == Link("https://wanda.example/", "site", verified=True)
    assert {link.verified for link in profile.links[1:]} == {False}
    assert "https://wanda.example/ ~ Local account." in profile.description
    assert [(signal.says, signal.open) for signal in profile.signals] == [
        ("noindex: false", True),
        ("discoverable: false", None),
        ("indexable: false", None),
    ]
    assert [photo.kind for photo in parse_portraits(entity, profile, "a1")] == [PhotoKind.AVATAR]


def test_what_the_account_does_not_say_is_no_signal() -> None:
    told: dict[str, Any] = json.loads(ACCOUNT)
    told.update(noindex=None, discoverable=None, indexable=None)
    assert parse_account(json.dumps(told).encode(), BASE)[1].signals == ()


@pytest.mark.parametrize("field", ["id", "media_attachments", "visibility"])
def test_a_missing_field_is_named(field: str) -> None:
    statuses = json.loads(STATUSES)
    del statuses[0][field]
    with pytest.raises(PayloadBroken, match=field):
        parse_statuses(json.dumps(statuses).encode(), BASE, "a1")


@given(
    st.dictionaries(
        st.sampled_from(["meta", "url", "preview_url", "type", "description"]),
        st.none() | st.integers() | st.text(),
    )
)
def test_any_attachment_is_read_or_refused(changed: dict[str, object]) -> None:
    statuses = json.loads(STATUSES)
    statuses[0]["media_attachments"][0].update(changed)
    with contextlib.suppress(PayloadBroken):  # anything else fails the test
        parse_statuses(json.dumps(statuses).encode(), BASE, "a1")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/api/v1/accounts/43/statuses?max_id=1",
        "http://social.example/x",
        f"{BASE}/admin",
    ],
)
async def test_a_next_page_elsewhere_is_not_followed(url: str) -> None:
    case = CASES["mastodon"]()
    web = Web(
        {**case.routes, LIST: recorded("mastodon/statuses.json", link=f'<{url}>; rel="next"')}
    )
    async with web.door() as http:
        batches = await read(Mastodon(), case.account, http)
    assert batches[-1].notes
    assert not batches[-1].complete
    assert all(asked.startswith(f"{BASE}/api/v1/accounts/") for asked in web.asked)


async def test_a_closed_list_is_said_after_the_profile_was_read() -> None:
    case = CASES["mastodon"]()
    routes = {**case.routes, LIST: recorded("mastodon/blocked.json", 401)}
    async with Web(routes).door() as http:
        batches = Mastodon().fetch(case.account, http, None)
        assert [photo.kind for photo in (await anext(batches)).photos] == [PhotoKind.AVATAR]
        with pytest.raises(LoginNeeded):
            await anext(batches)


async def test_an_unknown_name_is_missing() -> None:
    routes = {f"{BASE}/api/v1/accounts/lookup": recorded("mastodon/not_found.json", 404)}
    async with Web(routes).door() as http:
        with pytest.raises(AccountMissing, match="wanda"):
            await read(
                Mastodon(), account("mastodon", "@wanda@social.example", f"{BASE}/@wanda"), http
            )


async def test_a_handle_on_a_domain_with_its_server_elsewhere() -> None:
    """WebFinger (RFC 7033) tells that @wanda@example.org lives at social.example."""
    case = CASES["mastodon"]()
    told = {
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": f"{BASE}/users/wanda"}
        ]
    }
    web = Web(
        {
            **case.routes,
            "https://example.org/.well-known/webfinger": Reply(json.dumps(told).encode()),
        }
    )
    async with web.door() as http:
        found = photos(
            await read(
                Mastodon(),
                account("mastodon", "@wanda@example.org", "https://example.org/@wanda"),
                http,
            )
        )
    assert len(found) == case.photos


async def test_verified_links_can_prove() -> None:
    case = CASES["mastodon"]()
    async with Web(case.routes).door() as http:
        texts = await Mastodon().proof_texts(case.account, http)
    assert [(text.kind, text.text) for text in texts][1:] == [("rel-me", "https://wanda.example/")]
    assert "toasty." in texts[0].text


async def test_a_server_that_is_something_else_is_not_detected() -> None:
    async with Web({f"{BASE}/api/v1/instance": Reply(b"<html>")}).door() as http:
        assert await Mastodon().detect(http, f"{BASE}/@wanda") is None


async def test_where_a_proof_stands_is_not_what_the_server_says_of_itself() -> None:
    """A server that calls itself by an address on this machine does not become local by it."""
    case = CASES["mastodon"]()
    told = {**json.loads(ACCOUNT), "url": "http://127.0.0.1:8000/@wanda"}
    routes = {**case.routes, f"{BASE}/api/v1/accounts/lookup": Reply(json.dumps(told).encode())}
    async with Web(routes).door("127.0.0.1:8000") as http:
        texts = await Mastodon().proof_texts(case.account, http)
    assert {text.url for text in texts} == {f"{BASE}/@wanda"}
