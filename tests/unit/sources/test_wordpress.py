"""WordPress: discovery from the page, and the untouched upload behind the scaled picture.

Authors and closed interfaces too.
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

from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Role, Visibility
from auditor.errors import HandleTaken, LoginNeeded, PayloadBroken, SourceError
from auditor.ports import Answer
from auditor.sources.wordpress.payloads import parse_media, parse_portraits, parse_users
from auditor.sources.wordpress.source import WordPress, endpoint, find_root, named_author
from tests.contract.source_cases import CASES, WP
from tests.recorded import FIXTURES, Reply, Web, account, photos, read, recorded
from tests.rows import each_row

MEDIA = (FIXTURES / "wordpress/media.json").read_bytes()
FRONT = (FIXTURES / "wordpress/front.html").read_bytes()


def _changed(**fields: object) -> bytes:
    entries: list[dict[str, Any]] = json.loads(MEDIA)
    entries[0].update(fields)
    return json.dumps(entries).encode()


def test_the_untouched_upload_comes_before_the_scaled_picture() -> None:
    large, small = parse_media(MEDIA, WP, "a1").photos
    assert [rendition.url.rpartition("/")[2] for rendition in large.renditions] == [
        "photo.jpg",
        "photo-scaled.jpg",
        "photo-1024x683.jpg",
    ]
    assert [rendition.role for rendition in large.renditions] == [
        Role.SERVED,
        Role.SERVED,
        Role.DISPLAYED,
    ]
    assert (large.file_name, large.alt, large.visibility) == (
        "photo.jpg",
        "alt 0",
        Visibility.PUBLIC,
    )
    assert [rendition.url.rpartition("/")[2] for rendition in small.renditions] == [
        "photo_small.jpg",
        "photo_small-1024x683.jpg",
    ]
    assert (small.renditions[0].width, small.renditions[0].height, small.renditions[0].bytes) == (
        1200,
        800,
        227439,
    )


def test_what_the_interface_publishes_of_the_file() -> None:
    large, _small = parse_media(MEDIA, WP, "a1").photos
    assert large.published is not None
    assert (large.published.camera.model, large.published.owner, large.published.captured_at) == (
        "Cam 1",
        ("Test Person",),
        None,
    )
    meta = {
        "created_timestamp": "1714979289",
        "credit": "",
        "camera": "0",
        "copyright": "",
        "caption": "",
    }
    other, _small = parse_media(_changed(media_details={"image_meta": meta}), WP, "a1").photos
    assert other.published is not None
    assert other.published.captured_at == "2024-05-06T07:08:09"  # the camera's own time, no zone
    silent, _small = parse_media(
        _changed(media_details={"image_meta": {"credit": "", "camera": ""}}), WP, "a1"
    ).photos
    assert silent.published is None


@each_row("name", ["../../wp-config.php", "a/b.jpg", "..", "", "x" * 400, 5, None, "a\\b.jpg"])
def test_an_original_is_a_bare_name(name: object) -> None:
    first, _small = parse_media(
        _changed(media_details={"original_image": name}, guid=None), WP, "a1"
    ).photos
    assert [rendition.url.rpartition("/")[2] for rendition in first.renditions] == [
        "photo-scaled.jpg"
    ]


@each_row("details", [[], {}, None, "", {"sizes": []}, {"sizes": {"large": []}, "image_meta": []}])
def test_what_php_writes_for_nothing_is_no_fault(details: object) -> None:
    assert len(parse_media(_changed(media_details=details), WP, "a1").photos) == 2


def test_a_state_that_is_not_public_stays_unknown() -> None:
    first = parse_media(_changed(status="private"), WP, "a1").photos[0]
    assert first.visibility is Visibility.UNKNOWN


@each_row("address", [False, None, "", 5, "javascript:x"])
def test_an_attachment_without_an_address_costs_itself_alone(address: object) -> None:
    page = parse_media(_changed(source_url=address), WP, "a1")
    assert (len(page.photos), page.entries) == (1, 2)
    assert page.lost == 1


def test_the_first_upload_behind_a_crop_comes_first() -> None:
    folder = f"{WP}/wp-content/uploads/2026/01"
    changed = _changed(
        source_url=f"{folder}/me-e1700000000000.jpg",
        guid={"rendered": "http://127.0.0.1:3500/wp-content/uploads/2026/01/me.jpg"},
        media_details={},
    )
    first = parse_media(changed, WP, "a1").photos[0]
    assert [rendition.url for rendition in first.renditions] == [
        f"{folder}/me.jpg",
        f"{folder}/me-e1700000000000.jpg",
    ]
    assert [rendition.replaced for rendition in first.renditions] == [True, False]


def test_the_untouched_upload_of_a_scaled_picture_was_not_replaced() -> None:
    large, _small = parse_media(MEDIA, WP, "a1").photos
    assert [rendition.url.rpartition("/")[2] for rendition in large.renditions][:2] == [
        "photo.jpg",
        "photo-scaled.jpg",
    ]
    assert not any(rendition.replaced for rendition in large.renditions)


@each_row("guid", ["https://other.example/me.jpg", f"{WP}/?p=5", "", None, 5, []])
def test_a_guid_that_is_no_file_beside_it_is_nothing(guid: object) -> None:
    changed = _changed(guid={"rendered": guid}, media_details={})
    assert len(parse_media(changed, WP, "a1").photos[0].renditions) == 1


ODD = st.sampled_from(
    [None, 0, -1, 10**30, 1.5, True, False, "", "x", "\ud800", [], [None], {}, {"a": 1}]
) | st.just("y" * 20_000)
KEYS = [
    "id",
    "source_url",
    "guid",
    "date_gmt",
    "link",
    "caption",
    "alt_text",
    "mime_type",
    "media_details",
    "status",
]


@given(st.dictionaries(st.sampled_from(KEYS), ODD), st.sets(st.sampled_from(KEYS)))
def test_an_odd_entry_costs_at_most_itself_and_is_told(
    odd: dict[str, object], missing: set[str]
) -> None:
    library = json.loads(MEDIA)
    library[0] = {key: value for key, value in {**library[0], **odd}.items() if key not in missing}
    page = parse_media(json.dumps(library).encode(), WP, "a1")
    assert page.photos[-1] == parse_media(MEDIA, WP, "a1").photos[-1]
    assert len(page.photos) + page.lost == 2


AUTHOR = account("wordpress", "alice", f"{WP}/author/alice/")


async def _author(users: list[dict[str, object]], stable_id: str) -> list[Batch]:
    routes = dict(CASES["wordpress"]().routes)
    routes[f"{WP}/author/alice/"] = routes[f"{WP}/"]
    routes[f"{WP}/wp-json/wp/v2/users"] = Reply(json.dumps(users).encode())
    async with Web(routes).door("127.0.0.1:3500") as http:
        return await read(WordPress(), replace(AUTHOR, stable_id=stable_id), http)


async def test_an_author_is_kept_by_their_id() -> None:
    assert (await _author([{"id": 3, "slug": "alice"}], ""))[0].stable_id == "3"
    followed = await _author([{"id": 3, "slug": "alicia"}], "3")
    assert any("alicia" in note for note in followed[0].notes)
    with pytest.raises(HandleTaken):
        await _author([{"id": 4, "slug": "alice"}], "3")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.dictionaries(
            st.sampled_from(
                [
                    "sizes",
                    "large",
                    "source_url",
                    "width",
                    "filesize",
                    "image_meta",
                    "camera",
                    "created_timestamp",
                    "original_image",
                ]
            ),
            inner,
        ),
    )
)
def test_any_details_are_read_or_refused(details: object) -> None:
    with contextlib.suppress(PayloadBroken):  # anything else fails the test
        parse_media(_changed(media_details=details), WP, "a1")


def test_the_interface_is_found_in_header_or_page_on_its_own_host() -> None:
    rel = "https://api.w.org/"
    assert (
        find_root(Answer(f"{WP}/", 200, {}, b"", links={rel: f"{WP}/wp-json/"})) == f"{WP}/wp-json/"
    )
    assert find_root(Answer(f"{WP}/", 200, {}, FRONT)) == f"{WP}/wp-json/"
    assert find_root(Answer("https://other.example/", 200, {}, FRONT)) is None
    assert find_root(Answer(f"{WP}/", 200, {}, b"<html>")) is None


def test_endpoints_below_both_kinds_of_root() -> None:
    assert (
        endpoint("https://h/wp-json/", "wp/v2/media", {"page": "2"})
        == "https://h/wp-json/wp/v2/media?page=2"
    )
    assert (
        endpoint("https://h/?rest_route=/", "wp/v2/media", {"page": "2"})
        == "https://h/?rest_route=%2Fwp%2Fv2%2Fmedia&page=2"
    )


@each_row(
    ("handle", "url", "author"),
    [
        ("h", "https://h.example/author/alice/", "alice"),
        ("h.example", "https://h.example/?author=7", "7"),
        ("h.example", "https://h.example/", ""),
        ("127.0.0.1:3500", "http://127.0.0.1:3500/", ""),
        ("alice", "https://h.example/", "alice"),
    ],
)
def test_one_author_or_the_whole_site(handle: str, url: str, author: str) -> None:
    assert named_author(account("wordpress", handle, url)) == author


def test_only_avatars_on_the_site_itself_are_photos() -> None:
    users, _lost = parse_users((FIXTURES / "wordpress/users.json").read_bytes())
    assert parse_portraits(users, WP, "a1") == ()
    users[0].avatar_urls = {"24": f"{WP}/a-24.png", "96": f"{WP}/a-96.png"}
    (portrait,) = parse_portraits(users, WP, "a1")
    assert portrait.media_url == f"{WP}/a-96.png"
    users[0].avatar_urls = None
    assert parse_portraits(users, WP, "a1") == ()


async def test_foreign_avatars_are_linked_and_not_asked_for() -> None:
    case = CASES["wordpress"]()
    web = Web(case.routes)
    async with web.door(*case.allow_hosts) as http:
        batches = await read(WordPress(), case.account, http)
    assert "another host" in batches[0].notes[0]
    assert not any("gravatar" in url for url in web.asked)


async def test_a_closed_interface_is_said() -> None:
    case = CASES["wordpress"]()
    async with Web({**case.routes, f"{WP}/wp-json/wp/v2/media": Reply(b"{}", 401)}).door(
        *case.allow_hosts
    ) as http:
        with pytest.raises(LoginNeeded):
            await read(WordPress(), case.account, http)
    async with Web({f"{WP}/": recorded("wordpress/front.html")}).door(*case.allow_hosts) as http:
        with pytest.raises(SourceError, match="does not list its pictures for programs"):
            await read(WordPress(), case.account, http)


async def test_hidden_authors_are_noted() -> None:
    case = CASES["wordpress"]()
    async with Web({**case.routes, f"{WP}/wp-json/wp/v2/users": Reply(b"{}", 401)}).door(
        *case.allow_hosts
    ) as http:
        batches = await read(WordPress(), case.account, http)
    assert len(photos(batches)) == 2
    assert "does not list its authors" in batches[0].notes[0]
    assert batches[0].complete, "nobody gets to see them"
    async with Web({**case.routes, f"{WP}/wp-json/wp/v2/users": Reply(b"{}", 500)}).door(
        *case.allow_hosts
    ) as http:
        assert not (await read(WordPress(), case.account, http))[0].complete


async def test_an_empty_library_is_a_result() -> None:
    case = CASES["wordpress"]()
    empty = recorded("wordpress/empty.json", x_wp_totalpages="0")
    async with Web({**case.routes, f"{WP}/wp-json/wp/v2/media": empty}).door(
        *case.allow_hosts
    ) as http:
        assert photos(await read(WordPress(), case.account, http)) == []


async def test_every_page_is_read_and_a_lying_total_ends() -> None:
    case = CASES["wordpress"]()

    def page(url: httpx.URL) -> Reply:
        number = int(url.params["page"])
        entry = {**json.loads(MEDIA)[1], "id": number}
        body = json.dumps([entry] if number < 4 else []).encode()
        return Reply(body, headers={"x-wp-totalpages": "99999999"})

    async with Web({**case.routes, f"{WP}/wp-json/wp/v2/media": page}).door(
        *case.allow_hosts
    ) as http:
        batches = await read(WordPress(), case.account, http)
    assert len(photos(batches)) == 3
    assert "does not end" in batches[-1].notes[0]
    assert not batches[-1].complete


async def test_detected_from_the_page_and_not_elsewhere() -> None:
    case = CASES["wordpress"]()
    async with Web(case.routes).door(*case.allow_hosts) as http:
        found = await WordPress().detect(http, f"{WP}/")
        assert found is not None
        assert (found.handle, found.url, found.sure) == ("127.0.0.1:3500", f"{WP}/", True)
    async with Web({"https://plain.example/": Reply(b"<html><p>hello")}).door() as http:
        assert await WordPress().detect(http, "https://plain.example/") is None


async def test_a_file_on_the_site_can_prove_it_but_not_one_author() -> None:
    case = CASES["wordpress"]()
    routes = {
        **case.routes,
        f"{WP}/.well-known/owner.txt": Reply(b"owner-proof-x"),
        f"{WP}/author/alice/": case.routes[f"{WP}/"],
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        texts = await WordPress().proof_texts(case.account, http)
        author = await WordPress().proof_texts(
            account("wordpress", "alice", f"{WP}/author/alice/"), http
        )
    assert [(text.kind, text.text) for text in texts] == [
        ("site-file", "owner-proof-x"),
        ("bio", ""),
    ]
    assert [text.kind for text in author] == ["bio"]


async def test_of_a_page_that_stands_for_every_file_only_the_start_is_read_as_a_proof() -> None:
    case = CASES["wordpress"]()
    page = Reply(b"owner-proof-x" + b"-" * 2_000_000)
    routes = {**case.routes, f"{WP}/.well-known/owner.txt": page}
    async with Web(routes).door(*case.allow_hosts) as http:
        placed, *_others = await WordPress().proof_texts(case.account, http)
    assert placed.text.startswith("owner-proof-x")
    assert len(placed.text) <= 65_536


async def test_where_older_files_of_an_upload_may_stand() -> None:
    folder = f"{WP}/wp-content/uploads/2026/01"
    (photo, _small) = parse_media(
        _changed(source_url=f"{folder}/me-scaled-e1700000000000.jpg", media_details={}), WP, "a1"
    ).photos
    async with Web({}).door() as http:
        assert await WordPress().older_versions(photo, http) == (
            f"{folder}/me.jpg",
            f"{folder}/me-scaled.jpg",
            f"{folder}/me-rotated.jpg",
        )
