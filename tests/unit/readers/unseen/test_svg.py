"""SVG: the pictures inside it, its texts, its author, and paths that drawing programs leave."""

from __future__ import annotations

import base64
import gzip

import pytest

from auditor.domain.photos.file_contents import ContactKind, FurtherKind
from tests.rows import each_row
from tests.unit.readers.boxed.making import read
from tests.unit.readers.pictures import exif, picture

NAMES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
)
INNER = picture("JPEG", exif())
TEXT = base64.b64encode(INNER).decode()


def svg(inner: str, attributes: str = 'width="320" height="200px"') -> bytes:
    return f'<?xml version="1.0"?>\n<svg {NAMES} {attributes}>{inner}</svg>'.encode()


@each_row(
    "uri",
    [
        f"data:image/jpeg;base64,{TEXT}",
        f"data:image/jpeg;charset=utf-8;base64,\n{TEXT[:60]}\n  {TEXT[60:]}",
        f"data:image/jpeg;base64,{TEXT[:76]}&#10;{TEXT[76:]}",
        "data:image/jpeg;base64,"
        + TEXT.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
        "data:image/jpeg," + "".join(f"%{byte:02x}" for byte in INNER),
    ],
    ids=["plain", "lines", "escaped lines", "percent", "not base 64"],
)
@each_row("packed", [False, True], ids=["svg", "svgz"])
def test_a_picture_inside(uri: str, packed: bool) -> None:
    data = svg(f'<image xlink:href="{uri}" width="48"/>')
    facts = read(gzip.compress(data) if packed else data).facts
    assert (facts.format, facts.width, facts.height) == ("SVG", 320, 200)
    assert facts.metadata.gps is not None
    assert facts.metadata.gps.latitude == pytest.approx(52.52, abs=0.001)
    assert facts.metadata.serial_numbers == ("SN12345", "L-77")
    (inner,) = facts.further
    assert (inner.kind, inner.format, inner.width) == (FurtherKind.PICTURE, "JPEG", 48)
    assert inner.where == "SVG image"
    assert inner.gps is not None
    assert [gap.reader for gap in facts.unread] == ["pixels"]


def test_a_picture_in_a_style() -> None:
    style = f"g {{ background: url(data:image/jpeg;base64,{TEXT}) }}"
    facts = read(svg(f"<style>{style}</style>")).facts
    assert facts.metadata.gps is not None


def test_words_author_and_paths() -> None:
    data = svg(
        "<title>Anna's map</title><desc>where she lives</desc>"
        "<text>Sample <tspan>Street 5</tspan></text>"
        "<metadata><rdf:RDF><cc:Work><dc:creator><cc:Agent><dc:title>Anna Sample</dc:title>"
        "</cc:Agent></dc:creator><dc:subject><rdf:Bag><rdf:li>home</rdf:li></rdf:Bag></dc:subject>"
        "</cc:Work></rdf:RDF></metadata>"
        '<a xlink:href="mailto:anna@example.org?subject=x"></a>'
        '<image xlink:href="/home/anna/m.png"/>'
        '<image xlink:href="#symbol"/>',
        'sodipodi:docname="map.svg" inkscape:export-filename="C:\\Users\\anna\\map.png"',
    )
    said = read(data).facts.metadata
    assert said.owner == ("Anna Sample",)
    assert said.description is not None
    for words in ("Anna's map", "where she lives", "Sample Street 5"):
        assert words in said.description
    (contact,) = said.contact
    assert (contact.kind, contact.value) == (ContactKind.EMAIL, "anna@example.org")
    assert {each.value for each in said.paths} == {
        "map.svg",
        "C:\\Users\\anna\\map.png",
        "/home/anna/m.png",
    }


def test_size_of_the_view_where_no_other_is_told() -> None:
    facts = read(svg("", 'width="100%" viewBox="0 0 640,480"')).facts
    assert (facts.width, facts.height) == (640, 480)


def test_utf_16() -> None:
    data = svg("<title>Anna</title>").replace(b'<?xml version="1.0"?>\n', b"").decode()
    assert read(data.encode("utf-16")).facts.metadata.description == "Anna"


def test_entities_are_not_followed() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    data = (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "aaaaaaaaaa">'
        f'{entities}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f"<svg {NAMES}><title>&a19;&file;Anna</title></svg>"
    )
    facts = read(data.encode()).facts
    assert "root:" not in (facts.metadata.description or "")
    assert len(facts.metadata.description or "") < 100


def test_more_than_is_looked_at_is_told() -> None:
    many = "".join(f' a{number}="1"' for number in range(3000))
    for data in (svg("<g/>" * 60_000), svg(f"<g{many}/>")):
        assert any("more parts" in gap.reason for gap in read(data).facts.unread)


@each_row("inner", ["<g>", "<text><text>a", "\0", "<!-- <svg", "&undefined;"])
def test_damage_raises_nothing(inner: str) -> None:
    assert read(svg(inner)[:-6]).facts.format == "SVG"
