"""auditor breaches, against a stand-in with the behaviour that Have I Been Pwned documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from auditor import wiring
from auditor.adapters.keys.secrets import MemorySecrets
from auditor.errors import ExitCode
from tests.cli.auditor import Auditor, Done
from tests.cli.tracing import traced
from tests.fakes.hibp import (
    ADOBE,
    KEY,
    MAIL,
    PASTES,
    PHOTOS,
    SENSITIVE,
    SEVERAL,
    StandIn,
    breach,
    standing_in,
)

NAME = MAIL.partition("@")[0]


@pytest.fixture
def site() -> Iterator[StandIn]:
    with standing_in() as made:
        yield made


@pytest.fixture
def auditor(site: StandIn, tmp_path: Path) -> Auditor:
    (tmp_path / "key").write_text(f"{KEY}\n", "utf-8")
    settings = site.settings(tmp_path, "timeout_s = 0.3")
    made = Auditor.at(tmp_path / "auditor", "--settings", str(settings))
    return made.told(AUDITOR_HIBP_KEY_FILE=str(tmp_path / "key"))


def looked_up(
    auditor: Auditor, *words: str, code: int | None = 0, mail: str = MAIL, at_terminal: bool = False
) -> Done:
    return auditor.type(f"{mail}\n", "breaches", "-", *words, code=code, at_terminal=at_terminal)


def nowhere(auditor: Auditor, *done: Done) -> None:
    """Assert that the address stands in nothing that was said or kept."""
    log = auditor.run("network-log", "--json")
    kept = [auditor.run("breaches", "--list", *more) for more in ((), ("--json",))]
    answers = auditor.run("answers", "--json", code=None)
    for each in (*done, log, *kept, answers):
        assert NAME not in (each.out + each.err).casefold()
    for path in auditor.room.rglob("*"):
        if path.is_file():
            assert NAME.encode() not in path.read_bytes(), path
    assert "(hidden)" in log.out


def test_what_is_told_and_in_which_order(site: StandIn, auditor: Auditor) -> None:
    site.breaches[MAIL], site.pastes[MAIL] = SEVERAL, PASTES
    done = looked_up(auditor, "--yes", "--json")
    document = done.json
    assert document["schema"] == "auditor/breaches/1"
    names = [each["name"] for each in document["breaches"]]
    assert names[:2] == ["Travels", "PhotoShare"], "documents and photos first"
    assert names[-1] == "Hoax", "what is fabricated last"
    by_name = {each["name"]: each for each in document["breaches"]}
    assert by_name["PhotoShare"]["photos_exposed"] is True
    assert by_name["Adobe"]["photos_exposed"] is False
    assert by_name["Rumour"]["flags"] == ["unverified"]
    assert by_name["Logs"]["flags"] == ["stealer-log"]
    assert by_name["Spammers"]["flags"] == ["spam-list"]
    assert by_name["Adobe"]["source"] == "https://haveibeenpwned.com/Breach/Adobe"
    assert [paste["title"] for paste in document["pastes"]] == ["syslog", None]
    assert len(document["sent"]) == 3
    assert "CC BY 4.0" in document["attribution"]
    (address,) = document["addresses"]
    assert (address["state"], address["could_not_tell"]) == ("found", None)
    assert "plan Core 1, 10 requests a minute" in done.err
    nowhere(auditor, done)


def test_the_free_page_is_told_before_a_key_is_asked_for(auditor: Auditor) -> None:
    done = looked_up(auditor.told(AUDITOR_HIBP_KEY_FILE=""), code=None)
    assert done.code in {ExitCode.USAGE, ExitCode.VAULT_LOCKED}
    assert done.err.index("for free") < done.err.index("hint:")
    assert "statement" in done.err


def test_it_names_itself_to_the_host_of_the_settings(site: StandIn, auditor: Auditor) -> None:
    looked_up(auditor, "--yes")
    assert len(site.asked) == 3
    for asked in site.asked:
        assert asked.headers["user-agent"].startswith("auditor/")
        assert asked.headers["hibp-api-key"] == KEY
    assert site.asked[1].params == {"truncateResponse": ["false"], "includeUnverified": ["true"]}
    shown = looked_up(auditor, "--dry-run").out
    for asked in site.asked:
        assert f"GET http://127.0.0.1:{site.port}{asked.path}\n" in shown


def test_404_is_not_called_clean(site: StandIn, auditor: Auditor) -> None:
    done = looked_up(auditor, "--yes")
    assert "not in the breaches shown publicly" in done.out
    assert "only after verifying on its site" in done.out
    assert not re.search("clean|safe", done.out)
    nowhere(auditor, done)


@pytest.mark.parametrize(
    ("behave", "says"),
    [
        ({"subscription": 401}, "does not take the key"),
        ({"subscription": 403}, "refused the request"),
        ({"subscription": ("wait", 3600)}, "asks to wait 3600 seconds"),
        ({"subscription": "html"}, "could not tell"),
        ({"subscription": "endless"}, "sends more than"),
        ({"subscription": 500}, "answered 500"),
        ({"breachedaccount": 401}, "does not take the key"),
        ({"breachedaccount": 403}, "refused the request"),
        ({"breachedaccount": 400}, "(400)"),
        ({"breachedaccount": ("wait", 86400)}, "asks to wait 86400 seconds"),
        ({"breachedaccount": "html"}, "could not tell"),
        ({"breachedaccount": "huge"}, "sends more than"),
        ({"breachedaccount": "endless"}, "sends more than"),
        ({"breachedaccount": b'[{"Title": 1}]'}, "could not tell"),
        ({"breachedaccount": b"[]"}, "could not tell"),
        ({"breachedaccount": (404, b"\n<!DOCTYPE html>", {})}, "could not tell"),
        ({"pasteaccount": b"[]"}, "could not tell"),
        ({"breachedaccount": ("wait", 1)}, "asks to wait 1 second "),
        ({"breachedaccount": "slow"}, "did not answer in time"),
        ({"pasteaccount": "html"}, "could not tell"),
    ],
)
def test_one_clear_line_and_nothing_lost(
    site: StandIn, auditor: Auditor, behave: dict[str, Any], says: str
) -> None:
    site.breaches[MAIL] = [ADOBE, PHOTOS]
    looked_up(auditor, "--yes")
    site.behave = behave
    done = looked_up(auditor, "--yes", code=ExitCode.SOURCE_FAILED)
    lines = [line for line in done.err.splitlines() if says in line]
    assert len(lines) == 1, done.err
    assert "Adobe" in done.out, "what was known before stays"
    document = auditor.run("breaches", "--list", "--json").json
    assert len(document["breaches"]) == 2
    nowhere(auditor, done)


def test_a_wrong_key_sends_no_address(site: StandIn, auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 32, "utf-8")
    done = looked_up(auditor, "--yes", "--json", code=ExitCode.SOURCE_FAILED)
    assert [asked.path for asked in site.asked] == ["/api/v3/subscription/status"]
    (address,) = done.json["addresses"]
    assert address["state"] == "could-not-tell"
    assert "nothing is known" in address["means"]
    assert "401" in address["could_not_tell"]


@pytest.mark.parametrize("part", ["subscription", "breachedaccount", "pasteaccount"])
def test_no_other_host_than_the_one_shown_is_asked(
    site: StandIn, auditor: Auditor, part: str
) -> None:
    with standing_in() as other:
        auditor = replace(
            auditor, options=(*auditor.options, "--allow-host", f"127.0.0.1:{other.port}")
        )
        site.behave = {part: (302, b"", {"Location": f"{other.base}/{part}"})}
        done = looked_up(auditor, "--yes", code=ExitCode.SOURCE_FAILED)
        assert not other.asked
    assert "not followed" in done.err
    assert "does not take the key" not in done.err


def test_nobody_there_and_offline(site: StandIn, auditor: Auditor) -> None:
    done = looked_up(auditor, "--yes", "--offline", code=ExitCode.SOURCE_FAILED)
    assert "--offline" in done.err
    assert not site.asked


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_without_a_yes_nothing_is_sent(
    site: StandIn, auditor: Auditor, words: tuple[str, ...]
) -> None:
    done = looked_up(auditor, *words, code=ExitCode.USAGE)
    assert "Nothing was sent" in done.err
    done = auditor.type(f"{MAIL}\nno\n", "breaches", *words, at_terminal=True)
    assert "Nothing was sent" in done.err
    assert "the e-mail address itself" in done.err
    assert not site.asked
    auditor.type(f"{MAIL}\nyes\n", "breaches", *words, at_terminal=True)
    assert len(site.asked) == 3


@pytest.mark.parametrize("words", [("--dry-run",), ("--dry-run", "--json")])
def test_a_dry_run_needs_neither_vault_nor_key(
    site: StandIn, auditor: Auditor, words: tuple[str, ...]
) -> None:
    alone = auditor.told(AUDITOR_HIBP_KEY_FILE="", AUDITOR_PASSPHRASE_FILE="")
    done = looked_up(alone, *words)
    assert MAIL.replace("@", "%40") in done.out
    assert not site.asked
    assert list(auditor.vault.iterdir()) == []
    masked = looked_up(alone, *words, "--projector")
    assert NAME not in masked.out + masked.err


@pytest.mark.parametrize("words", [("--dry-run",), ("--dry-run", "--json")])
def test_a_dry_run_opens_no_socket(site: StandIn, auditor: Auditor, words: tuple[str, ...]) -> None:
    done, calls = traced(auditor, f"{MAIL}\n", "breaches", "-", *words)
    assert done.code == 0, done.err
    assert MAIL.replace("@", "%40") in done.out
    assert calls == []
    assert not site.asked


def test_what_is_dealt_with_is_told_and_kept(site: StandIn, auditor: Auditor) -> None:
    site.breaches[MAIL] = [ADOBE, PHOTOS]
    looked_up(auditor, "--yes")
    assert "no longer counts" in auditor.type("Adobe\n", "breaches", "--dealt-with", "-").out
    looked_up(auditor, "--yes")
    document = auditor.run("breaches", "--list", "--json").json
    assert [bool(each["dealt_with_at"]) for each in document["breaches"]] == [False, True]
    assert "dealt with on" in auditor.run("breaches", "--list").out
    auditor.type("adobe\n", "breaches", "--not-dealt-with", "-")
    assert "dealt with on" not in auditor.run("breaches", "--list").out
    done = auditor.type("Other\n", "breaches", "--dealt-with", "-", code=ExitCode.USAGE)
    assert "nothing was done" in done.err
    auditor.run("breaches", "--forget")
    assert "nothing is known" in auditor.run("breaches", "--list").out


def test_where_others_see_the_screen_no_name_tells(site: StandIn, auditor: Auditor) -> None:
    site.breaches[MAIL], site.pastes[MAIL] = [SENSITIVE, PHOTOS], PASTES
    looked = looked_up(auditor, "--yes", "--projector")
    listed = auditor.run("breaches", "--list", "--projector")
    document = auditor.run("breaches", "--list", "--json", "--projector")
    answers = auditor.run("answers", "--projector", code=None)
    for done in (looked, listed, document, answers):
        said = done.out + done.err
        assert not re.search("AffairsHub|PhotoShare|fetish|syslog|dumps", said, re.IGNORECASE)
    assert "AffairsHub" not in auditor.run("answers", "--json", code=None).out
    assert document.json["breaches"][0]["photos_exposed"] is True


@pytest.mark.parametrize(
    "spelled",
    [
        MAIL,
        MAIL.upper(),
        quote(MAIL, safe=""),
        quote(MAIL, safe="").lower(),
        quote(quote(MAIL, safe=""), safe=""),
        "".join(f"%{byte:02X}" for byte in MAIL.encode()),
        "x" * (199 - len(NAME)) + MAIL,  # cut off, of the title before the @
        "x" * (190 - len(NAME)) + MAIL,
    ],
)
def test_an_answer_that_repeats_the_address(site: StandIn, auditor: Auditor, spelled: str) -> None:
    site.breaches[MAIL] = [breach(f"for {spelled}", f"Names of {spelled}")]
    site.pastes[MAIL] = [{**PASTES[0], "Id": f"https://x.example/{spelled}", "Title": spelled}]
    done = looked_up(auditor, "--yes", "--json")
    assert len(done.json["breaches"]) == 1
    nowhere(auditor, done)


@pytest.mark.parametrize(
    "words",
    [
        ("--list", "--dry-run"),
        ("--list", "--forget"),
        ("--dealt-with", "x", "--forget"),
        ("-", "--forget"),
    ],
)
def test_one_thing_at_a_time(auditor: Auditor, words: tuple[str, ...]) -> None:
    assert "One thing" in auditor.run("breaches", *words, code=ExitCode.USAGE).err


def test_what_is_no_address_is_not_repeated(site: StandIn, auditor: Auditor) -> None:
    done = looked_up(auditor, "--yes", mail="my secret words", code=ExitCode.USAGE)
    assert "secret" not in done.out + done.err
    assert not site.asked


@pytest.mark.parametrize("words", [("--yes",), ("--dry-run",)])
def test_lists_of_people_are_refused(
    site: StandIn, auditor: Auditor, words: tuple[str, ...]
) -> None:
    done = looked_up(auditor, *words, mail=f"{MAIL}\nbo@mail.example", code=ExitCode.USAGE)
    assert "One address at a time" in done.err
    assert "@" not in done.out
    assert not site.asked


def test_an_ephemeral_run_keeps_nothing(site: StandIn, auditor: Auditor) -> None:
    site.breaches[MAIL] = [ADOBE]
    assert "Adobe" in looked_up(auditor, "--yes", "--ephemeral").out
    assert list(auditor.vault.iterdir()) == []


def test_the_range_is_not_left(site: StandIn, auditor: Auditor) -> None:
    done = looked_up(auditor, "--yes", "--practice-only", code=ExitCode.USAGE)
    assert "practice range" in done.err
    assert not site.asked


# keys


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemorySecrets:
    held = MemorySecrets()
    monkeypatch.setattr(wiring, "KeyringSecrets", lambda: held)
    return held


def test_a_key_is_set_listed_used_and_removed(
    site: StandIn, auditor: Auditor, keyring: MemorySecrets
) -> None:
    auditor = auditor.told(AUDITOR_HIBP_KEY_FILE="")
    done = auditor.type(f"{KEY}\n", "keys", "set", "hibp")
    assert "https://haveibeenpwned.com/API/Key" in done.err
    listed = auditor.run("keys", "list")
    assert "The keyring has your key" in listed.out
    assert auditor.run("keys", "list", "--json").json["keys"][0]["place"] == "keyring"
    site.breaches[MAIL] = [ADOBE]
    looked = looked_up(auditor, "--yes")
    assert "Adobe" in looked.out
    for said in (done, listed, looked):
        assert KEY not in said.out + said.err
    for path in auditor.room.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
    assert "out of the keyring" in auditor.run("keys", "remove", "hibp").out
    assert "has no key" in auditor.run("keys", "remove", "hibp").out
    done = looked_up(auditor, "--yes", code=ExitCode.USAGE)
    assert "There is no key of Have I Been Pwned" in done.err
    assert "auditor keys set hibp" in done.err


@pytest.mark.parametrize("typed", ["", "\n", "no key\n", "0123\n"])
def test_what_is_no_key_is_not_kept(auditor: Auditor, keyring: MemorySecrets, typed: str) -> None:
    done = auditor.type(typed, "keys", "set", "hibp", code=ExitCode.USAGE)
    assert "no key\n" not in done.err
    assert repr(keyring) == "MemorySecrets(0 held)"


@pytest.mark.parametrize("command", ["set", "remove"])
def test_an_unknown_service_is_told(auditor: Auditor, command: str) -> None:
    done = auditor.run("keys", command, "other", code=ExitCode.USAGE)
    assert "One of: hibp" in done.err


def test_a_wipe_forgets_the_keys(auditor: Auditor, keyring: MemorySecrets) -> None:
    auditor = auditor.told(AUDITOR_HIBP_KEY_FILE="")
    auditor.type(f"{KEY}\n", "keys", "set", "hibp")
    auditor.run("accounts", "list")
    auditor.run("wipe", "--yes")
    assert repr(keyring) == "MemorySecrets(0 held)"
