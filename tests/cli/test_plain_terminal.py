"""The dialogue on a real terminal: killed, locked, at a seat of a class; every command plain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.practice.catalogue import Catalogue
from auditor.practice.server import open_class
from auditor.practice.stories.cast import cast_of
from tests.cli.auditor import PASSPHRASE
from tests.cli.test_never_nothing import home, line_of, runnable
from tests.cli.test_plain import DRAWN, bare
from tests.plain import Dialogue

pytestmark = pytest.mark.skipif(os.name != "posix", reason="walked on a pseudo-terminal")
QUIET = "[network]\noffline = true\n[readers]\nexiftool = false\n"


def begun(room: Path, settings: str = QUIET) -> Dialogue:
    """Return a dialogue on a new vault, at its first menu."""
    there = Dialogue(room, settings)
    there.start("--plain")
    for prompt, typed in (("Number: ", "2"), ("passphrase: ", PASSPHRASE), ("Again: ", PASSPHRASE)):
        there.answer(prompt, typed)
    return there


def test_killed_in_the_middle_it_goes_on(tmp_path: Path) -> None:
    first = begun(tmp_path)
    first.answer("Number: ", "1")  # accounts
    first.answer("Number: ", "1")  # add
    first.answer("handle: ", "https://instagram.com/ada.lens/")
    first.answer("> ", "ada.lens")
    assert "ada.lens" in first.until("Number: ")
    first.type("1")
    first.until("handle: ")
    first.kill()
    again = Dialogue(tmp_path, QUIET)
    again.start("--plain")
    again.answer("Passphrase: ", PASSPHRASE)
    assert "1 account on the list, 1 yours" in again.answer("Number: ", "1")
    assert "ada.lens" in again.answer("Number: ", "q")
    assert again.end() == 0


@pytest.mark.parametrize("where", ["main", "question"])
def test_nobody_answers_and_it_is_locked(tmp_path: Path, where: str) -> None:
    there = begun(tmp_path, QUIET + "[vault]\nidle_minutes = 0.05\n")
    if where == "question":
        there.answer("Number: ", "1")
        there.answer("Number: ", "1")
        there.until("handle: ")
    there.until("Passphrase: ")  # nothing was typed
    there.type("")
    told = there.told.decode("utf-8", "replace")
    assert "Locked, since nothing was typed for a while." in told
    assert PASSPHRASE not in told
    there.kill()


def test_a_seat_of_a_class_is_a_dialogue_too(tmp_path: Path) -> None:
    catalogue = Catalogue(seed=1, photos=12, same_size=True, cast=cast_of("juno"))
    opened = open_class(catalogue, 1)
    there = Dialogue(tmp_path, "[readers]\nexiftool = false\n")
    there.start("practice", "join", opened.address, "--plain")
    menu = there.until("Number: ")
    assert "Tasks: guess, look, answer" in menu
    there.type("tasks")
    there.answer("Number: ", "1")
    assert there.until("goes back: ")
    there.type("zzz")
    there.answer("goes back: ", "?")
    there.answer("goes back: ", "")
    there.answer("Number: ", "q")
    assert there.end() == 0
    assert not DRAWN.search(bare(there.told.decode("utf-8", "replace")))


def test_lessons_by_numbers(tmp_path: Path) -> None:
    there = begun(tmp_path)
    there.answer("Number: ", "more")
    there.answer("Number: ", "lessons")
    there.answer("Number: ", "hair")
    asked = there.answer("(number): ", "2")
    assert "B: The head leans to the side, and the long hair hangs straight down." in asked
    assert "Not right" not in asked
    assert "No. In B the hair hangs down" in there.answer("Number: ", "hair")
    there.answer("(number): ", "17")  # no such answer: one line, and the menu again
    assert "There is no such answer." in there.answer("Number: ", "q")
    assert there.end() == 0


@pytest.mark.slow
def test_every_command_draws_nothing_on_a_terminal(tmp_path: Path) -> None:
    made = home(tmp_path, "failed account")
    passphrase = str(made.room / "passphrase")
    wrong = {}
    for words in runnable():
        there = Dialogue(made.room, QUIET)
        there.start(*line_of(words), "--plain", AUDITOR_PASSPHRASE_FILE=passphrase)
        there.answer_nothing()
        told = bare(there.told.decode("utf-8", "replace"))
        found = DRAWN.search(told)
        if found or "Traceback" in told or not told.strip():
            start = found.start() if found else 0
            wrong[" ".join(words)] = told[max(0, start - 60) : start + 200]
    assert wrong == {}
