from auditor.checks.larger_original import CHECK
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import Rendition, Role
from auditor.domain.photos.position import Position
from tests.unit.checks.cases import facts, on_photo, photo, words

SHOWN = Rendition("https://example.org/small", Role.DISPLAYED, 1000, 667)
SERVED = Rendition("https://example.org/large", Role.SERVED, 3000, 2000)


def test_a_larger_original() -> None:
    (seen,) = on_photo(CHECK, photo(renditions=(SERVED, SHOWN)), facts(width=3000, height=2000))
    assert "1000 × 667" in words(seen)
    assert "3000 × 2000" in words(seen)
    assert (seen.severity, seen.confidence) == (Severity.MEDIUM, Confidence.HIGH)
    assert seen.evidence[0].url == "https://example.org/large"


def test_sizes_that_only_the_platform_tells_are_less_sure() -> None:
    (seen,) = on_photo(CHECK, photo(renditions=(SERVED, SHOWN)), None)
    assert seen.confidence is Confidence.MEDIUM


def test_a_little_larger_counts_more_if_it_keeps_metadata() -> None:
    served = Rendition("https://example.org/large", Role.SERVED, 1200, 900)
    (plain,) = on_photo(CHECK, photo(renditions=(served, SHOWN)), facts(width=1200, height=900))
    (telling,) = on_photo(
        CHECK, photo(renditions=(served, SHOWN)), facts(Metadata(gps=Position(1, 2)), 1200, 900)
    )
    assert (plain.severity, telling.severity) == (Severity.LOW, Severity.MEDIUM)


def test_nothing_to_compare_or_not_larger() -> None:
    assert on_photo(CHECK, photo(renditions=(SERVED,)), facts(width=3000, height=2000)) == []
    assert on_photo(CHECK, photo(renditions=(SHOWN,)), None) == []
    same = Rendition("https://example.org/b", Role.SERVED, 1010, 667)
    assert on_photo(CHECK, photo(renditions=(same, SHOWN)), None) == []
    unknown = Rendition("https://example.org/b", Role.DISPLAYED)
    assert on_photo(CHECK, photo(renditions=(SERVED, unknown)), None) == []
    assert (
        on_photo(
            CHECK, photo(renditions=(Rendition(SHOWN.url, Role.SERVED, 9000, 9000), SHOWN)), None
        )
        == []
    )
