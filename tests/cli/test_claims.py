"""Only what is claimed is asked, and only what is proven is sharp.

On the screen and in every document.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests import json_shapes
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range
from tests.hostile.watched_range import watched

NOT_LOCAL = """
from auditor.adapters.network.http import HttpDoor

async def _never(self, url):
    return False

HttpDoor.local = _never
"""
"""As sitecustomize: the range counts as opened, but as no server of the user's own.

So nothing on it is proven.
"""


@pytest.mark.slow
def test_what_is_not_claimed_causes_no_request(tmp_path: Path) -> None:
    with watched(12) as (practice, watch):
        auditor = Auditor.at(tmp_path, "--settings", str(practice.save_settings(tmp_path)))
        for index, account in enumerate(practice.accounts):
            claim = (("--claim", "unsure"), ("--claim", "not-mine"), ())[index % 3]
            done = auditor.run("accounts", "add", account["text"], *claim)
            assert "nothing is asked of it." in done.out
        done = auditor.run("scan", "--json", code=3)
        assert {(account["outcome"], account["requests"]) for account in done.json["accounts"]} == {
            ("skipped", 0)
        }
        first = done.json["accounts"][0]["id"]
        assert "say is yours" in auditor.run("accounts", "prove", first, code=2).err
        assert watch.asked == []
        assert auditor.run("network-log", "--json").json["requests"] == []
        assert auditor.run("photos", "--json", code=3).json["photos"] == []
        handle = auditor.run("accounts", "list", "--json").json["accounts"][0]["handle"]
        auditor.run("accounts", "claim", first, "mine", "--confirm", handle)
        auditor.run("scan", "--account", first, code=1)
        assert watch.asked
        assert auditor.run("network-log", "--json").json["requests"]


def test_claim_mine_is_said_to_be_serious(fresh: Auditor) -> None:
    done = fresh.run(
        "--ephemeral",
        "accounts",
        "add",
        "https://instagram.com/ada",
        "--claim",
        "mine",
        "--confirm",
        "https://instagram.com/ada",
    )
    assert "Only your own account. Watching someone else's can be a crime." in done.err


PAGE = "https://instagram.com/ada/"
"""An account that no source reads: nothing is asked of anybody."""


def listed(auditor: Auditor) -> list[tuple[str, str]]:
    accounts = auditor.run("accounts", "list", "--json").json["accounts"]
    return [(account["handle"], account["claim"]) for account in accounts]


@pytest.mark.parametrize(
    ("typed", "at_terminal", "words"),
    [
        ("", False, ()),
        ("ada\n", False, ()),  # nobody was asked, so nothing in a pipe is an answer
        ("", False, ("--confirm", "")),
        ("", False, ("--confirm", "bea")),
        ("", False, ("--confirm", "https://instagram.com/bea/")),
        ("bea\n", True, ()),
        ("\n", True, ()),
        ("", True, ()),
        ("ada\n", True, ("--confirm", "bea")),
    ],
)
def test_nothing_is_mine_before_its_handle_is_typed_again(
    fresh: Auditor, typed: str, at_terminal: bool, words: tuple[str, ...]
) -> None:
    mine = ("accounts", "add", PAGE, "--claim", "mine", *words)
    assert "typed again" in fresh.type(typed, *mine, code=2, at_terminal=at_terminal).err
    assert listed(fresh) == []
    fresh.run("accounts", "add", PAGE)
    known = fresh.run("accounts", "list", "--json").json["accounts"][0]["id"]
    claiming = ("accounts", "claim", known, "mine", *words)
    assert "typed again" in fresh.type(typed, *claiming, code=2, at_terminal=at_terminal).err
    assert listed(fresh) == [("ada", "unsure")]


@pytest.mark.parametrize(
    ("typed", "at_terminal", "words"),
    [
        ("", False, ("--confirm", "ada")),
        ("", False, ("--confirm", "@Ada")),
        ("", False, ("--confirm", PAGE)),
        ("ada\n", False, ("--confirm", "-")),
        ("ada\n", True, ()),
    ],
)
def test_what_is_typed_again_is_mine(
    fresh: Auditor, typed: str, at_terminal: bool, words: tuple[str, ...]
) -> None:
    mine = ("accounts", "add", PAGE, "--claim", "mine", *words)
    done = fresh.type(typed, *mine, at_terminal=at_terminal)
    assert "Only your own account. Watching someone else's can be a crime." in done.err
    known = fresh.run("accounts", "list", "--json").json["accounts"][0]
    assert listed(fresh) == [("ada", "mine")]
    fresh.run("accounts", "claim", known["id"], "mine")  # says nothing new
    fresh.run("accounts", "claim", known["id"], "unsure")
    fresh.type(typed, "accounts", "claim", known["id"], "mine", *words, at_terminal=at_terminal)
    assert listed(fresh) == [("ada", "mine")]


def test_an_account_that_is_asked_for_is_asked_for_again(fresh: Auditor) -> None:
    done = fresh.type(f"{PAGE}\nada\n", "accounts", "add", at_terminal=True)
    assert "type its name again" in done.err
    assert listed(fresh) == [("ada", "mine")]


def test_a_projector_shows_no_handle_while_it_is_typed(fresh: Auditor) -> None:
    words = ("--projector", "accounts", "add", "--claim", "mine")
    done = fresh.type(f"{PAGE}\nada\n", *words, at_terminal=True)
    assert "ada" not in done.out + done.err


def test_no_crowds_become_mine(fresh: Auditor) -> None:
    file = fresh.room / "accounts.txt"
    pages = [f"https://instagram.com/{name}/" for name in ("ada", "bea", "cyn")]
    file.write_text("\n".join(pages), "utf-8")
    mine = ("--claim", "mine", "--confirm")
    for typed, words in (
        ("", (*pages, *mine, pages[0])),
        ("", (str(file), *mine, str(file))),
        ("\n".join(pages), ("-", *mine, "-")),
        ("\n".join(page for page in pages for _time in "12"), ("-", *mine, "-")),
        ("\n".join(pages), ("-", *mine, pages[0])),
        ("\n".join(pages), ("-",)),
        (f"{pages[0]}\n{pages[0]}\n{pages[1]}\n", ("-", *mine, "-")),
    ):
        fresh.type(typed, "accounts", "add", *words, code=2)
    assert listed(fresh) == []
    for page in pages[:2]:
        fresh.run("accounts", "add", page)
    ids = [found["id"] for found in fresh.run("accounts", "list", "--json").json["accounts"]]
    fresh.run("accounts", "claim", *ids, "mine", "--confirm", "ada", code=2)
    fresh.type("ada\nbea\n", "accounts", "claim", ids[0], "mine", "--confirm", "-", code=2)
    assert {claim for _handle, claim in listed(fresh)} == {"unsure"}


@pytest.fixture(scope="module")
def unproven(practice: Range, tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    room = tmp_path_factory.mktemp("unproven")
    hooks = room / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(NOT_LOCAL, "utf-8")
    plain = Auditor.at(room, "--settings", str(practice.save_settings(room)))
    auditor = plain.told(PYTHONPATH=f"{hooks}{os.pathsep}{plain.environment()['PYTHONPATH']}")
    auditor.add([practice.account(key) for key in ("mara-sky", "tomas-social")])
    auditor.run("scan", code=1)
    return auditor


def exact_places(scanned: Auditor) -> set[str]:
    """Return how the exact positions on the same range are spelled, to four decimals."""
    places = [
        photo["metadata"]["gps"]
        for photo in scanned.run("photos", "--json").json["photos"]
        if photo["metadata"]["gps"]
    ]
    return {f"{abs(place[axis]):.4f}" for place in places for axis in ("latitude", "longitude")}


@pytest.mark.slow
def test_unproven_account_is_blunt_everywhere(
    unproven: Auditor, scanned: Auditor, tmp_path: Path
) -> None:
    accounts = unproven.run("accounts", "list", "--json").json["accounts"]
    assert {account["proof"] for account in accounts} == {"none"}
    assert "not proven" in unproven.run("accounts", "list").out
    told = unproven.run("accounts", "prove", accounts[0]["id"]).out
    assert told.startswith("not proven\n")
    assert re.search(r"owner-[0-9a-f]{20}", told)

    photos = unproven.run("photos", "--json")
    places = [
        photo["metadata"]["gps"] for photo in photos.json["photos"] if photo["metadata"]["gps"]
    ]
    assert places
    for place in places:
        assert (place["altitude"], place["radius_m"]) == (None, 1000)
        assert round(place["latitude"], 2) == place["latitude"]
        assert round(place["longitude"], 2) == place["longitude"]

    unproven.run("report", "--format", "json", "--output", str(tmp_path / "report.json"))
    report = (tmp_path / "report.json").read_text("utf-8")
    assert json_shapes.check(report)
    said = [
        photos.out,
        report,
        unproven.run("photos").out,
        unproven.run("plan", "--json").out,
        unproven.run("plan").out,
    ]
    said += [unproven.run("findings", "--json", code=1).out, unproven.run("findings", code=1).out]
    exact = exact_places(scanned)
    assert exact
    assert [(position, text[:40]) for text in said for position in exact if position in text] == []
    assert "position-in-metadata" in said[-2]
    assert "same-photo" not in said[-2]


@pytest.mark.slow
def test_scans_of_an_unproven_account_are_not_compared(unproven: Auditor) -> None:
    done = unproven.run("scan", "--json", code=1)
    for account in done.json["accounts"]:
        assert (account["new"], account["gone"], account["changed"]) == (None, None, None)
        assert account["outcome"] == "fetched"
