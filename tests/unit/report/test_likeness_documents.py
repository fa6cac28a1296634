from __future__ import annotations

from dataclasses import replace
from typing import Any

from auditor.domain.likeness.likeness import Likeness
from auditor.report.json.likeness import likeness
from tests import json_shapes
from tests.unit.domain.likeness_making import judged, portrait

KEYS = [
    "schema", "means", "tier", "name", "looked", "unread", "blunt", "identified", "reasons",
    "counted", "hide", "what_if", "not_me",
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
    assert all(
        threshold["source"].startswith("https://")
        for reason in made["reasons"]
        for threshold in reason["thresholds"]
    )
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


def test_could_not_tell_is_no_tier() -> None:
    made = document(judged([portrait(1, looked=False)]))
    assert (made["tier"], made["name"], made["unread"]) == (None, "Could not tell", 1)
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
