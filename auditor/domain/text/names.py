"""What counts as a full name, and whether a profile shows it. Pure."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_full_name", "shows"]

_JOINING = """
de da das do dos du del della der den di la le van von zu zum zur al el bin ibn y e und and
"""
_PARTICLES = frozenset(_JOINING.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_FEWEST = 2
_SHORTEST = 2
"""Letters of a word that is more than an initial."""
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,4}")
"""Chinese, Japanese and Korean names are written without a space."""


def is_full_name(name: str) -> bool:
    """Whether a name has at least two words that are more than initials, and no digit or sign.

    "Mara Lind" is full; "Mara", "M. Lind", "mara.lind@example.org" and "mara_86" are not.
    """
    bare = name.strip()
    if any(sign.isdigit() or sign in "@/\\_:" for sign in bare):
        return False
    if _WITHOUT_SPACES.fullmatch(bare):
        return True
    words = _WORD.findall(bare)
    whole = [
        word
        for word in words
        if word.casefold() not in _PARTICLES and len(word.rstrip(".")) >= _SHORTEST
    ]
    return len(whole) >= _FEWEST


def shows(text: str, name: str) -> bool:
    """Whether `text` shows `name`: all its words next to each other, in this order.

    Letter case, accents and signs between words do not count.
    """
    said, asked = _plain(text), _plain(name)
    return bool(asked) and f" {asked} " in f" {said} "


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", bare))
