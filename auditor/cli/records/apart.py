"""Having records read apart: starts the process that reads them, and takes what it tells."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

import auditor
from auditor.cli.answer_stream import read_answer
from auditor.cli.records.worker import (
    AnySaid,
    FarSaid,
    FormsJob,
    FormsSaid,
    FoundSaid,
    GatherJob,
    RefusedSaid,
)
from auditor.domain.outside.own_records import OwnRecords
from auditor.domain.secret import Secret
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.records.gather import RecordForm

_KEPT = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "SYSTEMROOT", "LD_LIBRARY_PATH")

_SAID: msgspec.msgpack.Decoder[AnySaid] = msgspec.msgpack.Decoder(AnySaid)
_Said = TypeVar("_Said", FormsSaid, FoundSaid)


def forms_of(paths: Sequence[str]) -> tuple[RecordForm, ...]:
    """Return what each file is. Raises ReaderError, which names the file."""
    job = FormsJob(tuple(map(os.fsencode, paths)))
    return _asked(job, paths, FormsSaid, lambda _mails: None).forms


def read_apart(
    paths: Sequence[str],
    address: str,
    today: date,
    tell: Callable[[int], None],
    secret: Secret | None = None,
) -> OwnRecords:
    """Return what records tell; `address` is the mailbox's own, "" where none of them is mail.

    `tell` is called with the number of mails now and then; `secret` opens a sealed list of
    passwords. Raises ReaderError.
    """
    opens = secret.reveal() if secret is not None else ""
    job = GatherJob(tuple(map(os.fsencode, paths)), address, today, opens)
    return _asked(job, paths, FoundSaid, tell).records


def _asked(
    job: FormsJob | GatherJob,
    paths: Sequence[str],
    wanted: type[_Said],
    tell: Callable[[int], None],
) -> _Said:
    with subprocess.Popen(
        (sys.executable, "-P", "-B", "-m", "auditor.cli.records.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(msgspec.msgpack.encode(job))
            process.stdin.close()
            while isinstance(said := read_answer(process.stdout, _SAID), FarSaid):
                tell(said.mails)
        except OSError:
            said = None
        except BaseException:
            process.kill()
            raise
    if isinstance(said, wanted):
        return said
    if isinstance(said, RefusedSaid):
        named = said.message if said.file < 0 else f"{paths[said.file]}: {said.message}"
        raise ReaderError(named, said.hint)
    raise ReaderError(_("The process that reads the records ended before it told anything."))


def _environment() -> dict[str, str]:
    """Return what the process may know: no secret, no home folder."""
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "PYTHONPATH": str(Path(auditor.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "1",
    }
