"""What private match and list say where little was found: nothing is left out without a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cli.auditor import Auditor
from tests.fakes.pictures import as_file, drawn

FORMS = "Copies that are often not found"
FILMS = "Of films"


@pytest.fixture
def listed(fresh: Auditor, tmp_path: Path) -> Auditor:
    """A list with one picture on it."""
    image = tmp_path / "own.jpg"
    image.write_bytes(as_file(drawn(b"private")))
    fresh.run("private", "add", str(image), "--adult", "yes")
    return fresh


def test_of_a_plain_picture_it_is_told_that_copies_may_be_missed(
    fresh: Auditor, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.png"
    plain.write_bytes(as_file(np.full((96, 128, 3), 30, np.uint8), "PNG"))
    said = fresh.run("private", "add", str(plain), "--adult", "yes").out
    assert "It is very plain or dark: copies of it may not be recognised" in said


def test_a_projector_shows_no_name_of_a_private_file_or_label(
    listed: Auditor, tmp_path: Path
) -> None:
    (tmp_path / "broken-own.jpg").write_bytes(b"no picture")
    done = listed.run("--projector", "private", "match", str(tmp_path))
    assert "A possible match" in done.out
    assert "not compared" in done.out
    assert "own.jpg" not in done.out + done.err
    assert "own.jpg" in listed.run("private", "match", str(tmp_path / "own.jpg")).out


def test_an_empty_list_says_that_it_is_empty(fresh: Auditor) -> None:
    done = fresh.run("private", "list")
    assert "The private hash list is empty" in done.out
    assert "auditor private add" in done.out
    assert fresh.run("private", "list", "--json").json["entries"] == []


def test_a_picture_that_cannot_be_read_is_told_also_in_a_folder(
    listed: Auditor, tmp_path: Path
) -> None:
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(as_file(drawn(b"other")))
    (folder / "b.JPG").write_bytes(b"")
    (folder / "c.png").write_bytes(b"no picture")
    (folder / "d.mp4").write_bytes(b"no film either")
    (folder / "e.nef").write_bytes(bytes(2000))
    (folder / "._a.jpg").write_bytes(b"\0\5\x16\7 of a Mac's other fork")
    (folder / "list.txt").write_bytes(b"words")
    done = listed.run("private", "match", str(folder))
    for name in ("b.JPG", "c.png", "d.mp4", "e.nef"):
        assert f"{name}: not compared" in done.out
    assert "Files compared: 1; that could not be: 4." in done.out
    assert "list.txt" not in done.out
    assert "._a.jpg" not in done.out


def test_what_is_often_not_found_is_told_of_the_others_too(listed: Auditor, tmp_path: Path) -> None:
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(as_file(drawn(b"private"), quality=60))
    whole = listed.run("private", "match", str(folder))
    assert "A possible match" in whole.out
    assert "what agrees: " in whole.out  # a form, places of it or frames: not always a variant
    assert FORMS not in whole.out
    (folder / "b.jpg").write_bytes(as_file(drawn(b"other")))
    part = listed.run("private", "match", str(folder))
    assert "In 1 of the files nothing was found" in part.out
    assert FORMS in part.out


def test_no_match_says_what_kinds_of_films_are_not_found(listed: Auditor, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(as_file(drawn(b"other")))
    done = listed.run("private", "match", str(tmp_path / "b.jpg"))
    assert FORMS in done.out
    assert FILMS in done.out
