from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.guidance.age import HOTLINE_DAYS
from auditor.guidance.help import emergency
from auditor.guidance.help.brief import LINES, SITUATIONS, WIDTH, brief
from auditor.guidance.help.help_now import (
    DISTRESS,
    UNDER_18,
    VIOLENCE,
    WORLDWIDE,
    about,
    all_services,
    country,
    facts,
    left_out,
    line,
    region_name,
    regions,
    services,
    situations,
)
from auditor.guidance.laws.laws import codes as law_places
from auditor.guidance.laws.situations import Situation
from tests.conftest import SHARED

TODAY = date(2026, 11, 28)
PARTS = ["CA-QC", "GB-SCT", "GB-NIR", "GB-WLS", "US-TX", "US-NY", "US-MN", "US-CA"]
KEYS = [situation.key for situation in situations()]


@pytest.mark.parametrize("name", ["crisis.csv", "help.csv"])
def test_every_researched_service_is_in_or_left_out_with_a_reason(name: str) -> None:
    path = SHARED / "facts" / name
    if not path.is_file():
        pytest.skip("the folder of outside facts does not stand beside this checkout")
    known = {
        alias for service in all_services() for alias in (service.name, *service.also_listed_as)
    }
    reasons = {service.name: service.reason for service in left_out()}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 10
    for row in rows:
        assert row["name"] in known or reasons.get(row["name"]), row["name"]
        if name == "crisis.csv":
            service = next(known for known in all_services() if known.name == row["name"])
            assert (service.contact, service.region) == (row["contact"], row["region"])


def test_every_service_says_how_to_reach_it_and_how_sure_we_are() -> None:
    kinds = {kind for situation in situations() for kind in situation.kinds}
    for service in all_services():
        assert service.kind in kinds, service.name
        assert service.audience in {"everyone", "adults", "minors"}
        assert service.confidence in {"high", "medium", "low"}
        assert service.source_date
        assert urlsplit(service.url).scheme in {"https", "mailto"}
        assert "(" not in service.url
        assert region_name(service.region) != service.region
        assert any(service.source_date in line for line in facts(service))
        assert not service.contact or any(service.contact in line for line in facts(service))
    assert len({service.name for service in all_services()}) == len(all_services())


def test_situations_have_three_to_six_steps_without_blame() -> None:
    assert [*Situation, "friend"] == sorted(KEYS, key=[*Situation, "friend"].index)
    for situation in situations():
        assert 3 <= len(situation.steps) <= 6
        assert "done nothing wrong" in situation.steps[0]
        assert all(len(step) < 160 for step in situation.steps)


@pytest.mark.parametrize("where", [code for code, _name in regions()] + ["", "AT"])
def test_minors_never_see_services_for_adults_only(where: str) -> None:
    for service in services(where, UNDER_18):
        assert service.audience != "adults"
    assert "StopNCII.org" not in {service.name for service in services(where, UNDER_18)}
    assert "Take It Down (NCMEC)" in {service.name for service in services(where, UNDER_18)}


@pytest.mark.parametrize("where", [code for code, _name in regions()])
@pytest.mark.parametrize(
    "situation", ["in-danger", "under-18", "threatened", "extortion", "friend"]
)
def test_crisis_lines_are_shown_to_everyone(where: str, situation: str) -> None:
    shown = {service.name for service in services(where, situation)}
    for service in all_services():
        if service.kind == "crisis" and service.region in {where, WORLDWIDE}:
            assert service.name in shown


def test_young_people_meet_the_line_for_them_first() -> None:
    assert services("GB", UNDER_18)[0].name == "Childline / Report Remove"
    assert services("GB", "in-danger")[0].contact == "0808 2000 247"
    assert services("FR", UNDER_18)[0].contact == "3018"
    assert services("FR", "in-danger")[0].contact == "3919"


@pytest.mark.parametrize("where", [code for code, _name in regions()])
def test_low_confidence_is_named_only_on_request(where: str) -> None:
    low = {service.name for service in all_services() if service.confidence == "low"}
    text = "\n".join(text for key in KEYS for text in about(where, key))
    assert not [name for name in low if name in text]
    assert low & {
        service.name for key in KEYS for service in services(where, key, low_confidence=True)
    }


def test_a_crisis_line_says_hours_and_languages_or_that_they_are_not_known() -> None:
    for service in all_services():
        if service.kind == "crisis":
            text = "\n".join(facts(service))
            assert service.contact
            assert "ours" in text
            assert "anguages" in text


def test_a_country_brings_its_own_services_and_no_other_country_s() -> None:
    assert {service.region for service in services("US", "image-online")} == {"US", WORLDWIDE}
    assert {service.region for service in services("CA-BC", "image-online")} == {"CA-BC", WORLDWIDE}
    assert "EU" in {service.region for service in services("AT", "image-online")}
    assert {service.region for service in services("", "in-danger")} == {WORLDWIDE}


@pytest.mark.parametrize("where", ["", "zz", "x" * 1000, "\x1b]52;c;aGk=\x07", "[/]", "\u202e"])
def test_an_unknown_code_gives_the_worldwide_services_and_says_so(where: str) -> None:
    assert country(where) == ""
    assert {service.region for service in services(where, "in-danger")} == {WORLDWIDE}
    text = "\n".join(brief(where, "in-danger", TODAY))
    assert "Find A Helpline" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) <= LINES
    assert ("No line of its own" in text) is bool(where)


@given(st.text(max_size=60))
def test_any_text_is_a_country_or_not(where: str) -> None:
    assert all(services(where, key) for key in KEYS)


def test_names_people_use_for_a_country() -> None:
    assert country(" uk ") == "GB"
    assert country("gb") == "GB"


def places() -> list[str]:
    """All places of which there is law or help, and the parts people name."""
    return [*dict.fromkeys([*(code for code, _name in regions()), *law_places(), *PARTS])]


def test_help_now_is_whole_on_a_small_screen_everywhere() -> None:
    for where in ["", *places()]:
        for key in SITUATIONS:
            told = list(brief(where, key, TODAY))
            assert len(told) <= LINES, (where, key)
            assert max(map(len, told)) <= WIDTH, (where, key)


def test_every_place_has_an_emergency_number_and_a_line_of_its_country() -> None:
    assert len(places()) >= 45
    for where in places():
        if where == "EU":
            continue
        assert emergency.numbers(where), where
        assert line(where, VIOLENCE).region.partition("-")[0] == where.partition("-")[0], where
        assert f"In danger now: {emergency.numbers(where)[0]}" in "\n".join(
            brief(where, "in-danger", TODAY)
        )
        assert line(where, DISTRESS).region in {where, where.partition("-")[0], WORLDWIDE}


def test_a_line_that_was_checked_long_ago_shows_the_day() -> None:
    checked = line("US", VIOLENCE).checked_on
    assert checked is not None
    days = [checked + timedelta(days=number) for number in (HOTLINE_DAYS, HOTLINE_DAYS + 1)]
    fresh, old = ("\n".join(brief("US", "in-danger", day)) for day in days)
    assert f"checked {checked}" not in fresh
    assert f"checked {checked}" in old


def test_help_needs_no_heavy_module() -> None:
    code = (
        "import sys; from auditor.guidance.help.help_now import about; list(about('GB', 'friend'));"
        "heavy = ('textual', 'PIL', 'httpx', 'sqlcipher3', 'numpy', 'lxml', 'asyncio');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
