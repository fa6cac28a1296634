"""Telegram: the whole export, one channel of it, the form for reading."""

from __future__ import annotations

from typing import Any

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

_HANDLE = "ada_lens"
_TEXT = "Grüße aus Köln 🌊"


def _message(number: int, sender: str, photo: str, text: object = "") -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2024-01-01T10:00:00",
        "date_unixtime": "1704103200",
        "from_id": sender,
        "photo": photo,
        "text": text,
    }


def _chat(kind: str, number: int, *messages: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Straße", "type": kind, "id": number, "messages": list(messages)}


def _whole() -> Layout:
    pictures = (
        "profile_pictures/photo_1.jpg",
        "chats/chat_1/photos/1.jpg",
        "chats/chat_2/photos/1.jpg",
    )
    text = [{"type": "bold", "text": "Grüße"}, " aus Köln 🌊"]
    film = {**_message(2, "channel1", ""), "file": "chats/chat_1/v.mp4", "media_type": "video_file"}
    body = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 7, "first_name": "Ada", "username": f"@{_HANDLE}"},
        "profile_pictures": [{"date": "2024-01-01T00:00:00", "photo": pictures[0]}],
        "chats": {
            "list": [
                _chat("public_channel", 1, _message(1, "channel1", pictures[1], text), film),
                _chat(
                    "personal_chat", 2,
                    _message(1, "user7", pictures[2], "for you"),
                    _message(2, "user2", "chats/chat_2/photos/2.jpg"),
                ),
            ]
        },
    }  # fmt: skip
    files = {
        "result.json": as_json(body),
        "chats/chat_1/v.mp4": b"film",
        "chats/chat_2/photos/2.jpg": jpeg(99),
        **{name: jpeg(number) for number, name in enumerate(pictures)},
    }
    return Layout(
        "whole", files, photos=3, public=1, unknown=1, films=1, others=1, handle=_HANDLE,
        pictures=pictures, captions=(_TEXT,),
    )  # fmt: skip


def _channel() -> Layout:
    picture = "photos/photo_1@01-01-2024_10-00-00.jpg"
    absent = "(File not included. Change data exporting settings to download.)"
    body = _chat(
        "public_channel",
        1,
        _message(1, "channel1", picture, _TEXT),
        _message(2, "channel1", absent),
    )
    files = {"result.json": as_json(body), picture: jpeg()}
    return Layout(
        "channel", files, photos=2, unknown=2, whole=False, pictures=(picture,), captions=(_TEXT,)
    )


def _html() -> Layout:
    page = b"<html><head><title>Exported Data</title></head><body></body></html>"
    picture = "profile_pictures/photo_1.jpg"
    files = {
        "export_results.html": page,
        "chats/chat_1/messages.html": page,
        "chats/chat_1/photos/photo_1.jpg": jpeg(9),
        picture: jpeg(),
    }
    return Layout(
        "html", files, photos=1, unknown=1, whole=False, pictures=(picture,),
        shows=frozenset({HTML}),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    return (_whole(), _channel(), _html())


def _many(number: int) -> Files:
    names = [f"photos/{n}.jpg" for n in range(number)]
    messages = [_message(n, "channel1", name) for n, name in enumerate(names)]
    body = _chat("public_channel", 1, *messages)
    return {**dict.fromkeys(names, jpeg()), "result.json": as_json(body)}


CASE = Case(
    _layouts,
    _many,
    {
        LANGUAGE: "names of files and fields are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
