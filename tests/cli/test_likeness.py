"""auditor likeness on the practice range.

Whether or not faces can be looked for on this machine.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.cli.auditor import Auditor

MEANS = "Counts what strangers can take from the accounts you scanned: a lower bound."


def test_nothing_scanned(fresh: Auditor) -> None:
    made = fresh.run("likeness", "--json").json
    assert (made["schema"], made["tier"], made["counted"], made["hide"]["photos"]) == (
        "auditor/likeness/1",
        None,
        [],
        [],
    )
    told = fresh.run("likeness").out.splitlines()
    assert told[0].startswith(MEANS)
    assert any(line.startswith("Could not tell") for line in told)


def test_the_range(scanned: Auditor) -> None:
    made = scanned.run("likeness", "--json").json
    told = scanned.run("likeness").out
    photos = scanned.run("photos", "--json").json["photos"]
    assert told.startswith(MEANS)
    assert made["looked"] + made["unread"] <= len(photos)
    assert set(made["counted"]) | set(made["hide"]["photos"]) <= {photo["id"] for photo in photos}
    if made["tier"] is None:
        assert "Could not tell" in told
    else:
        assert f"Likeness exposure: {made['tier']}, {made['name']}" in told
        assert all(photo in told for photo in made["hide"]["photos"][:30])
    for reason in made["reasons"]:
        assert reason["source"].startswith("https://arxiv.org/")


def test_the_best_picture_of_the_range_stands_before_the_count(scanned: Auditor) -> None:
    made = scanned.run("likeness", "--json").json
    told = scanned.run("likeness").out
    if made["tier"] is None:
        assert (made["best"], made["shrink"]) == (None, [])
        return
    assert [target["below_px"] for target in made["shrink"]] == [512, 256, 112]
    for larger, smaller in pairwise(made["shrink"]):
        assert smaller["photos"][: len(larger["photos"])] == larger["photos"]
        assert larger["minutes"] <= smaller["minutes"]
    best = made["best"]
    assert ("no sharp, uncovered face was found" in told) == (best is None)
    assert told.index("The best single picture") < told.index("Likeness exposure:")
    if best is not None:
        for target in made["shrink"]:
            assert (best["face_px"] >= target["below_px"]) == bool(target["photos"])
            assert best["photo"] in target["photos"] or not target["photos"]
        assert f"face {best['face_px']} px across" in told
        assert best["where"] in told
        assert "nothing while its original is still served" in told


def test_no_program_that_makes_fakes_is_linked(scanned: Auditor) -> None:
    for told in (scanned.run("likeness").out, scanned.run("likeness", "--json").out):
        assert "github.com" not in told
        assert "huggingface" not in told
        assert "replicate.com" not in told


@pytest.mark.slow
def test_somebody_else(copied: Auditor) -> None:
    proven = {
        account["id"]
        for account in copied.run("accounts", "list", "--json").json["accounts"]
        if account["proof"] != "none"
    }
    photo = next(
        photo["id"]
        for photo in copied.run("photos", "--json").json["photos"]
        if photo["account"] in proven
    )
    assert copied.run("likeness", "--json", "--not-me", photo).json["not_me"] == [photo]
    assert "1 photo is marked as not you" in copied.run("likeness").out
    assert copied.run("likeness", "--json", "--me", photo).json["not_me"] == []


@pytest.mark.slow
def test_a_photo_that_is_not_there(fresh: Auditor) -> None:
    done = fresh.run("likeness", "--not-me", "p-none", code=2)
    assert "There is no photo p-none" in done.err
    assert done.out == ""


@pytest.mark.slow
def test_on_a_projector_no_name_is_shown(scanned: Auditor) -> None:
    handles = [
        account["handle"]
        for account in scanned.run("accounts", "list", "--json").json["accounts"]
        if account["claim"] == "mine"
    ]
    told = scanned.run("--projector", "likeness").out
    assert not any(handle in told for handle in handles)
