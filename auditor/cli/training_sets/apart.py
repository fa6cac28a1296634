"""Having training sets searched apart: starts the process, takes what it tells, and ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from threading import Timer
from typing import IO

import msgspec

import auditor
from auditor.cli.answer_stream import read_answer
from auditor.cli.training_sets.worker import (
    AnySaid,
    AtSaid,
    HitsSaid,
    SearchFarSaid,
    SearchFoundSaid,
    SearchJob,
    SearchRefusedSaid,
)
from auditor.corpus.engines.starting import require
from auditor.corpus.progress_file import progress_path, require_own
from auditor.corpus.sources import CorpusFile, corpus_files, is_remote, is_text
from auditor.corpus.written import require_writable, write_hits
from auditor.dataclass import dataclass
from auditor.domain.outside.training_sets import (
    CorpusHit,
    CorpusProgress,
    CorpusResult,
    CorpusWish,
    FileTrouble,
    Sought,
)
from auditor.errors import Offline, ReaderError, UsageError
from auditor.messages import _

Tell = Callable[[CorpusProgress], None]
_PRIVATE = "AUDITOR_"
_PATIENCE_S = 10.0
"""How long a process that was asked to stop may take to keep what it has finished."""
_SAID: msgspec.msgpack.Decoder[AnySaid] = msgspec.msgpack.Decoder(AnySaid)


def files_of(wish: CorpusWish) -> tuple[CorpusFile, ...]:
    """Return the files of a search, once it is sure that it can begin.

    Raises UsageError, Offline.
    """
    require_writable(wish.output)
    require_own(progress_path(wish.output))
    if not all(map(is_text, (wish.digest_column, wish.address_column, wish.master))):
        raise UsageError(_("The name of a column or of a Spark server is no text."))
    require(wish.engine)
    files = corpus_files(wish.sources)
    if wish.offline and (wish.on_cluster or any(is_remote(file.name) for file in files)):
        raise Offline(_("--offline is on, and something of this stands on another machine."))
    return files


@dataclass(slots=True)
class SearchApart:
    """One search in a process of its own, which another thread may stop."""

    wish: CorpusWish
    sought: Sought
    files: Sequence[CorpusFile]
    _process: subprocess.Popen[bytes] | None = None
    _stopped: bool = False
    _troubles: list[FileTrouble] = field(default_factory=list)

    def run(self, tell: Tell) -> CorpusResult:
        """Return the result, which is written then. Raises AuditorError, KeyboardInterrupt.

        A file at which the process ended is told and passed over, and so is one whose name is no
        text, which no engine opens; the others are searched.
        """
        self._troubles += [
            FileTrouble(file.name, _("its name is no text: give it another one"))
            for file in self.files
            if not is_text(file.name)
        ]
        while (result := self._ended(tell)) is None:
            pass
        result = replace(result, troubles=(*self._troubles, *result.troubles))
        if result.files:
            write_hits(self.wish.output, result.hits)
        progress_path(self.wish.output).unlink(missing_ok=True)
        return result

    def stop(self) -> None:
        """Ask the process to keep what is finished and end; `run` raises KeyboardInterrupt then."""
        self._stopped = True
        process = self._process
        if process is not None and process.poll() is None:
            with suppress(OSError):
                if os.name == "nt":
                    process.kill()
                else:
                    process.send_signal(signal.SIGINT)
                    _kill_later(process)

    def _ended(self, tell: Tell) -> CorpusResult | None:
        """Return how one process ended; None where a file was too much for it."""
        taken = _Taken(tell)
        with start_process() as process:
            self._process = process
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                if self._stopped:  # before there was a process
                    self.stop()
                with suppress(BrokenPipeError):
                    process.stdin.write(self._job())
                    process.stdin.close()
                taken.everything(process.stdout)
            except BaseException:
                self._end(process)
                raise
        if self._stopped:
            raise KeyboardInterrupt
        if taken.result is not None:
            return taken.result
        if not taken.at:
            raise ReaderError(_("The process that searches the files ended before it was done."))
        self._troubles.append(
            FileTrouble(taken.at, _("ended the process that read it: damaged, or made to do so"))
        )
        return None

    def _job(self) -> bytes:
        return msgspec.msgpack.encode(
            SearchJob(
                tuple(file for file in self.files if is_text(file.name)),
                self.sought,
                (self.wish.digest_column, self.wish.address_column),
                frozenset(filter(is_text, (trouble.file for trouble in self._troubles))),
                self.wish.engine,
                self.wish.master,
                any(is_remote(file.name) for file in self.files),
                os.fsencode(self.wish.output),
            )
        )

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End the process, which may first keep what it has finished."""
        self.stop()
        if process.stdout is not None:
            process.stdout.close()
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(timeout=_PATIENCE_S)
        process.kill()


@dataclass(slots=True)
class _Taken:
    """What a process told."""

    tell: Tell
    at: str = ""
    result: CorpusResult | None = None
    _hits: list[CorpusHit] = field(default_factory=list)

    def everything(self, stream: IO[bytes]) -> None:
        """Take all answers until there is none. Raises UsageError where it was refused."""
        while self.result is None and (said := read_answer(stream, _SAID)) is not None:
            match said:
                case AtSaid():
                    self.at = said.file
                case SearchFarSaid():
                    self.tell(said.progress)
                case HitsSaid():
                    self._hits += said.hits
                case SearchFoundSaid():
                    self.result = replace(said.result, hits=tuple(self._hits))
                case SearchRefusedSaid():
                    raise UsageError(said.message, said.hint)


def _kill_later(process: subprocess.Popen[bytes]) -> None:
    """End a process that does not do so itself: one that waits for a server hears nothing."""
    timer = Timer(_PATIENCE_S, process.kill)
    timer.daemon = True
    timer.start()


def start_process() -> subprocess.Popen[bytes]:
    """Start the process that searches; it waits for its job."""
    return subprocess.Popen(
        (sys.executable, "-P", "-B", "-m", "auditor.cli.training_sets.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Return what the process may know: nothing of the vault."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(_PRIVATE)}
    return {
        **known,
        "PYTHONPATH": str(Path(auditor.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
