"""What counts as easy to guess, and what does not."""

from __future__ import annotations

import random

from auditor.guidance.passphrases.strength import bits, hint, well_known
from tests.rows import each_row

EASY = (
    "correct horse battery staple",
    "correct-horse-battery-staple",
    "Correct.Horse.Battery.Staple.",
    "CorrectHorseBatteryStaple",
    "correcthorsebatterystaple1",
    "c0rrect h0rse b4ttery st4ple",
    "correct horse battery staple 2024",
    "Tr0ub4dor&3",
    "to be or not to be",
    "The quick brown fox jumps over the lazy dog",
    "may the force be with you!",
    "password password password",
    "Password123456789",
    "P@ssw0rd!P@ssw0rd!",
    "qwertyuiopasdfghjkl",
    "1qaz2wsx3edc4rfv",
    "zxcvbnm,zxcvbnm",
    "azertyuiop1234567890",
    "abcdefghijklmnop",
    "aaaaaaaaaaaaaaaaaaaa",
    "kumquat kumquat kumquat",
    "ich liebe dich",
    "je t'aime",
    "monkey dragon sunshine",
    "",
)
HARD = (
    "violet anchor quixote lamp",
    "gravel mitten orchid tunnel",
    "correct mitten battery orchid tunnel",
    "tR9#mmK2!x&Lp4",
    "Regenschirm Kutsche Elster Mond",
)


@each_row("passphrase", EASY)
def test_what_everybody_tries_is_easy(passphrase: str) -> None:
    assert hint(passphrase)[1] == "$text-error", bits(passphrase)


@each_row("passphrase", HARD)
def test_what_nobody_would_try_is_not(passphrase: str) -> None:
    assert hint(passphrase)[1] == "$text-success", bits(passphrase)


@each_row(
    "passphrase", ["wilhelmina oakenfold 1987", "Oakenfold-Wilhelmina", "w.oakenfold.oakenfold"]
)
def test_own_names_make_it_easy(passphrase: str) -> None:
    names = ("wilhelmina-oakenfold.example", "Wilhelmina Oakenfold")
    assert hint(passphrase, names)[1] == "$text-error", bits(passphrase, names)
    assert bits(passphrase, names) < bits(passphrase)


def test_random_words_are_not_taken_for_known_ones() -> None:
    chance = random.Random(7)
    letters = "bcdfghjklmnprstvwz"
    for _turn in range(200):
        words = ["".join(chance.choices(letters, k=5)) for _word in range(4)]
        assert hint(" ".join(words))[1] == "$text-success", words


def test_more_never_makes_it_easier() -> None:
    for passphrase in (*EASY, *HARD):
        assert bits(passphrase + " quixote") >= bits(passphrase)


def test_the_list_is_written_as_it_is_compared() -> None:
    assert all(word.isalnum() and word == word.casefold() for word in well_known())
    assert not [word for word in well_known() if not word.isascii()]
