"""How faces, text, barcodes, credentials and the name of a place stand in a JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import Barcode, Box, Face, Provenance, TextFound
from auditor.domain.photos.place import Place
from auditor.domain.photos.position import Position
from auditor.domain.photos.position_exactness import exact_to
from auditor.domain.text.foreign_text import clean
from auditor.domain.views import StoredPhoto
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

    return place_of(gps.latitude, gps.longitude, _radius(gps))


class Towns:
    """The towns near the positions of some photos, looked up at once, which is ten times faster."""

    def __init__(self, stored: Iterable[StoredPhoto]) -> None:
        found = {(gps.latitude, gps.longitude) for each in stored for gps in _positions(each)}
        self._towns: dict[tuple[float, float], Place | None] = {}
        if found:
            from auditor.guidance.places import places_of

            places = [*found]
            self._towns = dict(zip(places, places_of(places, 0), strict=True))

    def near(self, gps: Position | None) -> Place | None:
        """Return what `place_near` does."""
        if gps is None or not gps.sure:
            return None
        if (gps.latitude, gps.longitude) not in self._towns:
            return place_near(gps)
        town = self._towns[gps.latitude, gps.longitude]
        return None if town is None else replace(town, radius_m=_radius(gps))


def _positions(stored: StoredPhoto) -> Iterator[Position]:
    published = stored.photo.published
    for metadata in (published, stored.facts.metadata if stored.facts else None):
        if metadata is not None and metadata.gps is not None and metadata.gps.sure:
            yield metadata.gps


def _radius(gps: Position) -> int:
    return gps.radius_m or exact_to(gps.latitude, gps.longitude)


def place(found: Place | None) -> PlaceJson | None:
    """What is near a position, as it stands in a document."""
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
