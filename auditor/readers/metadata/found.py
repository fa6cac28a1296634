"""What one part of a file's metadata says, and how several parts are put together.

The most trusted one first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TypeVar

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Camera, Metadata
from auditor.domain.photos.file_contents import Contact, Generation, NamedPerson, Trace
from auditor.domain.photos.position import Position
from auditor.domain.photos.source_type import strongest
from auditor.readers.metadata.gps import PositionsTold, is_geo_word
from auditor.readers.metadata.text import LONG, MANY, tidy, tidy_name, tidy_serial, unique
from auditor.readers.metadata.times import Stamp, choose

_Told = TypeVar("_Told", Contact, Trace)

_MANY_TOLD = 50
"""People, contacts, paths and the like kept of a file; a group photo names that many."""
_MANY_KEYWORDS = 100
_NO_PEOPLE = frozenset(
    {
        "picasa",
        "sony dsc",
        "user",
        "owner",
        "author",
        "artist",
        "photographer",
        "camera",
        "digital camera",
        "unnamed",
        "unknown person",
        "unbekannt",
        "inconnu",
        "desconocido",
        "desconhecido",
        "sconosciuto",
        "onbekend",
        "admin",
        "administrator",
    }
)
"""What programs and cameras write where a name could stand."""


@dataclass(slots=True)
class RawMetadata:
    """Raw values from one reader; `source` names it.

    `stamps` are times, each with its trust; `gps_time` is UTC. `position` is the camera's;
    `positions_elsewhere` are of something else. Of `people`, `contact`, `paths` and `identifiers`
    each names the property it stands in. `gaps` say in words what stands there that could not be
    told.
    """

    source: str
    position: Position | None = None
    positions_elsewhere: list[Position] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    gps_time: datetime | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    serials: list[str] = field(default_factory=list)
    identifiers: list[Trace] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    people: list[NamedPerson] = field(default_factory=list)
    contact: list[Contact] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    paths: list[Trace] = field(default_factory=list)
    software: str | None = None
    descriptions: list[str] = field(default_factory=list)
    data_mining: str | None = None
    source_type: str | None = None
    generation: Generation | None = None
    gaps: list[str] = field(default_factory=list)

    def take_positions(self, told: PositionsTold) -> None:
        """Take the first position of the camera that is sure, else the first, and all others."""
        kept = ([self.position] if self.position else []) + told.camera
        self.position = next((each for each in kept if each.sure), next(iter(kept), None))
        self.positions_elsewhere += told.elsewhere
        self.gaps += told.gaps

    def says_something(self) -> bool:
        """Whether there is anything at all."""
        return any(
            (
                self.position,
                self.positions_elsewhere,
                self.stamps,
                self.gps_time,
                self.make,
                self.model,
                self.lens,
                unique(map(tidy_serial, self.serials)),
                unique(map(tidy_name, self.owners)),
                self.identifiers,
                self.people,
                self.contact,
                self.keywords,
                self.paths,
                self.software,
                self.data_mining,
                self.source_type,
                self.generation,
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
        serial_numbers=_unique_serials(text for part in parts for text in part.serials),
        owner=unique(tidy_name(text) for part in parts for text in part.owners),
        software=_find_text([part.software for part in parts]),
        description=tidy("\n".join(descriptions), LONG),
        file_name=tidy(file_name, 1000) if file_name else None,
        sources=tuple(dict.fromkeys(part.source for part in parts if part.says_something())),
        data_mining=next((part.data_mining for part in parts if part.data_mining), None),
        source_type=strongest(part.source_type for part in parts if part.source_type),
        gps_others=_unique_positions(
            position for part in parts for position in part.positions_elsewhere
        ),
        people=_tidy_people(
            (person for part in parts for person in part.people),
            (name for part in parts for name in (part.make, part.model, part.software) if name),
        ),
        keywords=unique(
            (tidy(word) for part in parts for word in part.keywords if not is_geo_word(word)),
            most=_MANY_KEYWORDS,
        ),
        contact=_tidy_values(contact for part in parts for contact in part.contact),
        paths=_tidy_values(path for part in parts for path in part.paths),
        identifiers=_tidy_values(trace for part in parts for trace in part.identifiers),
        generation=_choose_generation([part.generation for part in parts]),
    )


def _unique_serials(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each number once: readers fill up some with zeros, some not."""
    found: dict[str, str] = {}
    for text in texts:
        serial = tidy_serial(text)
        if serial is not None and len(found) < MANY:
            found.setdefault(serial.casefold().lstrip("0"), serial)
    return tuple(found.values())


def _tidy_people(people: Iterable[NamedPerson], devices: Iterable[str]) -> tuple[NamedPerson, ...]:
    """Return each name once, with the first property that tells it.

    Placeholders, numbers, addresses of pages and the names of `devices` and programs are no people.
    """
    found: dict[str, NamedPerson] = {}
    passed_over = _NO_PEOPLE | {device.strip("\0 ").casefold() for device in devices}
    for person in people:
        name = tidy_name(person.name)
        if name is None or len(found) >= _MANY_TOLD:
            continue
        low = name.casefold()
        is_site = "://" in low or low.startswith("www.")
        if low not in passed_over and not is_site and any(sign.isalpha() for sign in low):
            found.setdefault(low, replace(person, name=name))
    return tuple(found.values())


def _tidy_values(told: Iterable[_Told]) -> tuple[_Told, ...]:
    """Return each value once, with the first property that tells it."""
    found: dict[str, _Told] = {}
    for each in told:
        value = tidy(each.value)
        if value is not None and len(found) < _MANY_TOLD:
            found.setdefault(value.casefold(), replace(each, value=value))
    return tuple(found.values())


def _unique_positions(positions: Iterable[Position]) -> tuple[Position, ...]:
    found: list[Position] = []
    for position in positions:
        if len(found) < MANY and not any(_is_same_place(position, kept) for kept in found):
            found.append(position)
    return tuple(found)


def _choose_generation(told: Sequence[Generation | None]) -> Generation | None:
    """Return program and prompt, each from the first part that names it."""
    found = [each for each in told if each is not None]
    if not found:
        return None
    prompt = next((each.prompt for each in found if each.prompt), None)
    return Generation(
        _find_text([each.tool for each in found]), tidy(prompt, LONG) if prompt else None
    )


def _choose_position(positions: Sequence[Position | None]) -> Position | None:
    """Return the first position that is sure, else the first.

    One with an altitude at the same place completes it.
    """
    found = [position for position in positions if position is not None]
    if not found:
        return None
    first = next((position for position in found if position.sure), found[0])
    if first.altitude is None:
        near = (
            position.altitude
            for position in found
            if _is_same_place(position, first) and position.altitude is not None
        )
        return replace(first, altitude=next(near, None))
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
