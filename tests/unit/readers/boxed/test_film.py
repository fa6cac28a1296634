"""Films of boxes: position, device, people, times, tracks; never the pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from auditor.domain.photos.file_contents import ContactKind, FurtherKind
from auditor.readers.film.film import Film
from auditor.readers.film.read_film import read_film
from auditor.readers.isobmff.boxes import FilePieces
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.rows import each_row
from tests.unit.readers.boxed.making import (
    MDTA,
    PLACE,
    SOUND,
    VIDEO,
    XMP_UUID,
    box,
    full,
    keys,
    movie,
    read,
    text_box,
    tiff,
    track,
    user_data,
)
from tests.unit.readers.drawn import drawn, encoded
from tests.unit.readers.pictures import xmp


def film_of(data: bytes) -> Film:
    film = read_film(data)
    assert film is not None
    return film


def test_a_film_of_a_phone() -> None:
    data = movie(
        VIDEO,
        SOUND,
        keys(
            {
                f"{MDTA}location.ISO6709": PLACE,
                f"{MDTA}make": "Example",
                f"{MDTA}model": "P9",
                f"{MDTA}software": "17.1",
                f"{MDTA}creationdate": "2024-05-06T07:08:09+0200",
                f"{MDTA}content.identifier": "0B1C2D3E-0000",
                f"{MDTA}author": "Anna Sample",
                f"{MDTA}keywords": "home,garden",
            }
        ),
        brand=b"qt  ",
    )
    facts = read(data).facts
    said = facts.metadata
    assert (facts.format, facts.width, facts.height, facts.pdq) == ("mov", 1920, 1080, None)
    assert said.gps is not None
    assert (said.gps.latitude, said.gps.longitude, said.gps.altitude) == (47.4979, 19.0402, 110.0)
    assert said.gps.where == f"QuickTime {MDTA}location.ISO6709"
    assert (said.camera.make, said.camera.model, said.software) == ("Example", "P9", "17.1")
    assert said.captured_at == "2024-05-06T07:08:09+02:00"
    assert [each.value for each in said.identifiers] == ["0B1C2D3E-0000"]
    assert said.owner == ("Anna Sample",)
    assert said.keywords == ("home", "garden")
    assert [gap.reader for gap in facts.unread] == ["pixels"]
    (sound,) = facts.further
    assert (sound.kind, sound.sound) == (FurtherKind.AUDIO, True)


@each_row(
    ("text", "latitude", "longitude"),
    [
        ("+47.4979+019.0402/", 47.4979, 19.0402),
        ("-33.8688+151.2093+058.000/", -33.8688, 151.2093),
        ("+4729.874-01902.412/", 47.49790, -19.04020),
        ("+472952.4+0190224.7/", 47.49789, 19.04019),
        ("+47.4979+019.0402+110.000CRSWGS_84/", 47.4979, 19.0402),
    ],
)
@each_row("kind", [b"\xa9xyz", b"@xyz"])
def test_positions_as_iso_6709(kind: bytes, text: str, latitude: float, longitude: float) -> None:
    found = film_of(movie(user_data(text_box(kind, text)))).position
    assert found is not None
    assert found.latitude == pytest.approx(latitude, abs=1e-4)
    assert found.longitude == pytest.approx(longitude, abs=1e-4)


def test_a_place_box_of_3gpp() -> None:
    place = struct.pack(">Biii", 0, round(19.0402 * 65536), round(47.4979 * 65536), 110 << 16)
    body = b"\x55\xc4Home of Anna\0" + place + b"earth\0\0"
    film = film_of(movie(user_data(full(b"loci", body)), brand=b"3gp4"))
    assert film.container == "3gp"
    assert film.position is not None
    assert film.position.latitude == pytest.approx(47.4979, abs=1e-4)
    assert film.position.altitude == 110
    assert film.metadata(None).description == "Home of Anna"


def test_a_position_of_no_fix_is_told_as_none() -> None:
    facts = read(movie(VIDEO, user_data(text_box(b"\xa9xyz", "+00.0000+000.0000/")))).facts
    assert facts.metadata.gps is None
    assert any("position" in gap.reason for gap in facts.unread)


def test_xmp_stands_in_a_box_of_its_own_and_in_the_user_data() -> None:
    packet = xmp(
        "", 'tiff:Model="Example P9" exif:GPSLatitude="47,29.874N" exif:GPSLongitude="19,2.412E"'
    )
    for data in (
        movie(tail=box(b"uuid", XMP_UUID, packet)),
        movie(user_data(box(b"XMP_", packet))),
    ):
        said = film_of(data).metadata(None)
        assert said.camera.model == "Example P9"
        assert said.gps is not None


@each_row(
    ("created", "told"),
    [
        (3_600_000_000, "2018-01-28T16:00:00Z"),
        (3_600_000_000 - 2_082_844_800, "2018-01-28T16:00:00Z"),  # counted from 1970 by mistake
        (0, None),
        (0xFFFFFFFF + 10**10, None),
    ],
)
def test_the_clock_of_the_head(created: int, told: str | None) -> None:
    head = full(b"mvhd", struct.pack(">QQ", created, created), bytes(96), version=1)
    said = film_of(box(b"ftyp", b"mp42", bytes(4)) + box(b"moov", head)).metadata(None)
    assert (said.captured_at, said.captured_at_utc) == (None, told)


def test_people_words_and_serial_numbers_of_old_boxes() -> None:
    data = movie(
        user_data(
            text_box(b"\xa9ART", "Anna Sample"),
            text_box(b"\xa9cmt", "in her kitchen"),
            text_box(b"\xa9day", "2024-05-06T07:08:09+0200"),
            text_box(b"\xa9mak", "Example"),
            text_box(b"\xa9prf", "Ben Sample"),
            box(b"\xa9nam", struct.pack(">HH", 4, 0), b"caf\x8e"),  # MacRoman
            box(b"slno", b"C0042-777\0"),
            full(b"kywd", b"\x55\xc4\2\6garden\4home"),
            box(b"clfn", b"/Users/anna/clip.mov\0"),
        )
    )
    said = film_of(data).metadata(None)
    assert said.owner == ("Anna Sample",)
    assert [(each.name, each.where) for each in said.people] == [("Ben Sample", "QuickTime ©prf")]
    assert said.description == "in her kitchen\ncafé"
    assert said.captured_at == "2024-05-06T07:08:09+02:00"
    assert said.serial_numbers == ("C0042-777",)
    assert said.keywords == ("garden", "home")
    assert [each.value for each in said.paths] == ["/Users/anna/clip.mov"]


def test_an_itunes_list_with_a_cover_and_an_account() -> None:
    picture = encoded(drawn(64, 48), "JPEG")
    listed = box(
        b"ilst",
        box(b"\xa9nam", box(b"data", struct.pack(">II", 1, 0), b"A film")),
        box(b"apID", box(b"data", struct.pack(">II", 1, 0), b"anna@example.org")),
        box(b"covr", box(b"data", struct.pack(">II", 13, 0), picture)),
    )
    facts = read(movie(VIDEO, user_data(full(b"meta", full(b"hdlr", bytes(21)), listed)))).facts
    assert facts.metadata.description == "A film"
    (contact,) = facts.metadata.contact
    assert (contact.kind, contact.value) == (ContactKind.EMAIL, "anna@example.org")
    (cover,) = facts.further
    assert (cover.kind, cover.width, cover.where) == (FurtherKind.PICTURE, 64, "iTunes covr")


def test_a_packed_head_of_old_quicktime() -> None:
    inner = box(b"moov", user_data(text_box(b"\xa9xyz", PLACE)), VIDEO)
    packed = struct.pack(">I", len(inner)) + zlib.compress(inner)
    data = box(b"moov", box(b"cmov", box(b"dcom", b"zlib"), box(b"cmvd", packed)))
    film = film_of(data)
    assert film.position is not None
    assert (film.container, film.width) == ("mov", 1920)


def test_sony_writes_xml() -> None:
    text = (
        '<?xml version="1.0"?>'
        '<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta">'
        '<CreationDate value="2024-05-06T07:08:09+02:00"/>'
        '<Device manufacturer="Sony" modelName="ILCE-9" serialNo="4294967295"/>'
        '<Group name="ExifGPS"><Item name="LatitudeRef" value="N"/>'
        '<Item name="Latitude" value="47:29:52.44"/><Item name="LongitudeRef" value="E"/>'
        '<Item name="Longitude" value="19:2:24.72"/><Item name="Status" value="A"/></Group>'
        "</NonRealTimeMeta>"
    )
    data = movie(VIDEO, tail=full(b"meta", full(b"hdlr", bytes(21)), full(b"xml ", text.encode())))
    said = film_of(data).metadata(None)
    assert (said.camera.make, said.camera.model) == ("Sony", "ILCE-9")
    assert said.serial_numbers == ("4294967295",)
    assert said.gps is not None
    assert said.gps.latitude == pytest.approx(47.4979, abs=1e-4)
    assert said.captured_at == "2024-05-06T07:08:09+02:00"


def test_nikon_and_canon_keep_exif() -> None:
    def nikon(tag: int, text: bytes) -> bytes:
        return struct.pack(">IHH", tag, 2, len(text)) + text

    tags = nikon(0x02, b"NIKON D9\0") + nikon(0x110A431, b"3001234\0")
    said = film_of(movie(user_data(box(b"NCDT", box(b"NCTG", tags))))).metadata(None)
    assert (said.camera.model, said.serial_numbers) == ("NIKON D9", ("3001234",))
    canon = box(b"uuid", bytes.fromhex("85c0b687820f11e08111f4ce462b6a48"), box(b"CMT1", tiff()))
    assert film_of(movie(canon)).metadata(None).camera.model == "Cam 1"


def test_a_track_of_an_unknown_kind_is_told() -> None:
    facts = read(movie(VIDEO, track(b"meta", b"priv"))).facts
    assert any("(priv)" in gap.reason and "position" in gap.reason for gap in facts.unread)
    dash = read(movie(VIDEO, box(b"gps ", struct.pack(">IIII", 1, 1, 900, 100)))).facts
    assert any("position" in gap.reason for gap in dash.unread)


def test_sound_alone() -> None:
    facts = read(movie(SOUND, brand=b"M4A ")).facts
    assert (facts.format, facts.width) == ("m4a", None)
    assert facts.unread[-1].reason == "there is no picture in it, and its sound is not listened to"


def test_a_film_without_its_head() -> None:
    facts = read(box(b"ftyp", b"mp42", bytes(4)) + box(b"mdat", bytes(100))).facts
    assert facts.format == "mp4"
    assert "not there" in facts.unread[-1].reason


@pytest.mark.parametrize(
    "deep", [box(b"moov", b""), box(b"moov", box(b"trak", b"") * 200_000)], ids=["none", "many"]
)
def test_odd_heads_are_walked(deep: bytes) -> None:
    film = film_of(box(b"ftyp", b"mp42", bytes(4)) + deep)
    assert film.known


class Counted(FilePieces):
    """Counts the bytes that are read."""

    read_bytes = 0

    def __getitem__(self, part: slice, /) -> bytes:
        piece = super().__getitem__(part)
        self.read_bytes += len(piece)
        return piece


def test_a_large_film_is_read_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "large.mp4"
    size = 5 * 1024**3
    with file.open("wb") as out:  # a hole of five gigabytes, then the head
        out.write(box(b"ftyp", b"mp42", bytes(4)) + struct.pack(">I4sQ", 1, b"mdat", size))
        out.seek(20 - 4 + size)
        out.write(movie(VIDEO, SOUND, user_data(text_box(b"\xa9xyz", PLACE))))
    with file.open("rb") as opened:
        pieces = Counted(opened)
        film = film_of_pieces(pieces)
    assert film.position is not None
    assert pieces.read_bytes < 20_000
    job = Job(0, "large.mp4", exiftool=False, thumbnail=False, seconds=60, path=str(file))
    facts = read_job(b"", job).facts
    assert facts.metadata.gps is not None
    assert (facts.sha256, facts.width) == ("", 1920)
    assert facts.bytes > size


def film_of_pieces(pieces: FilePieces) -> Film:
    film = read_film(pieces)
    assert film is not None
    return film


@each_row("end", range(8, 900, 41))
def test_a_film_that_ends_anywhere_is_walked(end: int) -> None:
    data = movie(VIDEO, SOUND, user_data(text_box(b"\xa9xyz", PLACE)), keys({f"{MDTA}make": "X"}))
    read_film(data[:end])
