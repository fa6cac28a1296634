"""What one part of a file's metadata says, and how several parts are put together.

The most trusted one first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auditor.domain.photos.facts import Camera, Metadata, Position
from auditor.domain.photos.source_type import strongest
from auditor.readers.metadata.text import LONG, tidy, tidy_name, tidy_serial, unique
from auditor.readers.metadata.times import Stamp, choose


@dataclass(slots=True)
class RawMetadata:
    """Raw values from one reader; `source` names it.

    `stamps` are capture times, most trusted first; `gps_time` is UTC.
    """

    source: str
    position: Position | None = None
    stamps: list[Stamp] = field(default_factory=list)
    gps_time: datetime | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    serials: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    software: str | None = None
    descriptions: list[str] = field(default_factory=list)
    data_mining: str | None = None
    source_type: str | None = None

    def says_something(self) -> bool:
        """Whether there is anything at all."""
        return any(
            (
                self.position,
                self.stamps,
                self.gps_time,
                self.make,
                self.model,
                self.lens,
                unique(map(tidy_serial, self.serials)),
                unique(map(tidy_name, self.owners)),
                self.software,
                self.data_mining,
                self.source_type,
                unique(tidy(description, LONG) for description in self.descriptions),
            )
        )


def merge(parts: Sequence[RawMetadata], file_name: str | None) -> Metadata:
    """Return one Metadata from `parts`, the first one that has a value wins.

    Lists are joined without doubles.
    """
    stamps = [stamp for part in parts for stamp in part.stamps]
    captured_at, captured_at_utc = choose(stamps, _find_first([part.gps_time for part in parts]))
    descriptions = unique(tidy(text, LONG) for part in parts for text in part.descriptions)
    return Metadata(
        gps=_choose_position([part.position for part in parts]),
        captured_at=captured_at,
        captured_at_utc=captured_at_utc,
        camera=Camera(
            make=_find_text([part.make for part in parts]),
            model=_find_text([part.model for part in parts]),
            lens=_find_text([part.lens for part in parts]),
        ),
        serial_numbers=unique(tidy_serial(text) for part in parts for text in part.serials),
        owner=unique(tidy_name(text) for part in parts for text in part.owners),
        software=_find_text([part.software for part in parts]),
        description=tidy("\n".join(descriptions), LONG),
        file_name=tidy(file_name, 1000) if file_name else None,
        sources=tuple(dict.fromkeys(part.source for part in parts if part.says_something())),
        data_mining=next((part.data_mining for part in parts if part.data_mining), None),
        source_type=strongest(part.source_type for part in parts if part.source_type),
    )


def _choose_position(positions: Sequence[Position | None]) -> Position | None:
    """Return the first position; one with an altitude at the same place completes it."""
    found = [position for position in positions if position is not None]
    if not found:
        return None
    first = found[0]
    if first.altitude is None:
        near = (
            position.altitude
            for position in found
            if _is_same_place(position, first) and position.altitude is not None
        )
        return Position(first.latitude, first.longitude, next(near, None))
    return first


def _is_same_place(first: Position, second: Position) -> bool:
    near = 1e-4  # degrees, about 11 m
    return (
        abs(first.latitude - second.latitude) < near
        and abs(first.longitude - second.longitude) < near
    )


def _find_first(values: Sequence[datetime | None]) -> datetime | None:
    return next((value for value in values if value is not None), None)


def _find_text(values: Sequence[str | None]) -> str | None:
    return next((kept for value in values if value and (kept := tidy(value))), None)
