"""Telegram's exports: whole, one chat, for reading; whose pictures, who sees them, what lacks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from auditor.archives.formats.telegram import Telegram
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

ME, BO = 111, 222
TEXT = ["a ", {"type": "link", "text": "b"}]
ABSENT = "(File not included. Change data exporting settings to download.)"


def message(number: int, sender: object, photo: str = "", **more: object) -> dict[str, object]:
    return {
        "id": number,
        "type": "message",
        "date": "2020-08-01T22:03:20",
        "date_unixtime": "1596319400",
        "from": "somebody",
        "from_id": sender,
        **({"photo": photo} if photo else {}),
        "text": "",
        **more,
    }


def chat(
    kind: str, number: int, *messages: dict[str, object], name: str = "A"
) -> dict[str, object]:
    return {"name": name, "type": kind, "id": number, "messages": list(messages)}


def whole(*chats: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {
            "user_id": ME, "first_name": "Ada", "last_name": "L", "username": "@ada_tg",
            "bio": "hi",
        },
        "chats": {"about": "", "list": list(chats)},
        **more,
    }  # fmt: skip


def read(tmp_path: Path, files: Files) -> Found:
    return found_in(Telegram(), zipped(tmp_path / "a.zip", files))[1]


def test_only_the_own_posts_in_public_channels_and_groups_are_public(tmp_path: Path) -> None:
    body = whole(
        chat(
            "public_channel", 333,
            message(1, "channel333", "chats/chat_1/photos/1.jpg", text=TEXT),
            message(2, "channel333", "chats/chat_1/photos/2.jpg", forwarded_from="Bo"),
            name="News",
        ),
        chat(
            "public_supergroup", 444,
            message(1, "user111", "chats/chat_2/photos/1.jpg"),
            message(2, "user222", "chats/chat_2/photos/2.jpg"),
        ),
        chat(
            "personal_chat", BO,
            message(1, f"user{ME}", "chats/chat_3/photos/1.jpg", text="for you only"),
            message(2, ME, "chats/chat_3/photos/2.jpg"),
            message(3, f"user{BO}", "chats/chat_3/photos/3.jpg"),
        ),
        chat("saved_messages", ME, message(1, f"user{ME}", "chats/chat_4/photos/1.jpg")),
        chat("private_channel", 555, message(1, "channel555", "chats/chat_5/photos/1.jpg")),
        left_chats={"list": [
            chat("private_group", 666, message(1, "user222", "chats/chat_6/photos/1.jpg"))
        ]},
    )  # fmt: skip
    names = ["1/photos/1", "2/photos/1", "3/photos/1", "3/photos/2", "4/photos/1"]
    files = {
        "result.json": body,
        **{f"chats/chat_{name}.jpg": picture(n) for n, name in enumerate(names)},
    }
    path = zipped(tmp_path / "a.zip", files)
    assert formats_of(path) == ["telegram"]
    export, found = found_in(Telegram(), path)
    items = found.by_key()
    public = {key for key, item in items.items() if item.visibility is Visibility.PUBLIC}
    assert public == {"333/1", "444/1"}
    assert (items["333/1"].album, items["333/1"].caption) == ("News", "a b")
    assert items["333/1"].posted_at == datetime.fromtimestamp(1_596_319_400, UTC)
    private = {key: item for key, item in items.items() if key not in public}
    assert set(private) == {"222/1", "222/2", "111/1"}
    assert all(item.settled and item.visibility is Visibility.PRIVATE for item in private.values())
    assert {item.caption for item in private.values()} == {None}  # words of chats stay there
    assert (found.others, found.left_out) == (5, [])
    identity = export.identity
    assert (identity.handle, identity.stable_id, identity.name) == ("ada_tg", "111", "Ada L")
    assert export.profile.page_url == "https://t.me/ada_tg"


def test_one_chat_alone_does_not_tell_whose_it_is(tmp_path: Path) -> None:
    channel = chat("public_channel", 333, message(1, "channel333", "photos/1.jpg"), name="News")
    folder = unpacked(tmp_path / "ChatExport", {"result.json": channel, "photos/1.jpg": picture()})
    export, found = found_in(Telegram(), folder)
    assert export.identity.handle == ""
    assert export.notes[0].startswith("This is an export of one chat")
    assert [(item.visibility, item.album) for item in found.items] == [(Visibility.UNKNOWN, "News")]
    person = chat("personal_chat", BO, message(1, "user222", "photos/1.jpg"))
    found = read(tmp_path, {"result.json": person, "photos/1.jpg": picture()})
    assert (found.items, found.others) == ([], 1)


def test_several_exports_in_one_folder(tmp_path: Path) -> None:
    channel = chat("public_channel", 333, message(1, "channel333", "photos/1.jpg"))
    files = {
        "DataExport/result.json": whole(chat("saved_messages", ME)),
        "ChatExport/result.json": channel,
        "ChatExport/photos/1.jpg": picture(),
    }
    export, found = found_in(Telegram(), unpacked(tmp_path / "both", files))
    assert export.identity.handle == "ada_tg"
    assert [item.member for item in found.items] == ["ChatExport/photos/1.jpg"]


def test_profile_pictures_and_stories_are_asked_for(tmp_path: Path) -> None:
    body = whole(
        profile_pictures=[
            {"date": "2024-01-02T00:00:00", "photo": "profile_pictures/photo_1.jpg"},
            {"date": "2023-01-02T00:00:00", "photo": ABSENT},
        ],
        stories=[{"id": 5, "date": "2024-01-02T00:00:00", "media": "stories/s.jpg"},
                 {"id": 6, "date": "2024-01-02T00:00:00", "media": "stories/s.mp4"}],
    )  # fmt: skip
    files = {
        "result.json": body,
        "profile_pictures/photo_1.jpg": picture(1),
        "stories/s.jpg": picture(2),
    }
    found = read(tmp_path, files)
    items = found.by_key()
    assert {item.visibility for item in found.items} == {Visibility.UNKNOWN}
    newest = items["profile_pictures/2024-01-02T00:00:00"]
    assert (newest.kind, newest.album) == (PhotoKind.AVATAR, "Profile pictures")
    assert newest.posted_at == datetime(2024, 1, 2)  # noqa: DTZ001 - no zone is told
    assert items["stories/5"].album == "Stories"
    assert found.films == 1
    assert [each.reason for each in found.left_out] == [
        "the export was made without its file",
        "holds no public channel or group: choose them when you export",
    ]
    assert found.gaps == ["result.json"]


def test_files_films_stickers_and_what_lacks(tmp_path: Path) -> None:
    rows = [
        message(1, "c", ABSENT),
        message(2, "c", "(File unavailable, please try again later)"),
        message(3, "c", "photos/lost.jpg"),
        message(4, "c", file="files/a.jpg", mime_type="image/jpeg", file_name="holiday.jpg"),
        message(5, "c", file="files/b.webp", media_type="sticker", mime_type="image/webp"),
        message(6, "c", file="video_files/c.mp4", media_type="video_file"),
        message(7, "c", file="files/d.pdf", mime_type="application/pdf"),
        message(8, "c", file=ABSENT, file_name="e.png"),
        message(9, "c", "photos/f.jpg") | {"type": "service", "action": "edit_group_photo"},
        message(10, "c", text="words", location_information={"latitude": 1.0}),
    ]
    body = whole(chat("public_channel", 9_007_199_254_740_993, *rows, name="N"))
    found = read(tmp_path, {"result.json": body, "files/a.jpg": picture()})
    base = "9007199254740993"
    items = found.by_key()
    assert sorted(items) == [f"{base}/{n}" for n in (1, 2, 3, 4, 8)]
    assert (items[f"{base}/4"].kind, items[f"{base}/4"].file_name) == (
        PhotoKind.FILE,
        "holiday.jpg",
    )
    assert (found.films, found.others, found.gaps) == (1, 1, [])
    assert [each.name for each in found.left_out] == [
        f"N: {base}/1",
        f"N: {base}/2",
        "photos/lost.jpg",
        f"N: {base}/8",
    ]


def test_control_characters_that_are_no_json_are_mended(tmp_path: Path) -> None:
    body = json.dumps(
        whole(chat("public_channel", 333, message(1, "c", "p.jpg", text="a?b \\x41")))
    ).replace("a?b", "a\\x0bb")
    found = read(tmp_path, {"result.json": body, "p.jpg": picture()})
    assert [item.caption for item in found.items] == ["a\x0bb \\x41"]


def test_the_html_form_gives_profile_pictures_only(tmp_path: Path) -> None:
    page = "<html><head><title>Exported Data</title></head><body></body></html>"
    files = {
        "export_results.html": page,
        "chats/chat_01/messages.html": page,
        "profile_pictures/photo_1.jpg": picture(1),
        "profile_pictures/photo_1_thumb.jpg": picture(2),
        "chats/chat_01/photos/photo_1.jpg": picture(3),
        "images/back.png": picture(4),
    }
    export, found = found_in(Telegram(), zipped(tmp_path / "a.zip", files))
    assert "JSON" in export.notes[0]
    assert [item.key for item in found.items] == ["profile_pictures/photo_1.jpg"]
    assert found.gaps == ["chats/chat_01/photos"]


def test_what_telegram_keeps_is_counted(tmp_path: Path) -> None:
    body = whole(
        sessions={"list": [{"last_ip": "192.0.2.1"}] * 2},
        web_sessions={"list": [{}]},
        contacts={"list": [{}, {}, {}]},
        other_data={"ips": [{"ip": "192.0.2.1"}]},
    )
    export, _found = found_in(Telegram(), zipped(tmp_path / "a.zip", {"result.json": body}))
    assert list(export.held) == [Held(HeldKind.LOG_IN, 4), Held(HeldKind.CONTACT, 3)]


@each_row(
    "body",
    [
        {"chats": 1, "profile_pictures": "x", "personal_information": []},
        {"chats": {"list": [1, {"messages": 2}, {"messages": [3, {"photo": 4}]}]}},
        {"chats": {}, "sessions": {"list": 3}},
        {"chats": {"list": [{"type": [], "id": {}, "name": [], "messages": []}]}},
        b'{"chats": {"list": [{"type": "public_channel", "id": 1, "messages": [{"id": "\xff"}]}]}}',
    ],
)
def test_odd_exports_raise_nothing(tmp_path: Path, body: object) -> None:
    assert read(tmp_path, {"result.json": body}).items == []


@each_row("body", [{"type": "x", "id": 1}, [], "{broken", {"results": []}])
def test_what_is_not_telegrams_is_left(tmp_path: Path, body: object) -> None:
    assert opened(Telegram(), zipped(tmp_path / "a.zip", {"result.json": body})) is None
