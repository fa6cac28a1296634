"""No command reads an intimate picture before it was asked whether everyone shown was an adult.

A command that reads pictures either asks, or says that it is not for such pictures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.guidance import handover
from tests.cli.auditor import ROOT, Auditor
from tests.cli.test_private_words import PRIVATE
from tests.commands import help_text, parameters
from tests.fakes.pictures import as_file, drawn
from tests.rows import each_row

ASKS = {"private add", "private plan"}
NOT_FOR = {
    "harden", "hash", "import", "inspect", "openness", "private check-link", "private match",
    "sign",
}  # fmt: skip
NO_PICTURE = {
    "accounts add", "accounts claim", "accounts show-name", "breaches", "corpus search",
    "discover", "forgotten", "likeness-watch", "password-check", "reported add",
}  # fmt: skip
"""They take an address, a name, a password or records. `reported add` asks too, for links are kept:
see tests/cli/test_reported.py."""
SCREENS_THAT_ASK = {"add_private.py"}
NOT_FOR_SCREENS = {"clean_copies.py", "signing.py"}
NO_PICTURE_SCREENS = {"training_sets.py"}
"""They take tables, addresses and hashes."""


def test_each_command_that_takes_a_picture_is_known() -> None:
    assert {" ".join(words) for words in PRIVATE} == ASKS | NOT_FOR | NO_PICTURE


@pytest.mark.parametrize("words", sorted(ASKS))
def test_who_asks_has_the_option_to_state_it(words: str) -> None:
    assert any("--adult" in each.opts for each in parameters(tuple(words.split())))


@each_row("words", sorted(NOT_FOR))
def test_who_does_not_ask_says_for_what_it_is_not(words: str) -> None:
    said = " ".join(help_text(tuple(words.split())).split())
    assert "Not for intimate pictures of anyone under 18: Take It Down or Report Remove." in said


def test_each_screen_that_takes_a_picture_is_known() -> None:
    folder = ROOT / "auditor" / "tui" / "screens"
    taking = {
        path.name
        for path in folder.glob("*.py")
        if 'typed.paths("' in (text := path.read_text("utf-8")) or "named_file" in text
    }
    act_as_owner = {"act_as_owner.py"}  # of an invented person, on the practice range
    known = SCREENS_THAT_ASK | NOT_FOR_SCREENS | NO_PICTURE_SCREENS
    assert taking - act_as_owner == known
    for name in NOT_FOR_SCREENS:
        assert "handover.not_for_minors()" in (folder / name).read_text("utf-8")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    place = tmp_path / "drawn.jpg"
    place.write_bytes(as_file(drawn(b"of age")))
    return place


def untouched(auditor: Auditor, folder: Path) -> bool:
    pictures = [path.name for path in auditor.room.rglob("*.jpg")]
    return not folder.exists() and pictures == ["drawn.jpg"]


@pytest.mark.parametrize("words", sorted(ASKS))
def test_without_an_answer_nothing_is_read(fresh: Auditor, picture: Path, words: str) -> None:
    done = fresh.run(*words.split(), str(picture), code=2)
    assert "18 or older" in done.err
    assert "--adult yes" in done.err
    assert done.out == ""


def test_a_plan_without_an_answer_writes_no_copy(
    fresh: Auditor, picture: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    fresh.run("private", "plan", str(picture), "--output", str(folder), code=2)
    assert untouched(fresh, folder)


@pytest.mark.parametrize("words", sorted(ASKS))
def test_a_no_needs_no_file_and_names_who_helps(fresh: Auditor, words: str) -> None:
    done = fresh.run(*words.split(), "--adult", "no", "--where", "GB")
    assert "Nothing was read and nothing was kept." in done.out
    assert "takeitdown.ncmec.org" in done.out
    assert "Childline" in done.out


def test_a_plan_says_no_before_it_looks_for_the_file(
    fresh: Auditor, picture: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    done = fresh.run(
        "private", "plan", str(picture), "--adult", "no", "--output", str(folder), "--where", "US"
    )
    assert "takeitdown.ncmec.org" in done.out
    assert untouched(fresh, folder)


def test_a_plan_at_a_terminal_asks_and_not_sure_is_no(fresh: Auditor, picture: Path) -> None:
    done = fresh.type("yes\nno\n", "private", "plan", str(picture), at_terminal=True)
    assert "Was everyone shown 18 or older" in done.err
    assert "takeitdown.ncmec.org" in done.out
    assert "re-uploads caught" not in done.out


def test_a_program_that_waits_for_a_document_gets_an_error(fresh: Auditor, picture: Path) -> None:
    done = fresh.run("private", "plan", str(picture), "--adult", "no", "--json", code=2)
    assert done.out == ""
    assert "help-now --situation under-18" in done.err


@pytest.mark.parametrize(
    ("word", "key"),
    [("sextortion", "extortion"), ("blackmail", "extortion"), ("nudes", "under-18"),
     ("minor", "under-18")],
)  # fmt: skip
def test_words_that_people_type_name_the_situation(fresh: Auditor, word: str, key: str) -> None:
    asked = fresh.run("help-now", "--situation", word, "--where", "GB").out
    assert asked == fresh.run("help-now", "--situation", key, "--where", "GB").out
    law = fresh.run("law", "--situation", word, "--where", "GB").out
    assert law == fresh.run("law", "--situation", key, "--where", "GB").out


def test_a_list_for_minors_ends_with_where_to_begin(fresh: Auditor) -> None:
    told = fresh.run("help-services", "--minor", "--where", "GB").out.splitlines()
    assert told[-4:-2] == [
        "Begin with these:",
        "  Childline / Report Remove: 0800 1111; 24 h (United Kingdom)",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("hash",),
        ("hash", "--json"),
        ("inspect",),
        ("harden", "--output", "copies"),
        ("sign",),
        ("private", "match"),
    ],
)
def test_it_is_said_before_a_picture_is_read(
    fresh: Auditor, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Also where there is no such picture: who reads it behind the result reads it too late."""
    done = fresh.run(*words, str(tmp_path / "none.jpg"), code=None)
    assert done.err.startswith(handover.not_for_minors()[:40])
    assert handover.not_for_minors() in " ".join(done.err.split())


@pytest.mark.parametrize("words", [(), ("--situation", "extortion"), ("--situation", "threatened")])
def test_a_minor_is_led_to_the_page_for_minors(fresh: Auditor, words: tuple[str, ...]) -> None:
    """The other pages have steps for adults too, a copy of the messages among them."""
    done = fresh.run("help-services", "--minor", "--where", "IN", *words)
    assert "auditor help-now --where IN --situation under-18" in done.out
