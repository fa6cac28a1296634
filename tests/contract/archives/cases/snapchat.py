"""Snapchat: memories with files since 2026, with addresses before, and as pages."""

from __future__ import annotations

from tests.contract.archives.layout import (
    HTML,
    LANGUAGE,
    MOJIBAKE,
    Case,
    Files,
    Layout,
    as_json,
    jpeg,
)

_ID = "0A1B2C3D-0000-4000-8000-{:012d}"
_LINK = "https://app.snapchat.com/dmd/memories?uid=u&sid=s&mid={}&ts=1"


def _row(day: str, kind: str = "Image", link: str = "") -> dict[str, str]:
    return {
        "Date": f"{day} 10:00:00 UTC",
        "Media Type": kind,
        "Location": "Latitude, Longitude: 52.5, 13.4",
        "Download Link": link,
        "Media Download Url": link,
    }


_ROWS = (("2024-01-01", "Image"), ("2024-01-01", "Image"), ("2024-01-02", "Video"))


def _with_files() -> Layout:
    pictures = (
        f"memories/2024-01-01_{_ID.format(1)}-main.jpg",
        f"memories/2024-01-01_{_ID.format(2)}-main.jpg",
    )
    files = {
        "json/account.json": as_json({"Basic Information": {"Username": "ada.snaps"}}),
        "json/memories_history.json": as_json({"Saved Media": [_row(*each) for each in _ROWS]}),
        "html/memories_history.html": b"<html></html>",
        f"memories/2024-01-01_{_ID.format(1)}-overlay.png": jpeg(7),
        f"memories/2024-01-02_{_ID.format(4)}-main.mp4": b"film",
        "chat_media/2023-01-01_b~x.jpg": jpeg(8),
        **{each: jpeg(number) for number, each in enumerate(pictures)},
    }
    return Layout("2026", files, photos=2, films=1, others=1, handle="ada.snaps", pictures=pictures)


def _with_links() -> Layout:
    rows = [_row(day, kind, _LINK.format(number)) for number, (day, kind) in enumerate(_ROWS)]
    files = {
        "json/account.json": as_json({"Basic Information": {"Username": "ada.snaps"}}),
        "json/memories_history.json": as_json({"Saved Media": rows}),
    }
    return Layout("2025", files, photos=2, films=1, handle="ada.snaps")


def _as_pages() -> Layout:
    cells = "".join(
        f"<tr><td>{day} 10:00:00 UTC</td><td>{kind}</td>"
        f"<td>Latitude, Longitude: 52.5, 13.4</td><td>N/A</td></tr>"
        for day, kind in _ROWS
    )
    pictures = (
        f"memories/2024-01-01_{_ID.format(1)}-main.jpg",
        f"memories/2024-01-01_{_ID.format(2)}-main.jpg",
        f"shared_story/2023-05-06_{_ID.format(3)}-main.jpg",
    )
    files = {
        "html/account.html": b"<table><tr><td>Username</td><td>ada.snaps</td></tr></table>",
        "html/memories_history.html": f"<html><table>{cells}</table></html>".encode(),
        **{each: jpeg(number) for number, each in enumerate(pictures)},
    }
    return Layout(
        "pages", files, photos=3, public=1, films=1, handle="ada.snaps", whole=False,
        pictures=pictures, shows=frozenset({HTML}),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    return _with_files(), _with_links(), _as_pages()


def _many(number: int) -> Files:
    days = [
        f"20{10 + n // 336:02d}-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}" for n in range(number // 9)
    ]
    days += days[:1] * (number - len(days))
    files = {f"memories/{day}_{_ID.format(n)}-main.jpg": jpeg() for n, day in enumerate(days)}
    rows = [_row(day) for day in days]
    return {**files, "json/memories_history.json": as_json({"Saved Media": rows})}


CASE = Case(
    _layouts,
    _many,
    {
        LANGUAGE: "names of files and fields are English in every language",
        MOJIBAKE: "no text of the person's own stands beside a memory",
    },
)
