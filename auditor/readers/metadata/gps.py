"""Positions as EXIF, XMP and keywords write them, turned into decimal degrees.

What cannot be true is no position, but is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.photos.position import Position
from auditor.messages import _

NORTH_SOUTH, EAST_WEST = "NS", "EW"
"""The letters of the two halves of the Earth, the positive one first."""

_FORM = re.compile(
    r"\s*([NSEW])?\s*((?:[+-]?\d{1,9}(?:\.\d{0,15})?(?:\s*/\s*\d{1,9})?(?:\s+|(?=[NSEW])|\Z)){1,4})"
    r"([NSEW])?\s*\Z",
    re.ASCII,
)
_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d*)?)(?:\s*/\s*(\d+))?", re.ASCII)
_MARKS = re.compile(r"DEG(?:REES?)?\b|MIN(?:UTES?)?\b|SEC(?:ONDS?)?\b|[,;:'\"°º′″’”]", re.ASCII)
_HALF = re.compile(r"(?<![A-Z])([NSEW])(?:ORTH|OUTH|AST|EST)\b", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\A([NSEW]?\s*[+-]?\d{1,3}),(\d{4,15})(?![\d.,/])", re.ASCII)
_RATIONAL = re.compile(
    r"\s*([+-]?\d{1,12}(?:\.\d{1,12})?)(?:\s*/\s*(\d{1,12}))?\s*m?\s*\Z", re.ASCII
)
_GEO_TAG = re.compile(
    r"\bgeo:(lat|lon|alt)[a-z]*\s*=\s*\"?\s*([+-]?\d{1,5}(?:[.,]\d{1,15})?)",
    re.ASCII | re.IGNORECASE,
)
_GEO_URI = re.compile(
    r"\bgeo:([+-]?\d{1,3}(?:\.\d{1,15})?),([+-]?\d{1,3}(?:\.\d{1,15})?)(?:,([+-]?\d{1,5}(?:\.\d+)?))?",
    re.ASCII | re.IGNORECASE,
)
_TEXT_CAP = 100
_WORD_CAP = 500
_MOST_WORDS = 2000
# the deepest sea floor is at -11 km; above 100 km is space
_LOWEST_M, _HIGHEST_M = (-12_000.0, 100_000.0)
_NULL_ISLAND = 1e-6
_POLE, _DATE_LINE = 90.0, 180.0
_PARTS = 3
_SIXTY = 60.0


@dataclass(frozen=True, slots=True)
class Angle:
    """A latitude or longitude in decimal degrees, south and west negative.

    `sided` where the file names the half of the Earth by a letter, `signed` where it does so by a
    sign. `whole` is False where a part of the number is missing or cannot be.
    """

    degrees: float
    sided: bool
    signed: bool
    whole: bool = True


@dataclass(slots=True)
class PositionsTold:
    """Positions of one part of a file.

    `camera` are where the picture was taken, most trusted first, `elsewhere` those of something
    else. `gaps` say in words what stands there that is no position.
    """

    camera: list[Position] = field(default_factory=list)
    elsewhere: list[Position] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def add(
        self,
        latitude: Angle | None,
        longitude: Angle | None,
        altitude: float | None,
        where: str,
        *,
        elsewhere: bool = False,
    ) -> None:
        """Take the position, or say why it is none."""
        found = join(latitude, longitude, altitude, where)
        if isinstance(found, str):
            self.gaps.append(found)
        elif elsewhere:
            self.elsewhere.append(found)
        else:
            self.camera.append(found)


def join(
    latitude: Angle | None, longitude: Angle | None, altitude: float | None, where: str
) -> Position | str:
    """Return the position that two angles of one structure make, or why they make none."""
    if latitude is None or longitude is None:
        return _("A position stands there that is not whole: latitude or longitude is no number.")
    if not (abs(latitude.degrees) <= _POLE and abs(longitude.degrees) <= _DATE_LINE):
        return _("A position stands there that cannot be true.")
    signed = latitude.signed or longitude.signed
    sure = all(
        angle.whole and (angle.sided or signed or angle.degrees == 0)
        for angle in (latitude, longitude)
    )
    found = position(latitude.degrees, longitude.degrees, altitude, sure=sure, where=where)
    return found or _(
        "The position 0, 0 stands there: devices write it that do not know where they are."
    )


def angle(parts: Sequence[float | None], ref: str, halves: str) -> Angle | None:
    """Return degrees, minutes and seconds (the last two may be missing) as an angle.

    None in `parts` is a number that is none (0/0). Minutes that are none leave an angle that is not
    whole; without seconds it is as exact as its minutes. `ref` S or W makes it negative. None if
    there are no degrees.
    """
    first = next(iter(parts), None)
    if first is None or not all(part is None or math.isfinite(part) for part in parts):
        return None
    size = sum(abs(part or 0.0) / _SIXTY**power for power, part in enumerate(parts[:_PARTS]))
    smaller = [part or 0.0 for part in parts[1:_PARTS]]
    missing = len(parts) > 1 and parts[1] is None and first == int(first)
    letter = ref.strip("\0 \t").upper()[:1]
    sided = letter != "" and letter in halves
    negative = any(part is not None and math.copysign(1.0, part) < 0 for part in parts[:_PARTS])
    degrees = -size if negative or (sided and letter == halves[1]) else size
    return Angle(
        degrees, sided, negative, whole=not missing and all(abs(part) <= _SIXTY for part in smaller)
    )


def angle_in(text: str, ref: str, halves: str) -> Angle | None:
    """Return an angle as a text writes it, None for what is none.

    "52,31.2N", "52,31,12N", "52.52", "-13.405", 52 deg 31' 12" N, "52/1, 31/1, 12/1"; the letter
    may stand apart, in `ref`.
    """
    written = _DECIMAL_COMMA.sub(r"\1.\2", text[:_TEXT_CAP].upper().strip("\0 \t\r\n"), count=1)
    form = _FORM.match(_MARKS.sub(" ", _HALF.sub(r"\1", written)))
    if form is None:
        return None
    parts: list[float | None] = []
    for sign, above, below in _NUMBER.findall(form[2]):
        under = float(below or 1)
        parts.append(float(sign + above) / under if under else None)
    found = angle(parts, form[3] or form[1] or ref, halves)
    if found is None or "+" not in form[2]:
        return found
    return replace(found, signed=True)


def decimal(text: str) -> Angle | None:
    """Return signed decimal degrees, where a property is defined to hold such."""
    number = read_number(text)
    return None if number is None else Angle(number, sided=False, signed=True)


def read_number(text: str) -> float | None:
    """Return a number or an XMP rational ("639/1")."""
    match = _RATIONAL.match(text[:_TEXT_CAP])
    if match is None:
        return None
    below = int(match[2] or 1)
    return float(match[1]) / below if below else None


def read_geo_words(words: Iterable[str], where: str, told: PositionsTold) -> None:
    """Take the position that keywords hold as machine tags (geo:lat=50.0755) or as a geo: URI."""
    parts: dict[str, str] = {}
    for _number, word in zip(range(_MOST_WORDS), words, strict=False):
        for tag in _GEO_TAG.finditer(word[:_WORD_CAP]):
            parts.setdefault(tag[1].lower(), tag[2].replace(",", "."))
        uri = _GEO_URI.search(word[:_WORD_CAP])
        if uri is not None and not parts:
            parts = {"lat": uri[1], "lon": uri[2]} | ({"alt": uri[3]} if uri[3] else {})
    if "lat" in parts or "lon" in parts:
        told.add(
            decimal(parts.get("lat", "")),
            decimal(parts.get("lon", "")),
            read_number(parts.get("alt", "")),
            where,
        )


def is_geo_word(word: str) -> bool:
    """Whether a keyword is a machine tag or URI of a position: a position, not a word."""
    cut = word[:_WORD_CAP]
    return bool(_GEO_TAG.search(cut) or _GEO_URI.search(cut))


def position(
    latitude: float | None,
    longitude: float | None,
    altitude: float | None = None,
    *,
    below_sea: bool = False,
    sure: bool = True,
    where: str = "",
) -> Position | None:
    """Return a position, None if it is out of range or 0, 0.

    Devices write 0, 0 when they had no fix.

    An impossible altitude is dropped.
    """
    if (
        latitude is None
        or longitude is None
        or not (abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE)
    ):
        return None
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return None
    return Position(
        latitude, longitude, altitude_of(altitude, below_sea=below_sea), sure=sure, where=where
    )


def altitude_of(altitude: float | None, *, below_sea: bool = False) -> float | None:
    """Return metres above sea level, None for what cannot be."""
    if altitude is None:
        return None
    metres = -abs(altitude) if below_sea else altitude
    return metres if _LOWEST_M <= metres <= _HIGHEST_M else None


def degrees(parts: Sequence[float], ref: str) -> float | None:
    """Return degrees, minutes and seconds (the last two may be missing) as decimal degrees.

    `ref` S or W makes them negative.
    """
    letter = ref.strip("\0 \t").upper()[:1]
    found = angle(parts, ref, EAST_WEST if letter and letter in EAST_WEST else NORTH_SOUTH)
    return None if found is None else found.degrees
