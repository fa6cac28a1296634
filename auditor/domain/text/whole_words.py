"""Whether a text holds a name or handle as whole words, as titles of files and models write it.

Pure. Letter case, accents and signs between words do not count.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["in_latin", "same_words", "stands_in", "words_of"]

_HUMP = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")
_RUN = re.compile(r"[^\W_]+")
_PART = re.compile(r"\d+|[^\W\d_]+")
_ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
"""Latin letters that Unicode takes for letters of their own (no decomposition in NFKD)."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: runs of letters and digits."""
    return tuple(_RUN.findall(_folded(text)))


def same_words(a: str, b: str) -> bool:
    """Whether two texts are the same words, and hold any."""
    return words_of(a) == words_of(b) != ()


def stands_in(text: str, name: str) -> bool:
    """Whether `text` holds `name`: its words next to each other, in this order, or written as one.

    "Mara Lind" stands in "mara_lind-v2", "MaraLind" and "maralind", not in "tamara linden";
    "maralind" stands in "Mara Lind". A word of a name has to be a whole word of the text.
    """
    asked = words_of(name)
    if not asked:
        return False
    joined = "".join(asked)
    plain = words_of(text)
    if joined in plain or _joins(plain, joined):
        return True
    apart = tuple(part for word in _humps(text) for part in _PART.findall(word))
    return _joins(apart, joined)


def in_latin(name: str) -> str:
    """Return a name in the letters a to z and digits, its words apart; "" where it has others.

    "Jörg Müller" is "jorg muller"; a name in Cyrillic or Chinese is none.
    """
    joined = " ".join(words_of(name))
    return joined if joined.isascii() else ""


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def _joins(words: tuple[str, ...], joined: str) -> bool:
    """Whether two or more neighbours among `words` make `joined`."""
    for start in range(len(words) - 1):
        made = words[start]
        for word in words[start + 1 :]:
            made += word
            if made == joined:
                return True
            if not joined.startswith(made):
                break
    return False


def _humps(text: str) -> tuple[str, ...]:
    """Return the words of a text, parted where a small letter stands before a capital one."""
    composed = unicodedata.normalize("NFC", text)
    return words_of(
        _HUMP.sub(lambda found: " " if _rises(composed, found.start()) else "", composed)
    )


def _rises(text: str, at: int) -> bool:
    return text[at - 1].islower() and text[at].isupper()
