from dataclasses import replace

from auditor.checks.position import CHECK
from auditor.domain.findings.finding import (
    Confidence,
    Finding,
    NoticedBy,
    Observation,
    Remedy,
    Severity,
)
from auditor.domain.photos.facts import Metadata, blunt
from auditor.domain.photos.position import Position
from auditor.tui.text.blunt_positions import town
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


def test_a_device_without_a_fix_names_no_place() -> None:
    nowhere = Metadata(gps=Position(0.0, 0.0), gps_others=(Position(0.0, -0.0),))
    assert on_photo(CHECK, photo(), facts(nowhere)) == []
    assert on_photo(CHECK, photo(published=nowhere), None) == []
    (seen,) = on_photo(CHECK, photo(published=HERE), facts(nowhere))
    assert seen.remedy == "published-metadata"
    assert len(seen.evidence) == 1


HALF = Metadata(gps=Position(33.4489, 70.6693, 20.0, sure=False, where="EXIF GPS"))
BOUND = Position(52.0907, 5.1214, where="EXIF GPSDest")

REMEDY = Remedy("clean-metadata", "", "", 1, NoticedBy.NOBODY, evidence_first=False)


def town_of(seen: Observation) -> str:
    return town(Finding("f-1", CHECK.id, seen, REMEDY))


def test_an_unsure_position_is_told_as_such_and_no_town_is_named() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(HALF))
    assert "33.448900, 70.669300" in words(seen)
    assert "on which half of the Earth" in words(seen)
    assert (seen.severity, seen.confidence) == (Severity.HIGH, Confidence.MEDIUM)
    assert "33" not in words(seen, masked=True)
    assert town_of(seen) == ""
    (blunted,) = on_photo(CHECK, photo(), facts(blunt(HALF)))
    assert "33.45, 70.67" in words(blunted)
    assert "33.4489" not in words(blunted)


def test_the_sure_one_of_two_makes_it_sure() -> None:
    (seen,) = on_photo(CHECK, photo(published=HERE), facts(HALF))
    assert seen.confidence is Confidence.HIGH


def test_a_position_of_something_else_has_words_of_its_own() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(gps_others=(BOUND,))))
    assert seen.title.render() == "The photo names the position of something else"
    assert "Something else has the position 52.090700, 5.121400 (EXIF GPSDest)" in words(seen)
    assert (seen.severity, seen.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)
    assert seen.remedy == "clean-metadata"
    assert "52" not in words(seen, masked=True)
    assert town_of(seen) == ""
    (rough,) = on_photo(CHECK, photo(), facts(blunt(Metadata(gps_others=(BOUND,)))))
    assert "52.09, 5.12 (EXIF GPSDest)" in words(rough)
    (both,) = on_photo(CHECK, photo(), facts(replace(HERE, gps_others=(BOUND,))))
    assert both.title.render() == "The photo says where it was taken"
    assert len(both.evidence) == 2
    assert town_of(both) == "Berlin, DE"


def test_a_published_position_of_something_else() -> None:
    (seen,) = on_photo(CHECK, photo(published=Metadata(gps_others=(BOUND,))), facts())
    assert seen.remedy == "published-metadata"
    assert seen.evidence[0].url == "https://example.org/@mara/1"
