"""What somebody typed as an answer: forgiving in its form, strict in what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from auditor.domain.text.foreign_text import clean

LONGEST_ANSWER = 200
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_OTHER_WORDS = {"none": 0, "no": 0, "nothing": 0, "all": 8, "all eight": 8}
_NUMBER = re.compile(
    r"(?:about |around |ca\.? |~ ?)?#?(\d{1,6})(?: ?(?:px|pixels?)| ?(?:of|/) ?8)?"
)
_THOUSANDS = re.compile(r"(?<=\d)[,'\u2019 ](?=\d{3}\b)")
_LETTERS = "abcdefgh"


def cleaned(answer: str) -> str:
    """Return what was typed as it may be shown."""
    return clean(answer, LONGEST_ANSWER).strip()


def bare(answer: str) -> str:
    """Return it without what does not matter: case, spaces, signs at its ends, width of letters."""
    words = unicodedata.normalize("NFKC", clean(answer, LONGEST_ANSWER)).casefold()
    return " ".join(words.split()).strip(" .?!\"'()").strip()


def number(answer: str) -> int | None:
    """Return the number that was typed, in digits or as a word; None where it is none."""
    said = _THOUSANDS.sub("", bare(answer))
    if said in _NUMBERS:
        return _NUMBERS.index(said)
    if said in _OTHER_WORDS:
        return _OTHER_WORDS[said]
    found = _NUMBER.fullmatch(said)
    return int(found[1]) if found else None


def choice(answer: str, choices: Sequence[str]) -> int | None:
    """Return which of some choices was typed, from 0: by its words, its number or its letter."""
    said = _plain(answer)
    if not said:
        return None
    plain = [_plain(each) for each in choices]
    if plain.count(said) == 1:
        return plain.index(said)
    if len(said) == 1 and said in _LETTERS[: len(choices)]:
        return _LETTERS.index(said)
    which = said.removeprefix("#")
    if which.isascii() and which.isdigit() and len(which) < 4 and 0 < int(which) <= len(choices):  # noqa: PLR2004 - no list is longer
        return int(which) - 1
    return None


def file_name(answer: str) -> str:
    """Return the file name that was typed, of a path or an address its last part."""
    said = unicodedata.normalize("NFC", cleaned(answer)).strip("\"'").casefold()
    return PurePosixPath(said.replace("\\", "/").rstrip("/")).name


def _plain(words: str) -> str:
    return " ".join(re.split(r"[\s\-_]+", bare(words)))
