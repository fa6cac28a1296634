"""A rough hint at how hard a passphrase is to guess. It promises nothing."""

from __future__ import annotations

import math

from auditor.messages import N_

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


def bits(passphrase: str) -> float:
    """Return a generous estimate.

    The alphabet used, to the power of the number of characters that do not repeat or run on.
    """
    alphabet = 0
    for size, test in ((26, str.islower), (26, str.isupper), (10, str.isdigit)):
        alphabet += size * any(test(letter) for letter in passphrase)
    alphabet += 33 * any(not letter.isalnum() for letter in passphrase)
    alphabet += 100 * any(letter.isalpha() and not letter.isascii() for letter in passphrase)
    fresh = sum(
        1
        for before, after in zip(" " + passphrase, passphrase, strict=False)
        if ord(after) - ord(before) not in {-1, 0, 1}
    )
    fresh = min(fresh, 2 * len(set(passphrase)))
    return fresh * math.log2(alphabet) if alphabet else 0.0


def hint(passphrase: str) -> tuple[str, str]:
    """Return a sentence (untranslated) and its style."""
    strength = bits(passphrase)
    return next((text, style) for limit, style, text in _STEPS if strength < limit)
