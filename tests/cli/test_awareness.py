"""auditor awareness: lessons, exercises, the page, and a test on a folder of pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from auditor.awareness.read import lesson_named, lessons
from auditor.cli.commands.awareness.credential_files import ALTERED, SIGNED
from auditor.guidance.help import sheet_lines
from tests.cli.auditor import Auditor, Done
from tests.fakes.pictures import as_file, drawn
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


@pytest.mark.parametrize(("where", "named"), [("GB", "Childline"), ("US", "988"), ("", "StopNCII")])
def test_the_intimate_case_names_who_helps_there(
    fresh: Auditor, tmp_path: Path, where: str, named: str
) -> None:
    expected = sheet_lines.short(where)
    assert any(named in line for line in expected)
    place = ("--where", where) if where else ()
    said = fresh.run("awareness", "lesson", "intimate", *place).out
    told = fresh.run("awareness", "lesson", "intimate", *place, "--json").json["who_helps"]
    fresh.run("awareness", "export", "--output", str(tmp_path / "page"), *place)
    page = unescape((tmp_path / "page" / "awareness.html").read_text("utf-8"))
    assert tuple(told[1:]) == expected
    for line in expected:
        assert line in said
        assert page.count(line) == 1
    assert fresh.run("awareness", "lesson", "source", *place, "--json").json["who_helps"] == []


def test_nothing_is_shown_of_the_intimate_case() -> None:
    lesson = lesson_named("intimate")
    assert lesson.who_helps
    assert not any(exercise.drawing or exercise.file for exercise in lesson.exercises)


def test_that_a_missing_tell_proves_nothing_stands_once(fresh: Auditor) -> None:
    for lesson in lessons():
        said = fresh.run("awareness", "lesson", lesson.name).out
        assert said.count("issing tell proves nothing") == 1


def test_credentials_are_read_in_files_that_were_just_made(fresh: Auditor, tmp_path: Path) -> None:
    made = tmp_path / "made"
    told = fresh.run("awareness", "try", "credential", "--files", str(made), "--json").json
    written = {exercise.file: exercise.reads for exercise in lesson_named("credential").exercises}
    read = {Path(each["file"]).name: tuple(each["reads"]) for each in told["exercises"]}
    assert read == written
    assert {file.name for file in made.iterdir()} == set(read)
    signed, altered = (Image.open(made / name).convert("RGB") for name in (SIGNED, ALTERED))
    assert signed.size == altered.size
    assert signed.tobytes() != altered.tobytes()
    again = fresh.run("awareness", "try", "credential", "--files", str(made), code=2)
    assert "nothing was written" in again.err


def test_files_are_made_for_credentials_only_and_not_on_a_wrong_number(
    fresh: Auditor, tmp_path: Path
) -> None:
    made = str(tmp_path / "made")
    fresh.run("awareness", "try", "light", "--files", made, code=2)
    fresh.run("awareness", "try", "credential", "--files", made, "--answer", "9", code=2)
    assert not Path(made).exists()


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


def test_a_manifest_of_lists_within_lists_is_told(
    fresh: Auditor, folder: Path, tmp_path: Path
) -> None:
    (folder / "manifest.toml").write_text("a=" + "[" * 100_000, "utf-8")
    words = ("--part", "pre", "--copies", str(tmp_path / "c"), "--results", str(tmp_path / "r"))
    refused = fresh.run("awareness", "test", str(folder), *words, code=2)
    assert "manifest.toml: lists within lists" in refused.err


def test_a_place_that_is_none_is_said_where_the_worldwide_lines_stand(fresh: Auditor) -> None:
    said = fresh.run("awareness", "lesson", "intimate", "--where", "Atlantis\x1b[31m").out
    assert "“Atlantis31m” is not in our list of places. Who helps, worldwide" in said
    assert "\x1b" not in said


def asked(told: Done) -> list[str]:
    """Return the offered steps of each picture in the order in which they stood."""
    return re.findall(r"^\d  (.*)$", told.err, re.MULTILINE)


def test_a_test_that_is_broken_off_goes_on(fresh: Auditor, folder: Path, tmp_path: Path) -> None:
    words = (
        *("awareness", "test", str(folder), "--results", str(tmp_path / "mine.json")),
        *("--part", "pre", "--copies", str(tmp_path / "copies")),
    )
    stopped = fresh.type("2\n80\n1\n1\n", *words, code=2)
    assert "Stopped at picture 2 of 2; 1 answers are kept." in stopped.err
    begun = fresh.run("awareness", "result", str(tmp_path / "mine.json"), "--json").json
    assert begun == {**begun, "parts": [], "under_way": {"part": "pre", "answers": 1}}
    before = (tmp_path / "mine.json").read_text("utf-8")
    again = fresh.type("1\n60\n2\n", *words)
    assert "Picture 02" in again.err
    assert "Picture 01" not in again.err
    assert "told right" in again.out
    done = json.loads((tmp_path / "mine.json").read_text("utf-8"))
    first = json.loads(before)["under_way"]["answers"][0]
    assert done["parts"]["pre"]["answers"][0] == first
    assert done["under_way"] is None
    assert asked(stopped) != asked(again)
    fresh.run(*words, code=2)


def _relabelled(folder: Path) -> None:
    manifest = folder / "manifest.toml"
    text = manifest.read_text("utf-8").replace('"real"', '"?"').replace('"fake"', '"real"')
    manifest.write_text(text.replace('"?"', '"fake"'), "utf-8")


def _grown(folder: Path) -> None:
    other = trainers_folder(folder.with_name("more"), each=9)
    for number in range(3, 9):
        for label in ("real", "fake"):
            name = f"{label}-{number}.jpg"
            (other / name).rename(folder / name)
    (folder / "manifest.toml").write_text((other / "manifest.toml").read_text("utf-8"), "utf-8")


def _another(folder: Path) -> None:
    for label in ("real", "fake"):
        for number in range(3):
            picture = as_file(drawn(f"other {label} {number}".encode()))
            (folder / f"{label}-{number}.jpg").write_bytes(picture)


@pytest.mark.parametrize("changed", [_relabelled, _grown, _another])
def test_a_part_of_another_folder_is_refused_before_anything_is_asked(
    fresh: Auditor, folder: Path, tmp_path: Path, changed: Callable[[Path], None]
) -> None:
    results = tmp_path / "mine.json"
    words = ("awareness", "test", str(folder), "--results", str(results))
    fresh.type("2\n80\n1\n" * 2, *words, "--part", "pre", "--copies", str(tmp_path / "c"))
    before = results.read_bytes()
    changed(folder)
    post = (*words, "--part", "post", "--copies", str(tmp_path / "c2"))
    refused = fresh.type("2\n80\n1\n" * 99, *post, code=2)
    assert "pre was taken with other pictures" in refused.err
    assert "Picture 01" not in refused.err
    assert results.read_bytes() == before
    assert not (tmp_path / "c2").exists()


def test_whose_results_go_on_is_told_by_what_was_taken(
    fresh: Auditor, folder: Path, tmp_path: Path
) -> None:
    words = ("awareness", "test", str(folder), "--results", str(tmp_path / "mine.json"))
    typed = "2\n80\n1\n" * 2
    first = fresh.type(typed, *words, "--part", "pre", "--copies", str(tmp_path / "c"))
    assert "Taken before" not in first.err
    second = fresh.type(typed, *words, "--part", "post", "--copies", str(tmp_path / "c2"))
    assert re.search(r"Taken before: pre \(\d{4}-\d\d-\d\d\)\.", second.err)


def test_a_learner_is_not_told_labels_and_a_trainer_is(
    fresh: Auditor, folder: Path, tmp_path: Path
) -> None:
    told = fresh.run("awareness", "check", str(folder))
    assert "real-0.jpg is 128 px" in told.out
    words = ("--part", "pre", "--copies", str(tmp_path / "c"), "--results", str(tmp_path / "r"))
    learner = fresh.type("2\n80\n1\n" * 2, "awareness", "test", str(folder), *words)
    assert "auditor awareness check tells its maker how" in learner.err
    assert "real-0" not in learner.err + learner.out


def test_nearly_the_same_picture_is_told(fresh: Auditor, folder: Path) -> None:
    again = as_file(drawn(b"real-1.jpg"), quality=40)
    (folder / "fake-0.jpg").write_bytes(again)
    told = fresh.run("awareness", "check", str(folder), "--json").json
    assert any("Nearly the same: real-1.jpg, fake-0.jpg" in note for note in told["notes"])


def _film(path: Path) -> None:
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(2000))


def _scripted(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')


def _link(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (Path.unlink, "No such file"),
        (_link, "is a link to another place"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
        (_film, "cannot be read"),
        (_scripted, "cannot be read"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(path.read_bytes()[:300]), "cannot be read"),
    ],
    ids=["missing", "link", "folder", "film", "svg", "empty", "cut"],
)
def test_a_file_that_is_no_picture_is_named(
    fresh: Auditor, folder: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(folder / "real-1.jpg")
    words = ("--part", "pre", "--copies", str(tmp_path / "c"), "--results", str(tmp_path / "r"))
    for line in (("check", str(folder)), ("test", str(folder), *words)):
        told = fresh.run("awareness", *line, code=2)
        assert "real-1.jpg: cannot be read (" in told.err
        assert said in told.err
    assert not (tmp_path / "c").exists()
    assert not (tmp_path / "r").exists()
