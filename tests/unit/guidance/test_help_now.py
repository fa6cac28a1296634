from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.guidance.age import HOTLINE_DAYS
from auditor.guidance.help.brief import LINES, SITUATIONS, WIDTH, brief, calls
from auditor.guidance.help.help_now import (
    ALL_KINDS,
    UNDER_18,
    VIOLENCE,
    WORLDWIDE,
    about,
    all_services,
    country,
    crisis_lines,
    emergency,
    facts,
    left_out,
    region_name,
    regions,
    services,
    situations,
)
from auditor.guidance.laws.laws import codes as law_places
from auditor.guidance.laws.situations import Situation
from tests.conftest import SHARED
from tests.rows import each_row

TODAY = date(2026, 11, 28)
KEYS = [situation.key for situation in situations()]
PLACES = [code for code, _name in regions()]


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
            assert f"{service.contact};".startswith(f"{row['contact']};"), row["name"]
            assert service.region.partition("-")[0] == row["region"], row["name"]


def test_every_service_says_how_to_reach_it_and_how_sure_we_are() -> None:
    for service in all_services():
        assert service.kind in ALL_KINDS, service.name
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
    assert set(KEYS) == {*Situation, "friend"}
    for situation in situations():
        assert 3 <= len(situation.steps) <= 6
        assert "done nothing wrong" in situation.steps[0]
        assert all(len(step) < 160 for step in situation.steps)


def test_minors_never_see_services_for_adults_only() -> None:
    for where in (*PLACES, "", "HU"):
        shown = services(where, UNDER_18)
        assert "adults" not in {service.audience for service in shown}, where
        names = {service.name for service in shown}
        assert "StopNCII.org" not in names
        assert "Take It Down (NCMEC)" in names, where


def test_crisis_lines_are_shown_to_everyone() -> None:
    for where in PLACES:
        for situation in ("in-danger", "under-18", "threatened", "extortion", "friend"):
            shown = {service.name for service in services(where, situation)}
            for service in all_services():
                if service.kind == "crisis" and service.region in {where, WORLDWIDE}:
                    assert service.name in shown, f"{where}, {situation}"


def test_young_people_meet_the_line_for_them_first() -> None:
    assert services("GB", UNDER_18)[0].name == "Childline / Report Remove"
    assert services("GB", "in-danger")[0].contact == "0808 2000 247"
    assert services("FR", UNDER_18)[0].contact == "3018"
    assert services("FR", "in-danger")[0].contact == "3919"


def test_who_is_under_18_meets_the_number_for_young_people_in_the_first_lines() -> None:
    for where, number in (("DE", "116 111"), ("ES", "900 20 20 10"), ("CA-QC", "1-800-668-6868")):
        assert services(where, UNDER_18)[0].line == "young"
        for situation in (UNDER_18, "extortion", "friend"):
            assert any(number in line for line in brief(where, situation, TODAY)[:4]), where
        assert not any(number in line for line in brief(where, "in-danger", TODAY))


@pytest.mark.parametrize("day", [TODAY, date(2028, 2, 29)])
def test_the_line_for_young_people_is_never_dropped(day: date) -> None:
    """For every place: it is named where one is known, and else said; Take It Down stands there."""
    for where in dict.fromkeys([*PLACES, *law_places()]):
        young = [line for line in crisis_lines(where, "young") if line.region != WORLDWIDE]
        for key in (UNDER_18, "threatened", "image-online", "extortion", "impostor", "friend"):
            told = " ".join(" ".join(brief(where, key, day)).split())
            assert re.search(r"Under 18(?: \(--situation under-18\))?: ", told), (where, key)
            assert not young or young[0].contact in told, (where, key)
            assert young or "findahelpline.com" in told, (where, key)
        for key in (UNDER_18, "threatened", "image-online", "extortion"):
            assert "takeitdown.ncmec.org" in " ".join(brief(where, key, day)), (where, key)
    for where, number in (
        ("AU", "1800 55 1800"),
        ("CA", "6868"),
        ("AT", "116 111"),
        ("KR", "1388"),
    ):
        assert number in crisis_lines(where, "young")[0].contact


def test_a_form_for_minors_alone_stands_behind_those_for_everyone() -> None:
    for situation, only_minors_first in (("impostor", False), (UNDER_18, True)):
        forms = [s.audience for s in services("DE", situation) if s.kind == "platform"]
        assert (forms[0] == "minors") == only_minors_first
    assert services("CA", "extortion")[-1].kind == "removal", "nothing is left out"


