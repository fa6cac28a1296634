from __future__ import annotations

from auditor.domain.photos.position_exactness import exact_to
from tests.rows import each_row


@each_row(
    ("latitude", "longitude", "metres"),
    [
        (52.0, 13.0, 55_598),
        (52.5, 13.4, 5560),
        (52 + 31 / 60, 13 + 24 / 60, 927),
        (52.52, 13.41, 556),
        (52.52, 13.4, 556),  # one number may end in a zero
        (52 + 31 / 60 + 12 / 3600, 13 + 24 / 60 + 18 / 3600, 93),  # 31.2, 24.3: tenths of minutes
        (52 + 31 / 60 + 13 / 3600, 13 + 24 / 60 + 18 / 3600, 15),
        (52.5163, 13.3777, 10),
        (52.516271, 13.377703, 10),
        (-33.85678, 151.21530, 10),
    ],
)
def test_the_coarsest_grid(latitude: float, longitude: float, metres: int) -> None:
    assert exact_to(latitude, longitude) == metres
    assert exact_to(-latitude, -longitude) == metres
