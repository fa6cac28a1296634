"""The file's, else the published one: field by field, once for documents, lists and prints."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from auditor.domain.photos.facts import Camera, EmbeddedThumbnail, Facts, Metadata
from auditor.domain.photos.position import Position
from auditor.domain.visible_metadata import captured, position, visible_metadata
from tests.fakes.engine import account, photo
from tests.rows import each_row

SHOT = replace(photo(account(), 1), published=None)
FILE = Metadata(
    gps=Position(48.8566, 2.3522, 35.0),
    captured_at="2026-05-01T09:00:00",
    captured_at_utc="2026-05-01T07:00:00Z",
    camera=Camera("ACME", "One", "Lens"),
    serial_numbers=("SN-1",),
    owner=("Ada Example",),
    software="Editor",
    description="In the file",
    file_name="file.jpg",
    embedded_thumbnail=EmbeddedThumbnail(160, 120),
    sources=("exif",),
    data_mining="PROHIBITED",
    source_type="digitalCapture",
)
BESIDE = Metadata(
    gps=Position(52.52, 13.405),
    captured_at="2026-06-01T09:00:00",
    captured_at_utc="2026-06-01T07:00:00Z",
    camera=Camera("Beside", "Two"),
    serial_numbers=("SN-2", "SN-1"),
    owner=("Bob Example",),
    software="Wiki",
    description="Beside the file",
    file_name="beside.jpg",
    embedded_thumbnail=EmbeddedThumbnail(80, 60),
    sources=("api",),
    data_mining="ALLOWED",
    source_type="composite",
)
BOTH = {"serial_numbers": ("SN-1", "SN-2"), "owner": ("Ada Example", "Bob Example")}
OF_THE_FILE = ("file_name", "embedded_thumbnail", "sources")


def seen(file: Metadata | None, beside: Metadata | None) -> Metadata:
    facts = None if file is None else Facts("0" * 64, 10, metadata=file)
    return visible_metadata(replace(SHOT, published=beside), facts)


@each_row("field", [field.name for field in fields(Metadata)])
def test_each_field_is_the_files_else_the_published_one(field: str) -> None:
    def told(file: Metadata | None, beside: Metadata | None) -> Any:
        return getattr(seen(file, beside), field)

    empty = getattr(Metadata(), field)
    assert told(FILE, None) == getattr(FILE, field)
    assert told(FILE, BESIDE) == BOTH.get(field, getattr(FILE, field))
    alone = empty if field in OF_THE_FILE else getattr(BESIDE, field)
    assert told(Metadata(), BESIDE) == told(None, BESIDE) == alone
    assert told(None, None) == empty


def test_a_position_on_earth_comes_before_one_that_is_none() -> None:
    nowhere = Metadata(gps=Position(0.0, 0.0))
    assert seen(nowhere, BESIDE).gps == BESIDE.gps
    assert position(seen(nowhere, None)) is None
    assert position(seen(nowhere, BESIDE)) == (52.52, 13.405)


@each_row(
    "none", [Position(0.0, 0.0), Position(-0.0, 0.0, sure=False), Position(float("nan"), 400.0)]
)
def test_what_is_no_place_on_earth_is_no_position(none: Position) -> None:
    nowhere = Metadata(gps=none, gps_others=(none, Position(52.52, 13.405)))
    for told in (seen(nowhere, None), seen(nowhere, Metadata()), seen(None, nowhere)):
        assert told.gps is None
        assert told.gps_others == (Position(52.52, 13.405),)


def test_a_time_is_cut() -> None:
    assert captured(Metadata(captured_at="9" * 1000)) == "9" * 40
    assert captured(Metadata()) is None


def test_what_is_not_sure_is_no_spot_and_stands_back() -> None:
    unsure = Metadata(gps=Position(33.4489, 70.6693, sure=False))
    assert position(unsure) is None
    assert seen(unsure, BESIDE).gps == BESIDE.gps
    assert seen(unsure, None).gps == unsure.gps
