"""The process that searches training sets: `python -m auditor.cli.training_sets.worker`.

The files are foreign and are parsed here, not where a vault may be open. It takes one job from
stdin, tells on stdout how far it is and what it found, and ends. On Linux it has no network, unless
files or an engine on other machines were asked for. What is finished it keeps beside the result.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from auditor.cli.answer_stream import write_answer
from auditor.corpus.engines.starting import start
from auditor.corpus.progress_file import progress_path
from auditor.corpus.sources import CorpusFile, is_stored
from auditor.domain.outside.training_sets import (
    CorpusHit,
    CorpusProgress,
    CorpusResult,
    Sought,
)
from auditor.errors import AuditorError, ExitCode, UsageError, VaultBusy, VaultError
from auditor.messages import _
from auditor.readers.process import sandbox
from auditor.vault.storage.lock import FileLock

MEMORY_MB = 6 * 1024
"""Address space beyond what Python takes: DuckDB may fill half of it, and maps more than it fills.
"""
_HITS = 5_000
"""Hits of one answer."""


class SearchJob(msgspec.Struct, frozen=True):
    """One search. `columns`: of hashes, and of addresses, "" where none was named.

    `passed`: files that ended a process before this one, which are passed over.
    """

    files: tuple[CorpusFile, ...]
    sought: Sought
    columns: tuple[str, str]
    passed: frozenset[str]
    engine: str
    master: str
    remote: bool
    output: bytes


class AtSaid(msgspec.Struct, frozen=True, tag="at"):
    """This file is opened next; "" once it was read."""

    file: str


class SearchFarSaid(msgspec.Struct, frozen=True, tag="far"):
    """So far it is."""

    progress: CorpusProgress


class HitsSaid(msgspec.Struct, frozen=True, tag="hits"):
    """Some of what was found, once everything was searched."""

    hits: tuple[CorpusHit, ...]


class SearchFoundSaid(msgspec.Struct, frozen=True, tag="found"):
    """How it ended; its hits were told before."""

    result: CorpusResult


class SearchRefusedSaid(msgspec.Struct, frozen=True, tag="refused"):
    """Why nothing is told."""

    message: str
    hint: str = ""


AnySaid = AtSaid | SearchFarSaid | HitsSaid | SearchFoundSaid | SearchRefusedSaid


def main() -> None:
    """Deny what is not needed, then do one job."""
    sandbox.die_with_parent()
    sandbox.limit_dumps()
    incoming, outgoing = sys.stdin.buffer, _own_stdout()
    try:
        job = msgspec.msgpack.decode(incoming.read(), type=SearchJob)
        if job.engine != "spark":  # its Java listens on loopback, and maps what it likes
            if not job.remote:
                sandbox.deny_network()
            sandbox.limit_memory(MEMORY_MB)
        serve(job, outgoing)
        outgoing.flush()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(ExitCode.INTERRUPTED)
    os._exit(ExitCode.OK)  # threads of an engine may still wait for a server


def _own_stdout() -> BinaryIO:
    """Return stdout for answers alone: what an engine or its Java prints goes nowhere."""
    kept = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return kept


def serve(job: SearchJob, outgoing: BinaryIO) -> None:
    """Do a job, and tell how it went."""

    def say(said: AnySaid) -> None:
        write_answer(outgoing, said)

    try:
        result = _searched(job, say)
    except AuditorError as error:
        say(SearchRefusedSaid(error.message, error.hint))
        return
    for start_at in range(0, len(result.hits), _HITS):
        say(HitsSaid(result.hits[start_at : start_at + _HITS]))
    say(SearchFoundSaid(replace(result, hits=())))


def _searched(job: SearchJob, say: Callable[[AnySaid], None]) -> CorpusResult:
    files = _files_of(job)
    engine = start(job.engine, [file.name for file in files], job.master)
    output = Path(os.fsdecode(job.output))
    try:
        from auditor.corpus.search import ColumnNames, CorpusRun

        run = CorpusRun(
            engine,
            job.sought,
            ColumnNames(*job.columns),
            lambda progress: say(SearchFarSaid(progress)),
            at=lambda file: say(AtSaid(file)),
            replaces=False,
        )
        with _alone(progress_path(output)):
            return run.run(files, output)
    finally:
        engine.close()


def _files_of(job: SearchJob) -> tuple[CorpusFile, ...]:
    """Return the files of a job; folders and patterns of object storage are listed here."""
    found: dict[str, CorpusFile] = {}
    for file in job.files:
        listed: tuple[CorpusFile, ...] = (file,)
        if is_stored(file.name) and job.engine != "spark":  # it lists what it reads
            from auditor.corpus.object_storage import stored_files

            listed = stored_files(file.name)
        found.update((each.name, each) for each in listed if each.name not in job.passed)
    return tuple(found.values())


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Let no other search use the same file of progress meanwhile. Raises UsageError."""
    lock = FileLock(kept)
    try:
        lock.take()
    except VaultBusy as error:
        raise UsageError(
            _("Another search works on this result now."),
            _("Wait for it to end, or choose another name for the result."),
        ) from error
    except VaultError:  # whoever writes there says why it cannot be
        pass
    try:
        yield
    finally:
        lock.free()


if __name__ == "__main__":
    main()
