"""Content credentials in films and in formats whose picture is not looked at."""

from __future__ import annotations

import struct
from pathlib import Path

from PIL import Image

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import ProvenanceOutcome, Reveals
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.rows import each_row
from tests.unit.readers.boxed.making import SOUND, VIDEO, XMP_UUID, box, movie, read
from tests.unit.readers.drawn import drawn, encoded
from tests.unit.readers.signed import AI, created, signed

FILM = movie(VIDEO, SOUND, brand=b"isom") + box(b"mdat", bytes(range(256)) * 8)
REMOTE = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:dcterms="http://purl.org/dc/terms/" '
    b'dcterms:provenance="https://example.org/m.c2pa"/></rdf:RDF></x:xmpmeta>'
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def avi() -> bytes:
    header = chunk(b"LIST", b"hdrl" + chunk(b"avih", bytes(56)))
    return chunk(b"RIFF", b"AVI " + header + chunk(b"LIST", b"movi" + bytes(64)))


def dng() -> bytes:
    tags = Image.Exif()
    tags[0xC612] = bytes((1, 4, 0, 0))
    return encoded(drawn(64, 48, 2), "TIFF", exif=tags)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>'
FILES = {
    "mp4": (FILM, "video/mp4"),
    "mov": (movie(VIDEO, brand=b"qt  "), "video/quicktime"),
    "avi": (avi(), "video/avi"),
    "SVG": (SVG, "image/svg+xml"),
    "DNG": (dng(), "image/x-adobe-dng"),
}
FILMS = ("mp4", "mov", "avi")


def read_at(path: Path, data: bytes) -> Facts:
    path.write_bytes(data)
    job = Job(0, path.name, False, False, 60, path=str(path), whole=True)
    return read_job(b"", job).facts


@each_row("kind", FILES)
def test_credentials_are_read_in_every_format_that_has_them(kind: str) -> None:
    data, mime = FILES[kind]
    before = read(data).facts.provenance
    assert before is not None
    assert before.outcome is ProvenanceOutcome.NONE
    facts = read(signed(created(AI), file=(data, mime))).facts
    assert facts.format == kind
    assert facts.provenance is not None
    assert facts.provenance.outcome is ProvenanceOutcome.VALID
    assert facts.provenance.source_type == "trainedAlgorithmicMedia"


@each_row("kind", FILMS)
def test_credentials_of_a_film_that_is_read_in_pieces(kind: str, tmp_path: Path) -> None:
    data, mime = FILES[kind]
    none = read_at(tmp_path / "plain", data).provenance
    assert none is not None
    assert none.outcome is ProvenanceOutcome.NONE
    whole = signed(created(), file=(data, mime))
    found = read_at(tmp_path / "signed", whole).provenance
    assert found is not None
    assert found.outcome is ProvenanceOutcome.VALID


def test_a_film_changed_after_it_was_signed(tmp_path: Path) -> None:
    changed = bytearray(signed(created(), file=FILES["mp4"]))
    changed[-5] ^= 1
    found = read_at(tmp_path / "film.mp4", bytes(changed)).provenance
    assert found is not None
    assert found.outcome is ProvenanceOutcome.INVALID


def test_a_film_whose_credentials_stand_elsewhere(tmp_path: Path) -> None:
    found = read_at(tmp_path / "film.mp4", FILM + box(b"uuid", XMP_UUID, REMOTE)).provenance
    assert found is not None
    assert found.outcome is ProvenanceOutcome.REMOTE
    assert [reveal.what for reveal in found.reveals] == [Reveals.LOCATION_OF_MANIFEST]


def test_a_text_in_an_svg_that_is_no_store() -> None:
    store = (
        b'<metadata><c2pa:manifest xmlns:c2pa="http://c2pa.org/manifest">c29tZQ==</c2pa:manifest>'
    )
    found = read(SVG.replace(b"></svg>", b">" + store + b"</metadata></svg>")).facts.provenance
    assert found is not None
    assert found.outcome is ProvenanceOutcome.INVALID
