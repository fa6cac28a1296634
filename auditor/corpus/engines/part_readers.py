"""Reading the addresses of a file in parts: a thread of ours for each, side by side.

With several threads of its own DuckDB hands its rows over through a queue: a quarter dearer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import field
from threading import Event
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from auditor.corpus.engines.anchor_scan import AnchorScan, rows_of
from auditor.dataclass import dataclass

FAILURES = (duckdb.Error, pa.ArrowException, OSError)
"""What reading may raise."""
_BATCH = 2_048
"""Rows that are looked at together: with more, their bytes leave the cache before that."""
_MOST_THREADS = 8
_COMMON = 20
"""Where one row of so many has an anchor, DuckDB asks each row more cheaply by itself."""
_FEW, _MANY = 2_000, 200_000
"""Rows that may be found whatever their share, and that may not, in one part."""

_NO_END = 2**62


class TooCommon(Exception):
    """So many rows have an anchor that looking for it is not worth while."""


@dataclass(slots=True)
class RowsFound:
    """Number and address of each row that has an anchor, and whether all rows were looked at."""

    rows: list[tuple[int, str]]
    every_row: bool


@dataclass(slots=True)
class _Part:
    rows: list[tuple[int, str]] = field(default_factory=list)
    read: int = 0


@dataclass(slots=True)
class PartReaders:
    """`connect` makes one reader: of a DuckDB without own threads, texts of any length."""

    connect: Callable[[], duckdb.DuckDBPyConnection]
    cores: int
    _readers: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    _threads: ThreadPoolExecutor | None = None
    _stop: Event = field(default_factory=Event)

    def find(self, query: str, groups: Sequence[int], anchors: Sequence[bytes]) -> RowsFound:
        """Return the rows that have one of `anchors`.

        `query` gives `row` and `url`, and can be narrowed by AND; `groups` are the rows of each
        part of the file that can only be read as a whole. Raises TooCommon, and one of `FAILURES`.
        """
        parts = parts_of(groups, min(self.cores, _MOST_THREADS))
        while len(self._readers) < len(parts):
            self._readers.append(self.connect())
        work = [
            (reader, f"{query} AND row >= {start} AND row < {end}", AnchorScan(anchors))
            for reader, (start, end) in zip(self._readers, parts, strict=False)
        ]
        self._stop.clear()
        found = [self._part(*work[0])] if len(work) == 1 else self._side_by_side(work)
        return RowsFound(
            [row for each in found for row in each.rows],
            sum(each.read for each in found) == sum(groups),
        )

    def _side_by_side(
        self, work: Sequence[tuple[duckdb.DuckDBPyConnection, str, AnchorScan]]
    ) -> list[_Part]:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_MOST_THREADS)
        running = [self._threads.submit(self._part, *each) for each in work]
        try:
            return [each.result() for each in running]
        except BaseException:  # of one part, or Ctrl+C: the others end too
            self._stop.set()
            for reader, *_given in work:
                reader.interrupt()
            raise
        finally:
            wait(running)

    def _part(self, reader: duckdb.DuckDBPyConnection, query: str, scan: AnchorScan) -> _Part:
        found = _Part()
        with reader.sql(query).to_arrow_reader(_BATCH) as batches:
            for batch in batches:
                if self._stop.is_set():
                    break
                found.rows += _with_anchor(batch, scan)
                found.read += batch.num_rows
                if len(found.rows) > min(_FEW + found.read // _COMMON, _MANY):
                    raise TooCommon
        return found

    def close(self) -> None:
        """End all readers."""
        self._stop.set()
        if self._threads is not None:
            self._threads.shutdown()
        for reader in self._readers:
            reader.close()


def _with_anchor(batch: Any, scan: AnchorScan) -> list[tuple[int, str]]:
    urls = batch.column(1)
    _valid, ends_buffer, text_buffer = urls.buffers()
    spans = scan.spans(np.frombuffer(text_buffer, np.uint8)) if text_buffer is not None else ()
    if not spans:
        return []
    numbers, text = batch.column(0), memoryview(text_buffer)
    ends = np.frombuffer(ends_buffer, np.int64)[urls.offset : urls.offset + len(urls) + 1]
    return [
        (numbers[row].as_py(), text[ends[row] : ends[row + 1]].tobytes().decode())
        for row in rows_of(spans, ends)
    ]


def parts_of(groups: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return from which row to before which the parts of a file are, of about as many rows.

    These are at most so many; groups are not parted. What stands behind the last of them, whatever
    the file says, is in the last part.
    """
    every, cuts, end = sum(groups), [0], 0
    for rows in groups:
        end += rows
        if end < every and end * most >= every * len(cuts):
            cuts.append(end)
    return list(zip(cuts, [*cuts[1:], _NO_END], strict=True))
