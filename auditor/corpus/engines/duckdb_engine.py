"""DuckDB on this machine. No extension is fetched, and no network reached unless it is named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from auditor.corpus.engines.engine import ROWS, TEXT, Unreadable, text_table
from auditor.corpus.sources import is_stored
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:  # Arrow takes a quarter of a second
    from auditor.corpus.object_storage import ObjectStorage

_MEMORY = "3GB"
"""For tables and columns in flight; with the program itself below 4 GB."""


class DuckDbEngine:
    """One connection in memory; nothing is spilled to disk."""

    name = "duckdb"
    dialect = "duckdb"

    def __init__(self, *, threads: int = 0, remote: bool = False) -> None:
        self._duckdb = duckdb.connect(
            config={
                "threads": threads or os.cpu_count() or 1,
                "memory_limit": _MEMORY,
                "temp_directory": "",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        self._duckdb.execute("SET enable_progress_bar = false")
        self._kinds: dict[str, dict[str, str]] = {}
        self._gathered: dict[str, int] = {}
        self._storage: ObjectStorage | None = None
        if remote:
            self._load_remote()

    def _load_remote(self) -> None:
        try:
            self._duckdb.execute("LOAD httpfs")
        except duckdb.Error as error:
            raise UsageError(
                _("Files of other machines need httpfs, an extension of DuckDB that is missing."),
                _("Install it yourself (INSTALL httpfs in DuckDB), or copy the files here first."),
            ) from error

    def columns(self, file: str) -> dict[str, str]:
        """Return the columns of a file with their types. Raises Unreadable."""
        found = self._asked("DESCRIBE SELECT * FROM read_parquet(?)", file)
        self._kinds[file] = {str(name): str(kind) for name, kind, *_rest in found}
        return self._kinds[file]

    def count(self, file: str) -> int:
        """Return how many rows a file says that it has. Raises Unreadable."""
        ((rows,),) = self._asked("SELECT sum(num_rows) FROM parquet_file_metadata(?)", file)
        return int(rows)

    def _asked(self, sql: str, file: str) -> list[tuple[Any, ...]]:
        return self._run(sql, self._literal(file))

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
        """Make a small table of text, and return it as an Ibis table."""
        named = ", ".join(f"{column} VARCHAR" for column in columns)
        self._duckdb.execute(f"CREATE OR REPLACE TABLE {name} ({named})")
        listed = list(zip(*rows, strict=True))
        if listed:  # column by column: a row at a time takes a thousand times as long
            marks = ", ".join("unnest(?)" for _column in columns)
            self._duckdb.execute(
                f"INSERT INTO {name} SELECT {marks}",
                [list(each) for each in listed],
            )
        return text_table(name, columns)

    def open(self, file: str, columns: dict[str, str], *, binary: bool) -> None:
        """Make a file the table `ROWS`."""
        kinds = self._kinds[file] if file in self._kinds else self.columns(file)
        named = "".join(
            f', {_quoted(theirs)} AS "{own}"'
            if kinds[theirs] == TEXT or (binary and own == "digest")
            else f', TRY(decode({_quoted(theirs)})) AS "{own}"'
            for own, theirs in columns.items()
        )
        self._duckdb.execute(
            f"CREATE OR REPLACE TEMP VIEW {ROWS} AS SELECT {_text(file)} AS file, "  # noqa: S608
            f"file_row_number AS row{named} "
            f"FROM read_parquet({_text(self._literal(file))}, file_row_number = true)"
        )

    def gather(self, name: str, compiled: str) -> int:
        """Put all rows of what was compiled behind those of a table. Raises Unreadable."""
        if name not in self._gathered:
            self._run(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS {compiled} LIMIT 0")
            self._gathered[name] = 0
        ((rows,),) = self._run(f"INSERT INTO {name} {compiled}")
        self._gathered[name] += int(rows)
        return self._gathered[name]

    def empty(self, name: str) -> None:
        """Take all rows out of a table that was gathered."""
        self._run(f"TRUNCATE {name}")
        self._gathered[name] = 0

    def compile(self, expression: Any) -> str:
        """Return an expression on `ROWS` as SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect))

    def run(self, compiled: str) -> list[tuple[Any, ...]]:
        """Return all rows of what was compiled. Raises Unreadable."""
        return self._run(compiled)

    def _run(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            found: list[tuple[Any, ...]] = self._duckdb.execute(sql, values).fetchall()
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.Error as error:
            told = str(error) if self._storage is None else self._storage.told(str(error))
            raise Unreadable(told) from error
        return found

    def _literal(self, file: str) -> str:
        """Return a name in which nothing stands for many files."""
        if not is_stored(file):
            return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in file)
        if self._storage is None:
            from auditor.corpus.object_storage import ObjectStorage

            self._storage = ObjectStorage()
            self._duckdb.register_filesystem(self._storage)
        return self._storage.named(file)

    def integer(self, digits: Any) -> Any:
        """Return eight hexadecimal digits of a column as a number."""
        return ibis.literal("0x").concat(digits).cast("int64")

    def close(self) -> None:
        """End the connection."""
        self._duckdb.close()


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
