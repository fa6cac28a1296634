"""Which file of a Takeout tells about which picture, and what follows where two look alike."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.contract.archives.layout import as_json, jpeg
from tests.contract.archives.packing import Read, pack, read
from tests.rows import each_row

LONG = "Long_name_of_a_picture_that_somebody_made_up_x"
YEAR = "Takeout/Google Photos/Photos from 2020/"


def told(title: str, when: int = 0) -> bytes:
    return as_json(
        {"title": title, "url": "x", "photoTakenTime": {"timestamp": str(1_600_000_000 + when)}}
    )


def of(folder: Path, *names: str) -> Read:
    """Return a Takeout of files in one year; those about pictures tell one moment."""
    files = {
        YEAR + name: told("IMG.JPG") if name.endswith(".json") else jpeg(at)
        for at, name in enumerate(names)
    }
    return read(pack(folder / "takeout-001.zip", files))


@each_row(
    ("picture", "about"),
    [
        ("a.jpg", "a.jpg.json"),
        ("a.jpg", "a.jpg.supplemental-metadata.json"),
        ("a.jpg", "a.jpg.supplemental-met.json"),
        ("a.jpg", "a.jpg.s.json"),
        ("a.jpg", "a.jpg..json"),
        ("a.jpg", "a.json"),
        ("a.jpg", "a.supplemental-metadata.json"),
        ("a.jpg", "a.jp.supplemental-meta.json"),
        ("a(1).jpg", "a.jpg(1).json"),
        ("a(1).jpg", "a.jpg.supplemental-metadata(1).json"),
        ("a-edited.jpg", "a.jpg.json"),
        ("a-bearbeitet(1).jpg", "a.jpg.supplemental-metadata(1).json"),
        ("a.DNG", "a.jpg.json"),
        (f"{LONG}y.jpg", f"{LONG}.json"),
        ("\U0001f600" * 24 + ".jpg", "\U0001f600" * 23 + ".json"),
    ],
)
def test_what_is_about_a_picture_is_found(picture: str, about: str, tmp_path: Path) -> None:
    found = of(tmp_path, picture, about)
    assert [item.member for item in found.items] == [YEAR + picture]
    assert found.told.counts.skipped == []


@each_row(
    ("picture", "about"),
    [("a(1).jpg", "a.jpg.json"), ("a.jpg", "a.jpg(1).json"), ("a.jpg", "ab.jpg.json")],
)
def test_what_is_about_another_is_not_taken(picture: str, about: str, tmp_path: Path) -> None:
    found = of(tmp_path, picture, about)
    assert len(found.items) == 2, "one without what is about it, one without its file"
    assert not found.told.whole


def test_two_of_one_name_and_moment_are_two(tmp_path: Path) -> None:
    found = of(tmp_path, "a.jpg", "a.jpg.json", "a(1).jpg", "a.jpg(1).json")
    assert (len(found.items), len(found.keys)) == (2, 2)


def test_two_that_share_what_is_about_them_are_two(tmp_path: Path) -> None:
    name = "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_"
    found = of(tmp_path, f"{name}P.jpg", f"{name}P(1).jpg", f"{name}.json")
    assert (len(found.items), len(found.keys)) == (2, 2)


def test_the_moving_part_of_a_picture_is_no_film(tmp_path: Path) -> None:
    found = of(tmp_path, "a.MP", "a.MP.jpg", "a.MP.jpg.json", "b.HEIC", "b.MOV", "b.HEIC.json")
    assert (found.told.counts.photos, found.told.counts.films) == (2, 0)


def test_a_film_whose_title_has_no_ending_is_no_picture(tmp_path: Path) -> None:
    found = of(tmp_path, "a.mov", "a.mov.json")
    assert (found.told.counts.photos, found.told.counts.films) == (0, 1)


def test_a_picture_of_a_shared_album_whose_file_lies_in_the_year(tmp_path: Path) -> None:
    album = "Takeout/Google Photos/Trip/"
    files = {
        f"{album}metadata.json": as_json({"title": "Trip", "access": "shared"}),
        f"{album}a.jpg.json": told("a.jpg"),
        f"{YEAR}a.jpg.json": told("a.jpg"),
        f"{YEAR}a.jpg": jpeg(),
    }
    found = read(pack(tmp_path / "a.zip", files))
    assert [(item.member, item.album) for item in found.items] == [(f"{YEAR}a.jpg", "Trip")]
    assert found.told.counts.public == 1
    assert found.told.whole


@each_row(
    ("parts", "whole"),
    [
        (("t-001.zip",), True),
        (("t-001.zip", "t-002.zip"), True),
        (("t-001.zip", "t-003.zip"), False),
        (("t-002.zip",), False),
        (("t-3-001.zip", "t-3-002 (1).zip"), True),
        (("one.zip", "two.zip"), True),
    ],
)
def test_a_part_that_must_be_there_is_missed(
    parts: tuple[str, ...], whole: bool, tmp_path: Path
) -> None:
    paths = []
    for at, name in enumerate(parts):
        files = {f"{YEAR}{at}.jpg": jpeg(at), f"{YEAR}{at}.jpg.json": told(f"{at}.jpg", at)}
        more = {f"{YEAR}more-{n}.txt": b"x" * 99 for n in range(5 - at)}
        paths.append(pack(tmp_path / name, {**files, **more}))
    assert read(*paths).told.whole == whole


def test_a_last_part_that_is_full_may_not_be_the_last(tmp_path: Path) -> None:
    paths = [
        pack(
            tmp_path / f"t-00{at}.zip",
            {f"{YEAR}{at}.jpg": jpeg(at), f"{YEAR}{at}.jpg.json": told(f"{at}.jpg", at)},
            zipfile.ZIP_STORED,
        )
        for at in (1, 2)
    ]
    found = read(*paths)
    assert not found.told.whole
    assert "another part" in found.told.counts.skipped[0].reason


@each_row("above", ["", "Photos from 2020/", "Google Photos/Trip/"])
def test_one_album_alone_is_known(above: str, tmp_path: Path) -> None:
    found = read(
        pack(tmp_path / "a.zip", {f"{above}a.jpg": jpeg(), f"{above}a.jpg.json": told("a.jpg")})
    )
    assert (found.told.format, found.told.counts.photos) == ("google-photos", 1)


def test_an_edit_hides_its_original_and_no_other_of_the_name(tmp_path: Path) -> None:
    """Telephones number photos and screenshots alike: IMG_1.JPG, IMG_1.PNG."""
    files = {
        f"{YEAR}IMG_1.JPG": jpeg(1),
        f"{YEAR}IMG_1.JPG.json": told("IMG_1.JPG"),
        f"{YEAR}IMG_1-edited.JPG": jpeg(2),
        f"{YEAR}IMG_1.PNG": jpeg(3),
        f"{YEAR}IMG_1.PNG.supplemental-metadata.json": told("IMG_1.PNG", 500),
    }
    found = read(pack(tmp_path / "takeout-001.zip", files))
    assert {item.member for item in found.items} == {f"{YEAR}IMG_1-edited.JPG", f"{YEAR}IMG_1.PNG"}
    assert found.told.counts.skipped == []


def test_a_picture_that_has_its_own_is_no_edit_whatever_its_name(tmp_path: Path) -> None:
    """Programs put -Edit behind a name as well; what they made was uploaded by itself."""
    files = {
        f"{YEAR}DSC1.jpg": jpeg(1),
        f"{YEAR}DSC1.jpg.json": told("DSC1.jpg"),
        f"{YEAR}DSC1-Edit.jpg": jpeg(2),
        f"{YEAR}DSC1-Edit.jpg.json": told("DSC1-Edit.jpg", 500),
    }
    found = read(pack(tmp_path / "takeout-001.zip", files))
    assert {item.member for item in found.items} == {f"{YEAR}DSC1.jpg", f"{YEAR}DSC1-Edit.jpg"}
    assert found.told.counts.skipped == []


def test_an_edit_in_another_format_hides_its_original_too(tmp_path: Path) -> None:
    found = of(tmp_path, "a.HEIC", "a.HEIC.json", "a-edited.jpg")
    assert [item.member for item in found.items] == [f"{YEAR}a-edited.jpg"]
    assert found.told.counts.skipped == []
