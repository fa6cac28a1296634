"""The list answers from indexes, whatever is asked: seen in SQLite's own plans, not by a clock."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from auditor.domain.findings.finding import Severity
from auditor.domain.views import PhotoQuery, PhotoSort
from auditor.vault.storage.connection import Connection, connect_memory
from auditor.vault.storage.migration import fill
from auditor.vault.tables import photos
from tests.contract.vault_making import T0

ACCOUNTS = (None, "a1")
PLACES = (None, True)
SEVERITIES = (None, Severity.HIGH)


@pytest.fixture
def connection() -> Iterator[Connection]:
    made = connect_memory()
    fill(made, T0)
    yield made
    made.close()


def plans(connection: Connection, query: PhotoQuery) -> str:
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    photos.page(connection, query, 10, 10)
    photos.count(connection, query)
    connection.set_trace_callback(None)
    return "\n".join(
        str(row[3]) for sql in seen for row in connection.execute("EXPLAIN QUERY PLAN " + sql)
    )


@pytest.mark.parametrize(
    ("sort", "account", "place", "severity"),
    list(itertools.product(PhotoSort, ACCOUNTS, PLACES, SEVERITIES)),
)
def test_a_page_is_found_in_one_index(
    connection: Connection,
    sort: PhotoSort,
    account: str | None,
    place: bool | None,
    severity: Severity | None,
) -> None:
    plan = plans(
        connection,
        PhotoQuery(account=account, has_place=place, severity_at_least=severity, sort=sort),
    )
    whole = "" if severity and sort is not PhotoSort.SEVEREST else "COVERING "
    assert f"USING {whole}INDEX photo_{'account_' if account else ''}{sort.value}" in plan, plan
    assert "SCAN photo\n" not in plan + "\n", plan
