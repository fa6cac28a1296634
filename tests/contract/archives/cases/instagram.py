"""Instagram: the layouts since 2018, the form for reading, an account in German."""

from __future__ import annotations

from collections.abc import Mapping
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
_ABOUT = "personal_information/personal_information/personal_information.json"
_TEXTS = ("Grüße aus Köln 🌊", "zwei auf einmal")


def _about(**fields: str) -> bytes:
    told = {damaged(name.replace("_", " ")): {"value": value} for name, value in fields.items()}
    return as_json({"profile_user": [{"string_map_data": told}]})


def _medium(uri: str, title: str = "", **more: Any) -> dict[str, Any]:
    return {"uri": uri, "creation_timestamp": 1_700_000_000, "title": damaged(title), **more}


def _current(root: str) -> Mapping[str, object]:
    """Return the lists of the layouts since 2021: a post, one of several, a reel, a story, …"""
    first, *others = (f"media/posts/202311/1789{n}_{n}_n.jpg" for n in range(3))
    several = [_medium(each) for each in others]
    several.append(_medium("media/posts/202311/1790_1_n.mp4"))
    avatar = _medium("media/profile/202311/1791_1_n.jpg")
    kept = _medium("media/archived_posts/202311/1792_1_n.jpg")
    return {
        f"{root}posts_1.json": [
            {"media": [_medium(first, _TEXTS[0])]},
            {"media": several, "title": _TEXTS[1], "creation_timestamp": 1_700_000_500},
        ],
        f"{root}reels.json": {
            "ig_reels_media": [{"media": [_medium("media/reels/202311/1793_1_n.mp4")]}]
        },
        f"{root}stories.json": {"ig_stories": [_medium("media/stories/202311/1794_1_n.jpg")]},
        f"{root}profile_photos.json": {"ig_profile_picture": [avatar]},
        f"{root}archived_posts.json": {"ig_archived_post_media": [{"media": [kept]}]},
    }


def _packed(lists: Mapping[str, object], about: str, told: bytes) -> Files:
    """Return the lists with each file that they name, and a picture of a chat."""
    files = {name: as_json(body) for name, body in lists.items()}
    for number, uri in enumerate(_named(list(lists.values()))):
        files[uri] = jpeg(number)
    files["messages/inbox/bo_17/photos/1795_1_n.jpg"] = jpeg(99)
    return {**files, about: told}


def _named(body: Any) -> tuple[str, ...]:
    """Return each file that a list names."""
    if isinstance(body, dict):
        inner = tuple(name for value in body.values() for name in _named(value))
        uri = body.get("uri") or body.get("path")
        return (uri, *inner) if isinstance(uri, str) else inner
    if isinstance(body, list):
        return tuple(name for value in body for name in _named(value))
    return ()


def _pictures(files: Files) -> tuple[str, ...]:
    return tuple(n for n in files if n.endswith(".jpg") and not n.startswith("messages/"))


def _layout(name: str, root: str, about: str, shows: frozenset[str], **fields: str) -> Layout:
    files = _packed(_current(root), about, _about(**fields))
    return Layout(
        name, files, photos=6, public=4, unknown=1, films=2, others=1, handle=_HANDLE,
        pictures=_pictures(files), captions=_TEXTS, shows=shows,
    )  # fmt: skip


def _oldest() -> Layout:
    lists = {
        "media.json": {
            "photos": [
                {"caption": damaged(_TEXTS[0]), "taken_at": "2018-04-01T10:00:00", "path": path}
                for path in ("photos/201804/a1.jpg", "photos/201804/a2.jpg")
            ],
            "stories": [
                {"caption": "", "taken_at": "2018-04-02T10:00:00", "path": "stories/201804/b.jpg"}
            ],
            "profile": [
                {"caption": "", "taken_at": "2018-04-02T10:00:00", "path": "profile/201804/c.jpg"}
            ],
            "videos": [
                {"caption": "", "taken_at": "2018-04-02T10:00:00", "path": "videos/201804/d.mp4"}
            ],
        }
    }
    files = {
        **_packed(lists, "profile.json", as_json({"username": _HANDLE, "private_account": False})),
    }
    return Layout(
        "2018", files, photos=4, public=3, unknown=1, films=1, others=1, handle=_HANDLE,
        pictures=_pictures(files), captions=(_TEXTS[0],), shows=frozenset({MOJIBAKE}),
    )  # fmt: skip


def _html() -> Layout:
    lists = _current("your_instagram_activity/media/")
    page = b"<html><head><title>x</title></head><body><div>Posts</div></body></html>"
    about = (
        "<html><body><table><tr><td>Username<div><div>ada.lens</div></div></td></tr>"
        "<tr><td>Private Account<div><div>False</div></div></td></tr></table></body></html>"
    )
    files = {name.replace(".json", ".html"): page for name in lists}
    files |= {uri: jpeg(number) for number, uri in enumerate(_named(list(lists.values())))}
    files[_ABOUT.replace(".json", ".html")] = about.encode()
    files["start_here.html"] = page
    return Layout(
        "html", files, photos=6, unknown=5, films=2, handle=_HANDLE, whole=False,
        pictures=_pictures(files), shows=frozenset({HTML}),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    english = {"Username": _HANDLE, "Private_Account": "False"}
    german = {"Benutzername": _HANDLE, "Privates_Konto": "False", "Name": "Ada"}
    plain = frozenset({MOJIBAKE})
    middle = _ABOUT.replace("personal_information/", "", 1)
    return (
        _layout("2025", "your_instagram_activity/media/", _ABOUT, plain, **english),
        _layout("2023", "your_instagram_activity/content/", _ABOUT, plain, **english),
        _layout("2021", "content/", middle, plain, **english),
        _layout(
            "german", "your_instagram_activity/media/", _ABOUT, frozenset({LANGUAGE}), **german
        ),
        _oldest(),
        _html(),
    )


def _many(number: int) -> Files:
    uris = [f"media/posts/2023{n % 12 + 1:02d}/{n}_1_n.jpg" for n in range(number)]
    files = dict.fromkeys(uris, jpeg())
    posts = [{"media": [_medium(uri)]} for uri in uris]
    return {**files, "your_instagram_activity/media/posts_1.json": as_json(posts)}


CASE = Case(_layouts, _many)
