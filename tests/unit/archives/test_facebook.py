"""Facebook's archives: every root, albums, lists, chats, the HTML form, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from auditor.archives.formats.facebook import Facebook
from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import Visibility
from tests.rows import each_row
from tests.unit.archives.packing import (
    Files,
    formats_of,
    found_in,
    mangled,
    opened,
    picture,
    unpacked,
    zipped,
)

NEW = "your_facebook_activity/"
ROOTS = (
    NEW,
    "your_activity_across_facebook/",
    "this_profile's_activity_across_facebook/",
    "",
)


def medium(uri: str, **more: object) -> dict[str, object]:
    return {"uri": uri, "creation_timestamp": 1_600_000_000, **more}


def posting(*media: dict[str, object], text: str = "", **more: object) -> dict[str, object]:
    return {
        "timestamp": 1_600_000_500,
        "attachments": [{"data": [{"media": each} for each in media]}],
        "data": [{"post": text}, {"update_timestamp": 1}],
        "title": mangled("Zoë hat ein Foto hinzugefügt."),
        **more,
    }


def about(username: str = "zoe.example") -> Files:
    return {
        "personal_information/profile_information/profile_information.json": {
            "profile_v2": {
                "name": {"full_name": mangled("Zoë Example")},
                "username": username,
                "profile_uri": f"https://www.facebook.com/{username}",
                "websites": [{"address": "https://zoe.example"}, {"address": "javascript:x"}],
            }
        }
    }


def whole(root: str = NEW) -> Files:
    media = f"{root}posts/media/"
    return {
        **about(),
        f"{root}posts/your_posts__check_ins__photos_and_videos_1.json": [
            posting(medium(f"{media}Mobileuploads_1/1000000001.jpg"), text=mangled("Prüfung")),
            posting(medium(f"{media}videos/1.mp4")),
            posting(medium("files/paper_1000000009.pdf")),
            {"timestamp": 1, "data": [{"post": "words only"}]},
        ],
        f"{root}posts/album/0.json": {
            "name": mangled("Straße"),
            "photos": [
                medium(f"{media}Strasse_2/1000000002.jpg", description=mangled("café")),
                medium(f"{media}Mobileuploads_1/1000000001.jpg"),
            ],
            "cover_photo": medium(f"{media}Strasse_2/1000000002.jpg"),
        },
        f"{root}posts/your_uncategorized_photos.json": {
            "other_photos_v2": [medium(f"{media}your_posts/1000000003.jpg")]
        },
        f"{root}posts/your_videos.json": {"videos_v2": [medium(f"{media}videos/2.mp4")]},
        f"{root}messages/inbox/someone_1/photos/9.jpg": picture(9),
        f"{media}Mobileuploads_1/1000000001.jpg": picture(1),
        f"{media}Strasse_2/1000000002.jpg": picture(2),
        f"{media}your_posts/1000000003.jpg": picture(3),
        f"{media}videos/1.mp4": b"film",
        f"{media}stickers_used/851575_126362140881916_n.png": picture(4),
    }


@each_row("root", ROOTS)
def test_every_root_gives_the_same(tmp_path: Path, root: str) -> None:
    path = zipped(tmp_path / "download.zip", whole(root))
    export, found = found_in(Facebook(), path)
    assert formats_of(path) == ["facebook"]
    items = found.by_key()
    assert sorted(items) == ["1000000001", "1000000002", "1000000003"]
    assert all(item.member and item.visibility is Visibility.UNKNOWN for item in found.items)
    assert items["1000000001"].caption == "Prüfung"
    assert (items["1000000002"].album, items["1000000002"].caption) == ("Straße", "café")
    assert items["1000000002"].page_url == "https://www.facebook.com/photo/?fbid=1000000002"
    assert items["1000000003"].posted_at == datetime.fromtimestamp(1_600_000_000, UTC)
    assert (found.others, found.films, found.left_out) == (1, 2, [])
    assert export.identity.handle == "zoe.example"
    assert export.profile.display_name == "Zoë Example"
    assert [link.url for link in export.profile.links] == ["https://zoe.example"]


def test_a_folder_and_a_zip_with_one_more_folder_read_alike(tmp_path: Path) -> None:
    _export, plain = found_in(Facebook(), zipped(tmp_path / "a.zip", whole()))
    _export, above = found_in(Facebook(), zipped(tmp_path / "b.zip", whole(), top="mine/deep/"))
    _export, folder = found_in(Facebook(), unpacked(tmp_path / "c", whole()))
    assert plain.items == above.items
    assert plain.by_key() == folder.by_key()


def test_lists_in_one_part_and_pictures_in_another(tmp_path: Path) -> None:
    files = whole()
    lists = {name: body for name, body in files.items() if name.endswith(".json")}
    media = {name: body for name, body in files.items() if not name.endswith(".json")}
    first, second = zipped(tmp_path / "2.zip", media), zipped(tmp_path / "1.zip", lists)
    _export, found = found_in(Facebook(), first, second)
    assert len(found.items) == 3
    assert found.left_out == []
    _export, found = found_in(Facebook(), second)
    assert [item.member for item in found.items] == ["", "", ""]
    assert len(found.left_out) == 3
    export, found = found_in(Facebook(), first)
    assert len(found.items) == 3
    assert export.notes[0].startswith("None of the lists of Facebook is here.")


def test_the_layouts_of_2018_and_of_pages(tmp_path: Path) -> None:
    old = {
        "profile_information/profile_information.json": {
            "profile": {
                "name": {"full_name": "Zo"},
                "profile_uri": "https://www.facebook.com/profile.php?id=100042",
            }
        },
        "posts/your_posts_1.json": [],
        "photos_and_videos/album/0.json": {
            "name": "Handy-Uploads",
            "photos": [medium("photos_and_videos/Handy_x/28_125_646_n_1251667781858.jpg")],
        },
        "photos_and_videos/your_videos.json": {
            "videos": [medium("photos_and_videos/videos/1.mp4")]
        },
        "photos_and_videos/Handy_x/28_125_646_n_1251667781858.jpg": picture(),
    }
    export, found = found_in(Facebook(), zipped(tmp_path / "old.zip", old))
    assert (export.identity.handle, export.identity.stable_id) == ("100042", "100042")
    assert list(found.by_key()) == ["1251667781858"]
    assert (found.films, found.left_out) == (1, [])
    root = "this_profile's_activity_across_facebook/"
    page = {
        f"{root}posts/profile_posts_1.json": [posting(medium(f"{root}posts/media/a/10000001.jpg"))],
        f"{root}posts/uncategorized_photos.json": {
            "other_photos_v2": [medium(f"{root}posts/media/b/10000002.jpg")]
        },
        f"{root}posts/videos.json": {"videos_v2": [medium(f"{root}posts/media/v/3.mp4")]},
        "profile_information/profile_information/profile_information.json": {
            "profile_v2": {"username": "the.page"}
        },
    }
    export, found = found_in(Facebook(), zipped(tmp_path / "page.zip", page))
    assert export.identity.handle == "the.page"
    assert sorted(found.by_key()) == ["10000001", "10000002"]
    assert found.films == 1


def test_lists_may_name_files_without_their_root(tmp_path: Path) -> None:
    files = {
        f"{NEW}posts/your_posts_1.json": [posting(medium("posts/media/a/10000001.jpg"))],
        f"{NEW}posts/media/a/10000001.jpg": picture(),
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert found.items[0].member == f"{NEW}posts/media/a/10000001.jpg"
    assert found.left_out == []


def test_the_present_profile_picture_is_public_whatever_its_album_is_called(
    tmp_path: Path,
) -> None:
    base = f"{NEW}posts/media/x/"
    album = {
        "name": mangled("Фото профиля"),
        "photos": [
            medium(f"{base}2000000001.jpg", creation_timestamp=1_500_000_000),
            medium(f"{base}2000000002.jpg", creation_timestamp=1_700_000_000),
            medium(f"{base}2000000003.jpg", creation_timestamp=1_400_000_000),
        ],
    }
    holiday = {
        "name": "Profile pictures",  # so called by the person
        "photos": [medium(f"{base}300000000{n}.jpg") for n in range(3)],
    }
    history = {
        "profile_updates_v2": [
            posting(medium(f"{base}2000000001.jpg")),
            posting(medium(f"{base}2000000002.jpg")),
            posting(medium(f"{base}3000000001.jpg")),
            {"timestamp": 1, "title": "moved"},
        ]
    }
    files = {
        f"{NEW}posts/album/0.json": album,
        f"{NEW}posts/album/1.json": holiday,
        "personal_information/profile_information/profile_update_history.json": history,
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    public = [item.key for item in found.items if item.visibility is Visibility.PUBLIC]
    assert public == ["2000000002"]


def test_times_in_several_forms_are_compared_all_the_same(tmp_path: Path) -> None:
    rows = [
        medium("a/60000001.jpg", creation_timestamp="2018-04-01T10:00:00"),
        medium("a/60000002.jpg", creation_timestamp=1_600_000_000),
    ]
    files = {
        f"{NEW}posts/album/0.json": {"photos": rows},
        "profile_information/profile_update_history.json": {
            "profile_updates_v2": [posting(row) for row in rows]
        },
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    public = [item.key for item in found.items if item.visibility is Visibility.PUBLIC]
    assert public == ["60000002"]


def test_an_audience_that_is_named_is_taken(tmp_path: Path) -> None:
    said = ("Public", "Friends", "Only me", "Freunde", None)
    rows = [
        posting(medium(f"a/5000000{number}.jpg"), privacy=word) for number, word in enumerate(said)
    ]
    files = {f"{NEW}posts/your_posts_1.json": rows}
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert [item.visibility for item in found.items] == [
        Visibility.PUBLIC,
        Visibility.FOLLOWERS,
        Visibility.PRIVATE,
        Visibility.UNKNOWN,
        Visibility.UNKNOWN,
    ]


def test_archived_and_others_pictures_do_not_count_as_seen(tmp_path: Path) -> None:
    files = {
        f"{NEW}posts/archive.json": {"archive_v2": [posting(medium("a/40000001.jpg"))]},
        f"{NEW}stories/archived_stories.json": {
            "archived_stories_v2": [posting(medium("a/40000002.jpg"))]
        },
        f"{NEW}groups/your_posts_in_groups.json": {
            "group_posts_v2": [posting(medium("a/40000003.jpg"))]
        },
        f"{NEW}comments_and_reactions/comments.json": {
            "comments_v2": [
                {
                    **posting(medium("a/40000004.jpg"), medium("posts/media/stickers_used/5.png")),
                    "data": [{"comment": {"comment": "look", "author": "me"}}],
                }
            ]
        },
        f"{NEW}posts/other_people's_posts_to_your_timeline.json": {
            "wall_posts_sent_to_you": [posting(medium("a/40000005.jpg"))]
        },
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    items = found.by_key()
    hidden = {key for key, item in items.items() if item.settled}
    assert hidden == {"40000001", "40000002"}
    assert all(items[key].visibility is Visibility.PRIVATE for key in hidden)
    assert items["40000003"].album == "Groups"
    assert (items["40000004"].album, items["40000004"].caption) == ("Comments", "look")
    assert found.others == 1
    assert "40000005" not in items


def test_the_html_form_still_gives_its_pictures(tmp_path: Path) -> None:
    files = {
        f"{NEW}posts/album/0.html": "<html></html>",
        f"{NEW}posts/media/Album_1/1000000001.jpg": picture(),
        f"{NEW}posts/media/Album_1/2.mp4": b"film",
        f"{NEW}messages/inbox/a/photos/3.jpg": picture(),
        "personal_information/profile_information/profile_information.html": (
            "<html><body><div>Benutzername</div><div>zoe.example</div></body></html>"
        ),
    }
    export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert "JSON" in export.notes[0]
    assert export.identity.handle == "zoe.example"
    assert [item.key for item in found.items] == ["1000000001"]
    assert found.items[0].visibility is Visibility.UNKNOWN
    assert (found.films, found.others) == (1, 1)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    files = {
        f"{NEW}posts/your_posts_1.json": [posting(medium(f"{NEW}posts/media/a/10000001.jpg"))],
        f"{NEW}posts/your_posts_3.json": b"{broken",
        f"{NEW}posts/your_posts_4.json": [posting(medium("https://fb.example/10000004.jpg"))],
        f"{NEW}posts/media/a/10000009.jpg": picture(),
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert found.gaps == [
        f"{NEW}posts/your_posts_2.json",
        f"{NEW}posts/your_posts_3.json",
        f"{NEW}posts/media/a/10000009.jpg",
    ]
    assert sorted(item.member for item in found.items) == ["", ""]


def test_an_export_without_posts_does_not_say_that_they_are_gone(tmp_path: Path) -> None:
    files = {f"{NEW}posts/album/0.json": {"photos": [medium("a/10000001.jpg")]}}
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert found.gaps == ["your_posts_1.json"]


def test_what_facebook_keeps_is_counted(tmp_path: Path) -> None:
    told = {
        "upload_ip": "192.0.2.1",
        "camera_model": "X",
        "latitude": 1.5,
        "longitude": 2.5,
    }
    place = {"place": {"name": "a", "coordinate": {"latitude": 1.0, "longitude": 2.0}}}
    row = posting(
        medium("a/10000001.jpg", media_metadata={"photo_metadata": {"exif_data": [told]}}),
        medium("a/10000002.jpg"),
    )
    row["attachments"] = [*row["attachments"], {"data": [place]}]  # type: ignore[misc]
    files = {
        f"{NEW}posts/your_posts_1.json": [row],
        "security_and_login_information/account_activity.json": {
            "account_activity_v2": [{"ip_address": "192.0.2.1"}, {}]
        },
        "security_and_login_information/where_you're_logged_in.json": {
            "active_sessions_v2": [{"ip_address": "192.0.2.1"}]
        },
        "security_and_login_information/mobile_devices.json": [{"label_values": []}],
        "location/location_history.json": {"location_history_v2": "odd"},
        "other/your_address_books.json": {"address_book_v2": {"address_book": [1, 2, 3]}},
    }
    export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    items = found.by_key()
    assert set(items["10000001"].keeps) == {
        HeldKind.POSITION,
        HeldKind.DEVICE,
        HeldKind.UPLOAD_ADDRESS,
    }
    assert items["10000002"].keeps == (HeldKind.POSITION,)
    assert list(export.held) == [
        Held(HeldKind.DEVICE, 1),
        Held(HeldKind.LOG_IN, 3),
        Held(HeldKind.CONTACT, 3),
    ]


@each_row(
    "body",
    [[None, 1, "x", [[]], {"attachments": 3}, {"attachments": [{"data": [None, {"media": 1}]}]}],
     {"other": []}, b"\xff\xfe", b"[" * 5000],
)  # fmt: skip
def test_odd_lists_raise_nothing(tmp_path: Path, body: object) -> None:
    files = {
        f"{NEW}posts/your_posts_1.json": body,
        f"{NEW}posts/album/0.json": body,
        "personal_information/profile_information/profile_update_history.json": body,
        "personal_information/profile_information/profile_information.json": body,
        "security_and_login_information/account_activity.json": body,
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert found.items == []


def test_what_is_not_facebooks_is_left_to_others(tmp_path: Path) -> None:
    other = {"your_instagram_activity/media/posts_1.json": [], "media/posts/202401/1.jpg": b""}
    assert opened(Facebook(), zipped(tmp_path / "a.zip", other)) is None


def test_an_address_in_place_of_a_file_is_a_picture(tmp_path: Path) -> None:
    keys = []
    for signature in ("oh=a", "oh=b.c"):
        uri = f"https://scontent.example/v/t1/100000001.jpg?{signature}"
        files = {f"{NEW}posts/your_posts_1.json": [posting(medium(uri))]}
        _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
        keys += [each.key for each in found.items]
        assert [left.name for left in found.left_out] == [uri.partition("?")[0]]
    assert keys == ["100000001"] * 2


def test_the_form_for_reading_keeps_others_and_archived_pictures_apart(tmp_path: Path) -> None:
    def page(*names: str) -> bytes:
        return "".join(f'<img src="{name}">' for name in names).encode()

    own, theirs, story = (
        f"{NEW}posts/media/a/10000001.jpg",
        f"{NEW}posts/media/o/20000002.jpg",
        f"{NEW}stories/media/s/30000003.jpg",
    )
    files: Files = {
        f"{NEW}posts/album/0.html": page(own),
        f"{NEW}posts/other_people's_posts_to_your_timeline.html": page(own, theirs),
        f"{NEW}stories/archived_stories.html": page(story),
        own: picture(1), theirs: picture(2), story: picture(3),
    }  # fmt: skip
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    told = found.by_key()
    assert set(told) == {"10000001", "30000003"}
    assert found.others == 1
    assert (told["30000003"].visibility, told["30000003"].settled) == (Visibility.PRIVATE, True)
    assert not told["10000001"].settled


def test_what_only_others_sent_is_no_picture_without_a_list(tmp_path: Path) -> None:
    theirs = f"{NEW}posts/media/o/20000002.jpg"
    files: Files = {
        f"{NEW}posts/your_posts_1.json": [],
        f"{NEW}posts/other_people's_posts_to_your_timeline.json": [posting(medium(theirs))],
        theirs: picture(2),
    }
    _export, found = found_in(Facebook(), zipped(tmp_path / "a.zip", files))
    assert (found.items, found.others, found.gaps) == ([], 1, [])
