"""The one expression that finds hashes within a distance; each engine compiles it for itself.

A hash of 256 bits is 16 bands of 16 bits. Where two hashes differ in at most 31 bits, at least one
band differs in at most one: 16 bands with two each would be 32 (the pigeonhole principle, as in
multi-index hashing, Norouzi, Punjani and Fleet, 2012). So 17 values a band find every candidate by
joining, and only those are compared bit by bit. A few hashes are compared with every row at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import add
from typing import Any

import ibis

from auditor.corpus.queries.column_text import ColumnText, bit_count
from auditor.domain.outside.training_sets import SoughtKind

DIGITS = 64
_BANDS, _BAND_DIGITS, _BAND_BITS = 16, 4, 16
_WORDS, _WORD_DIGITS = 8, 8
FEW = 4
"""Hashes up to which each row is compared with all: cheaper than joining 16 bands of each row."""


def probes(digits: str) -> Iterator[tuple[str, str]]:
    """Yield the band values (with the letter of the band in front) by which a hash is found."""
    for band in range(_BANDS):
        value = int(digits[band * _BAND_DIGITS : (band + 1) * _BAND_DIGITS], 16)
        for near in (value, *(value ^ 1 << bit for bit in range(_BAND_BITS))):
            yield f"{chr(ord('a') + band)}{near:04x}", digits


def hash_query(
    rows: Any,
    sought: Sequence[str],
    table: Callable[[str, Sequence[str], Sequence[Sequence[str]]], Any],
    integer: Callable[[Any], Any],
    distance: int,
) -> Any:
    """Return the rows whose hash is at most `distance` bits from one of `sought`.

    `rows` has file, row, url and digest; what holds no 64 hexadecimal digits is passed over.
    `integer` reads eight digits as a number.
    """
    digest = rows.digest.lower()
    read = rows.mutate(digest=digest).filter(ColumnText().has(digest, "^[0-9a-f]{64}$"))
    if len(sought) <= FEW:
        pairs = read.cross_join(table("corpus_hashes", ("sought",), [(each,) for each in sought]))
    else:
        listed = table(
            "corpus_probes",
            ("band", "sought"),
            [probe for each in sought for probe in probes(each)],
        )
        bands = [
            ibis.literal(chr(ord("a") + band)).concat(
                read.digest.substr(band * _BAND_DIGITS, _BAND_DIGITS)
            )
            for band in range(_BANDS)
        ]
        pairs = read.mutate(band=ibis.array(bands).unnest()).join(listed, "band")
    words = [
        bit_count(integer(_word(pairs.digest, word)) ^ integer(_word(pairs.sought, word))).cast(
            "int64"
        )  # DuckDB counts in a type that ends at 127
        for word in range(_WORDS)
    ]
    measured = pairs.mutate(distance=reduce(add, words))
    found = measured.filter(measured.distance <= distance)
    kind = ibis.literal(SoughtKind.HASH.value)
    return found.select("file", "row", "sought", "url", "distance", kind=kind)[
        "file", "row", "kind", "sought", "url", "distance"
    ].distinct()


def _word(digits: Any, number: int) -> Any:
    return digits.substr(number * _WORD_DIGITS, _WORD_DIGITS)
