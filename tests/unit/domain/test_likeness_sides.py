"""What many photos show is what each of them shows."""

from __future__ import annotations

import random
from dataclasses import astuple, replace

from auditor.domain.findings.check import Print
from auditor.domain.likeness.face_rows import FaceRows, rows_of
from auditor.domain.likeness.rules import BRIGHT, DARK, SHARP, SIDE_DEGREES, showing
from auditor.domain.likeness.sides import sides_of, with_face_of
from auditor.domain.photos.picture_contents import Box, Face
from tests.unit.domain.likeness_making import portrait


def _face(rng: random.Random) -> Face:
    around = rng.choice((-0.1, 0.0, 0.1))
    return Face(
        Box(rng.randint(-5, 5), 0, rng.choice((0, 40, 80, 81, 300)), rng.choice((80, 300))),
        0.9,
        (),
        rng.choice((-1, 1)) * SIDE_DEGREES + around,
        0.0,
        SHARP + around,
        rng.choice((DARK, BRIGHT)) + around,
        rng.choice((None, False, True)),
    )


def _photo(rng: random.Random, number: int) -> Print:
    faces = tuple(_face(rng) for _face_number in range(rng.choice((0, 1, 1, 2, 3))))
    made = portrait(number, *faces, size=(rng.randint(1, 900), 640), looked=bool(faces))
    known = rng.random() < 0.9
    return replace(
        made,
        width=made.width if known else None,
        height=made.height if known else None,
        faces=FaceRows(rows_of(faces)) if rng.random() < 0.5 and faces else made.faces,
    )


def test_many_photos_show_what_each_shows() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        prints = [_photo(rng, number) for number in range(rng.choice((1, 2, 9)))]
        sides = sides_of(prints)
        shown = zip(*(column.tolist() for column in astuple(sides)), strict=True)
        assert [*shown] == [astuple(showing(photo)) for photo in prints]
        for size in (1, 80, 81, 300):
            large = zip(prints, sides.face.tolist(), strict=True)
            assert [*with_face_of(prints, size)] == [photo for photo, face in large if face >= size]


def test_rows_are_as_equal_and_as_hashable_as_the_faces() -> None:
    rng = random.Random(1)
    faces = (_face(rng), _face(rng))
    rows = FaceRows(rows_of(faces))
    same: object = faces
    assert rows == same
    assert same == rows
    assert (len(rows), rows[1], rows[:1]) == (2, faces[1], (faces[0],))
    assert hash(rows) == hash(faces)
    assert repr(rows) == repr(faces)
    assert rows != faces[:1]
    assert rows != [*faces]
