"""PDQ of sixty files in every mode against what the C++ reference (pdqhash 0.2.8) gave.

benchmarks/hashing.py does all 500.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from auditor.hashing.pdq.pdq import pdq
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import picture
from tests.unit.hashing.drawn import drawn


class Expected(msgspec.Struct):
    number: int
    crc: int
    hash: str
    quality: int


EXPECTED = msgspec.json.decode(
    (Path(__file__).parent / "drawn.json").read_bytes(), type=list[Expected]
)


def test_there_are_sixty() -> None:
    assert [expected.number for expected in EXPECTED] == list(range(60))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected.number))
def test_equals_the_reference(expected: Expected) -> None:
    made = drawn(expected.number)
    assert made.crc == expected.crc, "the picture itself is drawn differently"
    header = read_header(made.data)
    assert header is not None
    image, _turn = picture(made.data, header)
    rgb = np.asarray(image)
    assert np.array_equal(rgb, made.rgb), made.mode
    found = pdq(rgb)
    if made.kind in {"flat", "gradient"} and found.unstable:
        return
    assert (found.hash, found.quality) == (expected.hash, expected.quality)
