"""How many photos there are of each year, hour and size."""

from __future__ import annotations

from auditor.dataclass import dataclass

HOURS = 24
SIZES = (256, 512, 1024, 2048, 4096)
"""Where a new class of sizes begins, in pixels of the longer side."""

ByValue = tuple[tuple[int | None, int], ...]


@dataclass(frozen=True, slots=True)
class PhotoCounts:
    """Pairs of what is counted and how many photos; None where it is not known of them.

    `years` and `hours` are of the posting, in UTC. `sizes` has the number of the class: 0 below the
    first of `SIZES`.
    """

    years: ByValue = ()
    hours: ByValue = ()
    sizes: ByValue = ()
