"""What stands in a film over time: GoPro's metadata, camera motion, subtitles, Apple's keys."""

from __future__ import annotations

import struct

import pytest

from auditor.readers.film.film import Film
from auditor.readers.film.read_film import read_film
from auditor.readers.metadata.makers.gpmf import GpmfContents, read_gpmf
from tests.rows import each_row
from tests.unit.readers.boxed.making import PLACE, VIDEO, box, full, klv, movie, track, user_data

LATITUDE, LONGITUDE = 474979000, 190402000
SCALE = klv(b"SCAL", "l", 4, struct.pack(">5i", 10**7, 10**7, 1000, 1000, 100))


def gps5(*fixes: tuple[int, int], lock: int = 3) -> bytes:
    rows = [struct.pack(">5i", latitude, longitude, 110_000, 0, 0) for latitude, longitude in fixes]
    inner = (
        klv(b"GPSF", "L", 4, struct.pack(">I", lock))
        + klv(b"GPSU", "U", 16, b"240506070809.000")
        + SCALE
        + klv(b"GPS5", "l", 20, *rows)
    )
    return klv(b"DEVC", "", 1, klv(b"STRM", "", 1, inner))


def film_with(codec: bytes, samples: list[bytes]) -> Film:
    """A film whose data track has these samples, which stand behind its head."""
    sizes = tuple(map(len, samples))
    head = movie(VIDEO, track(b"meta", codec, samples=(0, sizes)))
    found = read_film(
        movie(VIDEO, track(b"meta", codec, samples=(len(head), sizes))) + b"".join(samples)
    )
    assert found is not None
    return found


def test_the_position_of_a_gopro_and_where_it_ended() -> None:
    first, last = gps5((LATITUDE, LONGITUDE)), gps5((LATITUDE + 500_000, LONGITUDE))
    film = film_with(b"gpmd", [first, first, last])
    said = film.metadata(None)
    assert said.gps is not None
    assert (said.gps.latitude, said.gps.longitude) == (47.4979, 19.0402)
    assert (said.gps.altitude, said.gps.where, said.gps.sure) == (110.0, "GPMF GPS5", True)
    assert said.captured_at_utc == "2024-05-06T07:08:09Z"
    (end,) = said.gps_others
    assert (end.latitude, end.where) == (47.5479, "GPMF GPS5, end of the film")


def test_the_first_fix_counts_not_the_first_value() -> None:
    lost = gps5((LATITUDE + 10_000_000, LONGITUDE), lock=0)
    said = film_with(b"gpmd", [lost, lost, gps5((LATITUDE, LONGITUDE))]).metadata(None)
    assert said.gps is not None
    assert (said.gps.latitude, said.gps.sure) == (47.4979, True)
    alone = film_with(b"gpmd", [lost]).metadata(None).gps
    assert alone is not None
    assert alone.sure is False


def test_a_newer_gopro_gives_each_fix_its_time() -> None:
    row = struct.pack(">7iHH", LATITUDE, LONGITUDE, 110_000, 0, 0, 8892, 25_689_000, 150, 3)
    inner = (
        klv(b"TYPE", "c", 1, b"lllllllSS")
        + klv(b"SCAL", "l", 4, struct.pack(">9i", 10**7, 10**7, 1000, 1000, 100, 1, 1000, 100, 1))
        + klv(b"GPS9", "?", len(row), row)
    )
    said = film_with(b"gpmd", [klv(b"DEVC", "", 1, klv(b"STRM", "", 1, inner))]).metadata(None)
    assert said.gps is not None
    assert (said.gps.latitude, said.gps.where) == (47.4979, "GPMF GPS9")
    assert said.captured_at_utc == "2024-05-06T07:08:09Z"


