"""law, help-services and guidance check from the outside.

No vault is made, and the documents have their keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.cli import app
from auditor.guidance.help import help_now
from auditor.guidance.help.help_now import all_services
from auditor.guidance.laws import laws
from auditor.guidance.laws.situations import Situation
from tests import json_shapes
from tests.cli.auditor import Auditor

LAW_KEYS = {
    *("jurisdiction", "name", "citation", "status", "in_force_since", "gives"),
    *("remedy", "how", "source_url", "source_date", "confidence", "stale"),
}
SERVICE_KEYS = {"name", "url", "for_whom", "uploads", "source_url", "source_date"}
ADULTS_ONLY = [service.name for service in all_services() if service.audience == "adults"]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command writes, run in this process: these need no vault, and there are many."""

    def run(*words: str, code: int = 0) -> str:
        assert app.run(list(words)) == code
        out, err = capsys.readouterr()
        return err if code else out

    return run


@pytest.mark.parametrize("where", ["US-CA", "GB", "DE", "KR", "BR"])
def test_law_answers(said: Callable[..., str], where: str) -> None:
    found = json_shapes.check(said("law", "--where", where, "--json"))
    assert next(iter(found)) == "schema"
    assert found["schema"] == "auditor/law/2"
    assert found["laws"]
    assert "not legal advice" in found["notes"][0]
    for row in (*found["laws"], *found["bills"]):
        assert set(row) >= LAW_KEYS
    assert {row["status"] for row in found["laws"]} == {"in_force"}
    assert "in_force" not in {row["status"] for row in found["bills"]}


PLACES = sorted({*laws.codes(), *(code for code, _name in help_now.regions())})


def test_an_image_that_is_online_has_a_row_or_the_honest_sentence(
    said: Callable[..., str],
) -> None:
    """For all places listed, as the document says it."""
    assert len(PLACES) >= 45
    for where in PLACES:
        found = json.loads(
            said("law", "--where", where, "--situation", Situation.IMAGE_ONLINE.value, "--json")
        )
        honest = "ask the police or a helpline" in " ".join(found["notes"])
        assert honest != bool(found["laws"]), where
        assert any(service["kind"] == "crisis" for service in found["services"]), where
        assert not any(row["status"] != "in_force" for row in found["laws"]), where
        unread = [row["name"] for row in found["laws"] if not row["checked_at_source"]]
        assert all(
            "sergibot" not in row["source_url"] or row["name"] in unread for row in found["laws"]
        ), where


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("Texas", "US-TX"),
        ("scotland", "GB-SCT"),
        ("Québec", "CA-QC"),
        ("QC", "CA-QC"),
        ("ESP", "ES"),
    ],
)
def test_a_place_is_taken_by_its_name(said: Callable[..., str], where: str, code: str) -> None:
    for words in (("law", "--json"), ("help-now",), ("help-services",), ("letter", "--list")):
        command, *rest = words
        assert said(command, "--where", where, *rest) == said(command, "--where", code, *rest)


def test_a_name_of_several_places_brings_one_line_that_names_them(
    said: Callable[..., str],
) -> None:
    told = " ".join(said("help-now", "--where", "Austr").split())
    assert "“Austr” can mean several places: AU Australia; AT Austria." in told
    assert "Find A Helpline" in told
    for command in ("law", "help-services"):
        told = said(command, "--where", "united", code=2)
        assert "GB United Kingdom" in told
        assert "US United States" in told
    told = said("help-now", "--where", "Glasgow")
    assert "“Glasgow” is not in our list of places. A town? Name its country or state." in told


@pytest.mark.parametrize("command", ["help-now", "help-services", "law"])
def test_a_place_that_is_not_known_brings_what_looks_like_it(
    said: Callable[..., str], command: str
) -> None:
    told = " ".join(said(command, "--where", "Spian").split())
    assert "“Spian” is not in our list of places. Did you mean ES (Spain)?" in told
    assert "none verified" not in told
    assert "of its own" not in told


def test_a_place_and_a_situation_may_stand_alone(said: Callable[..., str]) -> None:
    wanted = said("help-now", "--where", "ES", "--situation", "threatened")
    assert said("help-now", "Spain", "threatened") == wanted
    assert said("help-now", "threatened", "España") == wanted
    assert "999" in said("help-now", "Northern", "Ireland")
    assert said("help", "Spain").startswith(said("help-now", "Spain"))
    assert "auditor --help" in said("help")
    first = said("help-now").splitlines()[:4]
    assert "auditor help-now Spain" in first[1]
    assert all(number in first[2] for number in ("112", "999", "911"))


