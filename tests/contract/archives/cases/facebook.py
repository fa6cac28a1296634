"""Facebook: the roots since 2018, a page, an account in German, the form for reading."""

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
_PLACE = "personal_information/profile_information/"
_TEXTS = ("Grüße aus Köln 🌊", "am Meer")


def _medium(uri: str, title: str = "", text: str = "", at: int = 1_700_000_000) -> dict[str, Any]:
    return {
        "uri": uri,
        "creation_timestamp": at,
        "title": damaged(title),
        "description": damaged(text),
    }


def _post(*media: dict[str, Any], text: str = "") -> dict[str, Any]:
    return {
        "timestamp": 1_700_000_000,
        "attachments": [{"data": [{"media": each} for each in media]}],
        "data": [{"post": damaged(text)}],
        "title": damaged("Ada hat 2 neue Fotos hinzugefügt."),
    }


def _about() -> bytes:
    told = {
        "name": {"full_name": damaged("Ada Löwe")},
        "username": _HANDLE,
        "profile_uri": f"https://www.facebook.com/{_HANDLE}",
    }
    return as_json({"profile_v2": told})


def _lists(root: str, media: str, albums: tuple[str, str]) -> dict[str, object]:
    """Return two posts, an album, the album of the profile pictures, single photos and films."""
    faces = [
        _medium(f"{media}{albums[1]}_2/2000000{n}.jpg", albums[1], at=1_600_000_000 + n)
        for n in range(2)
    ]
    first = _medium(f"{media}{albums[0]}_1/10000001.jpg", albums[0])
    return {
        f"{root}posts/your_posts__check_ins__photos_and_videos_1.json": [
            _post(first, text=_TEXTS[0]),
            _post(_medium(f"{media}videos/30000001.mp4")),
        ],
        f"{root}posts/your_posts__check_ins__photos_and_videos_2.json": [
            _post(_medium(f"{media}{albums[0]}_1/10000002.jpg", albums[0]))
        ],
        f"{root}posts/album/0.json": {
            "name": damaged(albums[0]),
            "photos": [first, _medium(f"{media}{albums[0]}_1/10000003.jpg", text=_TEXTS[1])],
            "cover_photo": first,
        },
        f"{root}posts/album/1.json": {"name": damaged(albums[1]), "photos": faces},
        f"{root}posts/your_uncategorized_photos.json": {
            "other_photos_v2": [_medium(f"{media}your_posts/10000004.jpg")]
        },
        f"{root}posts/your_videos.json": {"videos_v2": [_medium(f"{media}videos/30000002.mp4")]},
        f"{root}stories/archived_stories.json": {
            "archived_stories_v2": [_post(_medium(f"{root}stories/media/40000001.jpg"))]
        },
        f"{_PLACE}profile_update_history.json": {
            "profile_updates_v2": [_post(each) for each in faces]
        },
    }


def _named(body: Any) -> tuple[str, ...]:
    if isinstance(body, dict):
        inner = tuple(name for value in body.values() for name in _named(value))
        return (*inner, body["uri"]) if "uri" in body else inner
    return tuple(name for each in body for name in _named(each)) if isinstance(body, list) else ()


def _layout(name: str, root: str, albums: tuple[str, str], shows: frozenset[str]) -> Layout:
    lists = _lists(root, f"{root}posts/media/", albums)
    uris = tuple(dict.fromkeys(_named(list(lists.values()))))
    files = {name: as_json(body) for name, body in lists.items()}
    files |= {uri: jpeg(number) for number, uri in enumerate(uris)}
    files[f"{root}messages/inbox/bo_17/photos/5.jpg"] = jpeg(99)
    files[f"{root}posts/media/stickers_used/6_7.png"] = jpeg(98)
    files[f"{_PLACE}profile_information.json"] = _about()
    return Layout(
        name, files, photos=7, public=1, unknown=5, films=2, others=1, handle=_HANDLE,
        pictures=tuple(uri for uri in uris if uri.endswith(".jpg")), captions=_TEXTS, shows=shows,
    )  # fmt: skip


