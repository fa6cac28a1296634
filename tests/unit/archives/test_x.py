"""X's archives: every layout since 2012, whose pictures they are, who sees them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from auditor.archives.formats.x import X
from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import PhotoKind, Visibility
from tests.rows import each_row
from tests.unit.archives.packing import (
    Files,
    Found,
    formats_of,
    found_in,
    opened,
    picture,
    unpacked,
    zipped,
)

PBS = "https://pbs.twimg.com/media/"


def script(name: str, body: object, end: str = "") -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(body)}{end}"


def photo(name: str, **more: object) -> dict[str, object]:
    return {"media_url_https": f"{PBS}{name}", "type": "photo", "id_str": "1", **more}


def post(number: str, *media: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "tweet": {
            "id_str": number,
            "created_at": "Wed Oct 10 20:19:24 +0000 2018",
            "full_text": "Q&amp;A",
            "entities": {"media": list(media[:1])},
            "extended_entities": {"media": list(media)},
            **more,
        }
    }


def about() -> Files:
    return {
        "data/account.js": script(
            "account",
            [{"account": {"username": "ada", "accountId": "7", "accountDisplayName": "Ada"}}],
        ),
        "data/profile.js": script(
            "profile",
            [
                {
                    "profile": {
                        "description": {"bio": "hi", "website": "https://ada.example"},
                        "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/face.png",
                        "headerMediaUrl": "https://pbs.twimg.com/profile_banners/7/159",
                    }
                }
            ],
        ),
        "data/profile_media/7-face.png": picture(100),
        "data/profile_media/7-159.jpg": picture(101),
    }


def posts(found: Found) -> list[str]:
    return [item.key for item in found.items if item.kind is PhotoKind.POST]


def read(tmp_path: Path, files: Files) -> Found:
    return found_in(X(), zipped(tmp_path / "a.zip", files))[1]


@each_row(
    ("name", "folder"),
    [("data/tweets.js", "data/tweets_media"), ("data/tweet.js", "data/tweet_media"),
     ("tweet.js", "tweet_media"), ("data/tweets-part3.js", "data/tweets_media")],
)  # fmt: skip
def test_posts_since_2018(tmp_path: Path, name: str, folder: str) -> None:
    row = post("11", photo("one.jpg"), photo("two.jpg", ext_alt_text="a cat"))
    for number, body in enumerate([row, row["tweet"]]):  # 2019: without the wrapper
        files = {
            **about(),
            name: script("tweets", [body], end=";\n"),
            f"{folder}/11-one.jpg": picture(1),
            f"{folder}/11-two.jpg": picture(2),
        }
        path = zipped(tmp_path / f"{number}.zip", files)
        export, found = found_in(X(), path)
        assert formats_of(path) == ["x"]
        items = found.by_key()
        assert posts(found) == ["11-one", "11-two"]
        assert items["11-two"].member == f"{folder}/11-two.jpg"
        assert (items["11-two"].alt, items["11-one"].caption) == ("a cat", "Q&A")
        assert items["11-one"].posted_at == datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)
        assert items["11-one"].page_url == "https://x.com/ada/status/11"
        assert items["11-one"].visibility is Visibility.UNKNOWN
        assert found.left_out == []
        identity = export.identity
        assert (identity.handle, identity.stable_id, identity.name) == ("ada", "7", "Ada")


def test_profile_picture_and_header_are_public(tmp_path: Path) -> None:
    protected = script(
        "protected_history",
        [
            {"protectedHistory": {"protectedAt": "2026-02-01T00:00:00.000Z", "action": "Protect"}},
            {"protectedHistory": {"protectedAt": "2026-01-01T00:00:00.000Z",
                                  "action": "Unprotect"}},
        ],
    )  # fmt: skip
    files = {
        **about(),
        "data/tweets.js": script("tweets", [post("11", photo("one.jpg"))]),
        "data/tweets_media/11-one.jpg": picture(1),
        "data/protected-history.js": protected,
    }
    items = read(tmp_path, files).by_key()
    assert items["avatar-face"].member == "data/profile_media/7-face.png"
    assert items["banner-159"].member == "data/profile_media/7-159.jpg"
    assert {items[key].visibility for key in ("avatar-face", "banner-159")} == {Visibility.PUBLIC}
    assert items["11-one"].visibility is Visibility.FOLLOWERS


def test_the_small_archive_of_2012(tmp_path: Path) -> None:
    row = {
        "id_str": "5",
        "created_at": "2012-01-01 14:40:25 +0000",
        "text": "hi",
        "entities": {"media": [{"media_url_https": f"{PBS}old.png", "id_str": "6"}]},
        "geo": {"type": "Point", "coordinates": [1.0, 2.0]},
        "user": {"screen_name": "ada", "protected": False, "id_str": "7"},
    }
    theirs = {**row, "id_str": "8", "text": "RT @b: x", "retweeted_status": {}}
    hidden = {**row, "id_str": "9", "user": {"protected": True, "id_str": "7"}}
    files = {
        "data/js/tweets/2012_01.js": f"Grailbird.data.tweets_2012_01 = \n {json.dumps([row])}",
        "data/js/tweets/2012_02.js": f"Grailbird.data.tweets_2012_02 =\n{json.dumps([theirs])}",
        "data/js/tweets/2012_03.js": f"Grailbird.data.tweets_2012_03 =\n{json.dumps([hidden])}",
        "data/js/user_details.js": 'var user_details = {"screen_name": "ada", "id": "7"}',
    }
    export, found = found_in(X(), unpacked(tmp_path / "folder", files))
    items = found.by_key()
    assert (export.identity.handle, export.identity.stable_id) == ("ada", "7")
    assert sorted(items) == ["5-old", "9-old"]
    assert items["5-old"].visibility is Visibility.PUBLIC
    assert items["9-old"].visibility is Visibility.FOLLOWERS
    assert items["5-old"].posted_at == datetime(2012, 1, 1, 14, 40, 25, tzinfo=UTC)
    assert items["5-old"].keeps == (HeldKind.POSITION,)
    assert found.others == 1
    assert [each.name for each in found.left_out] == [f"{PBS}old.png", f"{PBS}old.png"]
    assert found.gaps == []


def test_deleted_community_and_circle_posts(tmp_path: Path) -> None:
    files = {
        **about(),
        "data/deleted-tweets.js": script("deleted_tweets", [post("21", photo("a.jpg"))]),
        "data/deleted_tweets_media/21-a.jpg": picture(1),
        "data/community-tweet.js": script("community_tweet", [post("22", photo("b.jpg"))]),
        "data/community_tweet_media/22-b.jpg": picture(2),
        "data/twitter-circle-tweet.js": script("circle", [post("23", photo("c.jpg"))]),
        "data/note-tweet.js": script("note_tweet", [{"noteTweet": {"noteTweetId": "24"}}]),
    }
    found = read(tmp_path, files)
    items = found.by_key()
    assert (items["21-a"].visibility, items["21-a"].settled) == (Visibility.PRIVATE, True)
    assert (items["21-a"].page_url, items["21-a"].member[-8:]) == ("", "21-a.jpg")
    assert (items["22-b"].album, items["22-b"].visibility) == ("Communities", Visibility.UNKNOWN)
    assert (items["23-c"].visibility, items["23-c"].settled) == (Visibility.FOLLOWERS, True)
    assert [each.name for each in found.left_out] == [f"{PBS}c.jpg"]


def test_a_deleted_post_that_stands_among_the_others_is_deleted(tmp_path: Path) -> None:
    edited = {"edit": {"editControlInitial": {"editTweetIds": ["53", "54"]}}}
    header = {"tweet": {"tweet_id": "52", "user_id": "7"}}
    rows = [
        post("51", photo("a.jpg")),
        post("52", photo("b.jpg")),
        post("54", photo("c.jpg"), edit_info=edited),
        post("55", photo("d.jpg")),
    ]
    files = {
        "data/tweets.js": script("tweets", rows),
        "data/deleted-tweet-headers.js": script("deleted_tweet_headers", [header]),
        "data/deleted-tweets.js": script("deleted_tweets", [post("51"), post("53")]),
    }
    items = read(tmp_path, files).by_key()
    assert [key for key in sorted(items) if items[key].settled] == ["51-a", "52-b", "54-c"]


def test_other_peoples_pictures_stay_out(tmp_path: Path) -> None:
    rows = [
        post("31", photo("a.jpg"), photo("b.jpg"), full_text="RT @bob: look"),
        post("32", photo("c.jpg", source_user_id_str="99", source_status_id_str="30")),
        post("33", photo("d.jpg", source_user_id_str="7", source_status_id_str="30")),
        post("34", photo("e.jpg", source_status_id_str="30")),
        post("35", photo("f.jpg", type="video"), photo("g.jpg", type="animated_gif")),
    ]
    files = {
        **about(),
        "data/tweets.js": script("tweets", rows),
        "data/tweets_media/31-a.jpg": picture(1),
        "data/tweets_media/33-d.jpg": picture(2),
        "data/direct_messages_media/1-x.jpg": picture(3),
        "data/direct_messages_group_media/1-y.jpg": picture(4),
        "data/moments_tweets_media/1-z.jpg": picture(5),
    }
    found = read(tmp_path, files)
    assert posts(found) == ["33-d"]
    assert (found.others, found.films, found.left_out) == (7, 2, [])


def test_what_is_missing_is_named_and_asked_of_nobody(tmp_path: Path) -> None:
    contents = {
        "archiveInfo": {"generationDate": "2026-03-16T08:57:45.244Z", "isPartialArchive": True},
        "dataTypes": {
            "tweets": {
                "files": [{"fileName": "data/tweets.js"}, {"fileName": "data/tweets-part1.js"}]
            }
        },
    }
    files = {
        **about(),
        "data/manifest.js": f"window.__THAR_CONFIG = {json.dumps(contents)}",
        "data/tweets.js": script("tweets", [post("41", photo("a.jpg"))]),
        "data/tweets_media/99-left.jpg": picture(1),
        "data/twitter_article_media/98-x.jpg": picture(2),
        "data/community-tweet.js": "window.YTD.community_tweet.part0 = [{broken",
    }
    export, found = found_in(X(), zipped(tmp_path / "a.zip", files))
    assert export.made_at == datetime(2026, 3, 16, 8, 57, 45, 244000, tzinfo=UTC)
    assert found.gaps == [
        "data/tweets-part1.js",
        "manifest.js",
        "data/community-tweet.js",
        "data/tweets_media/99-left.jpg",
        "data/twitter_article_media/98-x.jpg",
    ]
    assert [each.name for each in found.left_out if not each.gap] == [f"{PBS}a.jpg"]
    assert found.by_key()["41-a"].member == ""


def test_the_time_comes_from_the_number_where_it_is_not_written(tmp_path: Path) -> None:
    row = post("2044919377544261979", photo("a.jpg"), created_at="")
    old = post("20", photo("b.jpg"), created_at="Mon Okt 10 20:19:24 +0000 2018")
    items = read(tmp_path, {"data/tweets.js": script("tweets", [row, old])}).by_key()
    told = items["2044919377544261979-a"].posted_at
    assert told is not None
    assert told.date().isoformat() == "2026-04-16"
    assert items["20-b"].posted_at is None


def test_parts_and_a_mark_of_utf_8(tmp_path: Path) -> None:
    first = {
        **about(),
        "data/tweets.js": b"\xef\xbb\xbf" + script("tweets", [post("1", photo("a.jpg"))]).encode(),
    }
    second = {
        "data/tweets-part1.js": script("tweets", [post("2", photo("b.jpg"))]),
        "data/tweets_media/1-a.jpg": picture(1),
    }
    paths = zipped(tmp_path / "1.zip", first), zipped(tmp_path / "2.zip", second)
    _export, found = found_in(X(), *paths)
    _export, turned = found_in(X(), *reversed(paths))
    assert found.by_key() == turned.by_key()
    assert sorted(posts(found)) == ["1-a", "2-b"]
    assert len(found.left_out) == 1


def test_pictures_without_lists_are_not_passed_over(tmp_path: Path) -> None:
    files = {
        "data/tweets_media/2044919377544261979-a.jpg": picture(1),
        "data/deleted_tweets_media/12-b.jpg": picture(2),
        "data/profile_media/7-face.png": picture(3),
        "data/direct_messages_media/1-c.jpg": picture(4),
    }
    export, found = found_in(X(), zipped(tmp_path / "a.zip", files))
    items = found.by_key()
    assert export.notes[0].startswith("None of the lists of X")
    assert sorted(items) == ["12-b", "2044919377544261979-a", "profile-7-face"]
    told = items["2044919377544261979-a"]
    assert told.posted_at is not None
    assert (told.posted_at.year, told.visibility) == (2026, Visibility.UNKNOWN)
    assert (items["12-b"].visibility, items["12-b"].settled) == (Visibility.PRIVATE, True)
    assert items["profile-7-face"].kind is PhotoKind.AVATAR
    assert found.others == 1


def test_what_x_keeps_is_counted(tmp_path: Path) -> None:
    files = {
        **about(),
        "data/tweets.js": script("tweets", []),
        "data/ip-audit.js": script("ip_audit", [{"ipAudit": {"loginIp": "192.0.2.1"}}] * 3),
        "data/device-token.js": script("device_token", [{"deviceToken": {}}]),
        "data/contact.js": script("contact", [{"contact": {}}] * 2),
    }
    export, _found = found_in(X(), zipped(tmp_path / "a.zip", files))
    assert list(export.held) == [
        Held(HeldKind.DEVICE, 1),
        Held(HeldKind.LOG_IN, 3),
        Held(HeldKind.CONTACT, 2),
    ]


@each_row(
    "body",
    ['window.YTD.x.part0 = [1, null, {"tweet": 3}, {"tweet": {"entities": {"media": [1]}}}]',
     "window.YTD.x.part0 = ", "window.YTD.x.part0 = {}", b"window.\xff\xfe"],
)  # fmt: skip
def test_odd_lists_raise_nothing(tmp_path: Path, body: object) -> None:
    names = ("tweets", "account", "profile", "protected-history", "ip-audit", "manifest")
    found = read(tmp_path, {f"data/{name}.js": body for name in names})
    assert found.items == []


def test_lists_of_others_with_the_same_name_are_left(tmp_path: Path) -> None:
    files = {"data/tweets.js": "export default [{ id: 1 }]"}
    assert opened(X(), zipped(tmp_path / "a.zip", files)) is None
