"""The measure of skill against published formulas, and simulated learners."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.awareness import kept
from auditor.awareness.manifest import TestPicture, notes, read_manifest, same_twice
from auditor.awareness.parts import TestPart, pictures_of
from auditor.awareness.read import drawings, lessons, shown_frames
from auditor.awareness.rows import LessonExercise
from auditor.awareness.skill import PictureAnswer, PictureLabel, of_rates, score, sensitivity
from auditor.errors import UsageError
from tests.rows import each_row

LABELS: tuple[PictureLabel, ...] = ("real", "fake")


def learner(said: list[PictureLabel], *, sure: int, step: float = 1.0) -> list[PictureAnswer]:
    return [
        PictureAnswer(str(number), LABELS[number % 2], answer, sure, step, 2.0)
        for number, answer in enumerate(said)
    ]


def test_rates_give_the_published_values() -> None:
    # Macmillan & Creelman (2005), recognition of faces without and under hypnosis
    assert list(of_rates(0.69, 0.31)) == pytest.approx([0.992, 0], abs=0.001)
    assert list(of_rates(0.89, 0.59)) == pytest.approx([0.999, -0.727], abs=0.001)


def test_counts_are_corrected_log_linearly() -> None:
    found = sensitivity(20, 25, 10, 25)
    assert (found.d_prime, found.criterion) == pytest.approx(of_rates(20.5 / 26, 10.5 / 26))
    assert found.ln_beta == pytest.approx(found.d_prime * found.criterion)
    assert found.low < found.d_prime < found.high


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
        answers = [PictureAnswer(part.value, "real", "real", 60, 1.0, 1.0)]
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


def test_what_gives_the_answer_away_is_told() -> None:
    rows = "".join(
        f'[[pictures]]\nfile = "{label}"\nlabel = "{label}"\nsource = "own"\nlicence = "CC0"\n'
        for label in LABELS
    )
    told = list(notes(read_manifest((STATED + rows).encode()), {"real": "JPEG", "fake": "PNG"}))
    assert any("All real pictures are JPEG and all fakes are PNG" in note for note in told)
    assert list(same_twice([("a", "1"), ("b", "1")])) == ["b is the same picture as a."]


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
