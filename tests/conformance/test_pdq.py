"""PDQ against the hashes that Meta's C++ binding gives for the same pictures."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq


class Vector(msgspec.Struct):
    file: str
    reference_binding_full_resolution: str
    quality: int


@pytest.fixture(scope="session")
def vectors(shared_data: Path) -> list[Vector]:
    return msgspec.json.decode(
        (shared_data / "pdq" / "vectors.json").read_bytes(), type=list[Vector]
    )


def test_every_bit_and_the_quality_equal_the_reference(
    vectors: list[Vector], shared_data: Path
) -> None:
    differing: dict[str, tuple[int, int]] = {}
    for vector in vectors:
        with Image.open(shared_data / "pdq" / vector.file) as image:
            found = pdq(np.asarray(image.convert("RGB")))
        bits = int(
            distances(
                from_hex([found.hash])[0], from_hex([vector.reference_binding_full_resolution])
            )[0]
        )
        if bits or found.quality != vector.quality:
            differing[vector.file] = (bits, found.quality)
    assert len(vectors) == 23
    assert differing == {}


@pytest.mark.parametrize(
    ("turned", "form"),
    [
        ("bridge-2-rotate-90.jpg", 1),
        ("bridge-3-rotate-180.jpg", 2),
        ("bridge-4-rotate-270.jpg", 3),
        ("bridge-5-flipx.jpg", 4),
        ("bridge-6-flipy.jpg", 5),
        ("bridge-7-flip-plus-1.jpg", 6),
        ("bridge-8-flip-minus-1.jpg", 7),
    ],
)
def test_a_turned_picture_is_found_among_the_eight_forms(
    turned: str, form: int, shared_data: Path
) -> None:
    with Image.open(shared_data / "pdq" / "bridge-1-original.jpg") as image:
        original = pdq(np.asarray(image.convert("RGB")))
    with Image.open(shared_data / "pdq" / turned) as image:
        other = pdq(np.asarray(image.convert("RGB")))
    near = distances(from_hex([other.hash])[0], from_hex(original.dihedral))
    assert int(np.argmin(near)) == form
    assert int(near[form]) <= 16
