"""What ExifTool reports in the sample photos is found without ExifTool.

That is every position, owner, camera and capture time.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.photos.facts import Metadata
from auditor.readers.metadata.read_metadata import read_metadata
from tests.rows import each_row
from tests.unit.readers.further.making import first_thumbnail

NAMES = (
    "heic_mobile_HMD_Nokia_8.3_5G.heif",
    "jpg_Canon_40D.jpg",
    "jpg_Canon_40D_photoshop_import.jpg",
    "jpg_Nikon_D70.jpg",
    "jpg_Olympus_C8080WZ.jpg",
    "jpg_Pentax_K10D.jpg",
    "jpg_Reconyx_HC500_Hyperfire.jpg",
    "jpg_Sony_HDR-HC3.jpg",
    "jpg_corrupted.jpg",
    "jpg_gps_DSCN0010.jpg",
    "jpg_gps_DSCN0021.jpg",
    "jpg_gps_DSCN0029.jpg",
    "jpg_gps_DSCN0042.jpg",
    "jpg_hdr_iphone_hdr_YES.jpg",
    "jpg_invalid_image00971.jpg",
    "jpg_invalid_image01137.jpg",
    "jpg_invalid_image01713.jpg",
    "jpg_long_description.jpg",
    "jpg_mobile_jolla.jpg",
    "jpg_orientation_landscape_8.jpg",
    "jpg_orientation_portrait_1.jpg",
    "jpg_orientation_portrait_3.jpg",
    "jpg_orientation_portrait_6.jpg",
    "jpg_tests_11-tests.jpg",
    "jpg_tests_30-type_error.jpg",
    "jpg_tests_42_IndexError.jpg",
)

MAKER_NOTE_ONLY = {
    "Reconyx:DateTimeOriginal": "stands only in the note of Reconyx trail cameras, which no "
    "library reads but ExifTool",
    "Reconyx:SerialNumber": "same note",
}

OWNER_TAGS = ("Artist", "Copyright", "OwnerName", "Creator", "CameraOwnerName")


def read(folder: Path, name: str) -> tuple[Metadata, dict[str, Any]]:
    expected = json.loads((folder / "camera" / "exiftool.json").read_text())[name]
    known = {key: value for key, value in expected.items() if key not in MAKER_NOTE_ONLY}
    metadata, _unread = read_metadata(
        (folder / "camera" / name).read_bytes(), file_name=name, exiftool=False
    )
    return metadata, known


def values(expected: dict[str, Any], tag: str) -> list[str]:
    """What ExifTool gives for a tag in any group, IFD0 and ExifIFD first, without padding."""
    found = [str(value).strip() for key, value in expected.items() if key.split(":")[1] == tag]
    return [value for value in found if value]


def test_the_list_is_complete(shared_data: Path) -> None:
    assert set(NAMES) == set(json.loads((shared_data / "camera" / "exiftool.json").read_text()))
    on_disk = {path.name for path in (shared_data / "camera").iterdir()} - {"exiftool.json"}
    assert set(NAMES) == on_disk


@each_row("name", NAMES)
def test_position(shared_data: Path, name: str) -> None:
    metadata, expected = read(shared_data, name)
    if "Composite:GPSLatitude" not in expected:
        assert metadata.gps is None
        return
    assert metadata.gps is not None
    assert metadata.gps.latitude == pytest.approx(expected["Composite:GPSLatitude"], abs=1e-7)
    assert metadata.gps.longitude == pytest.approx(expected["Composite:GPSLongitude"], abs=1e-7)
    if "Composite:GPSAltitude" in expected:
        assert metadata.gps.altitude == pytest.approx(expected["Composite:GPSAltitude"], abs=0.01)


@each_row("name", NAMES)
def test_owner(shared_data: Path, name: str) -> None:
    metadata, expected = read(shared_data, name)
    for owner in (value for tag in OWNER_TAGS for value in values(expected, tag)):
        assert owner in metadata.owner


@each_row("name", NAMES)
def test_camera(shared_data: Path, name: str) -> None:
    metadata, expected = read(shared_data, name)
    assert metadata.camera.make == next(iter(values(expected, "Make")), None)
    assert metadata.camera.model == next(iter(values(expected, "Model")), None)


NO_CAPTURE_TAGS = {
    "heic_mobile_HMD_Nokia_8.3_5G.heif": "2022-02-03T14:44:07",
    "jpg_Canon_40D_photoshop_import.jpg": "2008-07-31T10:05:49",
    "jpg_Reconyx_HC500_Hyperfire.jpg": "2020-03-16T10:00:00",
}
"""Files that say only when they were last changed (exiftool: IFD0 ModifyDate), or tell it in the
maker's note alone (exiftool: Reconyx DateTimeOriginal)."""


@each_row("name", NAMES)
def test_capture_time(shared_data: Path, name: str) -> None:
    metadata, expected = read(shared_data, name)
    stamps = values(expected, "DateTimeOriginal") or values(expected, "CreateDate")
    if not stamps:
        assert metadata.captured_at == NO_CAPTURE_TAGS.get(name)
        return
    assert metadata.captured_at is not None
    found = datetime.fromisoformat(metadata.captured_at)
    assert found.strftime("%Y:%m:%d %H:%M:%S") == stamps[0][:19]
    zones = [
        match[0].replace("Z", "+00:00")
        for stamp in stamps
        if (match := re.search(r"(Z|[+-]\d\d:\d\d)$", stamp))
    ]
    assert (found.tzinfo is not None) == bool(zones)
    if zones:
        assert metadata.captured_at.endswith(zones[0])


@each_row("name", NAMES)
def test_serial_numbers_software_and_thumbnail(shared_data: Path, name: str) -> None:
    metadata, expected = read(shared_data, name)
    serials = [
        value
        for tag in ("SerialNumber", "InternalSerialNumber", "LensSerialNumber")
        for value in values(expected, tag)
    ]
    assert set(serials) <= set(metadata.serial_numbers)
    software = values(expected, "Software")
    if software:
        assert metadata.software == software[0]
    thumbnail = first_thumbnail((shared_data / "camera" / name).read_bytes())
    told = values(expected, "ThumbnailImage")
    if told:
        assert thumbnail is not None
        assert len(thumbnail) == int(told[0].split()[2])
    else:
        assert thumbnail is None


def test_a_broken_pointer_gives_a_reason(shared_data: Path) -> None:
    """ExifTool warns of this file: "Wrong format (string) for IFD0 0x8769 ExifOffset"."""
    data = (shared_data / "camera" / "jpg_tests_30-type_error.jpg").read_bytes()
    _metadata, unread = read_metadata(data, file_name=None, exiftool=False)
    assert [part.reader for part in unread] == ["exif"]


@each_row("name", NAMES)
@each_row("keep", [0.001, 0.01, 0.3, 0.9])
def test_a_cut_file_never_raises(shared_data: Path, name: str, keep: float) -> None:
    whole = (shared_data / "camera" / name).read_bytes()
    part = whole[: int(len(whole) * keep)]
    read_metadata(part, file_name=name, exiftool=False)
    first_thumbnail(part)
