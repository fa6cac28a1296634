"""The process that reads records: `python -m auditor.cli.records.worker`.

What stands in mails and lists of passwords is in its memory alone, and it has no network. It takes
one job from stdin, tells on stdout how far it is and what it found, and ends.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from auditor.adapters.local_files import open_file
from auditor.cli.answer_stream import write_answer
from auditor.domain.outside.own_records import OwnRecords
from auditor.errors import ExitCode, ReaderError, UsageError
from auditor.messages import _
from auditor.readers.process import sandbox
from auditor.records.gather import Gathering, RecordForm, form_of
from auditor.records.mail.tally import MailTally

MEMORY_MB = 1024


class FormsJob(msgspec.Struct, frozen=True, tag="forms"):
    """Says what each file is."""

    paths: tuple[bytes, ...]


class GatherJob(msgspec.Struct, frozen=True, tag="gather"):
    """Reads all files, in this order. `secret` opens a sealed list of passwords."""

    paths: tuple[bytes, ...]
    address: str
    today: date
    secret: str = ""


class FarSaid(msgspec.Struct, frozen=True, tag="far"):
    """So many mails were looked at."""

    mails: int


class FormsSaid(msgspec.Struct, frozen=True, tag="forms"):
    """What each file is."""

    forms: tuple[RecordForm, ...]


class FoundSaid(msgspec.Struct, frozen=True, tag="found"):
    """What all records tell."""

    records: OwnRecords


class RefusedSaid(msgspec.Struct, frozen=True, tag="refused"):
    """Why nothing is told. `file` is the number of the file whose fault it is, -1 for none."""

    message: str
    hint: str = ""
    file: int = -1


AnySaid = FarSaid | FormsSaid | FoundSaid | RefusedSaid


def main() -> None:
    """Deny everything that is not needed, then do one job."""
    sandbox.die_with_parent()
    sandbox.limit_files_and_dumps()
    sandbox.deny_network()
    sandbox.limit_memory(MEMORY_MB)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    try:
        job = msgspec.msgpack.decode(incoming.read(), type=FormsJob | GatherJob)
        write_answer(outgoing, done(job, outgoing))
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(ExitCode.INTERRUPTED)


def done(job: FormsJob | GatherJob, outgoing: BinaryIO) -> AnySaid:
    """Do a job; whatever a file does, its words are in no error."""
    number = -1
    forms: list[RecordForm] = []
    try:
        if isinstance(job, FormsJob):
            while len(forms) < len(job.paths):
                number = len(forms)
                forms.append(form_of(_path(job, number), open_file))
            return FormsSaid(tuple(forms))
        mail = MailTally(job.address, job.today) if job.address else None
        gathering = Gathering(
            open_file, mail, lambda mails: write_answer(outgoing, FarSaid(mails)), job.secret
        )
        while number + 1 < len(job.paths):
            number += 1
            gathering.read(_path(job, number))
        number = -1
        return FoundSaid(gathering.result())
    except (ReaderError, UsageError) as error:
        return RefusedSaid(error.message, error.hint, number)
    except OSError as error:
        return RefusedSaid(error.strerror or type(error).__name__, file=number)
    except MemoryError:
        return RefusedSaid(_("needs more memory than it may have"), file=number)


def _path(job: FormsJob | GatherJob, number: int) -> Path:
    return Path(os.fsdecode(job.paths[number]))


if __name__ == "__main__":
    main()
