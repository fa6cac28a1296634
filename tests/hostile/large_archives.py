"""Large archives of invented persons, written quickly: all pictures share their bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.contract.archives.layout import as_json, jpeg

HANDLE = "ada.private"
_DAY = 86_400
_LATEST = 1_700_000_000
_ABOUT = "personal_information/personal_information/personal_information.json"


def instagram(
    folder: Path, posts: Iterable[int], changed: Iterable[int] = (), *, private: bool = True
) -> Sequence[Path]:
    """Write an archive of an account in three parts: lists, and the files in two halves.

    A post of number N was made N hours before the newest there can be; `changed` have another
    caption.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names, other = list(posts), set(changed)
    about = {"Username": {"value": HANDLE}, "Private Account": {"value": str(private)}}
    rows = [
        {
            "media": [
                {
                    "uri": _uri(number),
                    "creation_timestamp": _LATEST - number * 3600,
                    "title": f"another text {number}" if number in other else f"post {number}",
                    "media_metadata": {"photo_metadata": {"exif_data": [{"latitude": 52.5}]}},
                    "cross_post_source": {"source_app": "FB"},
                }
            ]
        }
        for number in names
    ]
    lists = {
        _ABOUT: as_json({"profile_user": [{"string_map_data": about}]}),
        "your_instagram_activity/media/posts_1.json": as_json(rows),
    }
    half = len(names) // 2
    return (
        _zip(folder / "instagram-1.zip", lists.items()),
        _zip(folder / "instagram-2.zip", ((_uri(number), jpeg()) for number in names[:half])),
        _zip(folder / "instagram-3.zip", ((_uri(number), jpeg()) for number in names[half:])),
    )


def takeout(folder: Path, pictures: int) -> Sequence[Path]:
    """Write a Takeout of twice as many files, in two parts that share the folders of years."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _zip(
            folder / f"takeout-{part}.zip",
            (
                each
                for number in range(part, pictures, 2)
                for each in (
                    (_in_year(number), jpeg()),
                    (f"{_in_year(number)}.supplemental-metadata.json", _told(number)),
                )
            ),
        )
        for part in range(2)
    )


def _uri(number: int) -> str:
    return f"media/posts/2023{number % 12 + 1:02d}/{10**16 + number}_{number}_n.jpg"


def _in_year(number: int) -> str:
    return f"Takeout/Google Photos/Photos from {2000 + number % 24}/IMG_{number:06d}.jpg"


def _told(number: int) -> bytes:
    return as_json(
        {
            "title": f"IMG_{number:06d}.jpg",
            "description": "",
            "imageViews": "3",
            "creationTime": {"timestamp": str(_LATEST - number * _DAY // 8)},
            "photoTakenTime": {"timestamp": str(_LATEST - number * _DAY // 8 - 60)},
            "geoData": {"latitude": 52.5, "longitude": 13.4, "altitude": 30.0},
            "people": [{"name": "Bo"}],
            "url": f"https://photos.google.com/photo/AF1Qip{number}",
            "googlePhotosOrigin": {"mobileUpload": {"deviceType": "ANDROID_PHONE"}},
        }
    )


def _zip(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, body in files:
            target.writestr(name, body)
    return path
