"""Small Parquet files as training sets have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb


def write_set(path: Path, urls: Sequence[str | None], column: str = "URL") -> Path:
    """Write addresses in LAION's layout, a row each."""
    with duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE rows (id BIGINT, "{column}" VARCHAR, "TEXT" VARCHAR)')
        connection.execute(
            "INSERT INTO rows SELECT unnest(?), unnest(?), 'a photo'",
            [list(range(len(urls))), list(urls)],
        )
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    return path


def write_hashes(path: Path, hashes: Sequence[str], *, binary: bool = False) -> Path:
    """Write hashes with an address each, as text or as bytes."""
    made = "unhex(pdq)" if binary else "pdq"
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows (url VARCHAR, pdq VARCHAR)")
        connection.execute(
            "INSERT INTO rows SELECT unnest(?), unnest(?)",
            [[f"https://h.example/{number}" for number in range(len(hashes))], list(hashes)],
        )
        connection.execute(
            f"COPY (SELECT url, {made} AS pdq FROM rows) TO '{path}' (FORMAT parquet)"
        )
    return path


def write_query(path: Path, query: str, further: str = "") -> Path:
    """Write what a query gives; `further` says how."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{further})")
    return path
