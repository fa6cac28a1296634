"""What a stranger learns from metadata: the file's, else what the platform publishes beside it."""

from __future__ import annotations

import math
from dataclasses import replace

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.position import Position

LONGEST_TIME = 40
"""Characters kept of a camera's time: more than any form of ISO 8601, no room for hostile text."""


def visible_metadata(photo: Photo, facts: Facts | None) -> Metadata:
    """Return what file and platform say together, the file first; of devices and owners all.

    A position that is no place on Earth is none, and one that is not sure stands back behind one
    that is. The picture inside the file, its name and the readers are the file's alone.
    """
    file = facts.metadata if facts is not None else Metadata()
    beside = photo.published
    if beside is None:
        return replace(file, gps=_position(file.gps), gps_others=_list_places(file.gps_others))
    return Metadata(
        gps=_position(file.gps, beside.gps),
        captured_at=file.captured_at or beside.captured_at,
        captured_at_utc=file.captured_at_utc or beside.captured_at_utc,
        camera=file.camera if file.camera.make or file.camera.model else beside.camera,
        serial_numbers=tuple(dict.fromkeys((*file.serial_numbers, *beside.serial_numbers))),
        owner=tuple(dict.fromkeys((*file.owner, *beside.owner))),
        software=file.software or beside.software,
        description=file.description or beside.description,
        file_name=file.file_name,
        embedded_thumbnail=file.embedded_thumbnail,
        sources=file.sources,
        data_mining=file.data_mining or beside.data_mining,
        source_type=file.source_type or beside.source_type,
        gps_others=_list_places(file.gps_others + beside.gps_others),
        people=tuple(dict.fromkeys((*file.people, *beside.people))),
        keywords=tuple(dict.fromkeys((*file.keywords, *beside.keywords))),
        contact=tuple(dict.fromkeys((*file.contact, *beside.contact))),
        paths=tuple(dict.fromkeys((*file.paths, *beside.paths))),
        identifiers=tuple(dict.fromkeys((*file.identifiers, *beside.identifiers))),
        generation=file.generation or beside.generation,
    )


def position(metadata: Metadata) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, None where they are no place on Earth.

    None too where the file does not say on which half of it, or leaves a part out: that is no spot.
    """
    gps = metadata.gps
    if gps is None or not gps.sure or not on_earth(gps.latitude, gps.longitude):
        return None
    return gps.latitude, gps.longitude


def captured(metadata: Metadata) -> str | None:
    """Return the camera's local time, cut to a length that any true one keeps to."""
    return None if not metadata.captured_at else metadata.captured_at[:LONGEST_TIME]


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether the numbers name a place; 0, 0 is what a camera without a fix writes."""
    known = math.isfinite(latitude) and math.isfinite(longitude)
    return (
        known
        and abs(latitude) <= 90  # noqa: PLR2004 - degrees
        and abs(longitude) <= 180  # noqa: PLR2004 - degrees
        and (latitude, longitude) != (0.0, 0.0)
    )


def is_place(gps: Position) -> bool:
    """Whether a position names a place, be it one of several."""
    return on_earth(gps.latitude, gps.longitude)


def _position(*told: Position | None) -> Position | None:
    said = [gps for gps in told if gps is not None and is_place(gps)]
    return next((gps for gps in said if gps.sure), said[0] if said else None)


def _list_places(told: tuple[Position, ...]) -> tuple[Position, ...]:
    return tuple(filter(is_place, told))