def test_low_confidence_is_named_only_on_request_unless_somebody_may_need_it() -> None:
    low = {service.name: service for service in all_services() if service.confidence == "low"}
    hidden = {name for name, service in low.items() if service.kind in {"likeness", "archive"}}
    assert hidden
    for where in ("GB", "KR", "ZA"):
        text = "\n".join([*(line for key in KEYS for line in about(where, key))])
        assert not [name for name in hidden if name in text], where
        assert hidden & {
            service.name for key in KEYS for service in services(where, key, low_confidence=True)
        }
        removal = {name for name, service in low.items() if service.region == WORLDWIDE} - hidden
        assert removal, "a way to have something removed that is of low confidence"
        assert not [name for name in removal if name not in text], where


def test_a_number_is_only_shown_where_it_serves() -> None:
    england = "0808 2000 247"
    for where in ("GB-SCT", "GB-NIR", "GB-WLS"):
        assert england not in "\n".join(text for key in KEYS for text in about(where, key)), where
        assert country(where) == where
        assert [line.region for line in crisis_lines(where, "violence")] == [where, WORLDWIDE]
        assert crisis_lines(where, "distress")[0].name == "Samaritans", "the line of its country"
    assert crisis_lines("GB-ENG", "violence")[0].contact == england
    (line,) = (line for line in crisis_lines("GB", "violence") if line.contact == england)
    assert "England" in line.for_whom
    assert {line.region for line in crisis_lines("GB-EAW", "violence")} == {
        *("GB-ENG", "GB-WLS"),
        WORLDWIDE,
    }
    assert crisis_lines("CA-QC", "violence")[0].contact.startswith("1-800-363-9010")
    assert crisis_lines("US-TX", "violence")[0].region == "US"
    for other_part in ("CA-AB", "US-TX"):
        assert not [line for line in crisis_lines(other_part, "violence") if "-" in line.region]


def test_every_place_has_an_emergency_number_and_a_line_of_its_own() -> None:
    """Of 45 countries and parts: those named, and every country with a service of its own."""
    named = ("US-TX", "US-NY", "US-MN", "US-CA", "AU-NSW", "AU-QLD", "AU-WA", "MX-CMX", "CA-AB")
    listed = {service.region for service in all_services()} | set(law_places())
    places = sorted((listed | set(named)) - {"EU", WORLDWIDE})
    assert len(places) >= 45
    for where in places:
        assert emergency(where), where
        found = crisis_lines(where, "violence")[0]
        assert where.startswith(found.region.partition("-")[0]), (where, found.name)
        assert any(mark.isdigit() for mark in found.contact), where


def test_an_emergency_number_is_told_for_places_without_a_service_as_well() -> None:
    assert emergency("HU") == "112", "a member of the European Union"
    assert emergency("CO") == "123"
    assert emergency("uk") == emergency("GB-SCT") == "999"
    assert emergency("") == emergency("ZZ") == emergency("Germany") == ""


def test_a_crisis_line_says_hours_and_languages_or_that_they_are_not_known() -> None:
    for service in all_services():
        if service.kind == "crisis":
            text = "\n".join(facts(service))
            assert service.contact
            assert "ours" in text
            assert "anguages" in text


def test_a_country_brings_its_own_services_and_no_other_country_s() -> None:
    assert {service.region for service in services("US", "image-online")} == {"US", WORLDWIDE}
    assert {service.region for service in services("CA-BC", "image-online")} == {
        *("CA-BC", "CA"),
        WORLDWIDE,
    }
    assert "EU" in {service.region for service in services("AT", "image-online")}
    assert {service.region for service in services("", "in-danger")} == {WORLDWIDE}


@each_row("where", ["", "zz", "x" * 1000, "\x1b]52;c;aGk=\x07", "[/]", "\u202e"])
def test_an_unknown_code_gives_the_worldwide_services_and_says_so(where: str) -> None:
    assert country(where) == ""
    assert {service.region for service in services(where, "in-danger")} == {WORLDWIDE}
    text = "\n".join(brief(where, "in-danger", TODAY))
    assert "Find A Helpline" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) <= LINES
    assert ("not in our list" in text) is bool(where)


@given(st.text(max_size=60))
def test_any_text_is_a_country_or_not(where: str) -> None:
    assert all(services(where, key) for key in KEYS)


