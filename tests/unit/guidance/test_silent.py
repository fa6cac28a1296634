from __future__ import annotations

from datetime import date

import pytest

from auditor.guidance.help.brief import LINES, SITUATIONS, brief, calls
from auditor.guidance.help.help_now import emergency
from auditor.guidance.help.silent import explained, ways, without_speaking
from auditor.guidance.laws.laws import codes
from tests.documents import ROOT

TODAY = date(2026, 11, 28)


def test_each_way_is_of_a_country_with_a_number_and_has_a_dated_or_marked_source() -> None:
    countries = [way.country for way in ways()]
    assert len(set(countries)) == len(countries)
    for way in ways():
        assert emergency(way.country), way.country
        assert way.source_url.startswith("http")
        assert way.source_date[:2] == "20" or "stored copy read" in way.source_date, way.country
    page = (ROOT / "docs" / "guidance.md").read_text("utf-8")
    assert f"what does not | {len(countries)} countries |" in page


def test_a_part_has_the_way_of_its_country_and_an_unknown_place_none() -> None:
    assert without_speaking("GB-SCT") == without_speaking("uk") == without_speaking("GB")
    assert without_speaking("US-TX") == without_speaking("US")
    for where in ("", "ZZ", "EU", "HU"):
        assert without_speaking(where) is None


@pytest.mark.parametrize("day", [TODAY, date(2028, 2, 29)])
def test_it_stands_beside_the_emergency_number_for_who_is_in_danger_alone(day: date) -> None:
    for where in (*codes(), *(way.country for way in ways())):
        way = without_speaking(where)
        told = brief(where, "in-danger", day)
        assert len(told) <= LINES, where
        number = next(n for n, line in enumerate(told) if line.startswith("In danger now"))
        assert told[number + 1].startswith("Cannot speak: ") == (way is not None), where
        if way is not None:
            assert way.text in " ".join(" ".join(told).split()), where
        for key in set(SITUATIONS) - {"in-danger"}:
            assert "Cannot speak" not in " ".join(calls(where, key)), (where, key)


def test_who_has_to_have_registered_before_is_told_so() -> None:
    """A way that reaches nobody costs the time in which another would have been found."""
    for country in ("DE", "ES", "IE", "NL"):
        way = without_speaking(country)
        assert way is not None
        assert "before" in way.text
        assert "before" in way.note
    for country, words in (("GB", "It does not tell where you are"), ("CA", "does not reach 911")):
        way = without_speaking(country)
        assert way is not None
        assert words in way.text


def test_an_old_source_shows_its_day_and_the_rest_says_how_sure_it_is() -> None:
    assert "as of 2024-04-19" in " ".join(brief("FR", "in-danger", TODAY))
    way = without_speaking("FR")
    assert way is not None
    note, source = explained(way)
    assert "Write the address" in note
    assert "confidence high" in source
    assert "2024-04-19" in source
