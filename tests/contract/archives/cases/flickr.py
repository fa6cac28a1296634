"""Flickr: what is about photos in some zips, the photos in others."""

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

_TEXT = "Grüße aus Köln 🌊"
_FIRST = 9_732_128_037


def _about(number: int, **more: object) -> bytes:
    return as_json(
        {
            "id": str(number),
            "name": "",
            "description": "",
            "date_imported": "2013-09-12 16:37:56",
            "photopage": f"https://www.flickr.com/photos/adalens/{number}/",
            "original": f"https://live.staticflickr.com/1/{number}_c5ac986ac2_o.jpg",
            "license": "Attribution License",
            "geo": [],
            "albums": [],
            "privacy": "public",
            **more,
        }
    )


def _account(photos: int) -> bytes:
    return as_json(
        {
            "real_name": "Ada",
            "screen_name": "ada",
            "join_date": "2009-01-01 00:00:00",
            "nsid": "12345678@N00",
            "profile_url": "https://www.flickr.com/people/adalens/",
            "photo_count": str(photos),
        }
    )


def _layout(name: str, about: str, data: str) -> Layout:
    pictures = (
        f"{data}Köln-am-Rhein_{_FIRST}_o.jpg",
        f"{data}{_FIRST + 1}_c5ac986ac2_o.png",
        f"{data}dsc-0026_{_FIRST + 2}_o.jpg",
    )
    files = {
        f"{about}account_profile.json": _account(4),
        f"{about}albums.json": as_json(
            {"albums": [{"title": "Trip", "photos": [str(_FIRST), "0"]}]}
        ),
        f"{about}contacts_part001.json": as_json({"contacts": {"bo": "https://flickr.com/bo"}}),
        f"{about}photo_{_FIRST}.json": _about(_FIRST, name=_TEXT),
        f"{about}photo_{_FIRST + 1}.json": _about(_FIRST + 1, privacy="friend & family"),
        f"{about}photo_{_FIRST + 2}.json": _about(_FIRST + 2, privacy="private"),
        f"{about}photo_{_FIRST + 3}.json": _about(_FIRST + 3),
        f"{data}film_{_FIRST + 3}.mp4": b"film",
        **{each: jpeg(number) for number, each in enumerate(pictures)},
    }
    return Layout(
        name, files, photos=3, public=1, films=1, handle="adalens", pictures=pictures,
        captions=(_TEXT,),
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    return (
        _layout("flat", "", ""),
        _layout("side by side", "72157700000_part1/", "data-download-1/"),
    )


def _many(number: int) -> Files:
    ids = range(_FIRST, _FIRST + number)
    files = {f"x_{each}_o.jpg": jpeg() for each in ids}
    abouts = {f"photo_{each}.json": _about(each) for each in ids}
    return {**files, **abouts, "account_profile.json": _account(number)}


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "Flickr hands out JSON only",
        LANGUAGE: "names of files, fields and privacy are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
