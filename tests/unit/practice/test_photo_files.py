from __future__ import annotations

import base64
import hashlib
import io
import re
from fractions import Fraction

import exifread
import numpy as np
import pytest
from PIL import Image

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.practice import personas
from auditor.practice.catalogue import AVATAR, BANNER, Catalogue, Posting, Shot
from auditor.practice.photo_files import PhotoFiles


@pytest.fixture(scope="module")
def photo_files() -> PhotoFiles:
    return PhotoFiles(Catalogue(seed=1, photos=72, same_size=True))


def _postings(photo_files: PhotoFiles) -> list[Posting]:
    catalogue = photo_files.catalogue
    keys = [account.key for account in personas.ACCOUNTS]
    return [catalogue.posting(key, place) for key in keys for place in range(catalogue.count(key))]


def _tags(data: bytes) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in exifread.process_file(io.BytesIO(data), details=False).items()
    }


def _first(photo_files: PhotoFiles, marks: str, edit: str = "") -> Posting:
    return next(
        posting
        for posting in _postings(photo_files)
        if set(marks) <= set(posting.shot.entry.marks) and posting.edit == edit
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    photo_files: PhotoFiles,
) -> None:
    shot = _postings(photo_files)[0].shot
    again = PhotoFiles(Catalogue(seed=1, photos=500, same_size=True)).upload(shot)
    assert again == photo_files.upload(shot)
    other = PhotoFiles(Catalogue(seed=2, photos=72, same_size=True))
    assert other.upload(other.catalogue.posting("mara-sky", 0).shot) != again


def test_each_file_has_the_size_and_form_that_was_declared(photo_files: PhotoFiles) -> None:
    for posting in _postings(photo_files):
        with Image.open(io.BytesIO(photo_files.upload(posting.shot, posting.edit))) as picture:
            assert (picture.size, picture.format) == (posting.size, posting.format)


def test_a_camera_file_says_where_when_whose_and_with_what(photo_files: PhotoFiles) -> None:
    posting = _first(photo_files, "gatzson")
    shot, tags = posting.shot, _tags(photo_files.upload(posting.shot))
    assert tags["Image Make"] == shot.device.make
    assert tags["Image Model"] == shot.device.model
    assert tags["EXIF BodySerialNumber"] == shot.device.serial
    assert tags["EXIF LensSerialNumber"] == shot.device.lens_serial
    assert tags["EXIF CameraOwnerName"] == tags["Image Artist"] == shot.person.artist
    assert tags["EXIF DateTimeOriginal"] == shot.taken.strftime("%Y:%m:%d %H:%M:%S")
    assert re.fullmatch(r"[+-]\d\d:00", tags["EXIF OffsetTimeOriginal"])
    where = exifread.utils.get_gps_coords(
        exifread.process_file(io.BytesIO(photo_files.upload(shot)), details=False)
    )
    assert where is not None
    assert where == pytest.approx((shot.place.latitude, shot.place.longitude), abs=0.01)
    assert float(Fraction(tags["GPS GPSAltitude"])) == pytest.approx(shot.place.altitude, abs=15)


def test_the_embedded_thumbnail_of_a_crop_shows_the_whole(photo_files: PhotoFiles) -> None:
    posting = _first(photo_files, "", "cropped")
    found = exifread.process_file(io.BytesIO(photo_files.upload(posting.shot, "cropped")))
    thumbnail = Image.open(io.BytesIO(found["JPEGThumbnail"])).convert("RGB")
    whole = (
        Image.open(io.BytesIO(photo_files.upload(posting.shot)))
        .convert("RGB")
        .resize(thumbnail.size)
    )
    crop = (
        Image.open(io.BytesIO(photo_files.upload(posting.shot, "cropped")))
        .convert("RGB")
        .resize(thumbnail.size)
    )

    def off(image: Image.Image) -> float:
        return float(
            np.abs(np.asarray(image, np.float64) - np.asarray(thumbnail, np.float64)).mean()
        )

    assert off(whole) < off(crop) / 2


def test_an_edit_drops_the_position_and_some_files_never_had_any(photo_files: PhotoFiles) -> None:
    edited = _first(photo_files, "g", "smaller")
    assert not any(
        name.startswith("GPS") for name in _tags(photo_files.upload(edited.shot, "smaller"))
    )
    bare = next(posting.shot for posting in _postings(photo_files) if not posting.shot.entry.marks)
    assert "Image Make" not in _tags(photo_files.upload(bare))


@pytest.mark.parametrize("longest", [200, 400])
def test_a_platform_strips_what_it_resizes(photo_files: PhotoFiles, longest: int) -> None:
    shot = _first(photo_files, "gatzson").shot
    for data in (photo_files.resized(shot, "", longest), photo_files.stripped(shot, "")):
        assert not Image.open(io.BytesIO(data)).getexif()
    assert max(Image.open(io.BytesIO(photo_files.resized(shot, "", longest))).size) == longest


def test_the_cid_names_the_bytes(photo_files: PhotoFiles) -> None:
    shot = _first(photo_files, "g").shot
    cid = photo_files.cid(shot, "")
    padded = cid[1:].upper() + "=" * (-len(cid[1:]) % 8)
    assert cid.startswith("bafkrei")
    assert (
        base64.b32decode(padded)
        == b"\x01\x55\x12\x20" + hashlib.sha256(photo_files.upload(shot)).digest()
    )


def _hash(data: bytes) -> tuple[str, ...]:
    with Image.open(io.BytesIO(data)) as picture:
        found = pdq(np.asarray(picture.convert("RGB")))
    assert found.quality >= 50
    assert not found.unstable
    return found.dihedral


def test_different_photos_look_different_and_posted_again_they_look_the_same(
    photo_files: PhotoFiles,
) -> None:
    shots: dict[tuple[str, int], Shot] = {
        (posting.shot.person.key, posting.shot.number): posting.shot
        for posting in _postings(photo_files)
    }
    shots |= {
        (person.key, what): photo_files.catalogue.profile_shot(person, what)
        for person in personas.PEOPLE
        for what in (AVATAR, BANNER)
    }
    hashes = {key: _hash(photo_files.upload(shot)) for key, shot in shots.items()}
    table = from_hex([turned for found in hashes.values() for turned in found])
    nearest = []
    for row, found in enumerate(hashes.values()):
        away = np.array(distances(from_hex(found[:1]), table)).reshape(len(hashes), 8).min(axis=1)
        nearest += [int(distance) for place, distance in enumerate(away) if place > row]
    assert min(nearest) > 31
    assert np.mean(np.array(nearest) > 80) > 0.9
    for posting in _postings(photo_files):
        if posting.edit in {"smaller", "mirrored"}:
            again = from_hex(_hash(photo_files.upload(posting.shot, posting.edit)))
            first = from_hex(hashes[posting.shot.person.key, posting.shot.number][:1])
            assert int(np.array(distances(first, again)).min()) <= 31
