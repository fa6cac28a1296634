"""What tells who or where in running text, and the names that stand instead.

Running text does not say itself what its words are (reasons, notes, captions), so what looks like
an address, a handle or a position is looked for in it, beside the names that are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from string import ascii_uppercase
from urllib.parse import urlsplit

from auditor.domain.account import Account
from auditor.domain.photos.facts import BLUNT_DECIMALS
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import MASK, Kind, Statement, Value
from auditor.domain.views import AccountState
from auditor.messages import _

SHORTEST = 3
"""Shorter names are too common as parts of other words to be looked for in running text."""

_TELLING = re.compile(
    r"""
    (?P<nothing>\w{64,}+(?![\w.+%@:-]|\s*°))       # one word, else tried at each of its letters
    | [a-z][a-z0-9+.-]*://[^\s<>"']+                  # a link
    | (?:mailto|acct|tel):[^\s<>"']+
    | \bdid:[a-z0-9]+:[\w.:%-]+                     # an AT Protocol identifier
    | @?[\w.+%-]+@[\w.-]*\w                         # an e-mail address, a fediverse handle
    | @[\w.-]*\w                                    # a handle
    | [-+]?\d{1,3}\.\d{2,}\s*[,/\ ]\s*[-+]?\d{1,3}\.\d{2,}     # a position
    | \d{1,3}\s*°[\d\s.,'"′″’”]*[NSEWO]\b           # half a position
    | \[?(?<![\w:])(?P<colons>[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*[0-9a-f]|[0-9a-f]+:[0-9a-f:]*:)
        (?:%\w+)?(?:\]:\d+|\])?(?![\w:])            # IPv6, or a time
    | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)(?::\d+)?(?:/[^\s<>"']*)?   # IPv4
    | \blocalhost\b(?::\d+)?(?:/[^\s<>"']*)?
    | (?<![\w.-])(?:\w(?:[\w-]*\w)?\.)+(?:xn--[\w-]+|[^\W\d_]{2,})(?![\w-])
        (?::\d+)?(?:/[^\s<>"']*)?                # a host and what follows it
    | (?<![\w.-])(?=[\w-]*[^\W\d_])[\w-]+:\d{2,5}(?![\w:])
        (?:/[^\s<>"']*)?     # a host without dots, with its port
    """,
    re.VERBOSE | re.IGNORECASE,
)
POSITION = re.compile(r"([-+]?\d{1,3}\.\d+)(\s*[,/ ]\s*)([-+]?\d{1,3}\.\d+)")
_LEFT = r"(?<![^\W_])"
_RIGHT = r"(?=(?:['’]?s)?(?![^\W_]))"
"""Where a name begins and ends in running text; an s may stand behind it."""
_BETWEEN = ", "
"""Stands between the accounts of one sentence."""
_JOINED = "\ue000"
"""Stands for a space in what is put instead of a name, so that an address around it stays one."""
_OURS = frozenset(
    {"robots.txt", "ai.txt", "llms.txt", "tdmrep.json", "sitemap.xml", "sitemap.txt", "ads.txt"}
)
"""Names of files that every site may have, and that sentences of ours name."""
_WORDS = """
    the and for from with photo photos picture pictures image images camera account accounts page
    site web profile avatar post posts file files name names place time day family home
"""
_ORDINARY = frozenset(_WORDS.split())
"""Words of names that say nothing alone, and that sentences of ours are made of."""


class GivenNumbers:
    """Names accounts, photos and findings by letters and numbers, in the order of first mention.

    The same thing has the same one as long as this lives: in one document, on the screens of one
    run. What they are called in the vault is in none of them.
    """

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, int]] = {}

    def account(self, id_: str) -> str:
        """Return "account A"."""
        return _("account {letter}").format(letter=letters(self._number("account", id_)))

    def photo(self, id_: str) -> str:
        """Return "photo 7"."""
        return _("photo {n}").format(n=self._number("photo", id_))

    def finding(self, id_: str) -> str:
        """Return "finding 7"."""
        return _("finding {n}").format(n=self._number("finding", id_))

    def step(self, id_: str) -> str:
        """Return "step 7"."""
        return _("step {n}").format(n=self._number("step", id_))

    def _number(self, kind: str, id_: str) -> int:
        seen = self._seen.setdefault(kind, {})
        return seen.setdefault(id_, len(seen) + 1)


class KnownNames:
    """Finds names in running text and puts something else in their place, the longest first.

    `instead` says what, by name.
    """

    def __init__(self, instead: Mapping[str, str]) -> None:
        self._instead = {
            name.casefold(): shown
            for name, shown in instead.items()
            if len(name) >= SHORTEST and name.casefold() not in _ORDINARY
        }
        longest_first = sorted(self._instead, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name) for name in longest_first)
        self._known = re.compile(rf"{_LEFT}({joined}){_RIGHT}", re.IGNORECASE) if joined else None

    def of(self, name: str) -> str:
        """Return what stands instead of `name`, "" where it is not known."""
        return self._instead.get(name.casefold(), "")

    def hidden(self, text: str) -> str:
        """Return `text` without the names, and without anything that looks like an address."""
        if self._known is not None:
            text = self._known.sub(self._joined, text)
        return hide_telling(text).replace(_JOINED, " ")

    def _joined(self, found: re.Match[str]) -> str:
        return self._instead.get(found[1].casefold(), MASK).replace(" ", _JOINED)

    def statement(self, said: Statement) -> str:
        """Return a statement in words: names that are known by what stands instead of them."""
        values = tuple(self._value(value) for value in said.values)
        return self.hidden(replace(said, values=values).render(masked=True))

    def _value(self, value: Value) -> Value:
        names = value.text.split(_BETWEEN) if value.kind is Kind.HANDLE else []
        labels = [self.of(clean(name)) for name in names]
        if not labels or not all(labels):
            return value
        return Value(value.name, _BETWEEN.join(labels))


def known_names(states: Iterable[AccountState], numbers: GivenNumbers) -> KnownNames:
    """Return the names of accounts, and of whom they belong to, with what stands instead.

    The same name on several accounts is that of each of them.
    """
    around: dict[str, str] = {}
    owners: dict[str, list[str]] = {}
    for state in states:
        label = numbers.account(state.account.id)
        around |= {name.casefold(): MASK for name in _names_around(state)}
        for name in {name.casefold() for name in _own_names(state.account)}:
            owners.setdefault(name, []).append(label)
    return KnownNames(around | {name: " / ".join(labels) for name, labels in owners.items()})


def _own_names(account: Account) -> Iterator[str]:
    handle = clean(account.handle)
    yield from (clean(account.url), handle, handle.lstrip("@"), account.stable_id)
    yield handle.lstrip("@").partition("@")[0]
    if "@" not in handle and "." in handle:
        yield handle.removeprefix("www.").partition(".")[0]


def _names_around(state: AccountState) -> Iterator[str]:
    yield from hosts(state.account.url)
    if state.profile is None:
        return
    name = clean(state.profile.display_name)
    yield name
    yield from parts_of(name)
    for link in state.profile.links:
        yield from hosts(link.url)
        last = link.url.rstrip("/").rpartition("/")[2].lstrip("@")
        if "/" in link.url.partition("://")[2].rstrip("/"):
            yield clean(last)


def hosts(url: str) -> Iterator[str]:
    """Yield the host of an address, with its port and without."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.hostname:
        yield parts.netloc
        yield parts.hostname


def hide_telling(text: str) -> str:
    """Return `text` with what looks like an address, a handle or a position hidden."""
    return _TELLING.sub(_mask, text)


def near(said: Statement) -> Statement:
    """Return a statement with its positions to about 1 km; everything else stays as it is."""
    return replace(
        said,
        values=tuple(
            replace(value, text=_rounded(value.text)) if value.kind is Kind.PLACE else value
            for value in said.values
        ),
    )


def _rounded(text: str) -> str:
    return POSITION.sub(
        lambda pair: (
            f"{float(pair[1]):.{BLUNT_DECIMALS}f}{pair[2]}{float(pair[3]):.{BLUNT_DECIMALS}f}"
        ),
        text,
    )


def parts_of(name: str) -> Iterator[str]:
    """Yield the words of a person's name, each of which tells them too."""
    for word in re.findall(r"\w[\w'’-]*", name):
        if len(word) >= SHORTEST and word.casefold() not in _ORDINARY:
            yield word


def letters(number: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    out = ""
    while number > 0:
        number, place = divmod(number - 1, len(ascii_uppercase))
        out = ascii_uppercase[place] + out
    return out


def _mask(found: re.Match[str]) -> str:
    """Hide what was found, unless it is a time of day or a file that every site may have."""
    text = found[0]
    if found["nothing"] is not None:
        return text
    digits = found["colons"]
    if digits is not None and not _is_address(digits):
        return text
    return text if text.casefold() in _OURS else MASK


def _is_address(digits: str) -> bool:
    try:
        return ip_address(digits).version > 0 and digits != "::"
    except ValueError:
        return False
