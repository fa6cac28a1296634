from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from auditor.practice import personas
from auditor.practice.serving.sky import PHOTO, POST, PROFILE, did
from auditor.practice.serving.world import World
from tests.unit.practice.asking import Told, ask
from tests.unit.practice.conftest import TOKEN

MARA = did(personas.account("mara-sky"))


def _xrpc(world: World, method: str, server: str = "sky", /, **query: object) -> Told:
    return ask(
        f"{world.bases[server]}/xrpc/{method}?"
        + "&".join(f"{name}={quote(str(value))}" for name, value in query.items())
    )


def _records(world: World, collection: str, limit: int, **query: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, object] = {}
    while True:
        page = _xrpc(
            world,
            "com.atproto.repo.listRecords",
            repo=MARA,
            collection=collection,
            limit=limit,
            **cursor,
            **query,
        ).json
        found += page["records"]
        if "cursor" not in page:
            return found
        cursor = {"cursor": page["cursor"]}


# AT Protocol


def test_handle_did_document_and_server_lead_to_each_other(world: World) -> None:
    assert _xrpc(world, "com.atproto.identity.resolveHandle", "view", handle="mara.test").json == {
        "did": MARA
    }
    document = ask(f"{world.bases['sky']}/{MARA}").json
    assert document["id"] == MARA
    assert document["alsoKnownAs"] == ["at://mara.test"]
    assert document["service"][0]["type"] == "AtprotoPersonalDataServer"
    assert document["service"][0]["serviceEndpoint"] == world.bases["sky"]
    repo = _xrpc(world, "com.atproto.repo.describeRepo", repo=MARA).json
    assert (repo["did"], repo["handle"], repo["handleIsCorrect"]) == (MARA, "mara.test", True)
    assert ask(f"{world.bases['sky']}/did:plc:nobody").status == 404


def test_records_come_in_pages_both_ways_and_make_up_all_postings(world: World) -> None:
    posts, photos = _records(world, POST, 2), _records(world, PHOTO, 2)
    assert len(posts) + len(photos) == world.catalogue.count("mara-sky")
    uris = [post["uri"] for post in posts]
    assert uris == sorted(uris, reverse=True)
    assert [record["uri"] for record in _records(world, POST, 3, reverse="true")] == uris[::-1]


def test_a_blob_is_the_upload_byte_for_byte(world: World) -> None:
    image = _records(world, POST, 100)[0]["value"]["embed"]["images"][0]
    cid, size = image["image"]["ref"]["$link"], image["image"]["size"]
    url = f"{world.bases['sky']}/xrpc/com.atproto.sync.getBlob?did={MARA}&cid={cid}"
    answer, head = ask(url), ask(url, "HEAD")
    digest = base64.b32decode(cid[1:].upper() + "=" * (-len(cid[1:]) % 8))[4:]
    assert hashlib.sha256(answer.body).digest() == digest
    assert len(answer.body) == size == int(head.headers["content-length"])
    assert not head.body
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(answer.body)).size == (
        image["aspectRatio"]["width"],
        image["aspectRatio"]["height"],
    )
    blobs = _xrpc(world, "com.atproto.sync.listBlobs", did=MARA).json["cids"]
    profile = _records(world, PROFILE, 1)[0]["value"]
    assert cid in blobs
    assert profile["avatar"]["ref"]["$link"] in blobs
    assert len(blobs) == world.catalogue.count("mara-sky") + 2


