from auditor.checks.serial_number import CHECK
from auditor.domain.photos.facts import Camera, Metadata
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words


def test_a_serial_number_with_its_device() -> None:
    (seen,) = on_photo(
        CHECK,
        photo(),
        facts(Metadata(serial_numbers=("SN12345", "L-1"), camera=Camera("ACME", "Cam 1"))),
    )
    assert "SN12345 (ACME Cam 1)" in words(seen)
    assert "L-1" in words(seen)
    assert "SN12345" not in words(seen, masked=True)
    assert "ACME" not in words(seen, masked=True)
    assert seen.remedy == "clean-metadata"


def test_published_only() -> None:
    (seen,) = on_photo(CHECK, photo(published=Metadata(serial_numbers=("SN1",))), None)
    assert seen.remedy == "published-metadata"


def test_many_and_hostile_numbers_stay_short() -> None:
    (seen,) = on_photo(
        CHECK, photo(), facts(Metadata(serial_numbers=(HOSTILE, *(f"N{n}" for n in range(30)))))
    )
    assert len(seen.evidence) == 5


def test_nothing_without_a_number() -> None:
    assert on_photo(CHECK, photo(), facts(Metadata(camera=Camera("ACME", "Cam 1")))) == []
    assert on_photo(CHECK, photo(), None) == []
