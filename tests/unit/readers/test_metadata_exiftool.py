from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.domain.photos.position import Position
from auditor.readers.metadata.exiftool.program import (
    ExiftoolError,
    installed,
    parse_answer,
    read_exiftool,
)
from auditor.readers.metadata.read_metadata import read_metadata
from tests.rows import each_row
from tests.unit.readers.pictures import exif, picture


def answer(**values: object) -> bytes:
    return json.dumps(
        [{"SourceFile": "-", **{key.replace("__", ":"): value for key, value in values.items()}}]
    ).encode()


def test_values_are_taken_as_written() -> None:
    found = parse_answer(
        answer(
            GPS__GPSLatitude=40.5,
            GPS__GPSLongitude=3.7,
            Composite__GPSLatitude=40.5,
            Composite__GPSLongitude=-3.7,
            Composite__GPSAltitude=-12.5,
            Canon__SerialNumber=1234567890,
            Canon__SerialNumberFormat=3,
            IFD0__Software=8.3,
            Reconyx__DateTimeOriginal="2020:03:16 10:00:00",
            Canon__OwnerName="Olga",
        )
    )
    assert found.position is not None
    assert (found.position.longitude, found.position.altitude) == (-3.7, -12.5)
    assert found.serials == ["1234567890"]
    assert found.software == "8.3"
    assert found.owners == ["Olga"]
    assert len(found.stamps) == 1


@each_row("raw", [b"", b"[]", b"{}", b"[1]", b"[" * 100_000, b"\xff\xfe"])
def test_a_broken_answer_is_refused(raw: bytes) -> None:
    with pytest.raises(ExiftoolError):
        parse_answer(raw)


def test_a_program_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExiftoolError):
        read_exiftool(b"x", str(tmp_path / "missing"))


def test_a_failing_program_becomes_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "exiftool"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    metadata, unread = read_metadata(picture(block=exif()), file_name=None, exiftool=True)
    assert metadata.serial_numbers == ("SN12345", "L-77")
    assert [part.reader for part in unread] == ["exiftool"]


@pytest.mark.skipif(installed() is None, reason="the exiftool program is not installed here")
def test_the_real_program_agrees() -> None:
    alone, _ = read_metadata(picture(block=exif()), file_name=None, exiftool=False)
    helped, unread = read_metadata(picture(block=exif()), file_name=None, exiftool=True)
    assert unread == ()
    assert helped.sources == ("exif", "exiftool")
    assert (helped.gps, helped.captured_at, helped.serial_numbers) == (
        alone.gps,
        alone.captured_at,
        alone.serial_numbers,
    )


def test_latitude_and_longitude_are_of_one_group_and_only_composites_are_signed() -> None:
    def told(**values: float) -> Position | None:
        return parse_answer(answer(**values)).position

    both = told(GPS__GPSLatitude=33.4, GPS__GPSLongitude=70.6, Composite__GPSLatitude=-33.4)
    assert both is not None
    assert (both.latitude, both.longitude, both.sure) == (33.4, 70.6, False)
    signed = told(Composite__GPSLatitude=-33.4, Composite__GPSLongitude=70.6, GPS__GPSLatitude=33.4)
    assert signed is not None
    assert (signed.latitude, signed.longitude, signed.sure) == (-33.4, 70.6, True)
    assert told(GPS__GPSLatitude=33.4) is None
