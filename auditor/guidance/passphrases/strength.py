"""A rough hint at how hard a passphrase is to guess. It promises nothing.

What is guessed first counts little: well-known sayings and passwords (well-known.txt beside this
file), the person's own names, what was written before in it, and walks over the keyboard.
"""

from __future__ import annotations

import getpass
import math
import platform
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from auditor.messages import N_

if TYPE_CHECKING:
    from auditor.domain.views import AccountState

LEAST = 8
"""Fewer characters are refused.

NIST SP 800-63B-4, 3.1.1.2: at least 8 where it is not the only factor; 15 are better.
"""
_STEPS = (
    (45.0, "$text-error", N_("Easy to guess. Four or more random words are better.")),
    (
        65.0,
        "$text-warning",
        N_("Fair. A longer one is better; words are easier to remember than signs."),
    ),
    (math.inf, "$text-success", N_("Hard to guess, if nobody knows you would pick it.")),
)
_WORD, _REPEATED, _WALK, _OWN = 9.0, 3.0, 7.0, 5.0
"""Bits: of a word of the list, of what stood before, of where a walk begins and how long it is, of
a name of one's own. A list of 500 words has 9 bits."""
_SIGN = 5.0
"""Bits of each kind of sign: one of some 33. The same between all words tells nothing more."""
_SHORTEST = 3
_SHORTEST_WALK = 4
_LONGEST = 64
"""Characters that are looked at: what is longer is hard enough, or repeats itself."""
_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "abcdefghijklmnopqrstuvwxyz",
)
_LETTERS = str.maketrans("013457@$!", "oleastasi")
"""Digits and signs that stand for letters."""


def bits(passphrase: str, names: Iterable[str] = ()) -> float:
    """Return a generous estimate: of the cheapest way to put it together.

    `names` are the person's own: handles, names, what this device is called.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    by_signs = _fresh(text) * math.log2(_alphabet(text)) if text else 0.0
    return min(by_signs, *(_by_parts(text, plain, names) for plain in _readings(text)))


def hint(passphrase: str, names: Iterable[str] = ()) -> tuple[str, str]:
    """Return a sentence (untranslated) and its style."""
    strength = bits(passphrase, names)
    return next((text, style) for limit, style, text in _STEPS if strength < limit)


def own_names() -> tuple[str, ...]:
    """Return what this log-in and this device are called, where they say it."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser(), platform.node()
    return (platform.node(),)


def names_of(states: Iterable[AccountState]) -> tuple[str, ...]:
    """Return the handles and names of accounts."""
    return tuple(
        name
        for state in states
        for name in (state.account.handle, state.profile.display_name if state.profile else None)
        if name
    )


def _alphabet(text: str) -> int:
    """Return how many signs there are of the kinds that were used."""
    alphabet = 0
    for size, test in ((26, str.islower), (26, str.isupper), (10, str.isdigit)):
        alphabet += size * any(test(letter) for letter in text)
    alphabet += 33 * any(not letter.isalnum() for letter in text)
    alphabet += 100 * any(letter.isalpha() and not letter.isascii() for letter in text)
    return alphabet or 1


def _fresh(text: str) -> int:
    """Return how many characters do not repeat the one before or run on from it."""
    fresh = sum(
        1
        for before, after in zip(" " + text, text, strict=False)
        if ord(after) - ord(before) not in {-1, 0, 1}
    )
    return min(fresh, 2 * len(set(text)))


def _plain(text: str) -> str:
    """Return letters and digits alone, without accents and capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def _readings(text: str) -> tuple[str, str]:
    """Return the letters and digits as they stand, and with signs that stand for letters."""
    return _plain(text), _plain(text.casefold().translate(_LETTERS))


def _by_parts(text: str, plain: str, names: Iterable[str]) -> float:
    """Return the bits of `plain` put together from words, walks, repetitions and single signs."""
    plain = plain[:_LONGEST]
    own = {word for name in names for word in _readings(name) if len(word) >= _SHORTEST}
    own |= {word for name in names for part in _parted(name) for word in _readings(part)}
    a_letter = math.log2(_alphabet("".join(letter for letter in text if letter.isalnum())))
    least = [0.0] + [math.inf] * len(plain)
    for start in range(len(plain)):
        least[start + 1] = min(least[start + 1], least[start] + a_letter)
        for end in range(start + _SHORTEST, len(plain) + 1):
            cost = _cost(plain, start, end, own)
            least[end] = min(least[end], least[start] + cost)
    signs = {letter for letter in text if not letter.isalnum()}
    capitals = sum(letter.isupper() for letter in text)
    return least[-1] + _SIGN * len(signs) + min(capitals, 3)


def _parted(name: str) -> Iterable[str]:
    """Return the words of a name or handle that are long enough to be typed as such."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return (word for word in words if len(word) >= _SHORTEST)


def _cost(plain: str, start: int, end: int, own: set[str]) -> float:
    """Return the bits of one part, infinite where it is nothing that is known."""
    part = plain[start:end]
    if part in own:
        return _OWN
    if part in plain[:start]:
        return _REPEATED
    if part in well_known():
        return _WORD
    if len(part) >= _SHORTEST_WALK and _is_walk(part):
        return _WALK
    return math.inf


def _is_walk(part: str) -> bool:
    return len(set(part)) == 1 or any(part in row or part[::-1] in row for row in _ROWS)


@lru_cache(maxsize=1)
def well_known() -> frozenset[str]:
    """Return what everybody tries first, as `_plain` writes it."""
    text = files("auditor.guidance.passphrases").joinpath("well-known.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines for word in line.split())
