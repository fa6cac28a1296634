"""Mastodon: handles and addresses, visibility as the server says it, verified links.

And a list that stays on its server.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Link
from auditor.domain.photos.photo import PhotoKind, Role, Visibility
from auditor.errors import AccountMissing, HandleTaken, LoginNeeded, PayloadBroken
from auditor.sources.mastodon.payloads import (
    names_content,
    parse_account,
    parse_portraits,
    parse_statuses,
)
from auditor.sources.mastodon.source import Mastodon
from tests.contract.source_cases import CASES
from tests.recorded import FIXTURES, Reply, Route, Web, account, photos, read, recorded
from tests.rows import each_row

BASE = "https://social.example"
ACCOUNT = (FIXTURES / "mastodon/account.json").read_bytes()
STATUSES = (FIXTURES / "mastodon/statuses.json").read_bytes()
LIST = f"{BASE}/api/v1/accounts/43/statuses"


@each_row(
    ("text", "handle", "url"),
    [
        ("@wanda@social.example", "@wanda@social.example", "https://social.example/@wanda"),
        (
            "acct:wanda@Social.example",
            "@wanda@social.example",
            "https://social.example/@wanda",
        ),
        ("@wanda@127.0.0.1:8123", "@wanda@127.0.0.1:8123", "http://127.0.0.1:8123/@wanda"),
        (
            "https://social.example/@wanda/110447",
            "@wanda@social.example",
            "https://social.example/@wanda",
        ),
        (
            "https://social.example/users/wanda",
            "@wanda@social.example",
            "https://social.example/@wanda",
        ),
        (
            "https://social.example/@wanda@other.example",
            "@wanda@other.example",
            "https://other.example/@wanda",
        ),
    ],
)
def test_what_is_recognised(text: str, handle: str, url: str) -> None:
    """Names of this form are of other software, too: only the server tells."""
    found = Mastodon().recognise(text)
    assert found is not None
    assert (found.handle, found.url, found.sure) == (handle, url, False)


@each_row(
    ("version", "is_one"),
    [
        ("4.3.0", True),
        ("2.7.2 (compatible; Pleroma 2.6.2)", True),
        ("3.5.3 (compatible; Pixelfed 0.12.4)", False),
        ("4.2.1 (compatible; Sharkey 2024.3.3)", False),
    ],
)
async def test_a_server_says_what_it_runs(version: str, is_one: bool) -> None:
    told = Reply(f'{{"uri": "social.example", "version": "{version}"}}'.encode())
    async with Web({f"{BASE}/api/v1/instance": told}).door() as http:
        found = await Mastodon().detect(http, "@wanda@social.example")
    assert (found is not None and found.sure) is is_one


async def test_a_domain_may_only_name_the_server() -> None:
    links = '{"links": [{"rel": "self", "href": "https://social.example/users/wanda"}]}'
    routes: dict[str, Route] = {
        "https://wanda.example/.well-known/webfinger": Reply(links.encode()),
        f"{BASE}/api/v1/instance": Reply(b'{"uri": "social.example", "version": "4.3.0"}'),
    }
    async with Web(routes).door() as http:
        found = await Mastodon().detect(http, "@wanda@wanda.example")
    assert found is not None
    assert (found.handle, found.sure) == ("@wanda@wanda.example", True)


async def test_where_nobody_answers_a_name_is_taken_for_one_of_it() -> None:
    def unreachable(_url: httpx.URL) -> Reply:
        raise httpx.ConnectError("no route")

    async with Web({f"{BASE}/api/v1/instance": unreachable}).door() as http:
        found = await Mastodon().detect(http, "@wanda@social.example")
        assert found is not None
        assert found.sure
        assert await Mastodon().detect(http, f"{BASE}/@wanda") is None


@each_row(
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
    found = parse_statuses(STATUSES, BASE, "a1").photos
    first, second, third, film = found
    assert [photo.visibility for photo in found] == [
        Visibility.PUBLIC,
        Visibility.PUBLIC,
        Visibility.FOLLOWERS,
        Visibility.UNLISTED,
    ]
    assert [photo.alt for photo in found[:3]] == ["furry cube", None, None]
    assert film.media_url.endswith("/small/v.jpg")  # of a film its preview picture
    assert first.caption == "image post\nsecond line & #tag"
    served, shown = first.renditions
    assert (served.role, served.width, served.height) == (Role.SERVED, 1280, 720)
    assert (shown.role, shown.width, shown.height) == (Role.DISPLAYED, 640, 360)
    assert first.page_url == second.page_url == "https://social.example/@wanda/110447003454258227"
    assert third.posted_at is not None
    assert first.file_name is None  # the platform made the name


@each_row(
    ("word", "meant"),
    [
        ("direct", Visibility.PRIVATE),
        ("unlisted", Visibility.UNLISTED),
        ("limited", Visibility.UNKNOWN),
    ],
)
def test_a_visibility_nobody_knows_stays_unknown(word: str, meant: Visibility) -> None:
    body = STATUSES.replace(b'"visibility": "public"', b'"visibility": "%s"' % word.encode())
    assert parse_statuses(body, BASE, "a1").photos[0].visibility is meant


def test_boosted_posts_are_left_out() -> None:
    statuses = json.loads(STATUSES)
    statuses[0]["reblog"] = statuses[1]
    assert len(parse_statuses(json.dumps(statuses).encode(), BASE, "a1").photos) == 2


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


@pytest.mark.parametrize("field", ["id", "media_attachments"])
def test_a_post_without_a_needed_field_costs_itself_alone(field: str) -> None:
    statuses = json.loads(STATUSES)
    whole = parse_statuses(STATUSES, BASE, "a1")
    del statuses[1][field]
    page = parse_statuses(json.dumps(statuses).encode(), BASE, "a1")
    assert (whole.lost, page.lost) == (0, 1)
    assert 0 < len(page.photos) < len(whole.photos)


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


@each_row(
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


def _accounts(**changed: object) -> Reply:
    return Reply(json.dumps({**json.loads(ACCOUNT), **changed}).encode())


def _numbered(count: int, *, newest: int) -> Reply:
    """Posts `newest`, `newest` - 1, ... with a picture each, without a Link header."""
    entries = [
        {
            "id": str(number),
            "media_attachments": [
                {"id": "1", "type": "image", "url": f"{BASE}/media/{number}.jpg"},
            ],
        }
        for number in range(newest, newest - count, -1)
    ]
    return Reply(json.dumps(entries).encode())


WHO = account("mastodon", "@wanda@social.example", f"{BASE}/@wanda")


async def test_without_a_link_header_the_list_ends_with_an_empty_page() -> None:
    def paged(url: httpx.URL) -> Reply:
        below = int(url.params.get("max_id", "101"))
        return _numbered(min(40, below - 1), newest=below - 1)

    routes: dict[str, Route] = {f"{BASE}/api/v1/accounts/lookup": _accounts(), LIST: paged}
    async with Web(routes).door() as http:
        batches = await read(Mastodon(), WHO, http)
    assert len([photo for photo in photos(batches) if photo.kind is PhotoKind.POST]) == 100
    assert all(batch.complete for batch in batches)


async def test_a_server_that_cannot_go_on_is_told() -> None:
    """It answers every page with the same posts."""
    routes: dict[str, Route] = {
        f"{BASE}/api/v1/accounts/lookup": _accounts(),
        LIST: lambda _url: _numbered(40, newest=40),
    }
    async with Web(routes).door() as http:
        batches = await read(Mastodon(), WHO, http)
    assert len({photo.id for photo in photos(batches)}) == 41
    assert any("does not end" in note for batch in batches for note in batch.notes)
    assert not batches[-1].complete


async def test_an_empty_page_that_is_not_the_last() -> None:
    def paged(url: httpx.URL) -> Reply:
        if url.params.get("max_id") == "20":
            return _numbered(3, newest=19)
        if "max_id" in url.params:
            return Reply(b"[]")
        return Reply(b"[]", headers={"link": f'<{LIST}?max_id=20>; rel="next"'})

    routes: dict[str, Route] = {f"{BASE}/api/v1/accounts/lookup": _accounts(), LIST: paged}
    async with Web(routes).door() as http:
        found = photos(await read(Mastodon(), WHO, http))
    assert len([photo for photo in found if photo.kind is PhotoKind.POST]) == 3


@pytest.mark.parametrize(
    ("changed", "words", "complete"),
    [
        ({"suspended": True}, "suspended", False),
        ({"moved": {"acct": "w@new.example", "url": "https://new.example/@w"}}, "moved to", True),
    ],
)
async def test_suspended_and_moved_accounts_say_so(
    changed: dict[str, object], words: str, complete: bool
) -> None:
    routes = {f"{BASE}/api/v1/accounts/lookup": _accounts(**changed), LIST: Reply(b"[]")}
    async with Web(routes).door() as http:
        first = (await read(Mastodon(), WHO, http))[0]
    assert any(words in note for note in first.notes)
    assert first.complete is complete


@each_row(
    "refusal", [Reply(b"no", 403), Reply(b"<html>app</html>"), Reply(b"", 500), Reply(b"", 404)]
)
async def test_webfinger_is_asked_whatever_the_domain_answers(refusal: Reply) -> None:
    """And the name on the server is the one that WebFinger gives, not that of the handle."""
    told = {"links": [{"rel": "self", "href": f"{BASE}/users/wanda"}]}
    domain = "https://me.example"
    routes: dict[str, Route] = {
        f"{domain}/api/v1/accounts/lookup": refusal,
        f"{domain}/.well-known/webfinger": Reply(json.dumps(told).encode()),
        f"{BASE}/api/v1/accounts/lookup": lambda url: (
            _accounts() if url.params["acct"] == "wanda" else Reply(b"{}", 404)
        ),
        LIST: Reply(b"[]"),
    }
    who = account("mastodon", "@me@me.example", f"{domain}/@me")
    async with Web(routes).door() as http:
        assert len(photos(await read(Mastodon(), who, http))) == 1


async def test_an_account_keeps_the_id_that_was_seen_first() -> None:
    routes = {f"{BASE}/api/v1/accounts/lookup": _accounts(), LIST: Reply(b"[]")}
    async with Web(routes).door() as http:
        batches = await read(Mastodon(), WHO, http)
    assert batches[0].stable_id == "43@social.example"


async def test_a_handle_that_another_account_took_is_not_read() -> None:
    web = Web({f"{BASE}/api/v1/accounts/lookup": _accounts(id="99")})
    async with web.door() as http:
        with pytest.raises(HandleTaken, match="another account"):
            await read(Mastodon(), replace(WHO, stable_id="43@social.example"), http)
    assert not any("statuses" in url for url in web.asked)


async def test_a_name_that_changed_is_followed_and_told() -> None:
    routes = {f"{BASE}/api/v1/accounts/43": _accounts(username="wanda2"), LIST: Reply(b"[]")}
    async with Web(routes).door() as http:
        batches = await read(Mastodon(), replace(WHO, stable_id="43@social.example"), http)
    assert any("@wanda2@social.example" in note for note in batches[0].notes)
    assert batches[0].now_called == ("@wanda2@social.example", f"{BASE}/@wanda2")
    assert len(photos(batches)) == 1


ODD = st.sampled_from(
    [None, 0, -1, 10**30, 1.5, True, False, "", "x", "\ud800", [], [None], {}, {"a": 1}]
) | st.just("y" * 20_000)


@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "visibility", "created_at", "url", "uri", "content", "media_attachments"]
        ),
        ODD,
    ),
    st.dictionaries(
        st.sampled_from(["id", "type", "url", "preview_url", "remote_url", "description", "meta"]),
        ODD,
    ),
    st.booleans(),
)
def test_an_odd_post_costs_at_most_itself_and_is_told(
    post: dict[str, object], media: dict[str, object], gone: bool
) -> None:
    statuses = json.loads(STATUSES)
    whole = {photo.id for photo in parse_statuses(STATUSES, BASE, "a1").photos}
    of_first = {f"{attached['id']}" for attached in statuses[0]["media_attachments"]}
    statuses[0]["media_attachments"][0].update(media)
    statuses[0].update(post)
    if gone:
        statuses[0] = next(iter(post.values()), None)
    page = parse_statuses(json.dumps(statuses).encode(), BASE, "a1")
    others = {
        photo.id for photo in parse_statuses(json.dumps(statuses[1:]).encode(), BASE, "a1").photos
    }
    found = {photo.id for photo in page.photos}
    assert others <= found
    assert others < whole
    emptied = post.get("media_attachments") in ([], {})
    if len(found) < len(others) + len(of_first) and not emptied:
        assert page.lost


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("/system/media_attachments/files/111/222/333/original/0123456789abcdef.jpg", True),
        ("/bucket/media_attachments/files/111/222/333/small/0123456789abcdef.png", True),
        ("/system/accounts/avatars/000/000/001/original/0123456789abcdef.webp", True),
        ("/media/" + "0f" * 32 + ".jpg", True),
        ("/media/0f/0f/0f/" + "0f" * 32 + ".jpg", True),
        ("/media_attachments/files/111/222/333/original/picture.jpg", False),
        ("/files/0123456789abcdef.jpg", False),
        ("/media/0123456789abcdef.jpg", False),
        ("/a.jpg?x=/media/" + "0f" * 32 + ".jpg", False),
        ("/media_proxy/" + "0f" * 32 + "/a.jpg", False),
    ],
)
def test_an_address_that_names_its_content_is_told_from_others(path: str, *, stays: bool) -> None:
    assert names_content(f"https://social.example{path}") is stays
