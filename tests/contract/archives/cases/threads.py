"""Threads: its part of Instagram's zip."""

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
    damaged,
    jpeg,
)

_HANDLE = "ada.lens"
_ROOT = "your_instagram_activity/threads/"
_TEXT = "Grüße aus Köln 🌊"


def _medium(uri: str, title: str = "", *, reply: bool = False) -> dict[str, Any]:
    return {
        "uri": uri,
        "creation_timestamp": 1_754_466_859,
        "title": damaged(title),
        "text_app_post": {"is_reply": reply},
    }


def _files(username: str, private: str) -> Files:
    first, *others = (f"media/posts/202508/{n}_{n}_n.jpg" for n in range(3))
    posts = [
        {"media": [_medium(first, _TEXT)]},
        {"media": [_medium(others[0], reply=True)]},
        {"media": [_medium("", "words only")]},
        {"media": [_medium(others[1]), _medium("media/posts/202508/4_4_n.mp4")]},
    ]
    fields = {
        damaged(username): {"value": _HANDLE},
        damaged(private): {"value": "False"},
    }
    return {
        f"{_ROOT}threads_and_replies.json": as_json({"text_post_app_text_posts": posts}),
        f"{_ROOT}personal_information.json": as_json(
            {"text_post_app_text_post_app_profile": [{"string_map_data": fields}]}
        ),
        "media/posts/202508/4_4_n.mp4": b"film",
        **{name: jpeg(number) for number, name in enumerate((first, *others))},
    }


def _layout(name: str, username: str, private: str, shows: frozenset[str]) -> Layout:
    files = _files(username, private)
    return Layout(
        name, files, photos=3, public=3, films=1, handle=_HANDLE, captions=(_TEXT,), shows=shows,
        pictures=tuple(name for name in files if name.endswith(".jpg")),
    )  # fmt: skip


def _html() -> Layout:
    picture = "media/posts/202508/1_1_n.jpg"
    files = {
        f"{_ROOT}threads_and_replies.html": f'<html><img src="{picture}"></html>'.encode(),
        picture: jpeg(),
    }
    return Layout(
        "html", files, photos=1, unknown=1, whole=False, pictures=(picture,),
        shows=frozenset({HTML}),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    return (
        _layout("2025", "Username", "Private Account", frozenset({MOJIBAKE})),
        _layout("spanish", "Nombre de usuario", "Cuenta privada", frozenset({LANGUAGE})),
        _html(),
    )


def _many(number: int) -> Files:
    uris = [f"media/posts/202508/{n}_1_n.jpg" for n in range(number)]
    posts = [{"media": [_medium(uri)]} for uri in uris]
    return {
        **dict.fromkeys(uris, jpeg()),
        f"{_ROOT}threads_and_replies.json": as_json({"text_post_app_text_posts": posts}),
    }


CASE = Case(_layouts, _many)
