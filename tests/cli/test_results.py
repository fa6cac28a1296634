"""auditor practice results as a trainer has it: files of a class in, sums without anybody out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.auditor import Auditor
from tests.cli.handed_in import hand_in, result


@pytest.fixture(autouse=True)
def tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tasks that the story has, whatever is handed in."""
    monkeypatch.setattr(
        "auditor.practice.results.known_tasks.task_ids", lambda _story, _level: ("mara-home",)
    )


def merge(auditor: Auditor, *words: object, code: int = 0) -> Any:
    return auditor.run("practice", "results", "merge", *map(str, words), code=code)


def show(auditor: Auditor, *words: object, code: int = 0) -> Any:
    return auditor.run("practice", "results", "show", *map(str, words), code=code)


def test_a_class_of_forty(fresh: Auditor) -> None:
    handed = hand_in(fresh.room / "handed", people=40)
    target = fresh.room / "class.json"
    done = merge(fresh, handed, "--output", target)
    assert "40 people in 1 merge" in done.out
    assert "Delete the learners' files now" in done.err
    held = target.read_text("utf-8")
    assert re.search("otter|code|guesses", held, re.IGNORECASE) is None
    found = show(fresh, target, "--json").json
    before, after, *_tasks = found["figures"]
    assert before["low"] <= 3  # five times as far off as chance mostly is
    assert after["about"] > before["about"]
    assert found["right_guesses_of_100"] == 63
    assert [each["of"] for each in found["figures"]] == ["not-seen"] * 2 + ["tasks"] * 2 + [
        "task"
    ] * 2
    page = show(fresh, target, "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert "<svg" in page
    assert "<table" in page
    assert page.isascii()
    assert re.search(r"(?:src|href|url)\s*[=(]", page) is None


@pytest.mark.parametrize("people", [0, 1, 4])
def test_fewer_than_five_are_refused(fresh: Auditor, people: int) -> None:
    handed = hand_in(fresh.room / "handed", people=people)
    target = fresh.room / "class.json"
    (handed / "alone.json").write_text(json.dumps(result("half a pair", "before")), "utf-8")
    done = merge(fresh, handed, "--output", target, code=2)
    assert f"Only {people} people" in done.err
    assert not target.exists()


def test_fewer_than_five_are_not_added_either(fresh: Auditor) -> None:
    first, second = fresh.room / "class.json", fresh.room / "second.json"
    merge(fresh, hand_in(fresh.room / "handed", people=6), "--output", first)
    held = first.read_bytes()
    few = hand_in(fresh.room / "few", people=4, first=6)
    merge(fresh, few, "--output", second, "--add-to", first, code=2)
    assert not second.exists()
    more = hand_in(fresh.room / "more", people=5, first=6)
    told = merge(fresh, more, "--output", second, "--add-to", first)
    assert "11 people in 2 merges" in told.out
    assert first.read_bytes() == held
    again = fresh.room / "third.json"
    told = merge(fresh, second, first, "--output", again)
    assert "1 class was in it already and counts once" in told.err
    assert again.read_bytes() == second.read_bytes()


def test_who_is_left_out_is_told_by_number_only(fresh: Auditor) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    for name, said in {
        "x": result("only before", "before"),
        "y": result("only after", "after"),
        "z": result("Quiet otter-0", "after", not_seen=2),
        "same": result("quiet OTTER 1", "after"),
    }.items():
        (handed / f"{name}.json").write_text(json.dumps(said), "utf-8")
    done = merge(fresh, handed, "--output", fresh.room / "class.json")
    assert "5 people" in done.out
    assert "1 file was left out: there is a result before and none after." in done.err
    assert "1 file was left out: there is a result after and none before." in done.err
    assert "3 files were left out: a code stands in two files" in done.err
    assert "only" not in done.err.replace("Only", "")


def test_levels_and_stories_are_not_mixed(fresh: Auditor) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    hand_in(handed, people=6, first=6, level=2, story="juno")
    done = merge(fresh, handed, "--output", fresh.room / "class.json", code=2)
    assert "juno 2: 12, mara 1: 12" in done.err
    first, second = fresh.room / "first.json", fresh.room / "second.json"
    merge(fresh, hand_in(fresh.room / "a", people=6), "--output", first)
    other = hand_in(fresh.room / "b", people=6, story="juno")
    merge(fresh, other, "--add-to", first, "--output", second, code=2)
    assert not second.exists()


HOSTILE: dict[str, object] = {
    "of a real vault": {"schema": "auditor/answers/2", "questions": [], "not_seen": 3},
    "of another story": result("code", "before", story="robert"),
    "of another level": result("code", "before", level=7),
    "with more in it": result("code", "before", name="Ada"),
    "more in a task": result("c", "after", tasks=[{"id": "x", "right": True, "answer": "home"}]),
    "not of eight": result("code", "before", not_seen=9),
    "not whole": result("code", "before", not_seen=1.5),
    "no time": result("code", "during"),
    "code of signs": result(" -- ", "before"),
    "long code": result("c" * 81, "before"),
    "many tasks": result("code", "before", tasks=[{"id": "x", "right": True}] * 65),
    "a list": [result("code", "before")],
    "nothing": None,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_result_of_the_range_is_refused(fresh: Auditor, name: str) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    (handed / "other.json").write_text(json.dumps(HOSTILE[name]), "utf-8")
    target = fresh.room / "class.json"
    done = merge(fresh, handed, "--output", target, "--delete-files", code=2)
    assert "other.json" in done.err
    assert not target.exists()
    assert len(list(handed.iterdir())) == 13, "nothing is deleted"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{", b"[" * 60_000, b'{"a":' * 9000, b" " * 70_000])
def test_bytes_that_mean_harm_are_one_line(fresh: Auditor, data: bytes) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    (handed / "other.json").write_bytes(data)
    done = merge(fresh, handed, "--output", fresh.room / "class.json", code=2)
    assert done.err.count("\n") <= 3


@pytest.mark.parametrize(
    "change",
    [
        {"people": 4},
        {"people": "6"},
        {"id": "x"},
        {"not_seen_before": 1e9},
        {"tasks": [{"id": "another", "before": 1, "after": 1}]},
        {"names": ["Ada"]},
    ],
)
def test_a_class_that_was_made_up_is_refused(fresh: Auditor, change: dict[str, object]) -> None:
    target = fresh.room / "class.json"
    merge(fresh, hand_in(fresh.room / "handed", people=6), "--output", target)
    said = json.loads(target.read_bytes())
    said["sets"][0] |= change
    target.write_text(json.dumps(said), "utf-8")
    show(fresh, target, code=2)
    merge(fresh, target, "--output", fresh.room / "other.json", code=2)


def test_the_files_are_deleted_once_the_class_is_written(fresh: Auditor) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    target = fresh.room / "class.json"
    target.write_text("mine", "utf-8")
    merge(fresh, handed, "--output", target, "--delete-files", code=2)
    assert target.read_text("utf-8") == "mine"
    assert len(list(handed.iterdir())) == 12
    target.unlink()
    assert "12 files were deleted" in merge(fresh, handed, "--output", target, "--delete-files").err
    assert list(handed.iterdir()) == []


def test_a_class_that_lies_among_the_results_is_not_added_by_chance(fresh: Auditor) -> None:
    handed = hand_in(fresh.room / "handed", people=6)
    merge(fresh, handed, "--output", handed / "class.json")
    done = merge(fresh, handed, "--output", fresh.room / "second.json", code=2)
    assert "class.json: a class lies among the results" in done.err
    told = merge(fresh, handed / "class.json", "--output", fresh.room / "second.json")
    assert "6 people in 1 merge" in told.out


def test_a_small_class_is_told_nothing_that_is_not_so(fresh: Auditor) -> None:
    target: Path = fresh.room / "class.json"
    merge(fresh, hand_in(fresh.room / "handed", people=5), "--output", target)
    told = show(fresh, target).out
    assert told.count("too few people") == 1, "not a line for each of them"
    assert "Of 3 figures nothing can be told, before and after" in told
    assert "Add the results of further classes" in told
