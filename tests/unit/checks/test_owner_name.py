from auditor.checks.owner_name import CHECK
from auditor.domain.findings.finding import Confidence
from auditor.domain.photos.facts import Camera, Metadata
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words


def test_an_owner() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(owner=("Erika Muster",))))
    assert "Erika Muster" in words(seen)
    assert "Erika" not in words(seen, masked=True)
    assert seen.confidence is Confidence.HIGH
    assert seen.remedy == "clean-metadata"


def test_a_single_word_is_less_sure() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(owner=("erika77",))))
    assert seen.confidence is Confidence.MEDIUM


def test_what_the_platform_publishes() -> None:
    (seen,) = on_photo(CHECK, photo(published=Metadata(owner=("Erika Muster",))), facts())
    assert seen.remedy == "published-metadata"


@each_row(
    "owner",
    [
        "Copyright 2024",
        "(c) 2020-2024",
        "All rights reserved",
        "CC BY-SA 4.0",
        "Public Domain",
        "ACME",
        "Cam 1",
        "Picasa",
        "1234",
    ],
)
def test_texts_that_name_nobody(owner: str) -> None:
    assert (
        on_photo(CHECK, photo(), facts(Metadata(owner=(owner,), camera=Camera("ACME", "Cam 1"))))
        == []
    )


def test_a_name_inside_a_licence_counts() -> None:
    (seen,) = on_photo(
        CHECK, photo(), facts(Metadata(owner=("Copyright 2024 Erika Muster, all rights reserved",)))
    )
    assert "Erika Muster" in words(seen)


def test_hostile_names_and_none() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(owner=(HOSTILE,) * 30)))
    assert len(seen.evidence) == 5
    assert on_photo(CHECK, photo(), None) == []
