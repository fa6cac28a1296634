"""Short texts one of which every address that is sought has: an engine can look for these first.

They are looked for in the bytes of many rows at once, which have no case then. Nothing is lost: a
row is only found if its host is one that is sought, and the host stands in the row as it is but for
the case of ASCII (tabs and ends of lines may not be inside it, and where a space became %20 there
are no anchors).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CASE_BIT = 0x20
"""Set in a letter of ASCII, it is in lower case; other bytes change too, in a row as in an anchor.
"""
SHORTEST = 4
"""Bytes of an anchor: of shorter ones there are some in every other address."""
_MOST = 160
"""Anchors beyond which looking for them costs as much as asking each row by itself."""
_MOST_NAMES = 1_000
_OF_A_LABEL = 4
"""Characters that are kept of a part of a name: the end of one alone is that of many others."""
_SPACE = "%20"


def anchors(names: Sequence[str]) -> tuple[bytes, ...]:
    """Return what stands in every address that has one of `names` in its host, without case.

    `names` are hosts, or parts of them, in lower case. Returns nothing where that cannot be said,
    or would be too many.
    """
    if len(names) > _MOST_NAMES or any(_SPACE in name for name in names):
        return ()
    found = _innermost(end for name in _innermost(names) for end in _ends(name))
    fit = len(found) <= _MOST and all(len(each) >= SHORTEST for each in found)
    return tuple(without_case(each.encode()) for each in found) if fit else ()


def without_case(text: bytes) -> bytes:
    """Return bytes as they are looked for."""
    return bytes(byte | CASE_BIT for byte in text)


def _innermost(texts: Iterable[str]) -> list[str]:
    """Return those that have none of the others in them."""
    found: list[str] = []
    for text in sorted(dict.fromkeys(texts), key=len):
        if not any(other in text for other in found):
            found.append(text)
    return found


def _ends(name: str) -> tuple[str, ...]:
    """Return the end of a name that begins with what is rare, in the longest of its parts.

    The last part is left aside where there are more: every other address has it.
    """
    if len(name) < SHORTEST:  # in an address one of these stands before it
        return f"/{name}", f".{name}", f"={name}", f"%2f{name}"
    labels = name.split(".")
    longest = max(range(max(1, len(labels) - 1)), key=lambda at: (len(labels[at]), at))
    start = sum(len(label) + 1 for label in labels[:longest])
    kept = start + max(1, len(labels[longest]) - _OF_A_LABEL + 1)
    places = range(start, min(kept, len(name) - SHORTEST + 1))
    at = min(places or (0,), key=lambda at: sum(map(commonness, name[at : at + SHORTEST])))
    return (name[at:],)


_BY_RARITY = "zqxjkvywbgfpumhdlcr0123456789-nsioate./"
"""What addresses are written with, the rarest first: letters as in English, between them what
addresses have in nearly every row. A guess that costs time where it is wrong, never a hit."""


def commonness(character: str) -> int:
    """Return how common a character is in addresses, more for what is more common."""
    return 2 + max(_BY_RARITY.find(character), 0)
