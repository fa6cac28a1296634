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

if TYPE_CHECKING:  # both need Arrow, which takes a while to load
    from auditor.corpus.engines.part_readers import PartReaders, RowsFound
    from auditor.corpus.object_storage import ObjectStorage

_STREAMED = "300KB"
"""Of rows on their way to be looked at: what the cache of one core holds."""
_MEMORY = "3GB"
"""For tables and columns in flight; with the program itself below 4 GB."""
_FEW = 10_000
"""Rows below which thinking about how to ask them takes longer than asking."""
_SMALL = 30_000
"""Rows of a file below which asking each costs less than having them handed over."""
_LONG = 8_192
"""Bytes above which a row is asked by itself, not copied to be looked at with others: a file can
hold pictures where addresses should be."""


class DuckDbEngine:
    """One database in memory; nothing is spilled to disk.

    It begins with one thread: parts of a file are read by threads of ours, and one of DuckDB beside
    them would have rows handed over through a queue. It has all cores where it asks each row.

    `remote`: files of other machines are read by DuckDB's own extension; `stored`: files stand in
    object storage.
    """

    name = "duckdb"
    dialect = "duckdb"

    def __init__(self, *, threads: int = 0, remote: bool = False, stored: bool = False) -> None:
        self._cores = threads or os.cpu_count() or 1
        self._remote = remote
        self._storage = _object_storage() if stored else None
        self._threads = 1
        self._duckdb = self._connected()
        self._kinds: dict[str, dict[str, str]] = {}
        self._groups: dict[str, list[int]] = {}
        self._gathered: dict[str, int] = {}
        self._opened = ("", "")
        self._viewed = ""
        self._readers: PartReaders | None = None

    def _connected(self) -> duckdb.DuckDBPyConnection:
        made = duckdb.connect(
            config={
                "threads": self._threads,
                "memory_limit": _MEMORY,
                "temp_directory": "",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "arrow_large_buffer_size": "true",
            }
        )
        made.execute("SET enable_progress_bar = false")
        if not self._remote and self._storage is None:
            # A disk reads ahead by itself, and no file is read twice: this is a tenth of reading.
            made.execute("SET enable_external_file_cache = false")
            made.execute("SET disable_parquet_prefetching = true")
        if self._remote:
            self._load_remote(made)
        if self._storage is not None:
            made.register_filesystem(self._storage)
        return made

    def _reader(self) -> duckdb.DuckDBPyConnection:
        made = self._duckdb.cursor()
        made.execute(f"SET streaming_buffer_size = {_text(_STREAMED)}")
        return made

    def _use(self, threads: int) -> None:
        if threads != self._threads:
            self._duckdb.execute(f"SET threads = {threads}")
            self._threads = threads

    def _load_remote(self, connection: duckdb.DuckDBPyConnection) -> None:
        try:
            connection.execute("LOAD httpfs")
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
        """Return how many rows the parts of a file say that they have. Raises Unreadable."""
        found = self._asked(
            "SELECT row_group_num_rows FROM parquet_metadata(?) WHERE column_id = 0 "
            "ORDER BY row_group_id",
            file,
        )
        self._groups[file] = [int(rows) for (rows,) in found]
        return sum(self._groups[file])

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
        rows = (
            f"SELECT {_text(file)} AS file, file_row_number AS row{named} "  # noqa: S608
            f"FROM read_parquet({_text(self._literal(file))}, file_row_number = true)"
        )
        self._opened = (file, rows)

    def _view(self) -> None:
        _file, rows = self._opened
        if rows != self._viewed:
            self._run(f"CREATE OR REPLACE TEMP VIEW {ROWS} AS {rows}")
            self._viewed = rows

    def gather(self, name: str, compiled: str, anchors: Sequence[bytes] = ()) -> int:
        """Put all rows of what was compiled behind those of a table. Raises Unreadable."""
        if name not in self._gathered:
            self._view()
            self._run(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS {compiled} LIMIT 0")
            self._gathered[name] = 0
        file, rows = self._opened
        asked, values = [compiled], []
        small = sum(self._groups.get(file, [_SMALL])) < _SMALL
        found = self._with_anchor(file, rows, anchors) if anchors and not small else None
        if found is not None:
            asked = []
            if found.rows:
                asked.append("SELECT ?, unnest(?), unnest(?)")
                values = [file, *map(list, zip(*found.rows, strict=True))]
            if not found.every_row:
                asked.append(f"SELECT * FROM ({compiled}) WHERE strlen(url) > {_LONG}")  # noqa: S608
        if found is None or not found.every_row:
            self._view()
            self._use(1 if small else self._cores)
        if asked:
            ((more,),) = self._run(f"INSERT INTO {name} {' UNION ALL '.join(asked)}", *values)
            self._gathered[name] += int(more)
        return self._gathered[name]

    def _with_anchor(self, file: str, rows: str, anchors: Sequence[bytes]) -> RowsFound | None:
        """Return the rows of a file that have an anchor.

        None where that did not work: asking each row by itself then says why it cannot be read, or
        takes less time.
        """
        from auditor.corpus.engines.part_readers import FAILURES, PartReaders, TooCommon

        if self._readers is None:
            self._readers = PartReaders(self._reader, self._cores)
        self._use(1)
        try:
            return self._readers.find(
                f"SELECT row, url FROM ({rows}) "  # noqa: S608
                f"WHERE strlen(url) > {_LONG} IS DISTINCT FROM true",
                self._groups.get(file, []),
                anchors,
            )
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except (*FAILURES, TooCommon):
            return None

    def empty(self, name: str) -> None:
        """Take all rows out of a table that was gathered."""
        self._run(f"TRUNCATE {name}")
        self._gathered[name] = 0

    def compile(self, expression: Any) -> str:
        """Return an expression on `ROWS` as SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect))

    def run(self, compiled: str) -> list[tuple[Any, ...]]:
        """Return all rows of what was compiled. Raises Unreadable."""
        few = sum(self._gathered.values()) < _FEW
        self._use(1 if few else self._cores)
        self._run(f"PRAGMA {'disable' if few else 'enable'}_optimizer")
        try:
            return self._run(compiled)
        finally:
            self._duckdb.execute("PRAGMA enable_optimizer")

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._storage is not None:
            self._storage.forget()
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
        if self._storage is not None and is_stored(file):
            return self._storage.named(file)
        return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in file)

    def integer(self, digits: Any) -> Any:
        """Return eight hexadecimal digits of a column as a number."""
        return ibis.literal("0x").concat(digits).cast("int64")

    def close(self) -> None:
        """End the connections."""
        if self._readers is not None:
            self._readers.close()
        self._duckdb.close()


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _object_storage() -> ObjectStorage:
    from auditor.corpus.object_storage import ObjectStorage

    return ObjectStorage()
