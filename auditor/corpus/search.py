"""A search through the files of training sets, one by one, so that it can be stopped and go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from auditor.corpus.engines.engine import (
    BINARY,
    TEXTS,
    Engine,
    Unreadable,
    hit,
    rows_table,
)
from auditor.corpus.progress_file import ProgressFile, progress_path
from auditor.corpus.queries.sought_tables import (
    HEAD_COLUMNS,
    HEADS,
    SOUGHT,
    SOUGHT_COLUMNS,
    AddressFilter,
    address_filter,
    sought_rows,
)
from auditor.corpus.sources import CorpusFile, address_column, has_changed
from auditor.dataclass import dataclass
from auditor.domain.outside.training_sets import (
    CorpusHit,
    CorpusProgress,
    CorpusResult,
    FileTrouble,
    Sought,
)
from auditor.domain.text.foreign_text import clean
from auditor.messages import _

_LONGEST = 300
_MOST_COLUMNS = 30
_TOGETHER = 4.0
"""Seconds after which what was gathered is looked at closely: that costs as much for one file as
for many, some 0.06 s of CPU."""
_MOST_GATHERED = 500_000
"""Rows that are gathered at most before that is done."""
_WORTH_A_LOOK, _NEAR = "corpus_worth_a_look", "corpus_near"


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The columns that the person named: of hashes, and of addresses if it is an unusual one."""

    digest: str = ""
    address: str = ""


@dataclass(slots=True)
class _Readable:
    """A file that can be searched: its rows, and its columns by what they are here."""

    file: CorpusFile
    rows: int
    columns: dict[str, str]
    binary: bool = False


@dataclass(slots=True)
class CorpusRun:
    """One search. `tell` is called whenever files are finished; `together`: seconds of one go.

    `at` is called with the name of a file before it is opened, and with "" once it was read. What
    another search kept under that name is written over only where it `replaces`.
    """

    engine: Engine
    sought: Sought
    names: ColumnNames = field(default_factory=ColumnNames)
    tell: Callable[[CorpusProgress], None] | None = None
    together: float = _TOGETHER
    at: Callable[[str], None] = lambda _name: None
    replaces: bool = True
    _troubles: list[FileTrouble] = field(default_factory=list)
    _compiled: dict[tuple[Any, ...], tuple[str, str]] = field(default_factory=dict)
    _address_query: str = ""
    _anchors: Sequence[bytes] = ()
    _worth_a_look: int = 0

    def run(self, files: Sequence[CorpusFile], output: Path) -> CorpusResult:
        """Search the files. What is done is kept beside `output`, so that the same call goes on."""
        started = time.monotonic()
        kept = ProgressFile(
            progress_path(output),
            self.sought,
            self.names.digest,
            self.names.address,
            replaces=self.replaces,
        )
        readable = [each for file in files if (each := self._look(file)) is not None]
        self.at("")
        done = _Done(self, kept, readable)
        waiting = [each for each in readable if not done.again(each)]
        group: list[_Readable] = []
        since = time.monotonic()
        try:
            for each in waiting:
                rows = self._gather(each)
                self.at("")
                if rows is None:
                    continue
                group.append(each)
                if rows > _MOST_GATHERED or time.monotonic() - since > self.together:
                    # One that is stopped while it is finished is never finished again: its rows
                    # may be gone by then, and it would read as a file without hits.
                    full, group = group, []
                    done.finish(full)
                    since = time.monotonic()
        finally:  # stopped, too: what was read is not read again
            done.finish(group)
        return CorpusResult(
            self.engine.name,
            tuple(sorted(done.hits)),
            done.rows,
            done.files,
            done.kept,
            time.monotonic() - started,
            tuple(self._troubles),
        )

    def _look(self, file: CorpusFile) -> _Readable | None:
        """Return what can be read of a file; None where it is passed over, which is told."""
        self.at(file.name)
        try:
            columns = self.engine.columns(file.name)
            rows = self.engine.count(file.name)
        except Unreadable as error:
            self.pass_over(file, error)
            return None
        reason = self._unfit(columns)
        if reason:
            self._troubles.append(FileTrouble(file.name, clean(reason, 2 * _LONGEST)))
            return None
        found = {}
        url, digest = self._named(columns)
        if url is not None and columns[url] in TEXTS:
            found["url"] = url
        if digest is not None:
            found["digest"] = digest
        binary = digest is not None and columns[digest] == BINARY
        return _Readable(file, rows, found, binary)

    def _named(self, columns: Mapping[str, str]) -> tuple[str | None, str | None]:
        url = address_column(columns, self.names.address)
        return url, address_column(columns, self.names.digest) if self.sought.hashes else None

    def _unfit(self, columns: Mapping[str, str]) -> str:
        """Return why a file with these columns cannot be searched; "" if it can be."""
        url, digest = self._named(columns)
        for needed, column, what in (
            (self.sought.by_address, url, _("addresses")),
            (bool(self.sought.hashes), digest, _("hashes of that name")),
        ):
            if needed and column is None:
                return _("has no column of {what}; its columns: {columns}").format(
                    what=what, columns=", ".join(list(columns)[:_MOST_COLUMNS]) or _("none")
                )
            if needed and column is not None and columns[column] not in TEXTS:
                return _("holds no text in its column {column}, but {kind}").format(
                    column=column, kind=columns[column]
                )
        return ""

    def pass_over(self, file: CorpusFile, error: Unreadable) -> None:
        """Tell that nothing is known of a file, and why."""
        first = next(iter(str(error).splitlines()), "")
        told = clean(first.replace(file.name, "…"), _LONGEST)
        self._troubles.append(
            FileTrouble(file.name, _("could not be read: {reason}").format(reason=told))
        )

    def _gather(self, each: _Readable) -> int | None:
        """Read a file: keep what is worth a look. Return how many rows that is by now."""
        self.at(each.file.name)
        self.engine.open(each.file.name, each.columns, binary=each.binary)
        form = (*sorted(each.columns), each.binary)
        if form not in self._compiled:
            self._compiled[form] = self._queries(each)
        try:
            by_address, by_hash = self._compiled[form]
            if by_address:
                self._worth_a_look = self.engine.gather(_WORTH_A_LOOK, by_address, self._anchors)
            near = self.engine.gather(_NEAR, by_hash) if by_hash else 0
        except Unreadable as error:
            self.pass_over(each.file, error)
            return None
        if has_changed(each.file):
            self.pass_over(each.file, Unreadable(_("it changed while it was read")))
            return None
        return self._worth_a_look + near

    def hits(self) -> Iterator[CorpusHit]:
        """Yield what stands in the files that were gathered, and forget these."""
        if self.sought.by_address and self._worth_a_look:
            yield from map(hit, self.engine.run(self._address_query))
            self.engine.empty(_WORTH_A_LOOK)
            self._worth_a_look = 0
        if self.sought.hashes:
            yield from map(hit, self.engine.run(f"SELECT * FROM {_NEAR}"))  # noqa: S608
            self.engine.empty(_NEAR)

    def _queries(self, each: _Readable) -> tuple[str, str]:
        """Return what is asked of a file for addresses and for hashes; "" for nothing."""
        rows = rows_table(each.columns, binary=each.binary)
        by_address = by_hash = ""
        if self.sought.by_address:
            from auditor.corpus.queries.address_query import address_queries

            coarse = address_filter(self.sought)
            self._fill_tables(coarse)
            self._anchors = coarse.anchors
            by_address, self._address_query = address_queries(
                self.engine.dialect, _WORTH_A_LOOK, coarse, tuple(each.columns)
            )
        if self.sought.hashes:
            from auditor.corpus.queries.column_text import hex_digits
            from auditor.corpus.queries.hash_query import hash_query

            if each.binary:
                rows = rows.mutate(digest=hex_digits(rows.digest))
            if "url" not in each.columns:
                rows = rows.mutate(url=rows.digest)
            by_hash = self.engine.compile(
                hash_query(
                    rows,
                    self.sought.hashes,
                    self.engine.table,
                    self.engine.integer,
                    self.sought.distance,
                )
            )
        return by_address, by_hash

    def _fill_tables(self, coarse: AddressFilter) -> None:
        rows = [(row.needle, row.kind.value, row.sought) for row in sought_rows(self.sought)]
        self.engine.table(SOUGHT, SOUGHT_COLUMNS, rows)
        self.engine.table(HEADS, HEAD_COLUMNS, [(head,) for head in coarse.heads])


