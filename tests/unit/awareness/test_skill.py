"""The measure of skill against published formulas, and simulated learners."""

from __future__ import annotations

import json
import math
import random
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import NormalDist

import pytest

from auditor.awareness import kept
from auditor.awareness.manifest import TestPicture, read_manifest
from auditor.awareness.parts import TestPart, pictures_of, turned
from auditor.awareness.read import drawings, lessons, shown_frames
from auditor.awareness.rows import LessonExercise
from auditor.awareness.skill import (
    PictureAnswer,
    PictureLabel,
    of_rates,
    score,
    sensitivity,
    sureness,
)
from auditor.errors import UsageError
from tests.rows import each_row

LABELS: tuple[PictureLabel, ...] = ("real", "fake")


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def learner(said: list[PictureLabel], *, sure: int, step: float = 1.0) -> list[PictureAnswer]:
    return [
        PictureAnswer(str(number), LABELS[number % 2], answer, sure, step, 2.0)
        for number, answer in enumerate(said)
    ]


def test_rates_give_the_published_values() -> None:
    # Macmillan & Creelman (2005), recognition of faces without and under hypnosis
    assert list(of_rates(0.69, 0.31)) == pytest.approx([0.992, 0], abs=0.001)
    assert list(of_rates(0.89, 0.59)) == pytest.approx([0.999, -0.727], abs=0.001)


def test_a_published_table_of_rates() -> None:
    # Stanislaw & Todorov (1999), doi:10.3758/BF03207704, Table 6, as Statistics::SDT repeats it:
    # 50 of 50 counted as .99, and 17 of 25
    found = of_rates(0.99, 17 / 25)
    assert found[0] == pytest.approx(1.86, abs=0.005)
    assert found[0] * found[1] == pytest.approx(-2.60, abs=0.005)
    # |STAT 5.4, manual of dprime (1985)
    found = of_rates(0.7, 0.4)
    assert found[0] == pytest.approx(0.78, abs=0.005)
    assert math.exp(found[0] * found[1]) == pytest.approx(0.90, abs=0.005)


def test_published_counts_corrected_log_linearly() -> None:
    # Wickens (2002) as the R package statpsych 1.7.0 computes it: signal(82, 46, 100, 100)
    found = sensitivity(82, 100, 46, 100)
    assert found.d_prime == pytest.approx(1.002793, abs=1e-6)
    assert found.criterion == pytest.approx(-0.4019603, abs=1e-7)
    assert found.ln_beta == pytest.approx(1.002793 * -0.4019603, abs=1e-6)
    assert found.low < found.d_prime < found.high


def test_counts_of_nothing_and_all_stay_finite() -> None:
    # Hautus (1995), doi:10.3758/BF03203619: 0.5 and 1 are added whatever the counts are
    found = sensitivity(25, 25, 0, 25)
    assert found.d_prime == pytest.approx(2 * NormalDist().inv_cdf(25.5 / 26))
    assert found.criterion == pytest.approx(0)


def test_a_perfect_learner() -> None:
    told = score(learner([*LABELS] * 12, sure=100))
    assert told.points == pytest.approx(100)
    assert told.overconfidence == pytest.approx(0)
    assert told.sensitivity is not None
    assert told.sensitivity.low > 1.5


def test_who_always_says_fake_learns_nothing_and_leans() -> None:
    told = score(learner(["fake"] * 24, sure=100, step=0))
    assert told.sensitivity is not None
    assert told.sensitivity.d_prime == pytest.approx(0)
    assert told.sensitivity.criterion < -1
    assert told.points == 0
    assert told.overconfidence == pytest.approx(0.5)


FOURTEEN_OF_24: list[PictureLabel] = [*LABELS] * 6 + ["fake", "real"] * 4 + ["fake"] * 4


def test_who_is_too_sure_is_told_so_and_scores_no_worse_for_it() -> None:
    told = score(learner(FOURTEEN_OF_24, sure=100))
    calm = score(learner(FOURTEEN_OF_24, sure=60))
    assert told.right == calm.right == 14
    assert told.overconfidence == pytest.approx(1 - 14 / 24)
    assert calm.overconfidence == pytest.approx(0.6 - 14 / 24)
    assert told.sensitivity == calm.sensitivity
    assert told.points == calm.points
    assert sureness(told) == "Sure of 100%, right in 58%: too sure by 42 points"
    assert sureness(calm) == "Sure of 60%, right in 58%: about as sure as right"


def test_who_trusts_themselves_too_little_is_told_so() -> None:
    told = score(learner([*LABELS] * 12, sure=50))
    assert sureness(told) == "Sure of 50%, right in 100%: less sure than right by 50 points"


def test_guessing_is_about_nothing_over_many_learners() -> None:
    chance = random.Random(4)
    found = [score(learner(chance.choices(LABELS, k=24), sure=50)) for _number in range(300)]
    measured = [told.sensitivity.d_prime for told in found if told.sensitivity is not None]
    assert len(measured) == 300
    assert sum(measured) / 300 == pytest.approx(0, abs=0.1)
    covered = [
        told.sensitivity.low < 0 < told.sensitivity.high for told in found if told.sensitivity
    ]
    assert sum(covered) / 300 > 0.9


