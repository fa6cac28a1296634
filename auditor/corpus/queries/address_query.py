"""The one expression that finds addresses, pages and domains; each engine compiles it."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

import ibis

from auditor.corpus.addresses.normal_form import STEPS
from auditor.corpus.queries.column_text import ColumnText, split_part
from auditor.corpus.queries.sought_tables import HEAD_FROM, HEAD_LENGTH, AddressFilter

_HOST_STEP = "host"


def address_query(rows: Any, sought: Any, heads: Any, coarse: AddressFilter) -> Any:
    """Return the rows that have something of `sought`.

    `rows` has file, row and url; `sought` needle, kind and sought; `heads` start, all of `coarse`.
    The columns are those of `CorpusHit`, but for the distance.
    """
    worth = _worth_a_look(rows.url, heads, coarse)
    # Whatever is asked of the address below needs `worth` first: an engine that asks in another
    # order, as DuckDB does with what it can hand to the reader of the file, would ask every row.
    nothing = ibis.null("string")
    named = ibis.cases((rows.url.re_search(coarse.pattern), rows.url), else_=nothing)
    found = rows.mutate(url=ibis.cases((worth, named), else_=nothing))
    found = found.filter(found.url.notnull())
    kept = ["file", "row"]
    for name, step in STEPS:
        columns = {column: found[column] for column in found.columns}
        found = found.mutate(**{name: step(columns, ColumnText())})
        if name == _HOST_STEP:
            found = found.filter(_right_host(found.host, coarse))
    found = found.select(*kept, "url", needle=_needles(found, coarse).unnest())
    return found.join(sought, "needle").select(*kept, "kind", "sought", "url").distinct()


def _worth_a_look(url: Any, heads: Any, coarse: AddressFilter) -> Any:
    if coarse.every_row:
        return url.notnull()
    tests = []
    if coarse.pieces:
        small = url.lower()
        pieces = reduce(or_, [url.contains(piece) for piece in coarse.pieces])
        tests.append(pieces & reduce(or_, [small.contains(name) for name in coarse.names]))
    if coarse.heads:
        tests.append(url.substr(HEAD_FROM, HEAD_LENGTH).isin(heads.start))
    return reduce(or_, tests, ibis.literal(value=False))


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
