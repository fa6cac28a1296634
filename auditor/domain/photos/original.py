"""The original behind the picture that a page displays: how large both are."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, Rendition, Role

_LEAST_GAIN = 1.2
"""Ratio of areas from which the original counts as larger: smaller gains come from rounding and
cropping."""


@dataclass(frozen=True, slots=True)
class LargerOriginal:
    """A larger file at `url` behind the displayed one, width and height of both in px.

    `displayed` is None where the platform does not tell it: then the original may be no larger.
    `measured` says that `sides` were measured, not told by the platform.
    """

    url: str
    sides: tuple[int, int]
    displayed: tuple[int, int] | None
    measured: bool

    @property
    def gain(self) -> float:
        """The ratio of areas; 1.0 where it is not known."""
        if self.displayed is None:
            return 1.0
        return self.sides[0] * self.sides[1] / (self.displayed[0] * self.displayed[1])

    def shown(self, length: int) -> int | None:
        """Return how many px `length` px of the original are in the displayed picture, about.

        Long and short sides are compared, since a platform may turn the picture; of two scales
        the larger counts, since a cropped picture is scaled by that one. None where not known.
        """
        if self.displayed is None:
            return None
        pairs = tuple(zip(sorted(self.displayed), sorted(self.sides), strict=True))
        displayed, original = max(pairs, key=lambda pair: pair[0] / pair[1])
        return min(length, length * displayed // original)


def larger_original(photo: Photo, facts: Facts | None) -> LargerOriginal | None:
    """Return the original behind what the page displays, None where there is no larger one.

    None too where the size of the original is not known.
    """
    served, displayed = photo.rendition(Role.SERVED), photo.rendition(Role.DISPLAYED)
    if served is None or displayed is None or served.url == displayed.url:
        return None
    measured = (
        (facts.width, facts.height) if facts is not None and facts.width and facts.height else None
    )
    sides = measured or _told(served)
    if sides is None:
        return None
    found = LargerOriginal(served.url, sides, _told(displayed), measured is not None)
    return found if found.displayed is None or found.gain >= _LEAST_GAIN else None


def _told(rendition: Rendition) -> tuple[int, int] | None:
    return (rendition.width, rendition.height) if rendition.width and rendition.height else None
