"""Google Photos as Takeout packs it: names of files about pictures since 2020, and in German."""

from __future__ import annotations

from typing import Any

from tests.contract.archives.layout import LANGUAGE, MOJIBAKE, Case, Files, Layout, as_json, jpeg

_TEXT = "Grüße aus Köln 🌊"


def _about(title: str, number: int = 0, **more: Any) -> bytes:
    return as_json(
        {
            "title": title,
            "description": _TEXT if number == 0 else "",
            "creationTime": {"timestamp": str(1_700_000_000 + number)},
            "photoTakenTime": {"timestamp": str(1_600_000_000 + number)},
            "geoData": {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0},
            "url": "https://photos.google.com/photo/AF1QipOinvented",
            **more,
        }
    )


def _export(
    product: str, year: str, album: str, about: str, title_file: str, edited: str = "edited"
) -> Files:
    """Return six pictures and a film: one also in a shared album, one edited, two of one name."""
    in_year, in_album = f"Takeout/{product}/{year}/", f"Takeout/{product}/{album}/"
    return {
        f"{in_year}IMG_0.jpg": jpeg(0),
        f"{in_year}IMG_0.jpg{about}.json": _about("IMG_0.jpg"),
        f"{in_album}IMG_0.jpg": jpeg(0),
        f"{in_album}IMG_0.jpg{about}.json": _about("IMG_0.jpg"),
        f"{in_album}{title_file}": as_json({"title": album, "access": "shared"}),
        f"{in_year}IMG_1.jpg": jpeg(1),
        f"{in_year}IMG_1.jpg{about}.json": _about("IMG_1.jpg", 1),
        f"{in_year}IMG_1(1).jpg": jpeg(2),
        f"{in_year}IMG_1.jpg{about}(1).json": _about("IMG_1.jpg", 2),
        f"{in_year}IMG_3.jpg": jpeg(3),
        f"{in_year}IMG_3-{edited}.jpg": jpeg(4),
        f"{in_year}IMG_3.jpg{about}.json": _about("IMG_3.jpg", 3),
        f"{in_year}Bärbel auf der Brücke am Abend im Regen vor dem.jpg": jpeg(5),
        f"{in_year}Bärbel auf der Brücke am Abend im Regen vor de.json": _about(
            "Bärbel auf der Brücke am Abend im Regen vor dem Haus.jpg", 4
        ),
        f"{in_year}IMG_6.HEIC": jpeg(6),
        f"{in_year}IMG_6.MP4": b"\0\0\0\x18ftypmp42",
        f"{in_year}IMG_6.HEIC{about}.json": _about("IMG_6.HEIC", 5, trashed=True),
        f"{in_year}VID_7.mp4": b"\0\0\0\x18ftypmp42",
        f"{in_year}VID_7.mp4{about}.json": _about("VID_7.mp4", 6),
        f"{in_year}IMG_8.jpg": jpeg(8),
        f"{in_year}IMG_8.jpg{about}.json": _about(
            "IMG_8.jpg", 7, googlePhotosOrigin={"fromPartnerSharing": {}}
        ),
    }


def _layout(name: str, files: Files, shows: frozenset[str] = frozenset()) -> Layout:
    """Return a layout. The pictures: without the second of one picture, the unedited one, …"""
    pictures = tuple(
        each
        for each in files
        if each.endswith((".jpg", ".HEIC"))
        and not each.endswith(("IMG_3.jpg", "IMG_8.jpg"))
        and not (each.endswith("IMG_0.jpg") and "20" in each)
    )
    return Layout(
        name, files, photos=6, public=1, films=1, others=1,
        pictures=pictures, captions=(_TEXT,), shows=shows,
    )  # fmt: skip


def _layouts() -> tuple[Layout, ...]:
    english = ("Google Photos", "Photos from 2020", "Trip")
    german = ("Google Fotos", "Fotos von 2020", "Urlaub")
    longer = ".supplemental-metadata"
    both = {
        name: body
        for name, body in _export(*english, "", "metadata.json").items()
        if "IMG_1(1)" not in name and "(1).json" not in name
    }
    both |= {
        name: body
        for name, body in _export(*english, longer, "metadata.json").items()
        if "IMG_1(1)" in name or "(1).json" in name
    }
    return (
        _layout("since 2024-10", _export(*english, longer, "metadata.json")),
        _layout("to 2024", _export(*english, "", "metadata.json")),
        _layout("mixed", both),
        _layout(
            "german",
            _export(*german, longer, "Metadaten.json", "bearbeitet"),
            frozenset({LANGUAGE, MOJIBAKE}),
        ),
        _layout(
            "japanese",
            _export(
                "Google フォト", "2020 年の写真", "旅行", ".supplemental-meta",
                "メタデータ.json", "編集済み",
            ),
            frozenset({LANGUAGE}),
        ),
    )  # fmt: skip


def _many(number: int) -> Files:
    files = {}
    for n in range(number):
        name = f"Takeout/Google Photos/Photos from {2000 + n % 20}/IMG_{n}.jpg"
        files[name] = jpeg()
        files[f"{name}.supplemental-metadata.json"] = _about(f"IMG_{n}.jpg", n)
    return files


CASE = Case(_layouts, _many, {"html": "Takeout offers one form only"})
