from auditor.checks.embedded_thumbnail import CHECK
from auditor.domain.findings.finding import Severity
from auditor.domain.photos.facts import EmbeddedThumbnail, Metadata
from tests.unit.checks.cases import facts, on_photo, photo, words


def with_thumbnail(thumbnail: EmbeddedThumbnail) -> Metadata:
    return Metadata(embedded_thumbnail=thumbnail)


def test_a_thumbnail_that_shows_more() -> None:
    (seen,) = on_photo(
        CHECK,
        photo(),
        facts(with_thumbnail(EmbeddedThumbnail(160, 120, 100, differs=True, shows_more=True))),
    )
    assert seen.severity is Severity.HIGH
    assert "160 × 120" in words(seen)
    assert seen.remedy == "clean-metadata"


def test_a_thumbnail_that_differs() -> None:
    (seen,) = on_photo(
        CHECK, photo(), facts(with_thumbnail(EmbeddedThumbnail(160, 120, 90, differs=True)))
    )
    assert seen.severity is Severity.MEDIUM
    assert "90 of 256" in words(seen)


def test_the_same_or_unknown_says_nothing() -> None:
    assert (
        on_photo(
            CHECK,
            photo(),
            facts(with_thumbnail(EmbeddedThumbnail(160, 120, 4, differs=False, shows_more=False))),
        )
        == []
    )
    assert on_photo(CHECK, photo(), facts(with_thumbnail(EmbeddedThumbnail(160, 120)))) == []
    assert on_photo(CHECK, photo(), facts()) == []
    assert on_photo(CHECK, photo(), None) == []
