"""Season and hour: the colours of sky, leaves and ground.

They are taken from the date a photo was taken on.
"""

from __future__ import annotations

from datetime import datetime

from auditor.dataclass import dataclass
from auditor.practice.drawing.canvas import Colour, mix

_SKIES: dict[str, tuple[Colour, Colour, Colour]] = {
    "dawn": ((74, 92, 148), (214, 150, 150), (252, 208, 160)),
    "day": ((58, 118, 190), (128, 178, 224), (206, 226, 240)),
    "dusk": ((58, 52, 110), (204, 96, 96), (252, 176, 92)),
    "night": ((8, 12, 34), (20, 28, 62), (54, 60, 92)),
}
_LEAVES: dict[str, tuple[Colour, ...]] = {
    "spring": ((118, 168, 72), (142, 186, 92), (236, 196, 208)),
    "summer": ((52, 110, 54), (74, 132, 62), (40, 92, 52)),
    "autumn": ((196, 108, 40), (222, 154, 50), (150, 62, 38)),
    "winter": ((92, 88, 92), (212, 220, 230), (116, 112, 116)),
}
_GROUND: dict[str, Colour] = {
    "spring": (116, 150, 76),
    "summer": (92, 132, 62),
    "autumn": (140, 114, 66),
    "winter": (222, 228, 236),
}
_DIM: dict[str, Colour] = {
    "dawn": (246, 222, 214),
    "day": (255, 255, 255),
    "dusk": (244, 204, 186),
    "night": (92, 102, 148),
}


@dataclass(frozen=True, slots=True)
class Light:
    """What season and hour do to a scene."""

    season: str
    hour: str

    @property
    def sky(self) -> list[tuple[float, Colour]]:
        """Gradient stops from zenith to horizon."""
        top, middle, low = _SKIES[self.hour]
        return [(0.0, top), (0.6, middle), (1.0, low)]

    @property
    def leaves(self) -> tuple[Colour, ...]:
        """Colours of foliage."""
        return _LEAVES[self.season]

    @property
    def ground(self) -> Colour:
        """Colour of meadows and banks."""
        return _GROUND[self.season]

    @property
    def dim(self) -> Colour:
        """What the hour multiplies everything below the sky with."""
        return _DIM[self.hour]

    def lit(self, colour: Colour) -> Colour:
        """Return `colour` as this hour shows it."""
        tint = self.dim
        return (colour[0] * tint[0] // 255, colour[1] * tint[1] // 255, colour[2] * tint[2] // 255)

    def haze(self, colour: Colour, share: float) -> Colour:
        """Return `colour` with the air of `share` (0-1) of the way to the horizon before it."""
        return mix(self.lit(colour), _SKIES[self.hour][2], share)


def light_at(moment: datetime, *, mild: bool = False) -> Light:
    """Return the light of a local time; `mild` for places where it never snows."""
    month = moment.month - 1
    season = (
        "winter",
        "winter",
        "spring",
        "spring",
        "spring",
        "summer",
        "summer",
        "summer",
        "autumn",
        "autumn",
        "autumn",
        "winter",
    )[month]
    hours = ((5, "night"), (8, "dawn"), (18, "day"), (21, "dusk"), (24, "night"))
    hour = next(name for until, name in hours if moment.hour < until)
    return Light("spring" if mild and season == "winter" else season, hour)
