"""MediaWiki: user pages in several languages, metadata that the wiki itself publishes.

And continuing where it says.
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
from auditor.errors import AccountMissing, HandleTaken, LoginNeeded, PayloadBroken, SourceError
from auditor.markup.payload import left_out
from auditor.sources.mediawiki.payloads import parse_files, parse_user_page, parse_wiki
from auditor.sources.mediawiki.source import MediaWiki, usual_place
from tests.contract.source_cases import CASES, MW
from tests.recorded import FIXTURES, Reply, Web, account, photos, read, recorded
from tests.rows import each_row

FILES = (FIXTURES / "mediawiki/files.json").read_bytes()


def _changed(**fields: object) -> bytes:
    told: dict[str, Any] = json.loads(FILES)
    told["query"]["pages"][0]["imageinfo"][0].update(fields)
    return json.dumps(told).encode()


@each_row(
    ("text", "handle", "sure"),
    [
        ("https://commons.wikimedia.org/wiki/User:Alice_B", "Alice B", True),
        ("https://commons.wikimedia.org/wiki/Special:ListFiles/Alice", "Alice", True),
        ("https://de.wikipedia.org/wiki/Benutzerin:Alice/Entwurf", "Alice", True),
        ("https://wiki.example/w/index.php?title=User:Alice", "Alice", False),
        ("https://wiki.example/wiki/Utilisateur:%C3%89lise", "Élise", False),
    ],
)
def test_what_is_recognised(text: str, handle: str, sure: bool) -> None:
    found = MediaWiki().recognise(text)
    assert found is not None
    assert (found.handle, found.sure) == (handle, sure)


@each_row(
    "text",
    [
        "https://wiki.example/wiki/Main_Page",
        "https://x.example/",
        "https://x.example/wiki/File:A.jpg",
        "User:A",
    ],
)
def test_what_is_no_account(text: str) -> None:
    assert MediaWiki().recognise(text) is None


def test_a_file_with_what_the_wiki_publishes_of_it() -> None:
    (photo,) = parse_files(FILES, MW, "a1", "Alice").photos
    assert (photo.file_name, photo.caption, photo.visibility) == (
        "Holiday.jpg",
        "Self portrait",
        Visibility.PUBLIC,
    )
    served, shown = photo.renditions
    assert (served.role, served.width, served.height, served.bytes, served.format) == (
        Role.SERVED,
        3000,
        2000,
        1418221,
        "jpeg",
    )
    assert (shown.role, shown.width, shown.height) == (Role.DISPLAYED, 800, 533)
    published = photo.published
    assert published is not None
    assert published.gps is not None
    assert (published.gps.latitude, published.gps.longitude) == pytest.approx((52.52, 13.405))
    assert (published.captured_at, published.camera.make, published.owner) == (
        "2024-05-06T07:08:09",
        "ACME",
        ("Test Person",),
    )


def test_a_position_from_the_page_where_the_file_has_none() -> None:
    extra = {
        "GPSLatitude": {"value": "48.1"},
        "GPSLongitude": {"value": "-11.5"},
        "ImageDescription": {"value": "<b>me</b> &amp; you"},
    }
    (photo,) = parse_files(_changed(commonmetadata=[], extmetadata=extra), MW, "a1", "Alice").photos
    assert photo.published is not None
    assert photo.published.gps is not None
    assert (photo.published.gps.latitude, photo.published.gps.longitude) == (48.1, -11.5)
    assert photo.caption == "me & you"


@each_row("value", ["NaN", "inf", "91", "", "x", None, [], {}])
def test_a_position_that_is_none(value: object) -> None:
    common = [{"name": "GPSLatitude", "value": value}, {"name": "GPSLongitude", "value": 13.4}]
    (photo,) = parse_files(
        _changed(commonmetadata=common, extmetadata=None), MW, "a1", "Alice"
    ).photos
    assert photo.published is None


def test_a_value_in_several_languages_gives_its_first() -> None:
    common = [
        {
            "name": "Artist",
            "value": [{"name": 0, "value": "Alice"}, {"name": "_type", "value": "ol"}],
        }
    ]
    (photo,) = parse_files(_changed(commonmetadata=common), MW, "a1", "Alice").photos
    assert photo.published is not None
    assert photo.published.owner == ("Alice",)


@given(
    st.recursive(
        st.none() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "value"]), inner),
    )
)
def test_any_metadata_is_read_or_refused(value: object) -> None:
    body = _changed(
        commonmetadata=[{"name": "GPSLatitude", "value": value}, value], extmetadata=value
    )
    with contextlib.suppress(PayloadBroken):  # anything else fails the test
        parse_files(body, MW, "a1", "Alice")


def test_a_refusal_is_told_in_the_words_of_the_wiki() -> None:
    with pytest.raises(SourceError, match="aisort"):
        parse_files((FIXTURES / "mediawiki/refused.json").read_bytes(), MW, "a1", "Alice")
    with pytest.raises(LoginNeeded):
        parse_files(
            b'{"error": {"code": "readapidenied", "info": "You need read permission"}}',
            MW,
            "a1",
            "Alice",
        )
    assert (
        parse_files((FIXTURES / "mediawiki/empty.json").read_bytes(), MW, "a1", "Alice").photos
        == ()
    )


def test_only_a_page_that_the_user_wrote_can_prove() -> None:
    def page(user: str) -> bytes:
        revision = {"user": user, "slots": {"main": {"content": "token"}}}
        return json.dumps(
            {"query": {"pages": [{"title": "User:Alice", "revisions": [revision]}]}}
        ).encode()

    assert parse_user_page(page("Alice"), "Alice") == "token"
    assert parse_user_page(page("Mallory"), "Alice") == ""
    assert (
        parse_user_page(
            b'{"query": {"pages": [{"title": "User:Alice", "missing": true}]}}', "Alice"
        )
        == ""
    )


async def test_it_goes_on_where_the_wiki_says() -> None:
    case = CASES["mediawiki"]()

    def api(url: httpx.URL) -> Reply:
        if "meta" in url.params:
            return recorded("mediawiki/siteinfo.json")
        if "generator" not in url.params:
            return Reply(b"{}")
        if url.params.get("gaicontinue") == "20261122|Z.jpg":
            assert url.params["continue"] == "gaicontinue||"
            assert url.params["gaiuser"] == "Alice"
            return Reply(FILES.replace(b"Holiday", b"Second"))
        told = json.loads(FILES)
        told["continue"] = {
            "gaicontinue": "20261122|Z.jpg",
            "continue": "gaicontinue||",
            "gaiuser": "Mallory",
        }
        return Reply(json.dumps(told).encode())

    async with Web({**case.routes, f"{MW}/api.php": api}).door(*case.allow_hosts) as http:
        batches = await read(MediaWiki(), case.account, http)
        assert [photo.file_name for photo in photos(batches)] == ["Holiday.jpg", "Second.jpg"]
        rest = await read(MediaWiki(), case.account, http, batches[1].cursor)
    assert [photo.file_name for photo in photos(rest)] == ["Second.jpg"]


@each_row(
    ("page", "lost"),
    [({"imagerepository": ""}, 0), ({"missing": True}, 0), ({"imagerepository": "local"}, 1)],
)
def test_a_page_left_without_its_file_is_nothing(page: dict[str, object], lost: int) -> None:
    """A file that was deleted, its page not: nothing is missing from the list."""
    told = json.dumps({"query": {"pages": [{"title": "File:Away.jpg", **page}]}}).encode()
    found = parse_files(told, MW, "a1", "Alice")
    assert (found.photos, found.lost) == ((), lost)


async def test_a_user_that_does_not_exist_is_missing() -> None:
    case = CASES["mediawiki"]()
    told = json.loads((FIXTURES / "mediawiki/siteinfo.json").read_bytes())
    told["query"]["users"] = [{"name": "Alice", "missing": True}]
    async with Web({**case.routes, f"{MW}/api.php": Reply(json.dumps(told).encode())}).door(
        *case.allow_hosts
    ) as http:
        with pytest.raises(AccountMissing, match="TestWiki"):
            await read(MediaWiki(), case.account, http)


async def test_the_interface_is_looked_for_where_the_page_does_not_name_it() -> None:
    case = CASES["mediawiki"]()
    routes = {
        f"{MW}/": Reply(b"<html>"),
        f"{MW}/wiki/api.php": case.routes[f"{MW}/api.php"],
        f"{MW}/w/api.php": Reply(b"<html>"),
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        found = photos(await read(MediaWiki(), account("mediawiki", "Alice", f"{MW}/"), http))
    assert len(found) == 1


async def test_an_api_elsewhere_is_not_asked() -> None:
    page = Reply(b'<link rel="EditURI" href="https://evil.example/api.php?action=rsd">')
    web = Web({f"{MW}/index.php/User:Alice": page})
    async with web.door("127.0.0.1:3400") as http:
        assert await MediaWiki().detect(http, f"{MW}/index.php/User:Alice") is None
    assert all(url.startswith(MW) for url in web.asked)


ODD = st.sampled_from(
    [None, 0, -1, 10**30, 1.5, True, False, "", "x", "\ud800", [], [None], {}, {"a": 1}]
) | st.just("y" * 20_000)
KEYS = ["url", "timestamp", "size", "width", "mime", "comment", "descriptionurl", "archivename"]
KEYS += ["thumburl", "thumbwidth", "commonmetadata", "extmetadata"]


@given(
    st.dictionaries(st.sampled_from(KEYS), ODD),
    st.dictionaries(st.sampled_from(["title", "imageinfo", "pageid"]), ODD),
    st.sets(st.sampled_from([*KEYS, "title", "imageinfo"])),
)
def test_an_odd_file_costs_at_most_itself_and_is_told(
    odd: dict[str, object], page: dict[str, object], missing: set[str]
) -> None:
    told = json.loads(FILES)
    good = json.loads(FILES)["query"]["pages"][0]
    bad = json.loads(json.dumps(good).replace("Holiday", "Odd"))
    info = {**bad["imageinfo"][0], **odd}
    bad["imageinfo"] = [{key: value for key, value in info.items() if key not in missing}]
    bad = {key: value for key, value in {**bad, **page}.items() if key not in missing}
    told["query"]["pages"] = [bad, good]
    found = parse_files(json.dumps(told).encode(), MW, "a1", "Alice")
    assert found.photos[-1] == parse_files(FILES, MW, "a1", "Alice").photos[0]
    meant = bad.get("imageinfo") in ([], {}) or isinstance(odd.get("mime"), str)
    assert len(found.photos) + found.lost == 2 or meant


def _version(name: str, user: str, archive: str = "") -> dict[str, object]:
    place = f"archive/{archive}" if archive else name
    return {
        "url": f"{MW}/images/{place}",
        "mime": "image/jpeg",
        "user": user,
        **({"archivename": archive} if archive else {}),
    }


def _pages(**pages: list[dict[str, object]]) -> Reply:
    told = [{"title": f"File:{name}.jpg", "imageinfo": info} for name, info in pages.items()]
    return Reply(json.dumps({"query": {"pages": told}}).encode())


async def test_old_versions_are_listed_also_of_files_that_others_overwrote() -> None:
    case = CASES["mediawiki"]()
    asked: list[str] = []

    def api(url: httpx.URL) -> Reply:
        if "meta" in url.params:
            return recorded("mediawiki/siteinfo.json")
        if "titles" in url.params:
            asked.append(url.params["titles"])
            old = _version("Taken.jpg", "Alice", "1!Taken.jpg")
            return _pages(Taken=[_version("Taken.jpg", "Bob"), old])
        assert url.params["list"] == "logevents"
        first = _version("Mine.jpg", "Alice", "1!Mine.jpg")
        told = json.loads(_pages(Mine=[_version("Mine.jpg", "Alice"), first]).body)
        told["query"]["logevents"] = [{"title": "File:Mine.jpg"}, {"title": "File:Taken.jpg"}]
        return Reply(json.dumps(told).encode())

    async with Web({**case.routes, f"{MW}/api.php": api}).door(*case.allow_hosts) as http:
        batches = await read(MediaWiki(), case.account, http)
    assert [photo.media_url.removeprefix(f"{MW}/images/") for photo in photos(batches)] == [
        "Mine.jpg",
        "archive/1!Mine.jpg",
        "archive/1!Taken.jpg",
    ]
    assert asked == ["File:Taken.jpg"]
    assert all(batch.complete for batch in batches)


async def test_a_log_that_is_closed_is_told() -> None:
    case = CASES["mediawiki"]()

    def api(url: httpx.URL) -> Reply:
        if url.params.get("list") == "logevents":
            return Reply(b'{"error": {"code": "readapidenied", "info": "no"}}')
        return recorded(
            "mediawiki/siteinfo.json" if "meta" in url.params else "mediawiki/files.json"
        )

    async with Web({**case.routes, f"{MW}/api.php": api}).door(*case.allow_hosts) as http:
        batches = await read(MediaWiki(), case.account, http)
    assert len(photos(batches)) == case.photos
    assert any("overwrote" in note for note in batches[-1].notes)
    assert not batches[-1].complete


async def _users(by_name: dict[str, object], by_id: dict[str, object], seen: str) -> list[Batch]:
    case = CASES["mediawiki"]()

    def api(url: httpx.URL) -> Reply:
        if "meta" not in url.params:
            assert url.params.get("gaiuser", "Alicia") in {"Alice", "Alicia"}
            return Reply(b"{}")
        told = json.loads(recorded("mediawiki/siteinfo.json").body)
        told["query"]["users"] = [by_id if "ususerids" in url.params else by_name]
        return Reply(json.dumps(told).encode())

    async with Web({**case.routes, f"{MW}/api.php": api}).door(*case.allow_hosts) as http:
        return await read(MediaWiki(), replace(case.account, stable_id=seen), http)


async def test_a_user_is_kept_by_their_id() -> None:
    gone: dict[str, object] = {"name": "Alice", "missing": True}
    assert (await _users({"name": "Alice", "userid": 7}, {}, ""))[0].stable_id == "7"
    followed = await _users(gone, {"name": "Alicia", "userid": 7}, "7")
    assert any("Alicia" in note for note in followed[0].notes)
    with pytest.raises(HandleTaken):
        await _users({"name": "Alice", "userid": 8}, {}, "7")
    with pytest.raises(AccountMissing):
        await _users(gone, {"userid": 7, "missing": True}, "7")


async def test_older_versions_of_a_file_are_asked_of_the_wiki() -> None:
    case = CASES["mediawiki"]()
    page = _pages(Holiday=[_version("H.jpg", "Bob"), _version("H.jpg", "Alice", "1!H.jpg")])
    (photo,) = parse_files(FILES, MW, "a1", "Alice").photos
    routes = {**case.routes, photo.page_url: case.routes[f"{MW}/index.php/User:Alice"]}
    async with Web({**routes, f"{MW}/api.php": page}).door(*case.allow_hosts) as http:
        found = await MediaWiki().older_versions(photo, http)
    assert found == (f"{MW}/images/H.jpg", f"{MW}/images/archive/1!H.jpg")


def test_files_that_an_earlier_answer_told_of_are_not_lost() -> None:
    """With more than 50 versions an answer breaks off, and the next one names all files again."""
    told = json.loads(FILES)
    pages = [{"title": f"File:{name}.jpg", "ns": 6} for name in ("Alp lake", "Boat", "Cave")]
    pages[1]["imageinfo"] = [_version("Boat.jpg", "Alice")]
    told["query"]["pages"] = pages
    body = json.dumps(told).encode()
    found = parse_files(body, MW, "a1", "Alice", "Boat.jpg|20260101000000")
    assert (len(found.photos), found.lost) == (1, 1)  # Cave was not told of, and nothing follows
    assert parse_files(body, MW, "a1", "Alice").lost == 2
    told["continue"] = {"iicontinue": "Cave.jpg|20260101000000", "continue": "||"}
    following = json.dumps(told).encode()
    assert parse_files(following, MW, "a1", "Alice", "Boat.jpg|20260101000000").lost == 0


async def test_the_first_answer_names_wiki_user_files_and_uploads() -> None:
    case = CASES["mediawiki"]()

    def api(url: httpx.URL) -> Reply:
        told = json.loads(recorded("mediawiki/siteinfo.json").body)
        told["query"]["pages"] = json.loads(FILES)["query"]["pages"]
        told["query"]["logevents"] = [{"title": "File:Holiday.jpg"}]
        assert url.params["list"] == "users|logevents"
        return Reply(json.dumps(told).encode())

    web = Web({f"{MW}/api.php": api})
    async with web.door(*case.allow_hosts) as http:
        batches = await read(MediaWiki(), case.account, http)
    assert len(photos(batches)) == case.photos
    assert all(batch.complete for batch in batches)
    assert len(web.asked) == 1


async def test_an_entry_of_the_log_without_a_title_is_told() -> None:
    case = CASES["mediawiki"]()

    def api(url: httpx.URL) -> Reply:
        told = json.loads(recorded("mediawiki/siteinfo.json").body)
        told["query"]["pages"] = json.loads(FILES)["query"]["pages"]
        told["query"]["logevents"] = [{"title": None}, {"actionhidden": True}]
        return Reply(json.dumps(told).encode())

    async with Web({f"{MW}/api.php": api}).door(*case.allow_hosts) as http:
        batches = await read(MediaWiki(), case.account, http)
    assert batches[-1].notes == left_out(1)
    assert not batches[-1].complete


@each_row(
    ("page", "place", "held"),
    [
        ("http://x.example/index.php/User:A", "http://x.example/api.php", True),
        ("http://x.example/a/index.php?title=User:A", "http://x.example/a/api.php", False),
        ("http://x.example/wiki/User:A", "http://x.example/w/api.php", False),
        ("http://x.example/User:A", None, False),
    ],
)
def test_where_the_interface_usually_stands(page: str, place: str | None, held: bool) -> None:
    assert usual_place(page) == place
    wiki, _users = parse_wiki(recorded("mediawiki/siteinfo.json").body, MW)
    assert wiki is not None
    assert wiki.holds(page) is held


async def test_another_wiki_at_the_usual_place_is_not_taken() -> None:
    page = f"{MW}/wiki/User:Alice"
    routes = {
        f"{MW}/w/api.php": recorded("mediawiki/siteinfo.json"),
        page: Reply(f'<link rel="EditURI" href="{MW}/b/api.php?action=rsd">'.encode()),
        f"{MW}/b/api.php": CASES["mediawiki"]().routes[f"{MW}/api.php"],
    }
    web = Web(routes)
    async with web.door("127.0.0.1:3400") as http:
        found = photos(await read(MediaWiki(), account("mediawiki", "Alice", page), http))
    assert len(found) == 1
    assert f"{MW}/b/api.php" in web.asked[-1]