@pytest.mark.parametrize("situation", ["in-danger", "threatened", "extortion", "image-online"])
def test_law_for_who_is_threatened_begins_with_the_numbers(
    said: Callable[..., str], situation: str
) -> None:
    told = said("law", "--where", "ES", "--situation", situation)
    assert told.startswith("In danger now: 112")
    assert "016" in "".join(told.splitlines()[:4])
    assert not said("law", "--where", "ES").startswith("In danger")


def test_law_of_an_unknown_place_is_not_in_the_list(said: Callable[..., str]) -> None:
    found = json_shapes.check(said("law", "--where", "ZZ", "--json"))
    assert found["laws"] == found["bills"] == []
    assert "“ZZ” is not in our list of places." in " ".join(found["notes"])
    assert "does not mean that it is allowed" in " ".join(found["notes"])
    assert {service["region"] for service in found["services"]} == {"worldwide"}
    text = said("law", "--where", "ZZ")
    assert "not in our list" in text
    assert "StopNCII.org" in text


@pytest.mark.parametrize("where", [*laws.codes(), "ZZ", "AT", "US-XX"])
def test_it_never_says_that_there_is_none(said: Callable[..., str], where: str) -> None:
    text = said("law", "--where", where, "--low-confidence")
    assert "no law" not in text.casefold()
    assert "not legal advice" in text


@pytest.mark.parametrize("situation", list(Situation))
def test_law_by_situation(said: Callable[..., str], situation: Situation) -> None:
    found = json_shapes.check(
        said("law", "--where", "US-CA", "--situation", situation.value, "--json")
    )
    assert found["situation"]["key"] == situation.value
    assert found["services"]
    text = said("law", "--where", "US-CA", "--situation", situation.value)
    assert found["situation"]["title"].upper() in text
    assert "Leaves your hands" in text


def test_law_wants_a_place(said: Callable[..., str]) -> None:
    assert "--where" in said("law", code=2)
    assert said("law", "--where", "DE", "--situation", "nonsense", code=2)


def test_law_help_names_every_situation(said: Callable[..., str]) -> None:
    text = "".join(said("law", "--help").split())
    assert all(situation.value in text for situation in Situation)


def test_law_makes_no_vault(fresh: Auditor) -> None:
    assert fresh.run("law", "--where", "GB").out
    assert not list(fresh.vault.iterdir())


@pytest.mark.parametrize("where", ["GB", "US", "DE", "FR", "ZZ"])
def test_minors_are_led_to_services_for_them(said: Callable[..., str], where: str) -> None:
    found = json_shapes.check(said("help-services", "--where", where, "--minor", "--json"))
    assert found["schema"] == "auditor/help-services/2"
    assert all(set(service) >= SERVICE_KEYS for service in found["services"])
    refused = said("private", "add", "--adult", "no", "--where", where)
    assert "help-services --minor" in refused
    for text in (said("help-services", "--where", where, "--minor"), refused):
        assert "Take It Down (NCMEC)" in text
        assert "StopNCII" not in text
        assert not [name for name in ADULTS_ONLY if name in text]


def test_without_an_age_each_service_says_for_whom(said: Callable[..., str]) -> None:
    text = said("help-services", "--where", "GB")
    assert "--minor" in text
    assert "Childline / Report Remove (under 18; United Kingdom)" in text
    assert "0808 2000 247" in said("help-services", "--where", "GB", "--adult")


@pytest.mark.parametrize("situation", list(Situation))
def test_who_can_help_is_asked_for_a_situation(said: Callable[..., str], situation: str) -> None:
    """The ids are those of `law --situation`; what does not help there is left out."""
    words = ("help-services", "--where", "GB", "--situation", situation)
    found = json_shapes.check(said(*words, "--json"))
    assert found["situation"]["key"] == situation
    every = json_shapes.check(said("help-services", "--where", "GB", "--json"))
    assert every["situation"] is None
    named = {service["name"] for service in found["services"]}
    assert named
    assert named < {service["name"] for service in every["services"]}
    told = said(*words)
    assert found["situation"]["title"].upper() in told
    assert f"auditor help-now --where GB --situation {situation}" in " ".join(told.split())


