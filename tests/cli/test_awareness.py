"""auditor awareness: lessons, exercises, the page, and a test on a folder of pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.awareness.read import lessons
from tests.cli.auditor import Auditor
from tests.fakes.trainers import trainers_folder


def test_each_lesson_can_be_read_and_each_answer_is_answered(fresh: Auditor) -> None:
    listed = fresh.run("awareness").out
    for lesson in lessons():
        assert lesson.title in listed
        assert lesson.limit in fresh.run("awareness", "lesson", lesson.name).out
        for place, exercise in enumerate(lesson.exercises):
            for number, choice in enumerate(exercise.choices, 1):
                before = ["--answer", "1"] * place
                said = fresh.run("awareness", "try", lesson.name, *before, "--answer", str(number))
                assert choice.said in said.out
    fresh.run("awareness", "try", "light", "--answer", "3", code=2)
    assert "source" in fresh.run("awareness", "lesson", "none", code=2).err


def test_the_page_asks_for_nothing(fresh: Auditor, tmp_path: Path) -> None:
    fresh.run("awareness", "export", "--output", str(tmp_path / "page"))
    page = (tmp_path / "page" / "awareness.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "prefers-reduced-motion" in page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return trainers_folder(tmp_path / "pictures")


def test_a_small_folder_gives_counts_and_no_d_prime(
    fresh: Auditor, folder: Path, tmp_path: Path
) -> None:
    words = ("awareness", "test", str(folder), "--results", str(tmp_path / "mine.json"))
    copies = tmp_path / "copies"
    told = fresh.type("2\n80\n1\n" * 2, *words, "--part", "pre", "--copies", str(copies))
    assert "1 of 2 told right" in told.out
    assert "No d' and no points" in told.out
    assert "fewer than 36" in told.err
    names = sorted(path.stem for path in copies.iterdir())
    assert names == ["01", "02"]
    again = fresh.run(*words, "--part", "delayed", "--copies", str(tmp_path / "c2"), code=2)
    assert "post comes first" in again.err
    assert "1 of 2 told right" in fresh.run("awareness", "result", str(tmp_path / "mine.json")).out


def test_a_folder_that_does_not_state_it_is_not_read(
    fresh: Auditor, folder: Path, tmp_path: Path
) -> None:
    manifest = folder / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("18 = true", "18 = false"), "utf-8")
    words = ("--part", "pre", "--copies", str(tmp_path / "c"), "--results", str(tmp_path / "r"))
    refused = fresh.run("awareness", "test", str(folder), *words, code=2)
    assert "Report Remove" in refused.err
    assert not (tmp_path / "c").exists()