def _oldest() -> Layout:
    """Return that of 2018 to 2020: pictures in a folder of their own, a profile by its number."""
    base = "photos_and_videos/"
    files = {
        "posts/your_posts_1.json": as_json(
            [_post(_medium(f"{base}Uploads_a/1_2_3_n_10000001.jpg"))]
        ),
        f"{base}album/0.json": as_json(
            {"name": "Uploads", "photos": [_medium(f"{base}Uploads_a/1_2_3_n_10000002.jpg")]}
        ),
        f"{base}your_videos.json": as_json({"videos": [_medium(f"{base}videos/1.mp4")]}),
        f"{base}Uploads_a/1_2_3_n_10000001.jpg": jpeg(1),
        f"{base}Uploads_a/1_2_3_n_10000002.jpg": jpeg(2),
        f"{base}videos/1.mp4": b"film",
        "profile_information/profile_information.json": as_json(
            {"profile": {"profile_uri": "https://www.facebook.com/profile.php?id=100042"}}
        ),
    }
    return Layout(
        "2018", files, photos=2, unknown=2, films=1, handle="100042",
        pictures=(f"{base}Uploads_a/1_2_3_n_10000001.jpg", f"{base}Uploads_a/1_2_3_n_10000002.jpg"),
    )  # fmt: skip


def _page() -> Layout:
    root = "this_profile's_activity_across_facebook/"
    first, second = f"{root}posts/media/a/10000001.jpg", f"{root}posts/media/b/10000002.jpg"
    files = {
        f"{root}posts/profile_posts_1.json": as_json([_post(_medium(first), text=_TEXTS[0])]),
        f"{root}posts/uncategorized_photos.json": as_json({"other_photos_v2": [_medium(second)]}),
        f"{root}posts/videos.json": as_json({"videos_v2": [_medium(f"{root}posts/media/v/1.mp4")]}),
        "profile_information/profile_information/profile_information.json": _about(),
        first: jpeg(1),
        second: jpeg(2),
    }
    return Layout(
        "page", files, photos=2, unknown=2, films=1, handle=_HANDLE, pictures=(first, second),
        captions=_TEXTS[:1], shows=frozenset({MOJIBAKE}),
    )  # fmt: skip


def _html() -> Layout:
    page = b"<html><head><title>x</title></head><body><div>Album</div></body></html>"
    root = "your_facebook_activity/"
    names = tuple(f"{root}posts/media/Album_1/1000000{number}.jpg" for number in range(3))
    files = {
        f"{root}posts/album/0.html": page,
        f"{root}posts/your_posts__check_ins__photos_and_videos_1.html": page,
        f"{root}posts/media/videos/1.mp4": b"film",
        f"{root}messages/inbox/bo_17/photos/5.jpg": jpeg(99),
        f"{_PLACE}profile_information.html": (
            b"<html><body><div>Benutzername</div><div>ada.lens</div></body></html>"
        ),
        **{name: jpeg(number) for number, name in enumerate(names)},
    }
    return Layout(
        "html", files, photos=3, unknown=3, films=1, others=1, handle=_HANDLE, whole=False,
        pictures=names, shows=frozenset({HTML, LANGUAGE}),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    english, german = ("Mobile Uploads", "Profile Pictures"), ("Straßen", "Profilbilder")
    return (
        _layout("2024", "your_facebook_activity/", english, frozenset({MOJIBAKE})),
        _layout("2023", "your_activity_across_facebook/", english, frozenset({MOJIBAKE})),
        _layout("2021", "", english, frozenset({MOJIBAKE})),
        _layout("german", "your_facebook_activity/", german, frozenset({LANGUAGE})),
        _page(),
        _oldest(),
        _html(),
    )


def _many(number: int) -> Files:
    uris = [f"your_facebook_activity/posts/media/a/{10**9 + n}.jpg" for n in range(number)]
    posts = [_post(_medium(uri)) for uri in uris]
    return {
        **dict.fromkeys(uris, jpeg()),
        "your_facebook_activity/posts/your_posts_1.json": as_json(posts),
    }


CASE = Case(_layouts, _many)
