"""The map of places: the outline of the world, and near the place with most photos a scatter.

Nothing is loaded from anywhere: no tiles. Positions are those that the text beside may tell.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

from auditor.dataclass import dataclass
from auditor.domain.photos.place import EARTH_M, PlaceCluster
from auditor.messages import _, ngettext
from auditor.report.charts.canvas import DOTS_ACROSS, DOTS_DOWN, CellCanvas, Pen
from auditor.report.json.places import told

MOST_POINTS = 26
"""Places on a map, each with a letter; those with fewer photos are counted."""
NEAR_KM = 100
"""How far a place may lie from the one with most photos to stand in the scatter."""
_MOST_DISTANCES = 6
"""Places between which distances are told, which is 15 of them."""
_NORTH, _SOUTH = 84, -58
"""Latitudes between which the world is drawn; nothing is cut off where photos lie beyond."""
_ROUND = (1, 2, 5)
_KM, _FAR = 1000, 10_000
"""Metres from which on a length is told in km, and without a part of one."""

Coordinates = tuple[float, float]
"""Longitude and latitude in degrees, or metres to the east and the north."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place as it may be told; it lies within `radius_m` of the position."""

    letter: str
    name: str
    latitude: float
    longitude: float
    radius_m: int
    photos: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The places with most photos; `left_out` are the others. Those of `hidden` are not drawn."""

    points: tuple[MapPoint, ...]
    left_out: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Places near the first, in metres east and north of their middle.

    `bar_m` is the length of the scale bar; `half_m` from the middle to the edge.
    """

    points: tuple[tuple[MapPoint, Coordinates], ...]
    half_m: float
    bar_m: int


def place_map(
    spots: Sequence[PlaceCluster], names: Sequence[str], *, exact: bool, masked: bool
) -> PlaceMap:
    """Return what a map may show; `names` are those of the spots as the text shows them.

    Masked, nothing is drawn: a map would tell what the text hides.
    """
    if masked:
        return PlaceMap((), hidden=len(spots))
    shown = [
        _point(index, spot, name, exact=exact)
        for index, (spot, name) in enumerate(zip(spots[:MOST_POINTS], names, strict=False))
    ]
    return PlaceMap(tuple(shown), len(spots) - len(shown))


def _point(index: int, spot: PlaceCluster, name: str, *, exact: bool) -> MapPoint:
    latitude, longitude, radius = told(spot, exact=exact)
    letter = chr(ord("A") + index)
    return MapPoint(letter, name, latitude, longitude, radius, len(spot.photos))


@cache
def coasts() -> tuple[tuple[Coordinates, ...], ...]:
    """Return the coasts of the world as lines of (longitude, latitude)."""
    text = files("auditor.report.charts").joinpath("coast.txt").read_text("utf-8")
    return tuple(
        tuple(_pair(pair) for pair in line.split())
        for line in text.splitlines()
        if not line.startswith("#")
    )


def _pair(text: str) -> Coordinates:
    east, north = text.split(",")
    return float(east), float(north)


def world(shown: PlaceMap, pen: Pen, height: int) -> list[str]:
    """Return the world with a letter at each place, as large as fits in `height` rows.

    Where letters meet stands *, and below, in rows of its own, which they are.
    """
    if not shown.points:
        return []
    north = max(_NORTH, *(point.latitude for point in shown.points))
    south = min(_SOUTH, *(point.latitude for point in shown.points))
    dots = min(pen.width * DOTS_ACROSS / 360, height * DOTS_DOWN / (north - south))
    width = min(pen.width, math.ceil(dots * 360 / DOTS_ACROSS))
    canvas = CellCanvas(
        width, math.ceil(dots * (north - south) / DOTS_DOWN), ascii_only=pen.ascii_only
    )

    def placed(longitude: float, latitude: float) -> Coordinates:
        return (
            min(max((longitude + 180) * dots, 0), width * DOTS_ACROSS - 1),
            max((north - latitude) * dots, 0),
        )

    for coast in coasts():
        for start, end in pairwise(coast):
            canvas.line(placed(*start), placed(*end))
    at = [(point, placed(point.longitude, point.latitude)) for point in shown.points]
    met = _letters(canvas, at, pen)
    return [*canvas.lines(), *met]


def _letters(
    canvas: CellCanvas, placed: Sequence[tuple[MapPoint, Coordinates]], pen: Pen
) -> list[str]:
    """Draw the letters, * where they meet, and return which meet."""
    cells: dict[tuple[int, int], list[str]] = {}
    for point, (x, y) in placed:
        cell = int(x) // DOTS_ACROSS, int(y) // DOTS_DOWN
        cells.setdefault(cell, []).append(point.letter)
    for (column, row), letters in cells.items():
        canvas.letter(
            column * DOTS_ACROSS, row * DOTS_DOWN, letters[0] if len(letters) == 1 else "*"
        )
    met = ["+".join(letters) for letters in cells.values() if len(letters) > 1]
    if not met:
        return []
    return textwrap.wrap(_("* is {letters}").format(letters=", ".join(met)), pen.width)


def metres_between(first: MapPoint, second: MapPoint) -> float:
    """Return the distance over the sphere (haversine)."""
    north, other = math.radians(first.latitude), math.radians(second.latitude)
    up = math.sin((other - north) / 2) ** 2
    across = math.sin(math.radians(second.longitude - first.longitude) / 2) ** 2
    share = up + math.cos(north) * math.cos(other) * across
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, share)))


