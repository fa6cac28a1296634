"""The order in which the coefficients of a block are stored (ITU T.81, figure 5)."""

from __future__ import annotations

import numpy as np

__all__ = ["NATURAL", "ZIGZAG"]

ZIGZAG = np.array(
    sorted(
        range(64),
        key=lambda place: (
            place // 8 + place % 8,
            place // 8 if (place // 8 + place % 8) % 2 else place % 8,
        ),
    )
)
"""For each place in that order, the place in rows and columns."""
NATURAL = np.argsort(ZIGZAG)
"""For each place in rows and columns, the place in that order."""