def test_names_people_use_for_a_country() -> None:
    assert country(" uk ") == "GB"
    assert country("gb") == "GB"


def test_help_now_is_whole_on_a_small_screen_everywhere() -> None:
    for where in ["", "nowhere", *dict.fromkeys([*PLACES, *law_places()])]:
        for key in SITUATIONS:
            for day in (TODAY, date(2028, 2, 29)):
                told = brief(where, key, day)
                assert len(told) <= LINES, (where, key)
                assert max(map(len, told)) <= WIDTH, (where, key)


def test_a_line_whose_source_is_old_shows_its_own_day() -> None:
    """Not the day on which we last went over the rows: that is no look at the number."""
    service = crisis_lines("CA-ON", VIOLENCE)[0]
    seen = date.fromisoformat(service.source_date)
    assert service.checked_on
    assert service.checked_on > seen
    days = [seen + timedelta(days=number) for number in (HOTLINE_DAYS, HOTLINE_DAYS + 1)]
    fresh, old = ("\n".join(brief("CA-ON", "in-danger", day)) for day in days)
    assert f"as of {seen}" not in fresh
    assert f"as of {seen}" in " ".join(old.split())
    assert "hours not checked" in " ".join(old.split())


def test_who_knows_of_pictures_in_the_country_is_named() -> None:
    for where, key, name in (
        ("GB-SCT", "threatened", "Revenge Porn Helpline: 0345 6000 459"),
        ("GB-SCT", "image-online", "Revenge Porn Helpline: 0345 6000 459"),
        ("ES", "image-online", "AEPD Canal Prioritario"),
        ("DE", "image-online", "HateAid"),
        ("CA-QC", "image-online", "Court of Quebec"),
        ("CA-QC", "threatened", "Court of Quebec"),
    ):
        told = " ".join(" ".join(brief(where, key, date(2028, 2, 29))).split())
        assert f"Also: {name}" in told, where
        for kind in ("violence", "young", "distress"):
            assert crisis_lines(where, kind)[0].contact in told, (where, kind)


@each_row(
    ("where", "line"),
    [
        ("ES", "Against violence: 016; WhatsApp 600 000 016; 24 h"),
        ("GB-SCT", "0800 027 1234; text or WhatsApp 07401 288595"),
        ("CA-QC", "SOS violence conjugale: 1-800-363-9010 (24 h); text 438-601-1211"),
        ("US-TX", "1-800-799-7233; text START to 88788"),
    ],
)
def test_who_cannot_be_heard_is_told_where_to_write(where: str, line: str) -> None:
    assert line in " ".join(" ".join(brief(where, "in-danger", TODAY)).split())


def test_what_stays_in_the_phone_is_told_beside_the_chat() -> None:
    assert "calls and chats stay in the phone" in crisis_lines("ES", VIOLENCE)[0].for_whom


@each_row("where", ["US-TX", "CA-QC", "ES", "GB-SCT"])
def test_commands_to_go_on_with_keep_the_place_and_name_the_law(where: str) -> None:
    """Texas has no number of its own, but law of its own."""
    told = " ".join(" ".join(brief(where, "in-danger", TODAY)).split())
    assert f"auditor help-now {where} threatened" in told
    assert f"auditor help-services --where {where};" in told
    assert f"auditor law --where {where}" in told


def test_what_can_be_seen_is_said_in_every_situation() -> None:
    for key in SITUATIONS:
        told = " ".join(brief("US", key, TODAY))
        assert "what you typed" in told.casefold(), key
        assert "call" in told
        assert "program" in told


def test_help_needs_no_heavy_module() -> None:
    code = (
        "import sys; from auditor.guidance.help.help_now import about; list(about('GB', 'friend'));"
        "heavy = ('textual', 'PIL', 'httpx', 'sqlcipher3', 'numpy', 'lxml', 'asyncio');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "key", ["threatened", "image-online", "extortion", "impostor", "likeness-used"]
)
def test_who_lives_with_the_person_is_told_before_any_other_step(key: str) -> None:
    """A partner sees silence, a block, a report, and what was saved."""
    steps = next(known.steps for known in situations() if known.key == key)
    assert "helpline first, from another device" in steps[1]
    assert "save can be found" in steps[1]
    for step in steps[:1]:
        assert not re.search(r"reply|block|[Rr]eport|[Ss]ave", step)
    for where in dict.fromkeys([*PLACES, *law_places()]):
        told = " ".join(" ".join(brief(where, key, date(2028, 2, 29))).split())
        assert all(step in told for step in steps), where


