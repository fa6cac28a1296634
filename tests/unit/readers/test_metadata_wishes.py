"""What XMP says of training and of how a picture was made.

And positions in every place where XMP may stand.
"""

from __future__ import annotations

import hashlib

import pytest

from auditor.domain.photos.facts import Metadata
from auditor.readers.metadata.read_metadata import read_metadata
from tests.rows import each_row
from tests.unit.readers.pictures import picture

PLUS = "http://ns.useplus.org/ldf/vocab/DMI-"
SPACES = (
    'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/"'
)
WHERE = 'exif:GPSLatitude="52,31.2N" exif:GPSLongitude="13,24.3W"'


def rdf(attributes: str, inner: str = "") -> str:
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'rdf:about="" {SPACES} {attributes}>{inner}'
        "</rdf:Description></rdf:RDF>"
    )


def packet(attributes: str, inner: str = "") -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf(attributes, inner)}</x:xmpmeta>'.encode()


def read(data: bytes) -> Metadata:
    metadata, unread = read_metadata(data, file_name=None, exiftool=False)
    assert unread == ()
    return metadata


@each_row(
    "term",
    [
        "PROHIBITED",
        "PROHIBITED-AIMLTRAINING",
        "PROHIBITED-GENAIMLTRAINING",
        "PROHIBITED-EXCEPTSEARCHENGINEINDEXING",
        "PROHIBITED-SEECONSTRAINT",
        "ALLOWED",
        "UNSPECIFIED",
    ],
)
def test_data_mining_in_every_spelling(term: str) -> None:
    for written in (
        packet(f'plus:DataMining="{PLUS}{term}"'),
        packet("", f"<plus:DataMining>{PLUS}{term}</plus:DataMining>"),
        packet("", f'<plus:DataMining rdf:resource="{PLUS}{term}"/>'),
    ):
        assert read(picture(xmp=written)).data_mining == term


@each_row(
    "value",
    ["", "no", "https://example.org/DMI", f"{PLUS}\u202e", f"{PLUS}{'A' * 100}", f"{PLUS}lower"],
)
def test_what_is_no_term(value: str) -> None:
    assert read(picture(xmp=packet(f'plus:DataMining="{value}"'))).data_mining is None


def test_the_source_type_and_the_stronger_of_two() -> None:
    base = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    captured = packet(f'Iptc4xmpExt:DigitalSourceType="{base}digitalCapture"')
    made = packet(
        "",
        f"<Iptc4xmpExt:DigitalSourceType>{base}compositeWithTrainedAlgorithmicMedia/"
        "</Iptc4xmpExt:DigitalSourceType>",
    )
    assert read(picture(xmp=captured)).source_type == "digitalCapture"
    assert read(picture(xmp=captured) + made).source_type == "compositeWithTrainedAlgorithmicMedia"
    assert (
        read(picture(xmp=packet('Iptc4xmpExt:DigitalSourceType="made up, of words"'))).source_type
        is None
    )


@each_row(
    "written",
    [
        packet(WHERE),
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        + packet(WHERE)
        + b'<?xpacket end="w"?>',
        rdf(WHERE).encode(),  # as in a sidecar without its wrapper
        packet(
            "",
            "<exif:GPSLatitude>52.52</exif:GPSLatitude><exif:GPSLongitude>-13.405"
            "</exif:GPSLongitude>",
        ),
        packet(
            "",
            "<exif:GPSLatitude>52,31,12N</exif:GPSLatitude><exif:GPSLongitude>13,24,18W"
            "</exif:GPSLongitude>",
        ),
    ],
)
def test_a_position_in_xmp(written: bytes) -> None:
    for data in (picture(xmp=written), picture("WEBP", xmp=written), picture() + written):
        found = read(data).gps
        assert found is not None
        assert (found.latitude, found.longitude) == pytest.approx((52.52, -13.405))


def test_a_position_in_extended_xmp_whose_parts_stand_in_disorder() -> None:
    whole = rdf(WHERE, "<!-- " + "x" * 300 + " -->").encode()
    digest = hashlib.md5(whole, usedforsecurity=False).hexdigest().upper().encode()
    segments = []
    for start in (200, 0, 100, 300):
        end = None if start == 300 else start + 100
        body = (
            b"http://ns.adobe.com/xmp/extension/\0"
            + digest
            + len(whole).to_bytes(4, "big")
            + start.to_bytes(4, "big")
            + whole[start:end]
        )
        segments.append(b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)
    base = picture(xmp=packet(""))
    found = read(base[:2] + b"".join(segments) + base[2:]).gps
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((52.52, -13.405))
