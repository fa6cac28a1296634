"""A passphrase typed at a terminal: three tries, so that the next one does not go to the shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong
from auditor.vault.storage import keys
from tests.hostile.memory import Program

PASSPHRASE = "violet anchor quixote lamp"
PROMPT = "Passphrase: "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    keys.create(tmp_path / "home", Secret(PASSPHRASE))
    return tmp_path


def running(home: Path, *words: str) -> Program:
    return Program(words, home)


def type_each(program: Program, *passphrases: str, prompt: str = PROMPT) -> None:
    place = 0
    for passphrase in passphrases:
        place = program.wait_for(prompt, place)
        program.press(passphrase.encode() + b"\n")


def test_the_third_may_be_the_right_one(home: Path) -> None:
    with running(home, "accounts", "list") as program:
        type_each(program, "wrong", "wrong again", PASSPHRASE)
        assert program.read_to_the_end() == 0
        assert b"2 tries are left" in program.seen
        assert b"1 try is left" in program.seen
        assert b"wrong again" not in program.seen


def test_after_the_third_it_says_that_the_shell_is_next(home: Path) -> None:
    with running(home, "accounts", "list") as program:
        type_each(program, "wrong", "wrong again", "and again")
        assert program.read_to_the_end() == 4
        assert b"the shell would keep it" in program.seen
        assert program.seen.count(PROMPT.encode()) == 3


def test_a_new_one_is_asked_for_until_it_will_do(tmp_path: Path) -> None:
    with running(tmp_path, "accounts", "list") as program:
        prompt = "New passphrase: "
        place = program.wait_for(prompt)
        program.press(b"short\n")
        place = program.wait_for(prompt, program.wait_for("at least 8", place))
        program.press(b"correct horse battery staple\n")
        place = program.wait_for("Again: ", place)
        program.press(b"something else\n")
        place = program.wait_for(prompt, program.wait_for("differ", place))
        program.press(b"correct horse battery staple\n")
        place = program.wait_for("Again: ", place)
        program.press(b"correct horse battery staple\n")
        program.wait_for("Easy to guess", place)
        assert program.read_to_the_end() == 0


def test_the_wrong_one_has_an_error_of_its_own(home: Path) -> None:
    with pytest.raises(PassphraseWrong):
        keys.open(home / "home", Secret("wrong"))
