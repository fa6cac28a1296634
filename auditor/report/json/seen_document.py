"""How faces, text, barcodes, credentials and the name of a place stand in a JSON document."""

from __future__ import annotations

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import Barcode, Box, Face, Provenance, TextFound
from auditor.domain.photos.place import Place
from auditor.domain.photos.position import Position
from auditor.domain.photos.position_exactness import exact_to
from auditor.domain.text.foreign_text import clean
from auditor.report.json.shapes.photos import (
    BarcodeJson,
    BoxJson,
    FaceJson,
    PlaceJson,
    ProvenanceJson,
    SeenInPictureJson,
    TextFoundJson,
)

_LONGEST = 500


def seen(facts: Facts) -> SeenInPictureJson:
    """What is to be seen in a picture, and what its credentials say.

    Lists are empty, `provenance` is null, where it was not read.
    """
    return {
        "faces": [face(each) for each in facts.faces],
        "text": [text_found(found) for found in facts.text],
        "barcodes": [_barcode(barcode) for barcode in facts.barcodes],
        "provenance": _provenance(facts.provenance) if facts.provenance else None,
    }


def place_near(gps: Position | None) -> Place | None:
    """Return the town near a position and how exact the position is.

    None where there is none, or the position is not sure.
    """
    if gps is None or not gps.sure:
        return None
    from auditor.guidance.places import place_of  # the list of towns takes a while to load

    return place_of(
        gps.latitude, gps.longitude, gps.radius_m or exact_to(gps.latitude, gps.longitude)
    )


def place(gps: Position | None) -> PlaceJson | None:
    """`place_near` as it stands in a document."""
    found = place_near(gps)
    return (
        {"name": found.name, "country": found.country, "radius_m": found.radius_m}
        if found
        else None
    )


def _box(box: Box) -> BoxJson:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def face(face: Face) -> FaceJson:
    """One face."""
    return {
        **_box(face.box),
        "score": round(face.score, 3),
        "yaw": round(face.yaw, 1),
        "sharpness": round(face.sharpness, 3),
    }


def text_found(found: TextFound) -> TextFoundJson:
    """One text."""
    return {
        "kind": found.kind.value,
        "masked": clean(found.masked, _LONGEST),
        "confidence": round(found.confidence, 3),
    }


def _barcode(barcode: Barcode) -> BarcodeJson:
    return {
        "format": barcode.format,
        "kind": barcode.kind.value,
        "masked": clean(barcode.masked, _LONGEST),
    }


def _provenance(provenance: Provenance) -> ProvenanceJson:
    return {
        "outcome": provenance.outcome.value,
        "codes": [clean(code, _LONGEST) for code in provenance.codes],
        "source_type": provenance.source_type,
        "training": provenance.training,
        "reveals": [
            {"what": each.what.value, "value": clean(each.value, _LONGEST)}
            for each in provenance.reveals
        ],
        "broken_ingredients": [clean(title, _LONGEST) for title in provenance.broken_ingredients],
        "trusted_since": provenance.trusted_since,
        "trusted_by": provenance.trusted_by.value if provenance.trusted_by else None,
        "official_list": provenance.official_list,
        "identity": provenance.identity.value if provenance.identity else None,
    }
