"""AT Protocol.

Recognising, resolving in both directions, walking records of any lexicon, and what the AppView
shows.
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

from auditor.config import AtprotoSettings
from auditor.domain.account import Account, Openness
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import PhotoKind, Role, Visibility
from auditor.errors import AccountMissing, HandleTaken, LoginNeeded, PayloadBroken, SourceError
from auditor.sources.atproto.appview import parse_feed
from auditor.sources.atproto.identity import DidDocument, Repo, is_shared, parse_repo, recognise
from auditor.sources.atproto.records import (
    GRAIN_EXIF,
    GRAIN_PHOTO,
    POST,
    PROFILE,
    RecordsAddress,
    parse_exif,
    parse_records,
)
from auditor.sources.atproto.source import Atproto
from tests.contract.source_cases import CASES, DID, PDS
from tests.recorded import FIXTURES, Reply, Route, Web, account, photos, read, recorded
from tests.rows import each_row

CID = "bafkreigs5mntui7xi5ds5xxi3rv4o4wwf3ai63eed5giwq62hhgeojdfey"
PLACE = RecordsAddress(
    "a0123456789abcdef", Repo(DID, "alice.example", "https://pds.example"), on_bsky=True
)
BLOB = {"$type": "blob", "ref": {"$link": CID}, "mimeType": "image/jpeg", "size": 227439}


def _record(collection: str, value: dict[str, Any], rkey: str = "3n2whkdorl22t") -> bytes:
    return json.dumps(
        {"records": [{"uri": f"at://{DID}/{collection}/{rkey}", "cid": "x", "value": value}]}
    ).encode()


@each_row(
    ("text", "handle", "sure"),
    [
        ("at://alice.test/app.bsky.feed.post/3n2", "alice.test", True),
        (f"at://{DID}", DID, True),
        ("did:web:alice.example", "did:web:alice.example", True),
        ("@Alice.bsky.social", "alice.bsky.social", True),
        ("alice.bsky.social", "alice.bsky.social", True),
        ("alice.example", "alice.example", False),
        ("https://bsky.app/profile/alice.example/post/3n2", "alice.example", True),
        (f"https://bsky.app/profile/{DID}", DID, True),
        ("http://127.0.0.1:2583/@alice.test", "alice.test", False),
    ],
)
def test_what_is_recognised(text: str, handle: str, sure: bool) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.handle, found.sure) == (handle, sure)


@each_row(
    "text",
    [
        "",
        "alice",
        "@alice@example.org",
        "https://example.org/",
        "did:key:zabc",
        "did:plc:short",
        "https://x/@a",
    ],
)
def test_what_is_somebody_elses(text: str) -> None:
    assert recognise(text) is None


def test_posts_have_alt_time_declared_size_and_their_original() -> None:
    page = parse_records((FIXTURES / "atproto/posts.json").read_bytes(), PLACE, POST, {})
    first = page.found[0].photo
    assert len(page.found) == 2
    assert (first.kind, first.visibility, first.alt, first.caption) == (
        PhotoKind.POST,
        Visibility.PUBLIC,
        "me at the lake",
        "post 3",
    )
    assert first.posted_at is not None
    assert first.posted_at.isoformat() == "2026-11-22T20:32:34.309070+00:00"
    assert first.page_url == "https://bsky.app/profile/alice.example/post/3n2whkdorl22t"
    served = first.renditions[0]
    assert (served.width, served.height, served.bytes, served.format, served.immutable) == (
        1200,
        800,
        227439,
        "jpeg",
        True,
    )
    assert served.url == f"https://pds.example/xrpc/com.atproto.sync.getBlob?did={DID}&cid={CID}"


def test_any_lexicon_and_the_old_form_of_blobs_are_walked() -> None:
    value = {
        "$type": "example.new.thing",
        "deep": {"list": [{"x": [BLOB]}, {"picture": BLOB, "alt": "second"}]},
        "old": {"cid": CID, "mimeType": "image/png"},
        "film": {**BLOB, "mimeType": "video/mp4"},
        "drawing": {**BLOB, "mimeType": "image/svg+xml"},
        "odd": {**BLOB, "ref": {"$link": "../../etc/passwd"}},
    }
    found = parse_records(_record("example.new.thing", value), PLACE, "example.new.thing", {}).found
    assert [photo.path for photo in found] == ["deep.list.0.x.0", "deep.list.1.picture", "old"]
    assert [photo.photo.alt for photo in found] == [None, "second", None]
    assert {photo.photo.kind for photo in found} == {PhotoKind.FILE}
    assert len({photo.photo.id for photo in found}) == 3


def test_a_ratio_is_no_size() -> None:
    value = {"embed": {"images": [{"image": BLOB, "aspectRatio": {"width": 16, "height": 9}}]}}
    (found,) = parse_records(_record(POST, value), PLACE, POST, {}).found
    assert (found.photo.renditions[0].width, found.photo.renditions[0].height) == (None, None)


def test_profile_pictures_and_the_label_against_search_engines() -> None:
    value = {
        "displayName": "Alice",
        "description": "see https://alice.example/ and javascript:alert(1)",
        "avatar": BLOB,
        "banner": BLOB,
        "labels": {
            "$type": "com.atproto.label.defs#selfLabels",
            "values": [{"val": "!no-unauthenticated"}],
        },
    }
    page = parse_records(_record(PROFILE, value, "self"), PLACE, PROFILE, {})
    assert [found.photo.kind for found in page.found] == [PhotoKind.AVATAR, PhotoKind.BANNER]
    assert page.profile is not None
    assert [link.url for link in page.profile.links] == ["https://alice.example/"]
    (signal,) = page.profile.signals
    assert (signal.where, signal.open) == (Openness.LABEL, False)
    del value["labels"]
    shown = parse_records(_record(PROFILE, value, "self"), PLACE, PROFILE, {}).profile
    assert shown is not None
    assert shown.signals[0].open is True


def test_exif_that_is_published_as_a_record_stands_with_its_photo() -> None:
    uri = f"at://{DID}/{GRAIN_PHOTO}/3n2whkdorl22t"
    value = {
        "photo": uri,
        "make": "ACME",
        "model": "Cam 1",
        "lensModel": "L",
        "dateTimeOriginal": "2024-05-06T07:08:09.000Z",
        "iSO": 100,
    }
    exif, cursor = parse_exif(_record(GRAIN_EXIF, value))
    assert cursor is None
    (found,) = parse_records(
        _record(GRAIN_PHOTO, {"photo": BLOB, "alt": "grain"}), PLACE, GRAIN_PHOTO, exif
    ).found
    published = found.photo.published
    assert published is not None
    assert (published.camera.make, published.camera.model, published.camera.lens) == (
        "ACME",
        "Cam 1",
        "L",
    )
    assert (published.captured_at, published.captured_at_utc) == ("2024-05-06T07:08:09", None)


def test_a_record_of_somebody_else_is_left_out_and_counted() -> None:
    other = {"uri": f"at://did:plc:other/{POST}/1", "value": {"$type": POST, "image": BLOB}}
    page = parse_records(json.dumps({"records": [other]}).encode(), PLACE, POST, {})
    assert (page.found, page.lost) == ((), 1)


@each_row(
    ("blob", "found", "lost"),
    [
        ({**BLOB, "$type": None}, 1, 0),
        ({**BLOB, "$type": None, "ref": None}, 0, 1),
        ({**BLOB, "ref": {}}, 0, 1),
        ({**BLOB, "mimeType": None}, 0, 1),
        ({**BLOB, "mimeType": "video/mp4"}, 0, 0),
        ({"mimeType": "image/png", "url": "https://site.example/a.png"}, 0, 0),
    ],
)
def test_a_damaged_blob_is_read_or_counted(blob: dict[str, object], found: int, lost: int) -> None:
    page = parse_records(_record(POST, {"$type": POST, "image": blob}), PLACE, POST, {})
    assert (len(page.found), page.lost) == (found, lost)


ODD = st.sampled_from(
    [None, 0, -1, 10**30, 1.5, True, False, "", "x", "\ud800", [], [None], {}, {"a": 1}]
) | st.just("y" * 20_000)


@given(
    st.dictionaries(st.sampled_from(["uri", "cid", "value"]), ODD),
    st.dictionaries(st.sampled_from(["$type", "ref", "mimeType", "size"]), ODD),
    st.sets(st.sampled_from(["uri", "value"])),
)
def test_an_odd_record_costs_at_most_itself_and_is_told(
    odd: dict[str, object], blob: dict[str, object], missing: set[str]
) -> None:
    good = {"uri": f"at://{DID}/{POST}/1", "value": {"$type": POST, "image": BLOB}}
    bad = {
        "uri": f"at://{DID}/{POST}/2",
        "value": {"$type": POST, "image": {**BLOB, **blob}},
        **odd,
    }
    bad = {key: value for key, value in bad.items() if key not in missing}
    page = parse_records(json.dumps({"records": [bad, good]}).encode(), PLACE, POST, {})
    assert page.found[-1].uri == good["uri"]
    unknown = "$type" in blob and "mimeType" in blob
    no_picture = "value" in odd or unknown or isinstance(blob.get("mimeType"), str)
    assert len(page.found) + page.lost == 2 or no_picture


OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


def _renamed(holder: str | None) -> tuple[dict[str, Route], Account]:
    """The account that was seen as alice.test is now alicia.test; `holder` has the old handle."""
    case = CASES["atproto"]()
    document = json.loads(recorded("atproto/did_document.json").body)
    document["alsoKnownAs"] = ["at://alicia.test"]
    found = Reply(json.dumps({"did": holder}).encode()) if holder else Reply(b"{}", 404)
    routes = {
        **case.routes,
        f"https://plc.directory/{DID}": Reply(json.dumps(document).encode()),
        "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle": found,
    }
    return routes, replace(case.account, stable_id=DID)


async def test_the_did_is_what_an_account_keeps() -> None:
    case = CASES["atproto"]()
    async with Web(case.routes).door(*case.allow_hosts) as http:
        batches = await read(Atproto(), case.account, http)
    assert {batch.stable_id for batch in batches} == {DID}


async def test_pages_that_the_did_document_calls_its_own_are_links_of_the_profile() -> None:
    case = CASES["atproto"]()
    document = json.loads(recorded("atproto/did_document.json").body)
    document["alsoKnownAs"] += [
        "https://alice.example/about",
        "https://alice.example/about",
        "javascript:alert(1)",
        "https://user:word@evil.example/",
        7,
        *(f"https://x{number}.example/" for number in range(100)),
    ]
    routes = {
        **case.routes,
        f"https://plc.directory/{DID}": Reply(json.dumps(document).encode()),
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        batches = await read(Atproto(), case.account, http)
    (profile,) = [batch.profile for batch in batches if batch.profile is not None]
    urls = [link.url for link in profile.links]
    assert "https://alice.example/about" in urls
    assert len(urls) == len(set(urls)) <= 25
    assert not [url for url in urls if url.startswith("javascript") or "word" in url]


async def test_a_handle_that_changed_is_followed_and_told() -> None:
    routes, who = _renamed(None)
    async with Web(routes).door("localhost:2583") as http:
        batches = await read(Atproto(), who, http)
    assert len(photos(batches)) == 4
    assert any("alicia.test" in note for note in batches[-1].notes)
    assert batches[-1].now_called is not None
    assert batches[-1].now_called[0] == "alicia.test"


async def test_a_handle_that_another_account_took_is_not_read() -> None:
    routes, who = _renamed(OTHER)
    web = Web(routes)
    async with web.door("localhost:2583") as http:
        with pytest.raises(HandleTaken, match="another account") as caught:
            await read(Atproto(), who, http)
    assert "alicia.test" in str(caught.value.hint)
    assert not any("listRecords" in url for url in web.asked)


def _stale(holder: str | None) -> tuple[dict[str, Route], Account]:
    """The same on the account's own server, which keeps the DID document of before the change.

    The real server does for an hour; its own word of the handle is new.
    """
    routes, who = _renamed(holder)
    described = json.loads(recorded("atproto/describe_repo.json").body)
    described |= {"handle": "alicia.test", "handleIsCorrect": False}
    server = "http://localhost:2583"
    found = routes["https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle"]
    routes |= {
        f"{server}/xrpc/com.atproto.repo.describeRepo": Reply(json.dumps(described).encode()),
        f"{server}/xrpc/com.atproto.identity.resolveHandle": found,
    }
    return routes, replace(who, handle="alice.test", url=f"{server}/@alice.test")


async def test_a_changed_handle_is_told_though_the_server_keeps_the_old_document() -> None:
    routes, who = _stale(None)
    async with Web(routes).door("localhost:2583") as http:
        batches = await read(Atproto(), who, http)
    assert any("alicia.test" in note for note in batches[-1].notes)


async def test_a_handle_taken_over_is_not_read_though_the_server_keeps_the_old_document() -> None:
    routes, who = _stale(OTHER)
    async with Web(routes).door("localhost:2583") as http:
        with pytest.raises(HandleTaken, match="another account"):
            await read(Atproto(), who, http)


async def test_a_new_handle_can_be_added_though_the_server_keeps_the_old_document() -> None:
    routes, who = _stale(None)
    async with Web(routes).door("localhost:2583") as http:
        found = await Atproto().detect(http, who.url.replace("alice", "alicia"))
    assert found is not None
    assert found.handle == "alicia.test"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_record_is_read_or_refused(value: object) -> None:
    body = json.dumps({"records": [{"uri": f"at://{DID}/{POST}/1", "value": value}]}).encode()
    exif: dict[str, Metadata] = {}
    with contextlib.suppress(PayloadBroken):  # anything else fails the test
        parse_records(body, PLACE, POST, exif)


def test_the_document_has_to_claim_the_handle() -> None:
    document = DidDocument(DID, ["at://alice.test"], [])
    with pytest.raises(AccountMissing, match="does not claim"):
        parse_repo(document, DID, "nytimes.com")
    with pytest.raises(PayloadBroken, match="id"):
        parse_repo(document, "did:web:other.example", "alice.test")
    with pytest.raises(PayloadBroken, match="service"):
        parse_repo(document, DID, "alice.test")


def test_names_under_a_provider_are_no_own_domains() -> None:
    server = b'{"availableUserDomains": [".test", "host.example"]}'
    assert is_shared("alice.test", server)
    assert is_shared("alice.host.example", server)
    assert is_shared("alice.bsky.social", b"{}")
    assert not is_shared("alice.example", server)


async def test_what_the_appview_shows_stands_beside_the_original() -> None:
    case = CASES["atproto"]()
    async with Web(case.routes).door(*case.allow_hosts) as http:
        source = Atproto(AtprotoSettings(appview_url="http://localhost:2584"))
        views = {
            key.replace("https://public.api.bsky.app", "http://localhost:2584"): reply
            for key, reply in case.routes.items()
        }
        web = Web(views)
        async with web.door("localhost:2583", "localhost:2584") as local:
            found = photos(await read(source, case.account, local))
        public = photos(await read(Atproto(), case.account, http))
    shown = [photo.rendition(Role.DISPLAYED) for photo in public]
    assert [photo.kind for photo in public if photo.rendition(Role.DISPLAYED)] == [
        PhotoKind.AVATAR,
        PhotoKind.POST,
        PhotoKind.POST,
    ]
    assert all(
        rendition.url.startswith("https://cdn.example/img/") and rendition.immutable
        for rendition in shown
        if rendition
    )
    assert {photo.id for photo in found} == {photo.id for photo in public}


async def test_a_public_appview_is_not_told_of_a_private_server() -> None:
    case = CASES["atproto"]()
    routes = {
        key.replace("localhost", "127.0.0.1"): reply
        for key, reply in case.routes.items()
        if "plc" not in key
    }
    web = Web(routes)
    who = account("atproto", "alice.test", "http://127.0.0.1:2583/@alice.test")
    async with web.door("127.0.0.1:2583") as http:
        found = photos(await read(Atproto(), who, http))
    assert len(found) == 4
    assert {url.split("/xrpc")[0] for url in web.asked} == {"http://127.0.0.1:2583"}


async def test_a_silent_appview_is_noted_and_no_fault() -> None:
    case = CASES["atproto"]()
    routes = {
        **case.routes,
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile": Reply(b"{}", 500),
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        batches = await read(Atproto(), case.account, http)
    assert len(photos(batches)) == case.photos
    assert "could not be compared" in batches[-1].notes[0]


def test_reposts_are_left_out_of_the_feed() -> None:
    page = parse_feed(
        (FIXTURES / "atproto/author_feed.json").read_bytes(), DID, "https://public.api.bsky.app"
    )
    assert len(page.shown) == 2
    assert all(uri.startswith(f"at://{DID}/") for uri in page.shown)


@each_row(
    ("fault", "kind"),
    [
        ("RepoNotFound", AccountMissing),
        ("RepoDeactivated", AccountMissing),
        ("AuthMissing", LoginNeeded),
        ("Whatever", SourceError),
    ],
)
async def test_refusals_are_told_apart(fault: str, kind: type[SourceError]) -> None:
    case = CASES["atproto"]()
    routes = {
        **case.routes,
        PDS + "com.atproto.repo.describeRepo": Reply(json.dumps({"error": fault}).encode(), 400),
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        with pytest.raises(kind):
            await read(Atproto(), case.account, http)


async def test_the_handle_is_looked_up_at_its_own_domain_first() -> None:
    case = CASES["atproto"]()
    web = Web(
        {**case.routes, "https://alice.test/.well-known/atproto-did": Reply(f"{DID}\n".encode())}
    )
    async with web.door(*case.allow_hosts) as http:
        await Atproto().avatar(case.account, http)
    assert web.asked[0] == "https://alice.test/.well-known/atproto-did"
    assert not any("resolveHandle" in url for url in web.asked)


async def test_a_handle_that_is_a_domain_of_its_own_can_prove() -> None:
    case = CASES["atproto"]()
    server = Reply(b'{"availableUserDomains": [".host.example"]}')
    routes = {**case.routes, PDS + "com.atproto.server.describeServer": server}
    own = {**routes, "https://alice.test/.well-known/atproto-did": Reply(DID.encode())}
    other = {
        **routes,
        "https://alice.test/.well-known/atproto-did": Reply(b"did:web:other.example"),
    }
    kinds = []
    for told in (own, routes, other):
        async with Web(told).door(*case.allow_hosts) as http:
            who = account("atproto", DID, f"at://{DID}")
            kinds.append([text.kind for text in await Atproto().proof_texts(who, http)])
    assert kinds == [["bio", "domain"], ["bio"], ["bio"]]


async def test_hundreds_of_pictures_come_in_batches_that_resume() -> None:
    """A page of 100 records with four pictures each is stored in four transactions."""
    case = CASES["atproto"]()
    images = {"embed": {"images": [{"image": BLOB}] * 4}}
    records = [{"uri": f"at://{DID}/{POST}/{index:04}", "value": images} for index in range(100)]

    def listed(url: httpx.URL) -> Reply:
        if url.params["collection"] != POST or "cursor" in url.params:
            return recorded("atproto/empty.json")
        return Reply(json.dumps({"records": records, "cursor": "c"}).encode())

    async with Web({**case.routes, PDS + "com.atproto.repo.listRecords": listed}).door(
        *case.allow_hosts
    ) as http:
        batches = await read(
            Atproto(AtprotoSettings(appview_url="")), account("atproto", DID, f"at://{DID}"), http
        )
        full = [batch for batch in batches if batch.photos]
        assert [len(batch.photos) for batch in full] == [100] * 4
        again = photos(
            await read(
                Atproto(AtprotoSettings(appview_url="")),
                account("atproto", DID, ""),
                http,
                full[1].cursor,
            )
        )
    assert {photo.id for photo in again} == {photo.id for photo in photos(batches)}
    assert len({photo.id for photo in again}) == 400
