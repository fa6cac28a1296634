"""X: the layouts since 2012."""

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
_TEXT = "Grüße aus Köln 🌊 & mehr"


def _script(name: str, body: object) -> bytes:
    return f"window.YTD.{name}.part0 = ".encode() + as_json(body)


def _post(number: int, *names: str, kind: str = "photo", text: str = "") -> dict[str, Any]:
    media = [
        {"type": kind, "media_url_https": f"https://pbs.twimg.com/media/{name}"} for name in names
    ]
    return {
        "id_str": str(number),
        "created_at": "Wed Oct 10 20:19:24 +0000 2018",
        "full_text": text.replace("&", "&amp;"),
        "entities": {"media": media[:1]},
        "extended_entities": {"media": media},
    }


def _layout(
    name: str, file: str, folder: str, *, wrapped: bool = True, data: str = "data/"
) -> Layout:
    posts = [
        _post(11, "one.jpg", "two.png", text=_TEXT),
        _post(12, "film.jpg", kind="video"),
        _post(13, "theirs.jpg", text="RT @bo: look"),
    ]
    rows = [{"tweet": each} if wrapped else each for each in posts]
    about = {"account": {"username": _HANDLE, "accountId": "7", "accountDisplayName": "Ada"}}
    shown = {"avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/face.jpg"}
    pictures = (
        f"{data}{folder}/11-one.jpg",
        f"{data}{folder}/11-two.png",
        f"{data}deleted_tweets_media/14-gone.jpg",
        f"{data}profile_media/7-face.jpg",
    )
    files = {
        f"{data}account.js": _script("account", [about]),
        f"{data}profile.js": _script("profile", [{"profile": shown}]),
        f"{data}{file}": _script("tweets", rows),
        f"{data}deleted-tweets.js": _script("deleted_tweets", [{"tweet": _post(14, "gone.jpg")}]),
        f"{data}direct_messages_media/1-5.jpg": jpeg(99),
        "Your archive.html": b"<html></html>",
        **{name: jpeg(number) for number, name in enumerate(pictures)},
    }
    return Layout(
        name, files, photos=4, public=1, unknown=2, films=1, others=2, handle=_HANDLE,
        pictures=pictures, captions=(_TEXT,),
    )  # fmt: skip


def _oldest() -> Layout:
    post = {
        "id_str": "11",
        "created_at": "2012-01-01 14:40:25 +0000",
        "text": _TEXT.replace("&", "&amp;"),
        "entities": {"media": [{"media_url_https": "https://pbs.twimg.com/media/one.jpg"}]},
        "user": {"screen_name": _HANDLE, "protected": False, "id_str": "7"},
    }
    files = {
        "data/js/tweets/2012_01.js": b"Grailbird.data.tweets_2012_01 = \n " + as_json([post]),
        "data/js/user_details.js": b"var user_details =  "
        + as_json({"screen_name": _HANDLE, "id": "7"}),
    }
    return Layout("2012", files, photos=1, public=1, handle=_HANDLE, captions=(_TEXT,))


def _layouts() -> tuple[Layout, ...]:
    return (
        _layout("2023", "tweets.js", "tweets_media"),
        _layout("2022", "tweet.js", "tweet_media"),
        _layout("2019", "tweet.js", "tweet_media", wrapped=False, data=""),
        _oldest(),
    )


def _many(number: int) -> Files:
    posts = [{"tweet": _post(n, f"a{n}.jpg")} for n in range(number)]
    files = {f"data/tweets_media/{n}-a{n}.jpg": jpeg() for n in range(number)}
    return {**files, "data/tweets.js": _script("tweets", posts)}


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "lists are the same files that its own page reads",
        LANGUAGE: "names of files and fields are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