def test_a_situation_of_people_under_18_names_no_service_for_adults(
    said: Callable[..., str],
) -> None:
    told = said("help-services", "--where", "ES", "--situation", "nudes")
    assert "StopNCII" not in told
    assert told == said("help-services", "--where", "ES", "--situation", "under-18", "--minor")
    both = said("help-services", "--adult", "--situation", "under-18", code=2)
    assert "--adult" in both
    wrong = said("help-services", "--situation", "nonsense", code=2)
    assert "in-danger" in wrong
    assert "StopNCII" not in said("help-services", "--situation", "extortion", "--minor")


def test_guidance_check_works_without_a_vault_and_makes_none(fresh: Auditor) -> None:
    found = fresh.run("guidance", "check", "--json").json
    assert found["schema"] == "auditor/guidance-check/2"
    assert found["accounts_read"] is False
    assert {entry["undated"] for entry in found["stale"]} == {True, False}
    assert found["without_source"] == []
    assert all(entry["kind"] == "law" for entry in found["start_day_passed"])
    assert not list(fresh.vault.iterdir())
    assert "not looked at" in fresh.told(AUDITOR_PASSPHRASE_FILE="").run("guidance", "check").out


def test_guidance_check_looks_at_the_platforms_in_use(fresh: Auditor) -> None:
    fresh.run(
        "accounts",
        "add",
        "https://site.example/",
        "--platform",
        "website",
        "--claim",
        "mine",
        "--confirm",
        "https://site.example/",
    )
    found = fresh.run("guidance", "check", "--json").json
    assert found["accounts_read"] is True
    assert found["platforms_without_row"] == []
    locked = fresh.told(AUDITOR_PASSPHRASE_FILE="").run("guidance", "check", "--json").json
    assert locked["accounts_read"] is False


def test_settings_of_a_platform_need_no_account(said: Callable[..., str]) -> None:
    told = " ".join(said("checklist", "instagram").split())
    assert told.startswith("If someone may hurt you: auditor help-now first.")
    assert "Private account Way: Settings > Account privacy > Private account" in told
    assert "Who follows you stays in, a partner too" in told
    assert "Vanishing from the map can be noticed" in told
    assert "Profile photo" in said("checklist", "WhatsApp")
    assert "WhatsApp" in said("checklist")
    assert "Instagram" in said("checklist", "nonsense", code=2)
    assert all(len(line) < 80 or "://" in line for line in said("checklist", "x").splitlines())


def test_a_checklist_is_one_document(said: Callable[..., str]) -> None:
    found = json_shapes.check(said("checklist", "instagram", "--json"))
    assert found["schema"] == "auditor/checklist/1"
    assert found["platform"] == "instagram"
    assert "help-now" in found["warning"]
    text = " ".join(said("checklist", "instagram").split())
    assert found["settings"]
    for setting in found["settings"]:
        assert setting["title"] in text
        assert setting["notice"]
        assert " ".join(setting["notice"].split()) in text
        assert setting["menu"] or setting["url"] or setting["changes"]
    against = found["if_blackmailed"]
    assert " ".join(against["first"].split()) in text
    assert [step["key"] for step in against["steps"]] == ["save", "report", "lists", "block"]
    for step in against["steps"]:
        assert " ".join(step["text"].split()) in text
        assert " ".join(step["notice"].split()) in text
    every = json_shapes.check(said("checklist", "--json"))
    assert every["platform"] is None
    assert every["if_blackmailed"] is None
    assert every["settings"] == []
    assert "Instagram" in {each["name"] for each in every["platforms"]}
    assert "Instagram" in said("checklist", "nonsense", "--json", code=2)


def test_a_checklist_makes_no_vault(fresh: Auditor) -> None:
    assert fresh.run("checklist", "instagram").out
    assert not list(fresh.vault.iterdir())


def test_who_cannot_speak_finds_the_whole_way_where_services_are_listed(
    said: Callable[..., str],
) -> None:
    for words in ((), ("--situation", "in-danger")):
        assert "press 55" in said("help-services", "--where", "Scotland", *words)
    assert "cannot speak" not in said(
        "help-services", "--where", "GB", "--situation", "likeness-used"
    )
    assert "cannot speak" not in said("help-services", "--where", "HU")