def scatter(shown: PlaceMap) -> Scatter | None:
    """Return the places near the first; None where it lies alone.

    Equirectangular around their middle: at `NEAR_KM` that is off by less than one in a hundred
    where people live.
    """
    if not shown.points:
        return None
    first = shown.points[0]
    near = [point for point in shown.points if metres_between(first, point) <= NEAR_KM * 1000]
    if near == [first]:
        return None
    degree = math.radians(EARTH_M)
    turned = [_turned(point.longitude - first.longitude) for point in near]
    north = (max(p.latitude for p in near) + min(p.latitude for p in near)) / 2
    east = (max(turned) + min(turned)) / 2
    narrowed = degree * math.cos(math.radians(north))
    points = tuple(
        (point, ((x - east) * narrowed, (point.latitude - north) * degree))
        for point, x in zip(near, turned, strict=True)
    )
    reach = (max(abs(x), abs(y)) + point.radius_m for point, (x, y) in points)
    half = max(200.0, *reach) * 1.15
    return Scatter(points, half, round_length(half / 2))


def _turned(degrees: float) -> float:
    """Return a difference of longitudes the short way around."""
    return (degrees + 180) % 360 - 180


def round_length(metres: float) -> int:
    """Return the longest of 1, 2, 5, 10, 20, 50 … metres that is not above `metres`."""
    power = int(10 ** math.floor(math.log10(max(metres, 1))))
    return max(step * power for step in _ROUND if step * power <= max(metres, 1))


def length(metres: float) -> str:
    """Return a length in words."""
    if metres < _KM:
        return _("{n} m").format(n=f"{metres:.0f}")
    return _("{n} km").format(n=f"{metres / _KM:.{0 if metres >= _FAR else 1}f}")


def near_places(found: Scatter, pen: Pen, height: int) -> list[str]:
    """Return the scatter with north up, equal scales both ways, and a scale bar below.

    Around each place a circle shows how far off it may be: no drawing is sharper than what it rests
    on.
    """
    rows = max(1, height - 2)
    dots = min(pen.width * DOTS_ACROSS, rows * DOTS_DOWN)
    scale = dots / (2 * found.half_m)
    canvas = CellCanvas(
        math.ceil(dots / DOTS_ACROSS), math.ceil(dots / DOTS_DOWN), ascii_only=pen.ascii_only
    )
    placed = [
        (point, ((found.half_m + x) * scale, (found.half_m - y) * scale))
        for point, (x, y) in found.points
    ]
    for point, at in placed:
        _circle(canvas, at, point.radius_m * scale)
    met = _letters(canvas, placed, pen)
    cells = max(1, round(found.bar_m * scale / DOTS_ACROSS))
    bar = "|" + "-" * max(0, cells - 2) + "|" if pen.ascii_only else "├" + "─" * (cells - 2) + "┤"
    said = _("{length}; north is up").format(length=length(found.bar_m))
    return [*canvas.lines(), f"{bar} {said}", *textwrap.wrap(within(), pen.width), *met]


def within() -> str:
    """Return what the circles of a scatter mean."""
    return _("Each place lies within its circle.")


def _circle(canvas: CellCanvas, middle: Coordinates, radius: float) -> None:
    """Draw how far off a place may be, in dots."""
    count = math.ceil(2 * math.pi * radius)
    for turn in (2 * math.pi * step / count for step in range(count)):
        canvas.dot(middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn))


def in_words(shown: PlaceMap) -> list[str]:
    """Return a line for each place by its letter, then the distances, then what is not drawn."""
    if shown.hidden:
        told_hidden = ngettext(
            "{n} place. Places are hidden here, so no map is drawn: it would show them.",
            "{n} places. Places are hidden here, so no map is drawn: it would show them.",
            shown.hidden,
        )
        return [told_hidden.format(n=shown.hidden)]
    lines = [_place(point) for point in shown.points]
    lines += _distances(shown)
    if shown.left_out:
        lines.append(
            ngettext(
                "{n} place with fewer photos is not on the map; the list of places has it.",
                "{n} places with fewer photos are not on the map; the list of places has them.",
                shown.left_out,
            ).format(n=shown.left_out)
        )
    return lines


def _place(point: MapPoint) -> str:
    counted = ngettext("{n} photo", "{n} photos", point.photos).format(n=point.photos)
    told_place = _("{letter} {place}: {photos}, ± {radius}")
    return told_place.format(
        letter=point.letter, place=point.name, photos=counted, radius=length(point.radius_m)
    )


def _distances(shown: PlaceMap) -> Iterator[str]:
    found = scatter(shown)
    if found is None:
        return
    near = [point for point, _position in found.points]
    for first, second in combinations(near[:_MOST_DISTANCES], 2):
        metres, unsure = metres_between(first, second), first.radius_m + second.radius_m
        pair = f"{first.letter}–{second.letter}"
        if metres <= unsure:
            yield _("{pair}: less than {most} apart").format(
                pair=pair, most=length(metres + unsure)
            )
        else:
            yield _("{pair}: {distance} apart, ± {unsure}").format(
                pair=pair, distance=length(metres), unsure=length(unsure)
            )
    if len(near) > _MOST_DISTANCES:
        yield _("Distances are told between the {n} places with most photos.").format(
            n=_MOST_DISTANCES
        )
