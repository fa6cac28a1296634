from __future__ import annotations

from dataclasses import replace
from typing import Any

from auditor.domain.likeness.likeness import Best, Likeness, Original, Shrink
from auditor.report.json.likeness import likeness
from tests import json_shapes
from tests.unit.domain.likeness_making import judged, portrait

KEYS = [
    "schema", "means", "best", "shrink", "shrink_means", "tier", "name", "looked", "unread",
    "blunt", "identified", "reasons", "counted", "hide", "what_if", "not_me",
]  # fmt: skip


def document(found: Likeness) -> dict[str, Any]:
    text = likeness(found)
    assert text.isascii()
    made: dict[str, Any] = json_shapes.check(text)
    assert list(made) == KEYS
    assert set(made["hide"]) == {"photos", "optimal", "bound", "reaches", "smaller"}
    return made


def test_what_it_means_is_told_first() -> None:
    made = document(judged([portrait(index) for index in range(5)]))
    assert made["schema"] == "auditor/likeness/1"
    assert "lower bound" in made["means"]
    assert (made["tier"], made["looked"], made["identified"]) == ("T2", 5, False)
    assert [reason["tier"] for reason in made["reasons"]] == ["T1", "T2", "T3", "T4"]
    assert [reason["reached"] for reason in made["reasons"]] == [True, True, False, False]
    for reason in made["reasons"]:
        assert reason["source"].startswith("https://arxiv.org/")
        for threshold in reason["thresholds"]:
            assert (threshold["source"] or "https://arxiv.org/").startswith("https://arxiv.org/")
            assert threshold["basis"]
            assert threshold["year"] >= 2018
    assert len(made["counted"]) == 5
    assert (len(made["hide"]["photos"]), made["hide"]["optimal"], made["hide"]["reaches"]) == (
        2,
        True,
        "T1",
    )
    assert "512 px" in made["hide"]["smaller"]
    assert {change["change"] for change in made["what_if"]} == {
        "shrink-1080",
        "shrink-640",
        "remove-account",
        "make-private",
    }


def test_the_best_picture_stands_before_the_count() -> None:
    behind = Original("https://example.org/large.jpg", 180, 240)
    best = Best("p001", "a-mara", 900, 1200, "https://example.org/1", behind)
    made = document(
        replace(
            judged([portrait(1)]),
            best=best,
            shrink=(Shrink(512, ("p001",), 3.0), Shrink(256, ("p001", "p002"), 6.0)),
        )
    )
    assert made["best"] == {
        "photo": "p001",
        "face_px": 900,
        "short_side": 1200,
        "where": "https://example.org/1",
        "original": {
            "url": "https://example.org/large.jpg",
            "shown_face_px": 180,
            "shown_short_side": 240,
        },
    }
    assert made["shrink"] == [
        {"below_px": 512, "photos": ["p001"], "minutes": 3.0},
        {"below_px": 256, "photos": ["p001", "p002"], "minutes": 6.0},
    ]
    assert "nothing while its original is still served" in made["shrink_means"]
    displayed = document(replace(judged([portrait(1)]), best=replace(best, original=None)))
    assert displayed["best"]["original"] is None


def test_could_not_tell_is_no_tier() -> None:
    made = document(judged([portrait(1, looked=False)]))
    assert (made["tier"], made["name"], made["unread"]) == (None, "Could not tell", 1)
    assert (made["best"], made["shrink"]) == (None, [])
    assert (made["counted"], made["hide"]["photos"], made["hide"]["optimal"], made["what_if"]) == (
        [],
        [],
        False,
        [],
    )


def test_nothing_to_hide() -> None:
    made = document(judged([replace(portrait(1), faces=())]))
    assert (made["tier"], made["hide"]) == (
        "T0",
        {"photos": [], "optimal": True, "bound": 0, "reaches": "T0", "smaller": None},
    )
