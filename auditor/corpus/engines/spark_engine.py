"""Spark, on this machine or on a cluster that the person names: the same expression, other SQL."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import ibis
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from auditor.corpus.engines.engine import BINARY, ROWS, TEXT, Unreadable, text_table
from auditor.corpus.sources import is_remote

_LOCAL = "local"
_LOOPBACK = "127.0.0.1"
_TYPES = {"binary": BINARY, "string": TEXT}


class SparkEngine:
    """One session. Its files of work stand in a folder of its own, which goes with it."""

    name = "spark"
    dialect = "pyspark"

    def __init__(self, master: str) -> None:
        self._room = tempfile.TemporaryDirectory(prefix="auditor-spark-")
        made = (
            SparkSession.builder.master(master)
            .appName("search")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.local.dir", self._room.name)
            .config("spark.sql.warehouse.dir", self._room.name)
            .config("spark.log.level", "OFF")
            .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={self._room.name}")
        )
        if master.startswith(_LOCAL):  # nobody else on the network is to reach it
            made = made.config("spark.driver.bindAddress", _LOOPBACK)
            made = made.config("spark.driver.host", _LOOPBACK)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions of pandas, which is not used
            self._spark = made.getOrCreate()
        self._gathered: dict[str, list[Any]] = {}

    def columns(self, file: str) -> dict[str, str]:
        """Return the columns of a file with their types. Raises Unreadable."""
        fields = self._read(file).schema.fields
        return {
            each.name: _TYPES.get(each.dataType.simpleString(), each.dataType.simpleString())
            for each in fields
        }

    def count(self, file: str) -> int:
        """Return how many rows a file says that it has. Raises Unreadable."""
        try:
            return int(self._read(file).count())
        except (Py4JJavaError, PySparkException) as error:
            raise Unreadable(_first(error)) from error

    def _read(self, *files: str) -> Any:
        try:
            return self._spark.read.parquet(*map(_address, files))
        except (Py4JJavaError, PySparkException) as error:
            raise Unreadable(_first(error)) from error

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
        """Make a small table of text, and return it as an Ibis table."""
        shape = ", ".join(f"{column} STRING" for column in columns)
        made = self._spark.createDataFrame([tuple(row) for row in rows], shape)
        made.createOrReplaceTempView(name)
        return text_table(name, columns)

    def open(self, file: str, columns: dict[str, str], *, binary: bool) -> None:
        """Make a file the table `ROWS`."""
        named = []
        for own, theirs in columns.items():
            kept = binary and own == "digest"
            quoted = f"`{theirs.replace('`', '``')}`"
            named.append(f"{quoted if kept else f'CAST({quoted} AS STRING)'} AS {own}")
        name = file.replace("\\", "\\\\").replace("'", "\\'")
        rows = self._read(file).selectExpr(
            f"'{name}' AS file", "_metadata.row_index AS row", *named
        )
        rows.createOrReplaceTempView(ROWS)

    def gather(self, name: str, compiled: str, anchors: Sequence[bytes] = ()) -> int:  # noqa: ARG002
        """Put all rows of what was compiled behind those of a table. Raises Unreadable."""
        parts = self._gathered.setdefault(name, [])
        try:
            parts.append(self._spark.sql(compiled).localCheckpoint())
            table = reduce(DataFrame.unionAll, parts)
            table.createOrReplaceTempView(name)
            return int(table.count())
        except (Py4JJavaError, PySparkException) as error:
            raise Unreadable(_first(error)) from error

    def empty(self, name: str) -> None:
        """Take all rows out of a table that was gathered."""
        self._gathered.pop(name, None)

    def compile(self, expression: Any) -> str:
        """Return an expression on `ROWS` as SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect))

    def run(self, compiled: str) -> list[tuple[Any, ...]]:
        """Return all rows of what was compiled. Raises Unreadable."""
        try:
            return [tuple(row) for row in self._spark.sql(compiled).collect()]
        except (Py4JJavaError, PySparkException) as error:
            raise Unreadable(_first(error)) from error

    def integer(self, digits: Any) -> Any:
        """Return eight hexadecimal digits of a column as a number."""
        return digits.convert_base(16, 10).cast("int64")

    def close(self) -> None:
        """End the session."""
        self._spark.stop()
        self._room.cleanup()


def _address(file: str) -> str:
    return file if is_remote(file) else unquote(Path(file).resolve().as_uri())


def _first(error: Exception) -> str:
    java = getattr(error, "java_exception", None)
    told = str(error) if java is None else str(java.getMessage())
    return next(iter(told.splitlines()), type(error).__name__)
