"""TikTok: a list of postings, whose keys and layouts change; pictures are counted, not read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import PhotoKind, Visibility
from tests.rows import each_row
from tests.unit.archives.exports import by_key, films, left_out, opened
from tests.unit.archives.packing import Files

FILM = {"Date": "2024-05-01 10:00:00", "Link": "https://v16m.tiktokcdn-us.com/a/video/tos/x/"}
STILL = "https://p16-sign-va.tiktokcdn.com/tos-a/{n}~tplv-photomode-image.jpeg?x-expires=1"
PHOTOS = {
    "Date": "2024-05-02 10:00:00",
    "Link": f"{STILL.format(n=1)} {STILL.format(n=2)}",
    "WhoCanView": "Public",
    "Title": "two",
}
PROFILE = {"Profile Info": {"ProfileMap": {"userName": "ada.tok", "profilePhoto": "https://p/x"}}}


def exported(posts: list[object], **more: object) -> dict[str, object]:
    return {"Post": {"Posts": {"VideoList": posts}}, "Profile": PROFILE, "App Settings": {}, **more}


def photos(folder: Path, posts: list[object], **more: object) -> list[Visibility]:
    found = by_key(opened(folder, {"user_data_tiktok.json": exported(posts, **more)}))
    return [each.visibility for each in found.values() if each.kind is PhotoKind.POST]


OLD = {
    "Video": {"Videos": {"VideoList": [FILM, PHOTOS]}},
    "Profile": {"Profile Information": PROFILE["Profile Info"]},
    "Activity": {},
}
LOWER = {
    "post": {"posts": {"videoList": [FILM, {key.lower(): value for key, value in PHOTOS.items()}]}},
    "profile": {
        "profile info": {"profileMap": {"username": "ada.tok", "profilephoto": "https://p"}}
    },
    "app settings": {},
}
OLDEST = {
    "Activity": {"Video": {"Videos": {"VideoList": [FILM, PHOTOS]}}},
    "Profile": PROFILE,
    "App Settings": {},
}
TEXT = (
    "\ufeffDate: 2024-05-01 10:00:00 UTC\nLink: https://v16m.tiktokcdn.com/x/video/\nLike(s): 3\n\n"
    f"Date: 2024-05-02 10:00:00\nLink: {PHOTOS['Link']}\nWho can view: Public\nTitle: two\n"
)


@each_row(
    "files",
    [
        {"user_data_tiktok.json": exported([FILM, PHOTOS])},
        {"user_data.json": OLD},
        {"user_data.json": OLDEST},
        {"user_data_tiktok.json": LOWER},
        {"renamed.json": exported([FILM, PHOTOS])},
        {
            "TikTok/Post/Posts.txt": TEXT,
            "TikTok/Profile/Profile Info.txt": "Username: ada.tok\nProfile photo: https://p/x\n",
        },
    ],
)
def test_every_layout_tells_the_same(tmp_path: Path, files: Files) -> None:
    export = opened(tmp_path, files)
    found = by_key(export)
    assert export.format == "tiktok"
    assert export.identity.handle == "ada.tok"
    assert set(found) == {"avatar", "2024-05-02 10:00:00/1", "2024-05-02 10:00:00/2"}
    second = found["2024-05-02 10:00:00/2"]
    assert second.member == ""
    assert second.visibility is Visibility.PUBLIC
    assert second.posted_at == datetime(2024, 5, 2, 10)  # noqa: DTZ001 - as written
    assert second.caption == "two"
    assert films(export) == 1
    assert not left_out(export)


@each_row(
    ("said", "seen_by"),
    [
        ("Everyone", Visibility.PUBLIC),
        ("Friends only", Visibility.FOLLOWERS),
        ("Followers", Visibility.FOLLOWERS),
        ("Only you", Visibility.PRIVATE),
        ("N/A", Visibility.UNKNOWN),
        ("\u00d6ffentlich", Visibility.UNKNOWN),
    ],
)
def test_each_posting_says_who_sees_it(tmp_path: Path, said: str, seen_by: Visibility) -> None:
    assert photos(tmp_path, [{**PHOTOS, "WhoCanView": said}]) == [seen_by, seen_by]


def test_a_private_account_shows_nothing_to_strangers(tmp_path: Path) -> None:
    private = {"Settings": {"SettingsMap": {"Private Account": "Enabled"}}}
    assert set(photos(tmp_path, [PHOTOS], **{"App Settings": private})) == {Visibility.FOLLOWERS}


def test_deleted_postings_are_seen_by_nobody(tmp_path: Path) -> None:
    deleted = {
        "Posts": {"VideoList": []},
        "RecentlyDeletedPosts": {"PostList": [{**PHOTOS, "DateDeleted": "x"}]},
    }
    export = opened(tmp_path, {"user_data_tiktok.json": exported([], Post=deleted)})
    hidden = [each for each in by_key(export).values() if each.kind is PhotoKind.POST]
    assert len(hidden) == 2
    assert all(each.settled and each.visibility is Visibility.PRIVATE for each in hidden)


def test_an_address_of_a_picture_is_its_page(tmp_path: Path) -> None:
    link = "https://www.tiktok.com/@ada.tok/photo/7300000000000000001"
    export = opened(tmp_path, {"user_data_tiktok.json": exported([{"Date": "N/A", "Link": link}])})
    assert by_key(export)["7300000000000000001/1"].page_url == link


def test_log_ins_are_told(tmp_path: Path) -> None:
    history = {"Login History": {"LoginHistoryList": [{"IP": "192.0.2.1"}, {"IP": "192.0.2.2"}]}}
    export = opened(tmp_path, {"user_data_tiktok.json": exported([], **{"Your Activity": history})})
    assert export.held == (Held(HeldKind.LOG_IN, 2),)


def test_an_archive_without_the_list_is_not_whole(tmp_path: Path) -> None:
    export = opened(tmp_path, {"user_data_tiktok.json": {"Profile": PROFILE, "App Settings": {}}})
    assert [each.gap for each in left_out(export)] == [True]


def test_a_posting_without_address_is_not_called_a_film(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {"user_data_tiktok.json": exported([{"Date": "2024-05-01 10:00:00", "Link": "N/A"}])},
    )
    assert films(export) == 0
    assert [each.gap for each in left_out(export)] == [True]


def test_none_in_odd_forms_raises_nothing(tmp_path: Path) -> None:
    odd: tuple[object, ...] = ({}, [], None, "N/A", [{}])
    for posts in ({}, *({"VideoList": each} for each in odd)):
        export = opened(
            tmp_path,
            {
                "user_data_tiktok.json": {
                    "Post": {"Posts": posts, "RecentlyDeletedPosts": 3},
                    "Profile": [],
                    "Your Activity": {"Login History": {"LoginHistoryList": {}}},
                    "App Settings": "N/A",
                }
            },
        )
        assert by_key(export) == {}
        assert films(export) == 0
        assert not left_out(export)


def test_entries_that_are_no_postings_are_a_gap(tmp_path: Path) -> None:
    export = opened(tmp_path, {"user_data_tiktok.json": exported([1, None, PHOTOS])})
    assert len(by_key(export)) == 3
    assert [each.gap for each in left_out(export)] == [True, True]
