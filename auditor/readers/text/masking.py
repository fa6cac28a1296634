"""Excerpts that a person recognises and nobody can use.

What leaves the reader process of a text in a picture.

Dots stand for what was read; their number says nothing of its length. A number keeps at most its
last two digits, a name or a street its first letter, a code nothing.
"""

from __future__ import annotations

from auditor.domain.text.foreign_text import clean

__all__ = ["DOTS", "code", "email", "first_letter", "initials", "last_two", "link", "phone"]

DOTS = "•••"
_GROUP = "••••"
_LONGEST = 60
_MOST_NAMES = 3


def initials(text: str) -> str:
    """Return the first letter of each word, at most of three.

    `Erika Muster` becomes `E••• M•••`.
    """
    words = [word for word in text.split() if any(sign.isalnum() for sign in word)]
    return _clean_short(" ".join(first_letter(word) for word in words[:_MOST_NAMES]) or DOTS)


def first_letter(text: str) -> str:
    """Return the first letter and dots.

    Digits are not kept, since the number of a house or a plate is short.
    """
    sign = next((sign for sign in text if sign.isalpha()), "")
    return _clean_short(f"{sign}{DOTS}")


def last_two(text: str, before: str = "") -> str:
    """Return `before` (a brand, a country) and the last two digits or letters of a long number.

    Of a short one nothing.
    """
    signs = [sign for sign in text if sign.isalnum()]
    tail = "".join(signs[-2:]) if len(signs) >= 8 else ""  # noqa: PLR2004 - two of fewer would be a quarter of the number
    return _clean_short(f"{before} {_GROUP} {_GROUP} {tail}".strip())


def phone(text: str) -> str:
    """Return a `+` if there is one and the last two digits."""
    return last_two(text, "+••" if text.lstrip().startswith(("+", "00")) else "")


def email(text: str) -> str:
    """Return the first letter and the last part of the domain: `e•••@•••.org`."""
    local, _at, domain = text.partition("@")
    return _clean_short(f"{first_letter(local)}@{DOTS}.{_choose_ending(domain)}")


def link(text: str) -> str:
    """Return the first letter of the host and its last part; the path can be the whole secret."""
    rest = text.partition("://")[2] or text
    host = rest.partition("/")[0].partition("?")[0].rpartition("@")[2].partition(":")[0]
    return _clean_short(f"{first_letter(host.removeprefix('www.'))}.{_choose_ending(host)}/{DOTS}")


def code(what: str = "") -> str:
    """Return `what` it is (our own word, or the scheme of an address) and dots."""
    return _clean_short(f"{what} {DOTS}".strip())


def _choose_ending(host: str) -> str:
    _name, dot, ending = host.rpartition(".")
    return (
        ending.casefold()
        if dot and ending.isalpha() and ending.isascii() and len(ending) <= 6  # noqa: PLR2004 - as endings are long
        else DOTS
    )


def _clean_short(text: str) -> str:
    return clean(text, _LONGEST)
