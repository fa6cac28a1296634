"""The one expression that finds addresses, pages and domains; each engine compiles it."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import Any

import ibis

from auditor.corpus.addresses.normal_form import STEPS
from auditor.corpus.engines.engine import rows_table, text_table
from auditor.corpus.queries.column_text import ColumnText, split_part
from auditor.corpus.queries.sought_tables import (
    FIRST_LETTER,
    HEAD_COLUMNS,
    HEAD_FROM,
    HEAD_LENGTH,
    HEADS,
    SOUGHT,
    SOUGHT_COLUMNS,
    AddressFilter,
)

_HOST_STEP = "host"


@lru_cache(maxsize=4)
def address_queries(
    dialect: str, gathered: str, coarse: AddressFilter, columns: tuple[str, ...]
) -> tuple[str, str]:
    """Return what asks all rows, and what then asks those that stand in `gathered`, as SQL.

    `columns` are all of the rows but file and row: of columns that it knows, Ibis asks for `*`.
    """
    heads = text_table(HEADS, HEAD_COLUMNS)
    sought = text_table(SOUGHT, SOUGHT_COLUMNS)
    worth = rows_table(["url"], name=gathered)
    return (
        str(ibis.to_sql(worth_a_look(rows_table(columns), heads, coarse), dialect=dialect)),
        str(ibis.to_sql(address_query(worth, sought, coarse), dialect=dialect)),
    )


def worth_a_look(rows: Any, heads: Any, coarse: AddressFilter) -> Any:
    """Return the few rows that `coarse` lets through: all that are sought, and some others.

    `rows` has file, row and url; `heads` start, all of `coarse`.
    """
    return rows.filter(_lets_through(rows.url, heads, coarse)).select("file", "row", "url")


def address_query(rows: Any, sought: Any, coarse: AddressFilter) -> Any:
    """Return what of `rows`, which are those that are worth a look, has something of `sought`.

    `sought` has needle, kind and sought. The columns are those of `CorpusHit`, but for the
    distance.
    """
    found = rows.filter(rows.url.re_search(coarse.pattern))
    kept = ["file", "row"]
    for name, step in STEPS:
        columns = {column: found[column] for column in found.columns}
        found = found.mutate(**{name: step(columns, ColumnText())})
        if name == _HOST_STEP:
            found = found.filter(_right_host(found.host, coarse))
    found = found.select(*kept, "url", needle=_needles(found, coarse).unnest())
    return found.join(sought, "needle").select(*kept, "kind", "sought", "url").distinct()


def _lets_through(url: Any, heads: Any, coarse: AddressFilter) -> Any:
    if coarse.every_row:
        return url.re_search(coarse.pattern)
    tests = [url < FIRST_LETTER]
    for piece in coarse.pieces:
        spelt = url.contains(piece.text)
        for capital, pairs in piece.capitals:
            spelt |= url.contains(capital) & reduce(or_, map(url.contains, pairs))
        # What an engine calls lower case changes letters beyond ASCII, which a name keeps.
        lower = url.lower() if piece.name.isascii() else ColumnText().lower(url)
        tests.append(spelt & lower.contains(piece.name))
    if coarse.heads:
        tests.append(url.substr(HEAD_FROM, HEAD_LENGTH).isin(heads.start))
    return reduce(or_, tests)


def _right_host(host: Any, coarse: AddressFilter) -> Any:
    tests = [host.isin(coarse.hosts)] if coarse.hosts else []
    if coarse.right:
        tests.append(host.re_search(coarse.right))  # a host has no line that could end
    return reduce(or_, tests, ibis.literal(value=False))


def _needles(found: Any, coarse: AddressFilter) -> Any:
    """Everything that a row can be found by, as one array."""
    needles = [ibis.literal("a").concat(found.key)]
    for depth in coarse.depths:
        parts = [split_part(found.folders, "/", number) for number in range(1, depth + 2)]
        needles.append(ibis.literal("f").concat(_with("/", parts)))
    for labels in coarse.labels:
        parts = [split_part(found.host, ".", number) for number in range(-labels, 0)]
        needles.append(ibis.literal("d").concat(_with(".", parts)))
    return ibis.array(needles)


def _with(mark: str, parts: list[Any]) -> Any:
    first, *others = parts
    return first.concat(*(text for part in others for text in (ibis.literal(mark), part)))
