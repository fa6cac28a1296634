"""Passwords and lists of leaked ones: what was asked about, what the list says.

A password that is in no list is told only where the list is whole around the place where it would
stand. Such lists hold hashes, which lie evenly: where a stretch is empty, something is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.domain.secret import Secret
from auditor.messages import _

PREFIX = 5
"""Hexadecimal characters of a hash that are asked for: they name one range of the list.

https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
"""
RANGES = 16**PREFIX
_WIDEST_IN_RANGE = 16
"""An empty sixteenth of a range. The smallest range that was documented holds 381 hashes: chance
leaves such a gap once in ten thousand million times.
"""
_ROW = re.compile(rb"([0-9A-Fa-f]+):([0-9]{1,18})")
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class PasswordEntry:
    """One password, and where it is used as far as that is known.

    `site` is what a person reads: a host, or what they called it. `host` is that of its address on
    the web, or of who made its app where that is a service that is known; "" where it has none.
    """

    password: Secret
    site: str = ""
    user: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class PasswordAnswer:
    """Whether a list holds a password: `found` is None where that could not be told, and why.

    `count` is how often the password stands in the leaks that the list is made of.
    """

    found: bool | None
    count: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HashRange:
    """All hashes of a list with the same first characters: what follows those, and how often.

    `reason` says why there are none to look at.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""

    def about(self, rest: str) -> PasswordAnswer:
        """Return what this range says of the hash that ends in `rest`."""
        if self.reason:
            return PasswordAnswer(None, reason=self.reason)
        if rest in self.counts:
            return PasswordAnswer(True, self.counts[rest])
        known = sorted(self.counts)
        place = bisect_left(known, rest)
        below = int(known[place - 1], 16) if place else 0
        above = int(known[place], 16) if place < len(known) else 16 ** len(rest)
        return absent(above - below, 16 ** len(rest) // _WIDEST_IN_RANGE)


def absent(gap: int, widest: int) -> PasswordAnswer:
    """Return that a hash is in no list, if its neighbours there stand near enough."""
    if gap < widest:
        return PasswordAnswer(False)
    return PasswordAnswer(
        None, reason=_("the list is cut off or holds only a part: it has nothing near this hash")
    )


def read_range(body: bytes, length: int) -> HashRange | None:
    """Return a range as it is handed out and kept: lines of the rest of a hash and its count.

    `length` is that of the rest. Rows that count 0 are padding. None if it is no such range.
    """
    counts: dict[str, int] = {}
    lines = body.removeprefix(_MARK).splitlines()
    for line in lines:
        row = _ROW.fullmatch(line.strip())
        if row is None or len(row[1]) != length:
            return None
        if int(row[2]):
            counts[row[1].decode().upper()] = int(row[2])
    return HashRange(counts) if lines else None


def reused(entries: Iterable[PasswordEntry]) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of entries that share a password, from 0, those with most first.

    The same name at the same site twice is one account, not two.
    """
    groups: dict[str, list[int]] = {}
    names: dict[str, set[tuple[str, str]]] = {}
    for number, entry in enumerate(entries):
        text = entry.password.reveal()
        name = (entry.site.casefold(), entry.user.casefold())
        if name not in names.setdefault(text, set()):
            names[text].add(name)
            groups.setdefault(text, []).append(number)
    shared = (tuple(group) for group in groups.values() if len(group) > 1)
    return tuple(sorted(shared, key=lambda group: (-len(group), group)))
