from dataclasses import replace

from auditor.checks.training_resolution import CHECK
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.photos.photo import Rendition, Role
from auditor.domain.photos.picture_contents import Face
from tests.rows import each_row
from tests.unit.checks.cases import facts, on_photo, photo, words
from tests.unit.domain.likeness_making import face


def looked(*faces: Face) -> Facts:
    return replace(facts(width=2000, height=2000), faces=faces, edition=EDITION)


@each_row(
    ("width", "height", "side", "severity"),
    [
        (512, 2000, 512, Severity.LOW),
        (768, 768, 768, Severity.LOW),
        (4000, 1023, 768, Severity.LOW),
        (1024, 1024, 1024, Severity.MEDIUM),
        (6000, 4000, 1024, Severity.MEDIUM),
    ],
)
def test_tiers(width: int, height: int, side: int, severity: Severity) -> None:
    (seen,) = on_photo(CHECK, photo(), facts(width=width, height=height))
    assert f"at least {side} px" in words(seen)
    assert seen.severity is severity


def test_it_says_that_faces_were_not_looked_at() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(width=2000, height=2000))
    assert "Faces were not looked at" in words(seen)
    assert seen.confidence is Confidence.LOW


def test_small_and_unknown_sizes_say_nothing() -> None:
    assert on_photo(CHECK, photo(), facts(width=511, height=9000)) == []
    assert on_photo(CHECK, photo(), facts()) == []
    assert on_photo(CHECK, photo(), None) == []


def test_the_platform_is_believed_where_nothing_was_measured() -> None:
    served = Rendition("https://example.org/x", Role.SERVED, 800, 900)
    (seen,) = on_photo(CHECK, photo(renditions=(served,)), None)
    assert "800 × 900" in words(seen)


def test_a_clear_face_is_told() -> None:
    (seen,) = on_photo(CHECK, photo(), looked(face(128), face(60)))
    assert "face 128 px across" in words(seen)
    assert (seen.severity, seen.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)


def test_a_photo_without_a_face_of_use_says_nothing() -> None:
    for faces in ((), (face(127),), (face(300, sharpness=0.01),), (face(300, covered=True),)):
        assert on_photo(CHECK, photo(), looked(*faces)) == []


def test_faces_that_could_not_be_looked_for_are_not_taken_for_none() -> None:
    (seen,) = on_photo(
        CHECK, photo(), replace(looked(), unread=(Unread("faces", "not installed"),))
    )
    assert "Faces were not looked at" in words(seen)


@each_row("reader", ["pixels", "worker", "faces"])
def test_a_picture_that_could_not_be_decoded_is_not_one_without_faces(reader: str) -> None:
    (seen,) = on_photo(CHECK, photo(), replace(looked(), unread=(Unread(reader, "damaged"),)))
    assert "Faces were not looked at" in words(seen)
