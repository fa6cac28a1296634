"""auditor likeness on the practice range.

Whether or not faces can be looked for on this machine.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.commands import likeness as command
from auditor.domain.likeness.likeness import Best, Likeness, Original, Shrink, Tier
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range

MEANS = "Counts what strangers can take from the accounts you scanned: a lower bound."


def test_nothing_scanned(fresh: Auditor) -> None:
    made = fresh.run("likeness", "--json", code=3).json
    assert (made["schema"], made["tier"], made["counted"], made["hide"]["photos"]) == (
        "auditor/likeness/1",
        None,
        [],
        [],
    )
    told = fresh.run("likeness", code=3).out.splitlines()
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


BEHIND = Best("p1", "a1", 900, 1200, "https://mara.example/1", Original("https://l", 180, 240))
GOLDEN = """\
The best single picture: a sharp, uncovered face 900 px across, in a picture whose short side is \
1200 px.
  • p1  website mara.example  https://mara.example/1
  The page shows this face about 180 px across, but the original behind it, which anybody can \
get, holds 900 px.
  Below 512 px: replace 1 photo by a smaller copy, or hide it (about 5 min).
  Below 256 px: replace 1 photo by a smaller copy, or hide it (about 5 min).
  Below 112 px: replace 2 photos by smaller copies, or hide them (about 8 min).
  Sizes are those of the largest file that a stranger can get: making a post smaller does \
nothing while its original is still served. A smaller face makes a fake worse, not impossible.
  They are, the largest face first:
  • p1  website mara.example  https://mara.example/1
  • p2  mastodon @mara  https://example.org/@mara/2

Likeness exposure: Enough for a fake made from one photo
"""


def test_the_words_on_the_best_picture(capsys: pytest.CaptureFixture[str]) -> None:
    judged = Likeness(
        Tier.ONE_SHOT,
        (),
        ("p1",),
        None,
        (),
        looked=3,
        best=BEHIND,
        shrink=(
            Shrink(512, ("p1",), 5.0),
            Shrink(256, ("p1",), 5.0),
            Shrink(112, ("p1", "p2"), 8.0),
        ),
    )
    places = {
        "p1": command._Place("a1", BEHIND.where),
        "p2": command._Place("a2", "https://example.org/@mara/2"),
    }
    command._tell(judged, {"a1": "website mara.example", "a2": "mastodon @mara"}, places)
    told = capsys.readouterr().out
    assert told[told.index("The best") :].startswith(GOLDEN)
    command._tell(replace(judged, best=None, shrink=()), {}, {})
    told = capsys.readouterr().out
    assert "no sharp, uncovered face was found." in told
    assert "Below" not in told


def clear_face(photo: dict[str, Any]) -> int:
    return max(
        (
            min(face["width"], face["height"])
            for face in photo["faces"] or ()
            if face["sharpness"] >= 0.2
        ),
        default=0,
    )


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)
def test_each_best_picture_of_the_range_after_the_other(practice: Range, tmp_path: Path) -> None:
    """Mark the best one as somebody else's until no face is 112 px across."""
    settings = practice.save_settings(tmp_path)
    settings.write_text(settings.read_text("utf-8").replace("vision = false", "vision = true"))
    auditor = Auditor.at(tmp_path, "--settings", str(settings))
    auditor.add(practice.accounts)
    auditor.run("scan", code=1)
    photos = {photo["id"]: photo for photo in auditor.run("photos", "--json").json["photos"]}
    findings = auditor.run("findings", "--json", code=None).json["findings"]
    larger = {each["photo"] for each in findings if each["check"] == "larger-original"}
    made = auditor.run("likeness", "--json").json
    order = made["shrink"][-1]["photos"]
    assert order
    apart = 0
    for photo in order:
        best = made["best"]
        assert best["face_px"] == clear_face(photos[photo]) == clear_face(photos[best["photo"]])
        sides = photos[best["photo"]]["width"], photos[best["photo"]]["height"]
        assert best["short_side"] == min(sides)
        original = best["original"] or {"shown_face_px": None}
        assert (best["photo"] in larger) == (original["shown_face_px"] is not None)
        assert (original["shown_face_px"] or 0) < best["face_px"]
        apart += best["original"] is not None
        made = auditor.run("likeness", "--json", "--not-me", best["photo"]).json
    assert 0 < apart < len(order)  # some stand there as large as they are, some do not
    assert (made["best"] or {"face_px": 0})["face_px"] < 112
    assert all(not target["photos"] and not target["minutes"] for target in made["shrink"])


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
