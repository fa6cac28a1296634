from dataclasses import replace

from auditor.checks import training_resolution
from auditor.checks.clear_face import CHECK
from auditor.domain.findings.finding import Severity
from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.photos.picture_contents import Face
from auditor.guidance.remedies import remedy
from tests.rows import each_row
from tests.unit.checks.cases import facts, on_photo, photo, words
from tests.unit.domain.likeness_making import face


def looked(*faces: Face, width: int = 400, height: int = 400) -> Facts:
    return replace(facts(width=width, height=height), faces=faces, edition=EDITION)


def test_a_profile_picture_is_enough() -> None:
    (seen,) = on_photo(CHECK, photo(), looked(face(112)))
    assert seen.severity is Severity.LOW
    assert "112 px across" in words(seen)
    assert "not identified" in words(seen)
    assert "112 px" in remedy(seen.remedy, "mastodon").text


def test_small_faces_and_none_say_nothing() -> None:
    assert on_photo(CHECK, photo(), looked(face(111))) == []
    assert on_photo(CHECK, photo(), looked()) == []
    assert on_photo(CHECK, photo(), None) == []


def test_faces_that_could_not_be_looked_for_say_nothing() -> None:
    assert (
        on_photo(CHECK, photo(), replace(looked(), unread=(Unread("faces", "not installed"),)))
        == []
    )
    assert on_photo(CHECK, photo(), replace(looked(face(300)), edition=1)) == []


def test_faces_found_before_a_reader_failed_stay() -> None:
    assert on_photo(
        CHECK, photo(), replace(looked(face(300)), unread=(Unread("faces", "did not start"),))
    )


@each_row("across", [60, 112, 127, 128, 300])
@each_row("sharpness", [0.0, 0.9])
@each_row("side", [300, 511, 512, 1024])
def test_a_photo_is_told_once(across: int, sharpness: float, side: int) -> None:
    measured = looked(face(across, sharpness=sharpness), width=side, height=side)
    told = [
        *on_photo(CHECK, photo(), measured),
        *on_photo(training_resolution.CHECK, photo(), measured),
    ]
    assert len(told) == (across >= 112)