def test_the_appview_shows_a_smaller_picture_without_metadata(world: World) -> None:
    feed = _xrpc(world, "app.bsky.feed.getAuthorFeed", "view", actor=MARA, limit=2).json
    assert len(feed["feed"]) == 2
    assert feed["cursor"]
    image = feed["feed"][0]["post"]["embed"]["images"][0]
    shown = ask(image["fullsize"])
    assert shown.headers["content-type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(shown.body)).getexif()
    assert (
        _xrpc(world, "app.bsky.actor.getProfile", "view", actor="amina.test").json["labels"][0][
            "val"
        ]
        == "!no-unauthenticated"
    )


def test_what_the_protocol_does_not_know_is_refused_in_its_own_words(world: World) -> None:
    assert (
        _xrpc(world, "com.atproto.repo.describeRepo", repo="did:plc:x").json["error"]
        == "RepoNotFound"
    )
    assert (
        _xrpc(world, "com.atproto.sync.getBlob", did=MARA, cid="bafkreinone").json["error"]
        == "BlobNotFound"
    )
    assert _xrpc(world, "com.example.nothing").status == 501


# Mastodon


def test_statuses_page_by_the_link_header_until_it_ends(world: World) -> None:
    base = world.bases["social"]
    account = ask(f"{base}/api/v1/accounts/lookup?acct=mara").json
    assert {
        "discoverable",
        "indexable",
        "noindex",
        "avatar",
        "header",
        "fields",
        "url",
        "note",
    } <= set(account)
    assert account["fields"][1]["verified_at"]
    found: list[dict[str, Any]] = []
    url: str | None = f"{base}/api/v1/accounts/{account['id']}/statuses?only_media=true&limit=4"
    while url:
        page = ask(url)
        found += page.json
        following = re.search(r'<([^>]+)>; rel="next"', page.headers.get("link", ""))
        url = following[1] if following else None
    assert (
        len(found)
        == len({status["id"] for status in found})
        == world.catalogue.count("mara-social")
    )
    assert page.headers["x-ratelimit-limit"] == "300"
    media = found[0]["media_attachments"][0]
    file = ask(media["url"])
    picture = Image.open(io.BytesIO(file.body))
    assert picture.size == (media["meta"]["original"]["width"], media["meta"]["original"]["height"])
    assert not picture.getexif()
    assert ask(f"{base}/api/v1/statuses/{found[3]['id']}").json == found[3]
    assert max(Image.open(io.BytesIO(ask(media["preview_url"]).body)).size) == 640


def test_webfinger_instance_and_flags(world: World) -> None:
    base = world.bases["social"]
    host = base.removeprefix("http://")
    finger = ask(f"{base}/.well-known/webfinger?resource=acct:tomas@{host}")
    assert finger.json["subject"] == f"acct:tomas@{host}"
    assert finger.headers["content-type"].startswith("application/jrd+json")
    assert ask(f"{base}/api/v1/instance").json["uri"] == host
    page = ask(f"{base}/@tomas")
    assert page.headers["x-robots-tag"] == "noindex"
    assert BeautifulSoup(page.body, "lxml").find("meta", attrs={"name": "robots"})
    assert "x-robots-tag" not in ask(f"{base}/@mara").headers
    for path in (
        "/api/v1/accounts/lookup?acct=nobody",
        "/api/v1/accounts/1",
        "/api/v1/statuses/9",
        "/api/v1/statuses/" + "9" * 60,
    ):
        assert ask(base + path).status == 404


def test_the_impostor_shows_the_same_avatar_from_another_server(world: World) -> None:
    real = ask(f"{world.bases['social']}/api/v1/accounts/lookup?acct=mara").json
    copy = ask(f"{world.bases['copycat']}/api/v1/accounts/lookup?acct=mara_lindqvist").json
    assert copy["display_name"] == real["display_name"]
    assert copy["avatar"] != real["avatar"]
    assert ask(copy["avatar"]).body == ask(real["avatar"]).body


# Web site


def test_the_pages_name_each_photo_in_every_way_a_page_can(world: World) -> None:
    base = world.bases["mara"]
    home = BeautifulSoup(ask(base + "/").body, "lxml")
    cards = home.select("article img")
    assert len(cards) == world.catalogue.count("mara-site")
    largest = str(cards[0]["srcset"]).rsplit(", ", 1)[-1].split()[0]
    photo = BeautifulSoup(ask(str(home.select("article a")[0]["href"])).body, "lxml")
    data = json.loads(photo.select_one("script[type='application/ld+json']").string or "")  # type: ignore[union-attr]
    og = photo.select_one("meta[property='og:image']")
    assert og is not None
    assert data["contentUrl"] == og["content"] == largest
    with Image.open(io.BytesIO(ask(largest).body)) as picture:
        assert picture.size == (data["width"], data["height"])
    sitemap = ET.fromstring(ask(base + "/sitemap.xml").body)
    locations = [
        location.text
        for location in sitemap.iter("{http://www.google.com/schemas/sitemap-image/1.1}loc")
    ]
    feed = ET.fromstring(ask(base + "/feed.xml").body)
    media = [element.get("url") for element in feed.iter("{http://search.yahoo.com/mrss/}content")]
    assert largest in locations
    assert largest in media


def test_every_size_of_a_photo_is_served_as_declared(world: World) -> None:
    home = BeautifulSoup(ask(world.bases["tomas"] + "/").body, "lxml")
    for part in str(home.select("article img")[0]["srcset"]).split(", "):
        url, wide = part.split()
        with Image.open(io.BytesIO(ask(url).body)) as picture:
            assert f"{picture.width}w" == wide


def test_site_and_profile_point_at_each_other_with_rel_me(world: World) -> None:
    about = BeautifulSoup(ask(world.bases["mara"] + "/about/").body, "lxml")
    assert f"{world.bases['social']}/@mara" in [
        link["href"] for link in about.find_all("a", rel="me")
    ]
    profile = BeautifulSoup(ask(f"{world.bases['social']}/@mara").body, "lxml")
    assert world.bases["mara"] + "/" in [link["href"] for link in profile.find_all("a", rel="me")]


def test_the_next_page_is_linked_and_the_one_after_the_last_is_missing(world: World) -> None:
    base = world.bases["tomas"]
    pages, url = 0, base + "/"
    while url:
        pages += 1
        following = BeautifulSoup(ask(url).body, "lxml").select_one("a[rel=next]")
        url = str(following["href"]) if following else ""
    assert pages == -(-world.catalogue.count("tomas-site") // 12)
    assert ask(f"{base}/page/{pages + 1}/").status == 404
    assert "Disallow: /family/" in ask(base + "/robots.txt").body.decode()


# HTTP


@pytest.mark.parametrize("path", ["/", "/images/me.jpg", "/sitemap.xml"])
def test_what_is_known_is_not_sent_again(world: World, path: str) -> None:
    first = ask(world.bases["amina"] + path)
    again = ask(world.bases["amina"] + path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert ask(world.bases["amina"] + path, If_None_Match='"old"').body == first.body


def test_modified_since_is_honoured(world: World) -> None:
    url = world.bases["amina"] + "/images/me.jpg"
    first = ask(url)
    assert ask(url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert ask(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(url, If_Modified_Since="soon").status == 200


@pytest.mark.parametrize(
    ("wish", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=5-5", 5, 6),
    ],
)
def test_a_range_is_cut_from_the_whole(
    world: World, wish: str, start: int, stop: int | None
) -> None:
    url = world.bases["amina"] + "/images/me.jpg"
    whole = ask(url).body
    part = ask(url, Range=wish)
    assert part.status == 206
    assert part.body == whole[start:stop]
    first = start % len(whole)
    assert (
        part.headers["content-range"] == f"bytes {first}-{first + len(part.body) - 1}/{len(whole)}"
    )


def test_a_range_that_cannot_be_or_is_not_understood(world: World) -> None:
    url = world.bases["amina"] + "/images/me.jpg"
    assert ask(url, Range="bytes=99999999-").status == 416
    assert ask(url, Range="lines=1-2").status == 200
    assert ask(url, Range="bytes=0-9", If_Range='"old"').status == 200


def test_only_loopback_names_are_answered(world: World) -> None:
    assert ask(world.bases["front"] + "/", Host="evil.example").status == 421
    assert (
        ask(
            world.bases["front"] + "/",
            Host=world.bases["front"].replace("http://127.0.0.1", "localhost"),
        ).status
        == 200
    )


# The people change their minds


def test_control_needs_the_token_and_takes_a_photo_down_everywhere(world: World) -> None:
    url = world.bases["front"] + "/control"
    wish = json.dumps({"account": "tomas-social", "hide": 0, "discoverable": False}).encode()
    assert ask(url, "POST", wish).status == 403
    assert ask(url, "POST", b"{}", Authorization=f"Bearer {TOKEN}").status == 400
    lookup = f"{world.bases['social']}/api/v1/accounts/lookup?acct=tomas"
    account_id = ask(lookup).json["id"]
    before = ask(f"{world.bases['social']}/api/v1/accounts/{account_id}/statuses").json
    try:
        assert ask(url, "POST", wish, Authorization=f"Bearer {TOKEN}").json["hidden"] == [0]
        after = ask(f"{world.bases['social']}/api/v1/accounts/{account_id}/statuses").json
        assert [status["id"] for status in after] == [status["id"] for status in before[1:]]
        assert ask(before[0]["media_attachments"][0]["url"]).status == 404
        assert ask(lookup).json["discoverable"] is False
    finally:
        back = json.dumps({"account": "tomas-social", "show": 0, "discoverable": True}).encode()
        ask(url, "POST", back, Authorization=f"Bearer {TOKEN}")
    assert len(ask(f"{world.bases['social']}/api/v1/accounts/{account_id}/statuses").json) == len(
        before
    )


def test_the_front_page_leads_to_everyone(world: World) -> None:
    page = ask(world.bases["front"] + "/").body.decode()
    for person in personas.PEOPLE:
        assert person.name in page
    for spec in personas.ACCOUNTS:
        assert world.page(spec) in page
        assert ask(world.page(spec)).status == 200


def test_people_replace_photos_and_delete_accounts(world: World) -> None:
    url, token = world.bases["front"] + "/control", {"Authorization": f"Bearer {TOKEN}"}

    def wish(**said: object) -> Told:
        return ask(url, "POST", json.dumps({"account": "tomas-site", **said}).encode(), **token)

    index = next(place for place in range(8) if world.posting("tomas-site", place).shot.entry.marks)
    before = world.posting("tomas-site", index)
    base = world.bases["tomas"]
    page = f"{base}/photo/{before.index}/"
    first = BeautifulSoup(ask(page).body, "html.parser").find("meta", property="og:image")[
        "content"
    ]  # type: ignore[index]
    try:
        assert Image.open(io.BytesIO(ask(str(first)).body)).getexif()
        assert wish(replace=index, clean=True, longest=300, alt="A hill").json["changed"] == {
            str(index): "clean-300"
        }
        soup = BeautifulSoup(ask(page).body, "html.parser")
        shown = soup.find("meta", property="og:image")
        assert shown is not None
        copy = Image.open(io.BytesIO(ask(str(shown["content"])).body))
        assert max(copy.size) == 300
        assert not copy.getexif()
        assert soup.find("img", alt="A hill")
        assert ask(str(first)).status == 404
        assert wish(deleted=True).json["deleted"] is True
        assert ask(base + "/").status == 404
    finally:
        wish(replace=index, deleted=False)
    assert ask(str(first)).status == 200


def test_an_avatar_can_be_taken_down(world: World) -> None:
    url, token = world.bases["front"] + "/control", {"Authorization": f"Bearer {TOKEN}"}
    lookup = f"{world.bases['social']}/api/v1/accounts/lookup?acct=mara"
    shown = ask(lookup).json["avatar"]
    try:
        ask(url, "POST", json.dumps({"account": "mara-social", "hide": -1}).encode(), **token)
        assert ask(lookup).json["avatar"].endswith("/missing.png")
        assert ask(shown).status == 404
    finally:
        ask(url, "POST", json.dumps({"account": "mara-social", "show": -1}).encode(), **token)
    assert ask(shown).status == 200