def test_serial_numbers_of_a_gopro_stand_in_the_user_data() -> None:
    told = klv(
        b"DEVC",
        "",
        1,
        klv(b"CASN", "c", 1, b"C3210000000777")
        + klv(b"MINF", "c", 1, b"HERO9 Black")
        + klv(b"FMWR", "c", 1, b"HD9.01")
        + klv(b"MUID", "L", 4, bytes(range(1, 33))),
    )
    film = read_film(movie(VIDEO, user_data(box(b"GPMF", told), box(b"CAME", bytes(range(16))))))
    assert film is not None
    said = film.metadata(None)
    assert said.serial_numbers == (bytes(range(16)).hex(), "C3210000000777")
    assert (said.camera.make, said.camera.model) == ("GoPro", "HERO9 Black")
    assert [each.where for each in said.identifiers] == ["GPMF MUID"]


def test_nested_values_are_bounded() -> None:
    data = b""
    for _level in range(40):
        data = klv(b"STRM", "", 1, data) if data else SCALE
    found = GpmfContents()
    read_gpmf(data, found)
    read_gpmf(klv(b"CASN", "c", 1, b"C1") * 30_000, found)
    assert found.capped


def test_camera_motion() -> None:
    five = struct.pack("<HH3d", 0, 5, 47.4979, 19.0402, 110.0)
    six = struct.pack("<HHdidd7f", 0, 6, 1_398_930_000.0, 3, 47.4979, 19.0402, *(110.0,) * 7)
    for sample in (five, six):
        said = film_with(b"camm", [struct.pack("<HH3f", 0, 2, 0, 0, 0), sample]).metadata(None)
        assert said.gps is not None
        assert (said.gps.latitude, said.gps.where) == (47.4979, "camm")


@each_row(
    "text",
    [
        "[iso: 100] [latitude: 47.497900] [longitude: 19.040200] [altitude: 110.0]",
        "[latitude : 47.497900] [longtitude : 19.040200]",
        "HOME(19.0402,47.4979) GPS(19.0402,47.4979,17)",
        "$GPRMC,070809.00,A,4729.87400,N,01902.41200,E,0.0,,060524,,,A",
        "Lat: 47.4979 Lon: 19.0402",
    ],
)
def test_subtitles_of_drones_and_dash_cameras(text: str) -> None:
    raw = text.encode()
    said = film_with(b"tx3g", [struct.pack(">H", len(raw)) + raw]).metadata(None)
    assert said.gps is not None
    assert said.gps.latitude == pytest.approx(47.4979, abs=1e-4)
    assert said.gps.longitude == pytest.approx(19.0402, abs=1e-4)
    assert said.gps.where == "subtitles"


def test_chapters_are_words() -> None:
    said = film_with(b"text", [struct.pack(">H", 11) + b"Anna's home"]).metadata(None)
    assert said.description == "Anna's home"


def test_apples_timed_position() -> None:
    name = b"com.apple.quicktime.location.ISO6709"
    described = box(b"mebx", bytes(8), box(b"keys", box(b"\0\0\0\1", box(b"keyd", b"mdta", name))))
    sample = box(b"\0\0\0\1", PLACE.encode())

    def film(start: int) -> bytes:
        table = box(
            b"stbl",
            full(b"stsd", struct.pack(">I", 1), described),
            full(b"stsz", struct.pack(">III", 0, 1, len(sample))),
            full(b"stco", struct.pack(">II", 1, start)),
            full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        )
        media = box(b"mdia", full(b"hdlr", bytes(4), b"meta", bytes(13)), box(b"minf", table))
        return movie(VIDEO, box(b"trak", media))

    found = read_film(film(len(film(0))) + sample)
    assert found is not None
    assert found.position is not None
    assert found.position.latitude == 47.4979


def test_tables_that_lie_cost_little() -> None:
    stbl = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(b"gpmd", bytes(28))),
        full(b"stsz", struct.pack(">II", 0x7FFFFFFF, 0xFFFFFFFF)),
        full(b"stco", struct.pack(">II", 0xFFFFFFFF, 8)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 0xFFFFFFFF, 1)),
    )
    media = box(b"mdia", full(b"hdlr", bytes(4), b"meta", bytes(13)), box(b"minf", stbl))
    film = read_film(movie(*([VIDEO] + [box(b"trak", media)] * 40)))
    assert film is not None
    assert any("more parts" in gap.reason for gap in film.gaps)