@dataclass(slots=True)
class _Done:
    """What is finished so far, in this call and in those before it."""

    run: CorpusRun
    progress: ProgressFile
    readable: Sequence[_Readable]
    hits: list[CorpusHit] = field(default_factory=list)
    rows: int = 0
    files: int = 0
    kept: int = 0
    _read_now: int = 0
    _started: float = field(default_factory=time.monotonic)

    def again(self, each: _Readable) -> bool:
        """Whether a file was finished in a call before; then it counts."""
        known = self.progress.done(each.file)
        if known is None:
            return False
        self.hits += known[1]
        self.rows, self.files, self.kept = self.rows + known[0], self.files + 1, self.kept + 1
        return True

    def finish(self, group: Sequence[_Readable]) -> None:
        """Look closely at what was gathered of files, keep it, and tell."""
        if not group:
            return
        found: dict[str, list[CorpusHit]] = {each.file.name: [] for each in group}
        try:
            for each_hit in self.run.hits():
                found.setdefault(each_hit.file, []).append(each_hit)
        except Unreadable as error:
            for each in group:
                self.run.pass_over(each.file, error)
            return
        self.progress.keep((each.file, each.rows, found[each.file.name]) for each in group)
        for each in group:
            self.hits += found[each.file.name]
            self.rows, self._read_now = self.rows + each.rows, self._read_now + each.rows
            self.files += 1
        if self.run.tell is not None:
            every = sum(each.rows for each in self.readable)
            left = (every - self.rows) * (time.monotonic() - self._started) / self._read_now
            self.run.tell(
                CorpusProgress(
                    self.files, len(self.readable), self.rows, every, len(self.hits), left
                )
            )
