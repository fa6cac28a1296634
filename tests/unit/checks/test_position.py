from auditor.checks.position import CHECK
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.photos.facts import Metadata, blunt
from auditor.domain.photos.position import Position
from tests.unit.checks.cases import facts, on_photo, photo, words

HERE = Metadata(gps=Position(52.52, 13.405, 34.1))


def test_a_position_in_the_file() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(HERE))
    assert "52.520000, 13.405000" in words(seen)
    assert "34 m" in words(seen)
    assert (seen.severity, seen.confidence) == (Severity.HIGH, Confidence.HIGH)
    assert (seen.remedy, seen.photo, seen.account) == ("clean-metadata", "p-1", "a-mara")


def test_it_can_be_masked() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(HERE))
    assert "52" not in words(seen, masked=True)
    assert "34" not in words(seen, masked=True)


def test_a_blunted_position_says_how_near_and_no_more() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(blunt(Metadata(gps=Position(52.5234, 13.4056, 34.1)))))
    assert "within about 1 km of 52.52, 13.41" in words(seen)
    assert "52.5234" not in words(seen)
    assert "34" not in words(seen).replace("13.41", "")


def test_a_position_that_only_the_platform_publishes() -> None:
    (seen,) = on_photo(CHECK, photo(published=HERE), facts())
    assert seen.remedy == "published-metadata"
    assert seen.evidence[0].url == "https://example.org/@mara/1"


def test_both_are_one_observation() -> None:
    (seen,) = on_photo(CHECK, photo(published=HERE), facts(HERE))
    assert len(seen.evidence) == 2


def test_nothing_without_a_position() -> None:
    assert on_photo(CHECK, photo(), facts()) == []
    assert on_photo(CHECK, photo(), None) == []
    assert on_photo(CHECK, photo(published=Metadata()), None) == []