def test_below_twelve_of_each_no_d_prime_is_told() -> None:
    told = score(learner([*LABELS] * 11, sure=100))
    assert told.sensitivity is None
    assert told.points is None


def test_a_drawing_never_enters_a_score() -> None:
    drawn = LessonExercise("?", lessons()[0].exercises[0].choices, "hand")
    answers = learner([*LABELS] * 12, sure=100)
    with pytest.raises(TypeError):
        score([*answers, drawn])  # type: ignore[list-item]


def folder(each: int) -> list[TestPicture]:
    return [
        TestPicture(f"{label}-{number}.jpg", label, "CC0", "own")
        for label in LABELS
        for number in range(each)
    ]


@each_row("seed", range(12))
def test_parts_share_no_picture_and_are_alike(seed: int) -> None:
    parts = [pictures_of(folder(36), part, seed) for part in TestPart]
    files = [picture.file for part in parts for picture in part]
    assert len(files) == len(set(files)) == 72
    for part in parts:
        labels = [picture.label for picture in part]
        assert labels.count("real") == labels.count("fake") == 12
        assert all(set(labels[at : at + 2]) == {"real", "fake"} for at in range(0, 24, 2))


def test_each_set_is_each_part_for_some_seed() -> None:
    first = [frozenset(p.file for p in pictures_of(folder(3), TestPart.PRE, s)) for s in range(6)]
    assert len(set(first)) > 1


NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_delayed_part_waits_for_its_day(tmp_path: Path) -> None:
    test = kept.KeptTest(1, NOW.isoformat())
    with pytest.raises(UsageError, match="pre comes first"):
        kept.check(test, TestPart.DELAYED, NOW)
    for part in (TestPart.PRE, TestPart.POST):
        answers = [PictureAnswer(hashed(part.value), "real", "real", 60, 1.0, 1.0)]
        test = kept.added(test, part, answers, NOW)
    with pytest.raises(UsageError, match="2026-11-15"):
        kept.check(test, TestPart.DELAYED, NOW + timedelta(days=13))
    kept.check(test, TestPart.DELAYED, NOW + timedelta(days=14))
    with pytest.raises(UsageError, match="earlier part"):
        kept.added(test, TestPart.DELAYED, test.parts[TestPart.PRE].answers, NOW)
    kept.write(tmp_path / "mine.json", test)
    assert kept.read(tmp_path / "mine.json") == test
    assert (tmp_path / "mine.json").stat().st_mode & 0o077 == 0


STATED = "nobody_under_18 = true\nnothing_intimate = true\n"
ROW = '[[pictures]]\nfile = "a.jpg"\nlabel = "real"\nsource = "own"\n'


def test_a_manifest_needs_a_licence_and_what_is_stated() -> None:
    with pytest.raises(UsageError, match="licence"):
        read_manifest((STATED + ROW).encode())
    with pytest.raises(UsageError) as refused:
        read_manifest((ROW + 'licence = "CC0"').encode())
    assert "Report Remove" in refused.value.hint
    assert read_manifest((STATED + ROW + 'licence = "CC0"').encode()).pictures[0].file == "a.jpg"


def test_the_right_step_has_no_place_of_its_own() -> None:
    places = [turned(6, seed, "item").index(0) for seed in range(600)]
    assert all(places.count(place) > 60 for place in range(6))
    assert turned(6, 1, "a") == turned(6, 1, "a")
    assert sorted(turned(6, 1, "a")) == list(range(6))


