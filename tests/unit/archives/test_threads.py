"""Threads in Instagram's zip: what is of which, replies, posts without pictures, the HTML form."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.archives.formats.instagram import Instagram
from auditor.archives.formats.threads import Threads
from auditor.domain.archives.archive import HeldKind
from auditor.domain.photos.photo import Visibility
from tests.rows import each_row
from tests.unit.archives.packing import (
    Files,
    formats_of,
    found_in,
    mangled,
    opened,
    picture,
    zipped,
)

ROOT = "your_instagram_activity/"
INSTAGRAM = "personal_information/personal_information/personal_information.json"


def medium(uri: str, title: str = "", *, reply: bool = False, **more: object) -> dict[str, object]:
    return {
        "uri": uri,
        "creation_timestamp": 1_754_466_859,
        "title": mangled(title),
        "media_metadata": {"camera_metadata": {"has_camera_metadata": False}},
        "text_app_post": {"reply_control": "everyone", "is_reply": reply},
        **more,
    }


def about(key: str, username: str, private: str) -> object:
    fields = {"Benutzername": {"value": username}, "Privates Konto": {"value": private}}
    return {key: [{"string_map_data": fields}]}


def posts(*rows: dict[str, object]) -> Files:
    return {f"{ROOT}threads/threads_and_replies.json": {"text_post_app_text_posts": list(rows)}}


def test_both_are_read_from_one_zip_and_each_has_its_own(tmp_path: Path) -> None:
    files = {
        INSTAGRAM: about("profile_user", "ada.lens", "True"),
        f"{ROOT}media/posts_1.json": [
            {"media": [medium("media/posts/202401/1_1_n.jpg")]},
            {"media": [medium("media/posts/202401/3_3_n.jpg")]},
        ],
        **posts(
            {"media": [medium("media/posts/202401/2_2_n.jpg", "Prüfung")]},
            {"media": [medium("media/posts/202401/3_3_n.jpg")]},
        ),
        **{f"media/posts/202401/{n}_{n}_n.jpg": picture(n) for n in (1, 2, 3)},
    }
    path = zipped(tmp_path / "a.zip", files)
    assert formats_of(path) == ["instagram", "threads"]
    instagram, found = found_in(Instagram(), path)
    assert (sorted(found.by_key()), found.left_out) == (["1_1_n", "3_3_n"], [])
    threads, found = found_in(Threads(), path)
    items = found.by_key()
    assert (sorted(items), found.left_out) == (["2_2_n", "3_3_n"], [])
    assert items["2_2_n"].caption == "Prüfung"
    assert items["2_2_n"].posted_at == datetime.fromtimestamp(1_754_466_859, UTC)
    assert threads.identity.handle == instagram.identity.handle == "ada.lens"
    assert items["2_2_n"].visibility is Visibility.UNKNOWN  # Instagram's switch is not its own
    assert items["2_2_n"].page_url == "https://www.threads.net/@ada.lens"


@pytest.mark.parametrize(
    ("private", "seen_by"), [("True", Visibility.FOLLOWERS), ("False", Visibility.PUBLIC)]
)
def test_its_own_profile_tells_who_sees_it(
    tmp_path: Path, private: str, seen_by: Visibility
) -> None:
    files = {
        f"{ROOT}threads/personal_information.json": about(
            "text_post_app_text_post_app_profile", "ada.lens", private
        ),
        **posts({"media": [medium("media/posts/1.jpg")]}),
        "media/posts/1.jpg": picture(),
    }
    export, found = found_in(Threads(), zipped(tmp_path / "a.zip", files))
    assert export.identity.handle == "ada.lens"
    assert [item.visibility for item in found.items] == [seen_by]


def test_replies_posts_without_pictures_and_what_is_missing(tmp_path: Path) -> None:
    files = {
        **posts(
            {"media": [medium("", "words only")]},
            {"media": [medium("media/a.jpg", reply=True)], "creation_timestamp": 1_700_000_000},
            {"title": "two", "media": [medium("media/b.jpg"), medium("media/c.mp4")]},
            {"media": [medium("", "lost", media_metadata={"photo_metadata": {}})]},
            {"media": [medium("https://threads.example/d.jpg")]},
            {
                "media": [
                    medium(
                        "media/e.jpg",
                        media_metadata={"photo_metadata": {"exif_data": [{"latitude": 1.5}]}},
                    )
                ]
            },
        ),
        f"{ROOT}threads/archived_threads.json": {
            "text_post_app_text_app_archived_posts": [{"media": [medium("media/f.jpg")]}]
        },
        **{f"media/{name}.jpg": picture() for name in "abef"},
    }
    _export, found = found_in(Threads(), zipped(tmp_path / "a.zip", files))
    items = found.by_key()
    assert sorted(items) == ["a", "b", "d", "e", "f"]
    assert (items["a"].album, items["b"].album, items["b"].caption) == ("Replies", "", "two")
    assert (items["f"].visibility, items["f"].settled) == (Visibility.PRIVATE, True)
    assert items["e"].keeps == (HeldKind.POSITION,)
    assert (found.films, found.gaps) == (1, ["lost"])
    assert [each.name for each in found.left_out] == ["lost", "https://threads.example/d.jpg"]


def test_the_html_form_gives_what_its_page_shows(tmp_path: Path) -> None:
    page = (
        '<html><a href="media/posts/202401/2_2_n.jpg"><img src="./media/posts/202401/2_2_n.jpg">'
        "</a><video src='media/posts/202401/4_4_n.mp4'></video>"
        '<img src="https://threads.example/x.jpg"></html>'
    )
    files = {
        f"{ROOT}threads/threads_and_replies.html": page,
        f"{ROOT}media/posts_1.html": '<img src="media/posts/202401/1_1_n.jpg">',
        **{f"media/posts/202401/{n}_{n}_n.jpg": picture(n) for n in (1, 2)},
        "media/posts/202401/4_4_n.mp4": b"film",
    }
    path = zipped(tmp_path / "a.zip", files)
    export, found = found_in(Threads(), path)
    assert "JSON" in export.notes[0]
    assert (list(found.by_key()), found.films) == (["2_2_n"], 1)
    _export, found = found_in(Instagram(), path)
    assert (list(found.by_key()), found.films) == (["1_1_n"], 0)


@each_row("body", [[], {"text_post_app_text_posts": [1, {"media": [2]}]}, b"\xff"])
def test_odd_lists_raise_nothing(tmp_path: Path, body: object) -> None:
    files: Files = {f"{ROOT}threads/threads_and_replies.json": body}
    _export, found = found_in(Threads(), zipped(tmp_path / "a.zip", files))
    assert found.items == []


def test_an_export_without_threads_is_left(tmp_path: Path) -> None:
    files: Files = {f"{ROOT}media/posts_1.json": [], f"{ROOT}threads/following.json": {}}
    assert opened(Threads(), zipped(tmp_path / "a.zip", files)) is None
