"""Where and when a photo says it was taken: the file first, else what the platform publishes beside it."""

from __future__ import annotations

import math

from auditor.domain.photos.facts import Metadata

_CAPTURED = 40
"""Characters kept of a camera's time: more than any form of ISO 8601 needs, and no room for hostile text."""


def position(in_file: Metadata, beside: Metadata | None) -> tuple[float, float] | None:
    """Return latitude and longitude: of the file, else as the platform publishes it; None where it is no place on Earth."""
    for metadata in (in_file, beside):
        if (
            metadata is not None
            and metadata.gps is not None
            and on_earth(metadata.gps.latitude, metadata.gps.longitude)
        ):
            return metadata.gps.latitude, metadata.gps.longitude
    return None


def captured(in_file: Metadata, beside: Metadata | None) -> str | None:
    """Return the camera's local time: of the file, else as the platform publishes it."""
    found = in_file.captured_at or (beside.captured_at if beside else None)
    return None if found is None else found[:_CAPTURED]


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether the numbers name a place; 0, 0 is what a camera without a fix writes."""
    known = math.isfinite(latitude) and math.isfinite(longitude)
    return (
        known
        and abs(latitude) <= 90  # noqa: PLR2004 - degrees
        and abs(longitude) <= 180  # noqa: PLR2004 - degrees
        and (latitude, longitude) != (0.0, 0.0)
    )
