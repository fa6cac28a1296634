"""What is looked for, as the small tables and filters that go into an engine.

A search of billions of rows is paid for by what is done to each row, so most rows are put aside by
a coarse filter that looks at some ten bytes; what passes it is compared by its normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from auditor.corpus.addresses.anchors import anchors, commonness
from auditor.corpus.addresses.host_letters import host_spellings
from auditor.corpus.addresses.host_rules import PHOTON_SPELLINGS, PROXIES, RULES
from auditor.corpus.addresses.normal_form import keys_of, normal_columns
from auditor.dataclass import dataclass
from auditor.domain.outside.copies import EVERYTHING_BELOW
from auditor.domain.outside.training_sets import Sought, SoughtKind

SOUGHT, SOUGHT_COLUMNS = "corpus_sought", ("needle", "kind", "sought")
HEADS, HEAD_COLUMNS = "corpus_heads", ("start",)
"""The small tables, and their columns of text."""
HEAD_FROM = 11
HEAD_LENGTH = 5
"""Characters of an address that the coarse filter looks at: with either scheme and with or without
`www.` they are part of the host. In every case, 32 ways at most, since lower case of each row costs
more than the look itself; benchmarks/corpus.py measures it."""
FIRST_LETTER = "!"
"""What sorts below it begins with a space or an end of line, and is looked at: a head moves so."""
_BEGINNINGS = ("http://", "https://", "http://www.", "https://www.")
_SHORTEST = HEAD_FROM + HEAD_LENGTH - len("http://")
"""Characters that a host needs for its head to be known; a shorter one is looked for by pieces."""
_PIECE = 3
"""Characters of a name that are looked for: with two, a third of all rows of some sets has them."""
_GATE = 5
"""What looking for a capital costs, beside the commonness of characters; measured, roughly."""
_MOST_PIECES = 2
"""Names beyond which the pattern looks at every row: each piece is several passes of its own."""


@dataclass(frozen=True, slots=True)
class SoughtRow:
    """One thing that is looked for: what a row must have (`needle`), and what that stands for."""

    needle: str
    kind: SoughtKind
    sought: str


@dataclass(frozen=True, slots=True)
class NamePiece:
    """A name to look for in any case, by some of its characters that are rare.

    `text` are these in lower case. Where one of them is a capital instead, an address has that
    capital, which few have, and one of the pairs beside it.
    """

    name: str
    text: str
    capitals: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class AddressFilter:
    """What an address must have to be looked at: any of these.

    `heads`: the characters from `HEAD_FROM` on, in every case. `pieces`: names anywhere in it.
    `every_row`: there are too many names for that, so `pattern` is asked of every row. Of what
    passes, `pattern` must be there, and then the host must be one of `hosts` or fit `right`.
    `depths` are the numbers of folders that a page can have, `labels` those of the parts of a
    domain. `anchors`: one of these, without case, stands in all that is sought; () if that cannot
    be said.
    """

    heads: tuple[str, ...]
    pieces: tuple[NamePiece, ...]
    every_row: bool
    pattern: str
    hosts: tuple[str, ...]
    right: str
    depths: tuple[int, ...]
    labels: tuple[int, ...]
    anchors: tuple[bytes, ...]


def sought_rows(sought: Sought) -> tuple[SoughtRow, ...]:
    """Return what the addresses, folders and domains of a search look for, each once."""
    rows = [
        SoughtRow(f"a{key}", SoughtKind.ADDRESS, url)
        for url in sought.addresses
        for found in keys_of(url)
        for key in _in_all_letters(found)
    ]
    rows += [
        SoughtRow(f"f{folder}", SoughtKind.FOLDER, url)
        for url in sought.folders
        for folder in _in_all_letters(folder_of(url))
    ]
    rows += [SoughtRow(f"d{domain}", SoughtKind.DOMAIN, domain) for domain in sought.domains]
    once = {(row.needle, row.kind): row for row in reversed(rows)}
    return tuple(reversed(once.values()))


def _in_all_letters(key: str) -> Iterator[str]:
    """Yield a host and what follows it, with each spelling of the host."""
    host, mark, rest = key.partition("/")
    for each in host_spellings(host):
        yield f"{each}{mark}{rest}"


def folder_of(url: str) -> str:
    """Return host and path of what stands below a page, in lower case, with no slash at its end."""
    return normal_columns(url.removesuffix(EVERYTHING_BELOW))["folders"].rstrip("/")


def address_filter(sought: Sought) -> AddressFilter:
    """Return the coarse filter of a search. Nothing that is looked for is lost by it."""
    hosts: dict[str, None] = {}
    for url in (*sought.addresses, *sought.folders):
        columns = normal_columns(url.removesuffix(EVERYTHING_BELOW))
        if columns["key"]:
            for host in (columns["host"], columns["key"].partition("/")[0]):
                hosts.update(dict.fromkeys(host_spellings(host)))
    starts = dict.fromkeys(hosts)
    right = []
    named = [*sought.domains, *hosts]
    for rule in RULES:
        if rule.canonical in hosts:
            starts.update(dict.fromkeys(rule.spellings))
            right.append(rule.host)
            named += (rule.within,) if rule.within else rule.spellings
    for start, own, inner in product(PHOTON_SPELLINGS, hosts, ("", "www.")):
        starts[start + inner + own] = None
    proxies = tuple(proxy.start for proxy in PROXIES) if hosts else ()
    short = [start for start in starts if len(start) < _SHORTEST]
    by_piece = [*sought.domains, *short]
    every_row = len(by_piece) > _MOST_PIECES
    pieces = () if every_row else tuple(map(_piece, by_piece))
    if sought.domains:
        every = "|".join(map(re.escape, sought.domains))
        right.append(rf"^(?:.*\.)?(?:{every})$")
    anywhere = "|".join(map(re.escape, dict.fromkeys((*sought.domains, *starts))))
    return AddressFilter(
        tuple(sorted(_heads(start for start in (*starts, *proxies) if start not in short))),
        pieces,
        every_row,
        f"(?i)(?:[/.=]|%2f)(?:{anywhere})",
        tuple(hosts),
        "|".join(f"(?:{pattern})" for pattern in right),
        tuple(sorted({folder_of(url).count("/") for url in sought.folders})),
        tuple(sorted({domain.count(".") + 1 for domain in sought.domains})),
        anchors(named),
    )


def _heads(starts: Iterable[str]) -> set[str]:
    """Return what stands at the place of the coarse filter in addresses that begin like this."""
    return {
        "".join(letters)
        for beginning, start in product(_BEGINNINGS, starts)
        for letters in product(
            *map(_cases, (beginning + start)[HEAD_FROM : HEAD_FROM + HEAD_LENGTH])
        )
    }


def _cases(letter: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((letter, letter.lower(), letter.upper())))


def _piece(name: str) -> NamePiece:
    """Return the characters of a name that cost least to look for, in every case.

    The end of a domain is left aside where there is more: every other address has it.
    """
    begin = name.rpartition(".")[0]
    text = begin if len(begin) > 1 else name
    found = min(
        (text[at : at + _PIECE] for at in range(max(1, len(text) - _PIECE + 1))), key=_costs
    )
    capitals = [
        (capital, _in_every_case(found[:at][-1:], capital, found[at + 1 :][: not at]))
        for at, letter in enumerate(found)
        for capital in _cases(letter)
        if capital != letter
    ]
    return NamePiece(name, found, tuple(dict.fromkeys(capitals)))


def _in_every_case(before: str, capital: str, after: str) -> tuple[str, ...]:
    return tuple(
        "".join(letters)
        for letters in product(*map(_cases, before), (capital,), *map(_cases, after))
    )


def _costs(text: str) -> int:
    """Return what looking for some characters costs: each place of the first one is looked at."""
    capitals = sum(len(_cases(letter)) - 1 for letter in text)
    return 2 * commonness(text[0]) + sum(map(commonness, text)) + _GATE * capitals
