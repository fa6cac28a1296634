"""A position on Earth as a file or a platform tells it."""

from __future__ import annotations

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """WGS 84, decimal degrees, south and west negative.

    Altitude in metres, below sea level negative. `radius_m` is None for a position as it stands in
    the file, else how far it was blunted. `sure` is False where the file does not say on which half
    of the Earth it lies, or leaves out a part of it. `where` names the part of the file it stands
    in ("EXIF GPS", "XMP drone-dji"), empty where it is not known.
    """

    latitude: float
    longitude: float
    altitude: float | None = None
    radius_m: int | None = None
    sure: bool = True
    where: str = ""
