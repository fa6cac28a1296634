"""Flickr: what is about a photo lies in one zip, the photo in another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.photos.photo import Visibility
from tests.rows import each_row
from tests.unit.archives.exports import by_key, films, left_out, opened

ACCOUNT = {
    "real_name": "Ada Lens",
    "screen_name": "ada lens",
    "join_date": "2009-01-01 00:00:00",
    "nsid": "12345678@N00",
    "profile_url": "https://www.flickr.com/people/adalens/",
    "photo_count": "2",
}


def about(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number),
        "name": f"IMG_{number}",
        "description": "",
        "date_imported": "2013-09-12 16:37:56",
        "photopage": f"https://www.flickr.com/photos/adalens/{number}/",
        "original": f"https://live.staticflickr.com/1/{number}_c5ac986ac2_o.jpg",
        "license": "All Rights Reserved",
        "geo": [],
        "albums": [],
        "privacy": "public",
        **more,
    }


def test_two_kinds_of_zip_are_joined_by_number_in_any_order(tmp_path: Path) -> None:
    data = {"dsc-0026_9732128037_o.jpg": b"1", "9732128038_c5ac986ac2_o.png": b"2"}
    abouts = {
        "account_profile.json": ACCOUNT,
        "albums.json": {"albums": [{"title": "Trip", "photos": ["9732128038", "0"]}]},
        "photo_9732128037.json": about(9732128037, name="dsc-0026", description="a boat"),
        "photo_9732128038.json": about(9732128038, privacy="private"),
    }
    for parts in ((data, abouts), (abouts, data)):
        export = opened(tmp_path, *parts)
        photos = by_key(export)
        boat = photos["9732128037"]
        assert boat.member == "dsc-0026_9732128037_o.jpg"
        assert boat.page_url == "https://www.flickr.com/photos/adalens/9732128037/"
        assert boat.caption == "dsc-0026\na boat"
        assert boat.posted_at == datetime(2013, 9, 12, 16, 37, 56)  # noqa: DTZ001 - as written
        assert boat.visibility is Visibility.PUBLIC
        assert photos["9732128038"].member == "9732128038_c5ac986ac2_o.png"
        assert photos["9732128038"].album == "Trip"
        assert photos["9732128038"].visibility is Visibility.PRIVATE
        assert not left_out(export)
    assert export.format == "flickr"
    assert export.serves_files
    assert export.identity.handle == "adalens"
    assert export.identity.stable_id == "12345678@N00"
    assert export.profile.page_url == "https://www.flickr.com/people/adalens/"


@each_row(
    ("said", "seen_by"),
    [
        ("public", Visibility.PUBLIC),
        ("private", Visibility.PRIVATE),
        ("friend & family", Visibility.FOLLOWERS),
        ("family", Visibility.FOLLOWERS),
        ("friend", Visibility.FOLLOWERS),
        ("", Visibility.UNKNOWN),
        ("gone fishing", Visibility.UNKNOWN),
    ],
)
def test_each_photo_says_who_sees_it(tmp_path: Path, said: str, seen_by: Visibility) -> None:
    export = opened(tmp_path, {"photo_1234567.json": about(1234567, privacy=said)})
    assert by_key(export)["1234567"].visibility is seen_by


@each_row(
    ("said", "licence"),
    [
        ("Attribution-NonCommercial-ShareAlike License", "CC BY-NC-SA"),
        ("Attribution License", "CC BY"),
        ("Attribution-NoDerivs License", "CC BY-ND"),
        ("Attribution 4.0 International", "CC BY 4.0"),
        ("Public Domain Dedication (CC0)", "Public Domain Dedication (CC0)"),
        ("All Rights Reserved", "All Rights Reserved"),
    ],
)
def test_licences_have_their_usual_name(tmp_path: Path, said: str, licence: str) -> None:
    export = opened(tmp_path, {"photo_1234567.json": about(1234567, license=said)})
    assert by_key(export)["1234567"].licence == licence


def test_an_export_that_lacks_photos_is_not_whole(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "account_profile.json": {**ACCOUNT, "photo_count": 5463},
            "photo_1234567.json": about(1234567),
            "x_1234567_o.jpg": b"1",
        },
    )
    (missing,) = left_out(export)
    assert missing.gap
    assert "5463" in missing.reason


def test_a_photo_without_its_file_is_counted(tmp_path: Path) -> None:
    export = opened(tmp_path, {"photo_1234567.json": about(1234567)})
    assert by_key(export)["1234567"].member == ""
    (missing,) = left_out(export)
    assert missing.name == "photo_1234567.json"
    assert not missing.gap


def test_files_of_which_nothing_is_told_are_of_unknown_visibility(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "20130912_1234567_o.jpg": b"1",
            "1234568_01234a6789_o.jpg": b"2",
            "film_1234569.mp4": b"3",
        },
    )
    photos = by_key(export)
    assert set(photos) == {"1234567", "1234568"}
    assert photos["1234568"].visibility is Visibility.UNKNOWN
    assert photos["1234568"].page_url == ""
    (missing,) = left_out(export)
    assert missing.gap


def test_a_picture_saved_from_flickr_makes_no_export_of_it(tmp_path: Path) -> None:
    about_it = {"title": "a", "photoTakenTime": {"timestamp": "1690000000"}}
    export = opened(
        tmp_path,
        {
            "Takeout/Google Photos/Trip/a_1234567_o.jpg": b"1",
            "Takeout/Google Photos/Trip/a_1234567_o.jpg.json": about_it,
        },
    )
    assert export.format == "google-photos"


def test_films_are_counted_and_not_read(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "photo_1234567.json": about(1234567),
            "film_1234567.mp4": b"1",
            "photo_1234568.json": about(1234568, media="video"),
        },
    )
    assert films(export) == 2
    assert by_key(export) == {}


def test_what_flickr_keeps_is_told(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "contacts_part001.json": {"contacts": {"bo": "u", "cy": "u"}},
            "contacts_part002.json": {"contacts": {"di": "u"}},
            "photo_1234567.json": about(
                1234567,
                geo=[{"latitude": "43722273", "longitude": "-79410638", "accuracy": "16"}],
                people=[{"name": "Bo"}],
                exif={"Make": "Canon"},
            ),
            "photo_1234568.json": about(1234568, geo={"latitude": "0", "longitude": "0"}),
        },
    )
    photos = by_key(export)
    assert photos["1234567"].keeps == (HeldKind.POSITION, HeldKind.DEVICE, HeldKind.FACE)
    assert photos["1234568"].keeps == ()
    assert export.held == (Held(HeldKind.CONTACT, 3),)


def test_odd_values_raise_nothing(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "account_profile.json": {"nsid": 7, "photo_count": [], "stats": "x"},
            "albums.json": {"albums": [{"title": 1, "photos": "x"}, 3, {"photos": [None, {}]}]},
            "contacts_part001.json": [1],
            "photo_1234567.json": b'{"id": "1234567", "privacy": 9, "geo": 4, "people": {}}',
            "photo_1234568.json": b"\x00not json",
            "x_1234568_o.jpg": b"1",
        },
    )
    photos = by_key(export)
    assert photos["1234567"].visibility is Visibility.UNKNOWN
    assert photos["1234568"].member == "x_1234568_o.jpg"
    assert [each.name for each in left_out(export) if each.gap] == ["photo_1234568.json"]


def test_parts_unpacked_side_by_side_are_read(tmp_path: Path) -> None:
    export = opened(
        tmp_path,
        {
            "mine/72157_part1/photo_1234567.json": about(1234567),
            "mine/data-download-1/boat_1234567_o.jpg": b"1",
        },
    )
    assert by_key(export)["1234567"].member == "data-download-1/boat_1234567_o.jpg"