@pytest.mark.parametrize(
    "name", ["../a.jpg", "a/b.jpg", "a\\b.jpg", "C:a.jpg", ".a", "..", "a\u001bb"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    row = f'[[pictures]]\nfile = {json.dumps(name)}\nlabel = "real"\nsource = "o"\n'
    with pytest.raises(UsageError, match="no name of a file"):
        read_manifest((STATED + row + 'licence = "o"').encode())


def test_a_manifest_that_is_too_much_is_refused() -> None:
    with pytest.raises(UsageError, match="larger than 1 MB"):
        read_manifest(b"#" * 1_000_001)
    rows = "".join(
        f'[[pictures]]\nfile = "{n}"\nlabel = "real"\nsource = "o"\nlicence = "o"\n'
        for n in range(10_000)
    )
    with pytest.raises(UsageError, match="10000 pictures; 600 are the most"):
        read_manifest((STATED + rows).encode())


def test_a_part_goes_on_with_the_same_pictures_only(tmp_path: Path) -> None:
    answers = [PictureAnswer(hashed(item), "real", "real", 60, 1.0, 1.0) for item in "ab"]
    test = kept.begun(kept.KeptTest(1, NOW.isoformat()), TestPart.PRE, answers)
    kept.write(tmp_path / "mine.json", test)
    assert kept.read(tmp_path / "mine.json") == test
    shown: list[tuple[str, PictureLabel]] = [
        (hashed("a"), "real"),
        (hashed("b"), "real"),
        (hashed("c"), "fake"),
    ]
    assert kept.so_far(test, TestPart.PRE, shown) == answers
    assert kept.so_far(test, TestPart.POST, shown) == []
    with pytest.raises(UsageError, match="folder has changed"):
        kept.so_far(test, TestPart.PRE, [shown[0], shown[2], shown[1]])
    assert kept.added(test, TestPart.PRE, answers, NOW).under_way is None


@pytest.mark.parametrize("wrong", ["0", "200", "-1"])
def test_results_that_cannot_be_are_refused(tmp_path: Path, wrong: str) -> None:
    answers = [PictureAnswer(hashed(item), "real", "real", 60, 1.0, 1.0) for item in "ab"]
    test = kept.added(kept.KeptTest(1, NOW.isoformat()), TestPart.PRE, answers, NOW)
    file = tmp_path / "mine.json"
    kept.write(file, test)
    file.write_text(file.read_text("utf-8").replace("60", wrong), "utf-8")
    with pytest.raises(UsageError, match="no file of results"):
        kept.read(file)
    kept.write(file, kept.KeptTest(1, "", {TestPart.PRE: kept.KeptPart(NOW, [])}))
    with pytest.raises(UsageError, match="no file of results"):
        kept.read(file)


def test_each_exercise_has_a_right_and_a_wrong_answer_and_drawings_differ() -> None:
    exercises = [exercise for lesson in lessons() for exercise in lesson.exercises]
    for exercise in exercises:
        assert [choice.right for choice in exercise.choices].count(True) == 1
        frames = shown_frames(exercise)
        assert len(frames) == (2 if exercise.drawing else 0)
        if exercise.drawing:
            right = next(choice.text for choice in exercise.choices if choice.right)
            assert drawings()[exercise.drawing].broken == right
    assert {exercise.drawing for exercise in exercises} - {""} == set(drawings())
    assert all(row.sound != row.defect for row in drawings().values())


def taken(*parts: TestPart) -> kept.KeptTest:
    test = kept.KeptTest(1, NOW.isoformat())
    for part in parts:
        answers = [PictureAnswer(hashed(part.value), "real", "real", 60, 1.0, 1.0)]
        test = kept.added(test, part, answers, NOW)
    return test


@pytest.mark.parametrize(
    ("was", "wrong"),
    [
        ("T00:00:00Z", "T00:00:00"),
        ("2026-11-01", "9999-12-30"),
        (hashed("post"), hashed("pre")),
        (hashed("post"), "hand"),
        (hashed("post"), hashed("post").upper()),
        ('"label": "real"', '"label": "drawing"'),
        ('"confidence": 60', '"simulation": true, "confidence": 60'),
    ],
    ids=[
        "no time zone",
        "no day after it",
        "one picture in two parts",
        "a drawing",
        "no hash as it is written here",
        "the label of a drawing",
        "an answer of another kind",
    ],
)
def test_times_and_parts_that_cannot_be_are_refused(tmp_path: Path, was: str, wrong: str) -> None:
    file = tmp_path / "mine.json"
    kept.write(file, taken(TestPart.PRE, TestPart.POST))
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, wrong), "utf-8")
    with pytest.raises(UsageError, match="no file of results"):
        kept.read(file)


@pytest.mark.parametrize(
    ("was", "wrong"), [('"confidence": 60', '"confidence": 600'), (hashed("b"), hashed("pre"))]
)
def test_a_part_under_way_that_cannot_be_is_refused(tmp_path: Path, was: str, wrong: str) -> None:
    answers = [PictureAnswer(hashed(item), "real", "real", 60, 1.0, 1.0) for item in "ab"]
    file = tmp_path / "mine.json"
    kept.write(file, kept.begun(taken(TestPart.PRE), TestPart.POST, answers))
    text = file.read_text("utf-8")
    assert was in text
    assert kept.read(file) is not None
    file.write_text(text.replace(was, wrong), "utf-8")
    with pytest.raises(UsageError, match="no file of results"):
        kept.read(file)


def test_a_clock_that_was_set_back_shortens_no_delay() -> None:
    test = taken(TestPart.PRE, TestPart.POST)
    with pytest.raises(UsageError, match="2026-11-15"):
        kept.check(test, TestPart.DELAYED, NOW - timedelta(days=400))
    with pytest.raises(UsageError, match="post was taken already"):
        kept.check(test, TestPart.POST, NOW - timedelta(days=400))


def test_a_part_that_was_begun_keeps_its_labels() -> None:
    answers = [PictureAnswer("a", "real", "real", 60, 1.0, 1.0)]
    test = kept.begun(kept.KeptTest(1, NOW.isoformat()), TestPart.PRE, answers)
    assert kept.so_far(test, TestPart.PRE, [("a", "real"), ("b", "fake")]) == answers
    with pytest.raises(UsageError, match="folder has changed"):
        kept.so_far(test, TestPart.PRE, [("a", "fake"), ("b", "real")])