def test_who_may_be_under_18_is_led_to_that_page_in_the_first_lines() -> None:
    for where in dict.fromkeys([*PLACES, *law_places()]):
        for key in ("threatened", "image-online", "extortion", "friend"):
            told = brief(where, key, TODAY)
            danger = next(n for n, line in enumerate(told) if line.startswith("In danger now"))
            assert told[danger + 1].startswith("Under 18 (--situation under-18): "), (where, key)
        assert "(--situation" not in " ".join(brief(where, UNDER_18, TODAY)), where


def test_no_step_asks_for_a_copy_of_a_picture_of_a_minor() -> None:
    told = {known.key: " ".join((*known.steps, *known.more)) for known in situations()}
    told_where = "takeitdown.ncmec.org (under 18 in the picture) or stopncii.org (adults only)"
    for key in ("threatened", "image-online", "extortion", UNDER_18):
        assert re.search(r"[nN]o screenshot (that shows|of) the picture, no new copy", told[key])
        assert "eep the messages" not in told[key]
        if key != UNDER_18:
            assert told_where in told[key], key
        assert "takeitdown.ncmec.org" in told[key]
    for key in ("impostor", "likeness-used"):
        assert "screenshot (never of an intimate picture)" in told[key]
    for words in (
        "paid already: stop now",
        "do not reply",
        "Report the account",
        "not do it alone",
    ):
        assert words in told[UNDER_18]
    assert "until Take It Down or a helpline has told you" in told[UNDER_18]


def test_the_address_of_who_finds_copies_stands_on_the_small_screen() -> None:
    """A name alone has to be searched for, and a search finds impostors."""
    for where in dict.fromkeys([*PLACES, *law_places(), "CA", "CA-QC", "IN"]):
        for key in ("threatened", "image-online", "extortion", UNDER_18):
            told = " ".join(brief(where, key, TODAY))
            assert "takeitdown.ncmec.org" in told, (where, key)
            if key == UNDER_18:
                assert "stopncii" not in told.casefold()


def test_who_takes_reports_for_minors_is_named_under_18() -> None:
    for where in ("CA", "CA-QC", "CA-BC", "CA-ON"):
        told = " ".join(" ".join(brief(where, UNDER_18, TODAY)).split())
        assert "Also: Cybertip.ca / NeedHelpNow.ca: 1-866-658-9022" in told, where


def test_who_takes_nothing_down_is_not_named_beside_the_numbers() -> None:
    assert not [line for line in calls("GB-ENG", UNDER_18) if "Ofcom" in line]
    for service in all_services():
        if service.kind == "removal":
            assert "does not take down" not in service.what_it_does, service.name


def test_brazil_has_its_own_crisis_line() -> None:
    assert crisis_lines("BR", "distress")[0].contact == "188"


def test_what_is_on_a_site_says_on_which() -> None:
    """A small screen shows no address beside "on the site"."""
    for service in all_services():
        if "on the site" in service.contact:
            assert any(mark.isdigit() for mark in service.contact), service.name


def test_what_is_for_adults_only_never_stands_before_what_is_for_minors() -> None:
    for where in PLACES:
        for key in ("threatened", "image-online", "extortion"):
            hashes = [each for each in services(where, key) if each.kind == "hash"]
            assert hashes[0].audience != "adults", (where, key)
    assert crisis_lines("US-TX", "young")[0].contact.startswith("1-800-843-5678")


@pytest.mark.parametrize("key", SITUATIONS)
@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2027, 6, 1)])
def test_every_other_situation_is_named_by_its_id_everywhere(key: str, day: date) -> None:
    for where in {*law_places(), *(code for code, _name in regions()), "", "ZZ"}:
        lines = brief(where, key, day)
        assert len(lines) <= LINES, where
        assert all(other in " ".join(lines) for other in SITUATIONS if other != key), where


def test_settings_of_a_platform_are_named_where_it_is_about_an_account() -> None:
    """Behind the steps, with the helpline in the same sentence; never for who is in danger."""
    told = {known.key: " ".join(known.more) for known in situations()}
    for key in ("threatened", "image-online", "extortion", "impostor", UNDER_18):
        assert "auditor checklist Instagram" in told[key]
        assert "ask a helpline first" in told[key]
    assert "checklist" not in told["in-danger"]
