"""`--plain`: a dialogue by numbers, and lines without anything drawn."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from auditor.cli.dialogue import start
from auditor.cli.dialogue.menu import DialogueInput
from auditor.cli.lines.plain import plain
from tests.cli.auditor import PASSPHRASE, Auditor, Done

COLOUR = re.compile(r"\x1b\[[\d;]*m")
DRAWN = re.compile(r"[\u2500-\u259f\u2800-\u28ff\x1b]")


def talk(auditor: Auditor, *typed: str, code: int = 0) -> Done:
    return auditor.type("".join(line + "\n" for line in typed), "--plain", code=code)


def bare(text: str) -> str:
    return COLOUR.sub("", text)


@pytest.fixture
def empty(tmp_path: Path) -> Auditor:
    return Auditor.at(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="walked on a pseudo-terminal")
@pytest.mark.slow
async def test_the_main_path_by_numbers_is_the_transcript(tmp_path: Path) -> None:
    from tests.plain import PAGE, lines_of, page, walked

    told = await walked(tmp_path)
    assert "closed, verified" in told
    assert "\x1b" not in bare(told)
    assert not DRAWN.search(bare(told))
    assert lines_of(page(told)) == lines_of(PAGE.read_text("utf-8"))


@pytest.mark.skipif(os.name != "posix", reason="walked on a pseudo-terminal")
def test_a_vault_is_opened_again_with_a_typed_passphrase(tmp_path: Path) -> None:
    from tests.plain import Dialogue

    first = Dialogue(tmp_path, "")
    first.start("--plain")
    for prompt, typed in (("Number: ", "2"), ("passphrase: ", PASSPHRASE), ("Again: ", PASSPHRASE)):
        first.answer(prompt, typed)
    first.answer("Number: ", "q")
    assert first.end() == 0
    again = Dialogue(tmp_path, "")
    again.start("--plain")
    again.answer("Passphrase: ", "another one")
    again.answer("Passphrase: ", PASSPHRASE)
    again.answer("Number: ", "q")
    assert again.end() == 0
    assert "Main menu." in again.told.decode()
    assert PASSPHRASE not in again.told.decode()


def test_a_dumb_terminal_gets_the_dialogue_by_itself(empty: Auditor) -> None:
    done = empty.told(TERM="dumb").type("0\n")
    assert "Can anyone else open this computer" in done.out
    assert not empty.vault.joinpath("vault.db").exists()


@pytest.mark.parametrize("last", [("q",), ("x",), ("0",), ()])
def test_it_is_left_at_any_menu_and_at_the_end_of_input(
    empty: Auditor, last: tuple[str, ...]
) -> None:
    for before in ((), ("2",), ("2", "3"), ("2", "4", "1"), ("2", "8")):
        inner = len(before) > 1 and last == ("0",)
        done = talk(empty, *before, *(("0", "0") if inner else last))
        assert not DRAWN.search(done.out)


def test_what_is_no_choice_is_said_and_asked_again(empty: Auditor) -> None:
    done = talk(empty, "17", "-1", "", "\u2588", "zzz", "?", "q")
    assert done.out.count("Type a number from 0 to 3") == 5
    assert done.out.count("2. No, only I can") == 2


def test_a_choice_is_taken_by_the_first_letters_of_its_words(empty: Auditor) -> None:
    done = talk(empty, "no", "acc", "b", "verify", "q")
    assert "Accounts." in done.out
    assert "Nothing is marked as done" in done.out


def test_help_is_reached_before_any_vault(empty: Auditor) -> None:
    done = talk(empty, "h", "Spain", "q")
    assert "112" in done.out
    assert not empty.vault.joinpath("vault.db").exists()


def test_who_is_unsure_may_stop_or_keep_nothing(empty: Auditor) -> None:
    talk(empty, "1", "0")
    assert not empty.vault.joinpath("vault.db").exists()
    done = talk(empty, "1", "1", "3", "0", "q")
    assert "could not tell" in done.out
    assert not empty.vault.joinpath("vault.db").exists()


def test_nothing_read_is_never_nothing_found(empty: Auditor) -> None:
    done = talk(empty, "2", "3", "0", "4", "4", "0", "6", "0", "7", "0", "q")
    assert done.out.count("could not tell") >= 8
    assert "not seen" not in done.out
    assert "No photo stands there" not in done.out


@pytest.mark.parametrize("words", [("--help",), ("checks",), ("sources",), ("accounts", "list")])
def test_commands_draw_nothing(empty: Auditor, words: tuple[str, ...]) -> None:
    for auditor in (empty.told(TERM="dumb"), empty.told(AUDITOR_PLAIN="1")):
        done = auditor.run(*words, code=None)
        assert done.out.strip()
        assert not DRAWN.search(bare(done.out + done.err))


def test_a_row_of_a_table_is_one_line_with_its_heads(empty: Auditor) -> None:
    done = empty.run("sources", "--plain")
    assert re.search(r"^\w+: [^\n]+; \w+: ", done.out, re.MULTILINE)


def test_signs_that_draw_have_others_instead() -> None:
    assert plain("├──┤ ██▌ ⣿") == "---- ## ."
    assert plain("Göteborg – 3 × 4 → ·") == "Göteborg – 3 × 4 → ·"


def test_after_a_lock_all_is_saved_and_nobody_is_asked_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asking = DialogueInput(pytest.fail, pytest.fail, 60.0)
    assert start._is_saved(asking, may_ask=False)
    assert capsys.readouterr().out == ""
