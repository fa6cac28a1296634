"""TikTok: one JSON file, or texts; no pictures."""

from __future__ import annotations

from tests.contract.archives.layout import (
    HTML,
    LANGUAGE,
    MOJIBAKE,
    Case,
    Files,
    Layout,
    as_json,
)

_HANDLE = "ada.tok"
_TEXT = "Grüße aus Köln 🌊"
_FILM = "https://v16m.tiktokcdn.com/x/video/tos/y/"
_STILLS = " ".join(
    f"https://p16-sign.tiktokcdn.com/{name}~tplv-photomode-image.jpeg?x=1" for name in "ab"
)


def _post(link: str, day: int = 1, seen_by: str = "Public") -> dict[str, str]:
    return {
        "Date": f"2024-05-{day:02d} 10:00:00",
        "Link": link,
        "WhoCanView": seen_by,
        "Title": _TEXT,
        "Location": "N/A",
    }


_POSTS = (_post(_FILM, 1), _post(_STILLS, 2), _post(_STILLS, 3, "Only you"), _post(_STILLS, 4, ""))


def _layout(name: str, file: str, body: dict[str, object]) -> Layout:
    profile = {"ProfileMap": {"userName": _HANDLE}}
    files = {
        file: as_json(
            {"Profile": {"Profile Info": profile}, "App Settings": {}, "Comment": {}, **body}
        )
    }
    return Layout(
        name, files, photos=6, public=2, unknown=2, films=1, handle=_HANDLE, captions=(_TEXT,)
    )


def _as_text() -> Layout:
    names = {"Date": "Date", "Link": "Link", "WhoCanView": "Who can view", "Title": "Title"}
    posts = "\n".join(
        "".join(f"{shown}: {post[key]}\n" for key, shown in names.items()) for post in _POSTS
    )
    files = {
        "Post/Posts.txt": posts.encode(),
        "Profile/Profile Info.txt": f"Username: {_HANDLE}\n".encode(),
    }
    return Layout(
        "texts", files, photos=6, public=2, unknown=2, films=1, handle=_HANDLE, captions=(_TEXT,)
    )


def _layouts() -> tuple[Layout, ...]:
    posts = list(_POSTS)
    small = [{key[0].lower() + key[1:]: value for key, value in post.items()} for post in _POSTS]
    return (
        _layout("2024", "user_data_tiktok.json", {"Post": {"Posts": {"VideoList": posts}}}),
        _layout("2022", "user_data.json", {"Video": {"Videos": {"VideoList": posts}}}),
        _layout("small keys", "user_data_tiktok.json", {"post": {"posts": {"videoList": small}}}),
        _as_text(),
    )


def _many(number: int) -> Files:
    still = "https://p16.tiktokcdn.com/a~tplv-photomode-image.jpeg"
    posts = [_post(still) for _number in range(number)]
    return _layout("", "user_data.json", {"Post": {"Posts": {"VideoList": posts}}}).files


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "TikTok offers JSON or texts",
        LANGUAGE: "names of fields are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
