"""A search through the files of training sets, one by one, so that it can be stopped and go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.corpus.engines.engine import Engine, Unreadable, hit, rows_table
from auditor.corpus.progress_file import ProgressFile
from auditor.corpus.queries.sought_tables import address_filter, sought_rows
from auditor.corpus.sources import CorpusFile, address_column
from auditor.domain.outside.training_sets import CorpusHit, CorpusResult, FileTrouble, Sought
from auditor.domain.text.foreign_text import clean
from auditor.messages import _

_LONGEST = 300
_MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class CorpusProgress:
    """How far a search is: files and rows done of all, and the seconds that are left, if known."""

    files: int
    all_files: int
    rows: int
    all_rows: int
    hits: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The columns that the person named: of hashes, and of addresses if it is an unusual one."""

    digest: str = ""
    address: str = ""


def progress_path(output: Path) -> Path:
    """Return where the progress of a search is kept: beside its result."""
    return output.with_name(f"{output.name}.progress")


@dataclass(slots=True)
class _Readable:
    """A file that can be searched: its rows, and its columns by what they are here."""

    file: CorpusFile
    rows: int
    columns: dict[str, str]
    binary: bool = False


@dataclass(slots=True)
class CorpusRun:
    """One search. `tell` is called after each file."""

    engine: Engine
    sought: Sought
    names: ColumnNames = field(default_factory=ColumnNames)
    tell: Callable[[CorpusProgress], None] | None = None
    _troubles: list[FileTrouble] = field(default_factory=list)
    _compiled: dict[tuple[Any, ...], list[str]] = field(default_factory=dict)

    def run(self, files: Sequence[CorpusFile], output: Path) -> CorpusResult:
        """Search the files. What is done is kept beside `output`, so that the same call goes on."""
        started = time.monotonic()
        kept = ProgressFile(
            progress_path(output), self.sought, self.names.digest, self.names.address
        )
        readable = [each for file in files if (each := self._look(file)) is not None]
        all_rows = sum(each.rows for each in readable)
        hits: list[CorpusHit] = []
        rows = again = read_now = finished = 0
        waiting = []
        for each in readable:
            known = kept.done(each.file)
            if known is None:
                waiting.append(each)
            else:
                rows, again, finished = rows + known[0], again + 1, finished + 1
                hits += known[1]
        for each in waiting:
            try:
                found = self._search(each)
            except Unreadable as error:
                self._pass_over(each.file, error)
                continue
            kept.keep(each.file, each.rows, found)
            hits += found
            rows, read_now, finished = rows + each.rows, read_now + each.rows, finished + 1
            if self.tell is not None:
                spent = time.monotonic() - started
                left = (all_rows - rows) * spent / read_now if read_now else None
                self.tell(CorpusProgress(finished, len(readable), rows, all_rows, len(hits), left))
        return CorpusResult(
            self.engine.name,
            tuple(sorted(hits)),
            rows,
            finished,
            again,
            time.monotonic() - started,
            tuple(self._troubles),
        )

    def _look(self, file: CorpusFile) -> _Readable | None:
        """Return what can be read of a file; None where it is passed over, which is told."""
        try:
            columns = self.engine.columns(file.name)
            rows = self.engine.count(file.name)
        except Unreadable as error:
            self._pass_over(file, error)
            return None
        found = {}
        url = address_column(tuple(columns), self.names.address)
        digest = address_column(tuple(columns), self.names.digest) if self.sought.hashes else None
        if url is not None:
            found["url"] = url
        if digest is not None:
            found["digest"] = digest
        for missing, what in (
            (self.sought.by_address and url is None, _("addresses")),
            (bool(self.sought.hashes) and digest is None, _("hashes of that name")),
        ):
            if missing:
                reason = _("has no column of {what}; its columns: {columns}").format(
                    what=what, columns=", ".join(list(columns)[:_MOST_COLUMNS]) or _("none")
                )
                self._troubles.append(FileTrouble(file.name, clean(reason, 2 * _LONGEST)))
                return None
        binary = digest is not None and columns[digest].casefold() in {"blob", "binary"}
        return _Readable(file, rows, found, binary)

    def _pass_over(self, file: CorpusFile, error: Unreadable) -> None:
        first = next(iter(str(error).splitlines()), "")
        told = clean(first.replace(file.name, "…"), _LONGEST)
        self._troubles.append(
            FileTrouble(file.name, _("could not be read: {reason}").format(reason=told))
        )

    def _search(self, each: _Readable) -> list[CorpusHit]:
        self.engine.open(each.file.name, each.columns)
        form = (*sorted(each.columns), each.binary)
        if form not in self._compiled:
            self._compiled[form] = list(map(self.engine.compile, self._queries(each)))
        return [hit(row) for sql in self._compiled[form] for row in self.engine.run(sql)]

    def _queries(self, each: _Readable) -> Iterator[Any]:
        rows = rows_table(each.columns, binary=each.binary)
        if self.sought.by_address:
            from auditor.corpus.queries.address_query import address_query

            yield address_query(rows, *self._small_tables())
        if self.sought.hashes:
            from auditor.corpus.queries.column_text import hex_digits
            from auditor.corpus.queries.hash_query import hash_query

            if each.binary:
                rows = rows.mutate(digest=hex_digits(rows.digest))
            if "url" not in each.columns:
                rows = rows.mutate(url=rows.digest)
            yield hash_query(
                rows,
                self.sought.hashes,
                self.engine.table,
                self.engine.integer,
                self.sought.distance,
            )

    def _small_tables(self) -> tuple[Any, Any, Any]:
        coarse = address_filter(self.sought)
        rows = [(row.needle, row.kind.value, row.sought) for row in sought_rows(self.sought)]
        sought = self.engine.table("corpus_sought", ("needle", "kind", "sought"), rows)
        heads = self.engine.table("corpus_heads", ("start",), [(head,) for head in coarse.heads])
        return sought, heads, coarse
