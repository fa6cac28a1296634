"""The best single picture, and the fewest photos that bring it down."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.check import Print
from auditor.domain.likeness.best import best, faces_from, original_of
from auditor.domain.likeness.likeness import Original
from auditor.domain.likeness.rules import CLEAR_FACE_SIDE, FACE_FLOOR, SHRINK_TARGETS
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.original import larger_original
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from tests.examples import examples
from tests.rows import each_row
from tests.unit.domain.likeness_making import face, portrait

URL = "https://example.org/large.jpg"


def across(prints: Sequence[Print], not_me: frozenset[str] = frozenset()) -> int:
    found = best(prints, not_me)
    return 0 if found is None else found.face_px


def picture(shown: tuple[int, int] | None, *, url: str = URL) -> Photo:
    width, height = shown or (None, None)
    return Photo(
        "p001", "a-mara", "website", PhotoKind.POST, "https://example.org/", url,
        (
            Rendition(url, Role.SERVED, 1600, 1200),
            Rendition("https://example.org/small.jpg", Role.DISPLAYED, width, height),
        ),
    )  # fmt: skip


def test_the_sizes() -> None:
    assert (CLEAR_FACE_SIDE, FACE_FLOOR, SHRINK_TARGETS) == (256, 112, (512, 256, 112))


def test_the_largest_sharp_uncovered_face_wins() -> None:
    prints = [
        portrait(1, face(900, sharpness=0.05)),
        portrait(2, face(800, covered=True), face(90)),
        portrait(3, face(300), face(420), size=(3000, 2000)),
        portrait(4, face(700), looked=False),
        portrait(5, face(410), size=(500, 900)),
    ]
    found = best(prints)
    assert found is not None
    assert (found.photo, found.account, found.face_px, found.short_side) == (
        "p003",
        "a-mara",
        420,
        2000,
    )
    assert (found.where, found.original) == ("https://example.org/3", None)
    assert across(prints, frozenset({"p003"})) == 410
    assert across(prints, frozenset({"p003", "p005"})) == 90  # small, and still the best there is


def test_where_no_face_is_sharp_or_none_was_looked_for_there_is_none() -> None:
    assert best([]) is None
    assert best([portrait(1, looked=False), replace(portrait(2), faces=())]) is None
    assert (
        best([portrait(1, face(900, sharpness=0.0)), portrait(2, face(900, covered=True))]) is None
    )


def test_of_equal_faces_the_larger_picture_is_taken_then_the_first_id() -> None:
    prints = [portrait(3), portrait(1, size=(900, 900)), portrait(2)]
    for order in (prints, prints[::-1]):
        found = best(order)
        assert found is not None
        assert found.photo == "p002"


def test_copies_on_other_accounts_count_each() -> None:
    prints = [portrait(1, face(600), sha="same"), portrait(2, face(600), owner="b", sha="same")]
    assert faces_from(prints, frozenset(), 512) == (("p001", 600), ("p002", 600))
    assert faces_from(prints, frozenset({"p002"}), 512) == (("p001", 600),)
    assert faces_from(prints, frozenset(), 601) == ()


@st.composite
def several(draw: st.DrawFn, most: int = 60) -> list[Print]:
    rng = random.Random(draw(st.integers(0, 2**32)))
    return [
        portrait(
            index,
            *(
                face(
                    rng.choice((60, 111, 112, 255, 256, 511, 512, rng.randrange(20, 900))),
                    sharpness=rng.choice((0.05, 0.2, 0.9)),
                    covered=rng.choice((None, False, True)),
                )
                for _ in range(rng.choice((1, 1, 2, 4)))
            ),
            looked=rng.random() < 0.9,
            owner=rng.choice(("mara", "tomas")),
        )
        for index in range(rng.randrange(most))
    ]


@examples(150)
@given(several(), st.sampled_from(SHRINK_TARGETS), st.data())
def test_hiding_them_leaves_the_best_below_and_none_can_stay(
    prints: list[Print], below: int, data: st.DataObject
) -> None:
    ids = [photo.photo for photo in prints]
    not_me = frozenset(data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set())))
    named = faces_from(prints, not_me, below)
    chosen = {photo for photo, _face in named}
    assert not chosen & not_me
    assert [size for _photo, size in named] == sorted((size for _, size in named), reverse=True)
    assert across([photo for photo in prints if photo.photo not in chosen], not_me) < below
    for kept in chosen:
        left = [photo for photo in prints if photo.photo not in chosen - {kept}]
        assert across(left, not_me) >= below
    if named:
        assert across(prints, not_me) == named[0][1]


@examples(60)
@given(several(most=9), st.sampled_from(SHRINK_TARGETS))
def test_no_smaller_set_does_it(prints: list[Print], below: int) -> None:
    fewest = next(
        size
        for size in range(len(prints) + 1)
        for hidden in combinations(prints, size)
        if across([photo for photo in prints if photo not in hidden]) < below
    )
    assert len(faces_from(prints, frozenset(), below)) == fewest


@examples(100)
@given(several(), st.data())
def test_fewer_photos_never_show_a_larger_face(prints: list[Print], data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(range(len(prints))))) if prints else set()
    fewer = [prints[place] for place in sorted(kept)]
    assert across(fewer) <= across(prints)
    for below in SHRINK_TARGETS:
        assert {*faces_from(fewer, (), below)} <= {*faces_from(prints, (), below)}


# original and displayed apart

FACTS = Facts("", 0, 1600, 1200, edition=2)


@each_row(
    ("shown", "told"),
    [
        ((800, 600), (450, 600)),
        ((600, 800), (450, 600)),  # turned
        ((300, 300), (225, 300)),  # cropped: the taller side is what it was scaled by
        (None, (None, None)),
    ],
)
def test_the_face_in_the_original_and_in_what_the_page_shows(
    shown: tuple[int, int] | None, told: tuple[int | None, int | None]
) -> None:
    found = best([portrait(1, face(900), size=(1600, 1200))])
    assert found is not None
    assert original_of(found, picture(shown), FACTS) == Original(URL, *told)


def test_a_picture_that_is_shown_as_it_is_has_no_original_behind_it() -> None:
    found = best([portrait(1, face(900), size=(1600, 1200))])
    assert found is not None
    assert original_of(found, picture((1600, 1200)), FACTS) is None
    assert original_of(found, picture((1500, 1125)), FACTS) is None  # rounding
    assert original_of(found, picture(None, url="https://example.org/small.jpg"), FACTS) is None
    alone = replace(picture(None), renditions=(Rendition(URL, Role.SERVED, 1600, 1200),))
    assert original_of(found, alone, FACTS) is None


def test_sizes_that_the_platform_told_are_called_that() -> None:
    told, measured = (
        larger_original(picture((800, 600)), None),
        larger_original(picture((800, 600)), FACTS),
    )
    assert told is not None
    assert measured is not None
    assert (told.measured, measured.measured, told.gain) == (False, True, 4.0)
    assert told.shown(9000) == 4500
