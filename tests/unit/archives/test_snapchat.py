"""Snapchat: memories are of one person only, what was shared as a story is public."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import Visibility
from tests.rows import each_row
from tests.unit.archives.exports import by_key, films, left_out, opened, others

A, B = "0A1B2C3D-0000-4000-8000-000000000001", "0A1B2C3D-0000-4000-8000-000000000002"
LINK = "https://app.snapchat.com/dmd/memories?uid=u&sid=S&mid={mid}&ts=1&sig=x"
ACCOUNT = {
    "Basic Information": {"Username": "ada.snaps", "Name": "Ada"},
    "Login History": [{"IP": "192.0.2.1"}, {"IP": "192.0.2.2"}],
}


def row(day: str, kind: str = "Image", place: str = "0.0, 0.0", link: str = "") -> dict[str, str]:
    return {
        "Date": f"{day} 10:00:00 UTC",
        "Media Type": kind,
        "Location": f"Latitude, Longitude: {place}",
        "Download Link": link,
        "Media Download Url": link,
    }


def test_files_beside_empty_links(tmp_path: Path) -> None:
    lists = {
        "json/account.json": ACCOUNT,
        "json/friends.json": {"Friends": [{"Username": "bo"}]},
        "json/memories_history.json": {
            "Saved Media": [
                row("2024-01-02", place="41.7, -93.4"),
                row("2024-01-01", place="52.5, 13.4"),
                row("2024-01-01", kind="Video"),
            ]
        },
    }
    media = {
        f"memories/2024-01-01_{A}-main.jpg": b"1",
        f"memories/2024-01-01_{A}-overlay.png": b"2",
        f"memories/2024-01-01_{B}-main.mp4": b"3",
        f"memories/2024-01-02_{B}-main.jpg": b"4",
        f"memories/2024-01-02_{B}-overlay.png": b"5",
    }
    for parts in ((lists, media), (media, lists)):
        export = opened(tmp_path, *parts)
        photos = by_key(export)
        assert set(photos) == {"memory/2024-01-01/1", "memory/2024-01-02/1"}
        first = photos["memory/2024-01-01/1"]
        assert first.member == f"memories/2024-01-01_{A}-main.jpg"
        assert first.posted_at == datetime(2024, 1, 1, 10, tzinfo=UTC)
        assert first.visibility is Visibility.PRIVATE
        assert first.settled
        assert films(export) == 1
        assert not left_out(export)
    assert export.format == "snapchat"
    assert export.identity.handle == "ada.snaps"
    assert export.held == (
        Held(HeldKind.POSITION, 2),
        Held(HeldKind.LOG_IN, 2),
        Held(HeldKind.CONTACT, 1),
    )


def test_two_of_one_day_have_the_day_and_no_hour(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "json/memories_history.json": {"Saved Media": [row("2024-01-01"), row("2024-01-01")]},
            f"memories/2024-01-01_{A}-main.jpg": b"1",
            f"memories/2024-01-01_{B}-main.jpg": b"2",
        },
    )
    for photo in by_key(export).values():
        assert photo.posted_at == datetime(2024, 1, 1)  # noqa: DTZ001 - a day


def test_links_without_files_are_listed(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "json/memories_history.json": {
                "Saved Media": [
                    row("2024-01-01", place="41.7, -93.4", link=LINK.format(mid="one-1")),
                    row("2024-01-01", link=LINK.format(mid="two-2")),
                    row("2024-01-01", kind="Video", link=LINK.format(mid="three-3")),
                ]
            }
        },
    )
    photos = by_key(export)
    assert set(photos) == {"memory/2024-01-01/1", "memory/2024-01-01/2"}
    assert all(each.member == "" and each.settled for each in photos.values())
    assert films(export) == 1
    assert export.held == (Held(HeldKind.POSITION, 1),)


def test_memories_of_missing_parts_are_told(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "json/memories_history.json": {
                "Saved Media": [row("2024-01-01"), row("2024-01-01"), row("2024-01-02")]
            },
            f"memories/2024-01-01_{A}-main.jpg": b"1",
        },
    )
    # named as they are where the other parts are there, so that none is told to be gone
    photos = by_key(export)
    assert set(photos) == {"memory/2024-01-01/1", "memory/2024-01-01/2", "memory/2024-01-02/1"}
    assert sum(1 for each in photos.values() if each.member) == 1
    (missing,) = left_out(export)
    assert missing.name == "2 memories"


def test_a_file_called_after_another_day_is_not_missing(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "json/memories_history.json": {
                "Saved Media": [row("2024-01-01"), row("2024-01-01", kind="Video")]
            },
            f"memories/2024-01-02_{A}-main.jpg": b"1",
            f"memories/2024-01-02_{B}-main.mp4": b"1",
        },
    )
    assert len(by_key(export)) == 1
    assert films(export) == 1
    assert not left_out(export)


def test_stories_are_public_and_chats_are_of_others(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            f"shared_story/2023-05-06_{A}-main.jpg": b"1",
            f"shared_story/2023-05-06_{A}-overlay.png": b"2",
            f"shared_story/2023-05-07_{B}-main.mp4": b"3",
            "json/shared_story.json": {"Shared Story": [{}, {}, {}]},
            "json/memories_history.json": {"Saved Media": []},
            "chat_media/2023-01-01_b~x.jpg": b"4",
            "chat_media/2023-01-01_thumbnail~y.jpg": b"5",
            "chat_media/2023-01-01_overlay~z.png": b"6",
            "chat_media/2023-01-01_media~z.mp4": b"7",
        },
    )
    (story,) = by_key(export).values()
    assert story.visibility is Visibility.PUBLIC
    assert not story.settled
    assert others(export) == 1
    assert films(export) == 1
    (missing,) = left_out(export)
    assert missing.gap


def test_pages_are_read_for_files_and_days(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "html/account.html": "<table><tr><td>Username</td><td>ada.snaps</td></tr></table>",
            "html/memories_history.html": "<table><tr><th>Date</th></tr><tr>"
            "<td>2024-01-01 12:00:00 UTC</td><td>Image</td>"
            "<td>Latitude, Longitude: 34.05, -118.25</td><td>N/A</td></tr><tr>"
            "<td>2024-01-02 12:00:00 UTC</td><td>Video</td><td>N/A</td></tr></table>",
            f"memories/2024-01-01_{A}-main.jpg": b"1",
        },
    )
    (photo,) = by_key(export).values()
    assert photo.posted_at == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert export.identity.handle == "ada.snaps"
    assert export.held == (Held(HeldKind.POSITION, 1),)
    assert "JSON" in export.notes[0]
    assert films(export) == 1


def test_files_without_the_list_are_not_whole(tmp_path: Path) -> None:
    for files in ({f"memories/2024-01-01_{A}-main.jpg": b"1"}, {"json/account.json": ACCOUNT}):
        assert [each.gap for each in left_out(opened(tmp_path, files))] == [True]


def test_links_of_pages_are_listed(tmp_path: Path) -> None:
    click = LINK.format(mid="one-1").replace("&", "&amp;")
    export = opened(
        tmp_path,
        {
            "html/memories_history.html": "<tr><td>2024-01-01 12:00:00 UTC</td><td>Image</td>"
            f"""<td><a onclick="downloadMemories('{click}', this, true);">Download</a></td>"""
        },
    )
    assert by_key(export)["memory/2024-01-01/1"].member == ""


@each_row(
    "body",
    [
        b"\x00",
        b'{"Saved Media": 7}',
        b'{"Saved Media": [3, {"Date": 5, "Location": [], "Download Link": "http://[x"}, null]}',
    ],
)
def test_odd_lists_raise_nothing(tmp_path: Path, body: bytes) -> None:
    export = opened(
        tmp_path,
        {
            "json/memories_history.json": body,
            "json/account.json": b'{"Basic Information": [], "Login History": 4}',
            f"memories/2024-01-01_{A}-main.jpg": b"1",
        },
    )
    assert len(by_key(export)) == 1
    assert left_out(export)
