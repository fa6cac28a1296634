"""A reader process: `python -m auditor.readers.process.worker`.

Reads jobs from stdin until it ends, answers on stdout, writes no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import select
import sys
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.photos.hashes import FileHashes
from auditor.domain.photos.reading import Reading
from auditor.messages import _
from auditor.readers.jobs import (
    LENGTH,
    AnyJob,
    Done,
    HardenDone,
    HardenJob,
    HashDone,
    HashJob,
    Job,
    PrivateDone,
    PrivateJob,
    ProofJob,
    Ready,
    SignDone,
    SignJob,
    framed,
)
from auditor.readers.process import sandbox

Read = Callable[[bytes, Job], Reading]
ActOn = Callable[[bytes, PrivateJob], tuple[bytes, str]]

_WAITING_S = 2.0
"""Seconds without a photo, in a scan a rare thing, after which none is taken to follow."""
_AFTER_COPY_S = 30.0
"""The same after a clean copy. Whoever makes them by hand makes the next one soon, and to fetch all
of its memory anew costs a third more."""


def main() -> None:
    """Deny everything that is not needed, then serve until stdin ends.

    The first argument is the memory limit in MB.
    """
    sandbox.die_with_parent()
    incoming, outgoing = _take_pipes()
    sandbox.limit_files_and_dumps()
    network_denied = sandbox.deny_network()
    # Pictures are decoded by large libraries; they are loaded when the network is gone already.
    from auditor.readers.private_image import act_on
    from auditor.readers.read_image import read_job, warm_up

    warm_up()
    sandbox.limit_memory(int(sys.argv[1]))
    serve(incoming, outgoing, read_job, act_on, network_denied=network_denied)


def serve(
    incoming: BinaryIO, outgoing: BinaryIO, read: Read, act_on: ActOn, *, network_denied: bool
) -> None:
    """Answer one job after the other until `incoming` ends, or nobody listens any more."""
    decoder: msgspec.msgpack.Decoder[AnyJob] = msgspec.msgpack.Decoder(AnyJob)
    try:
        _write_frame(outgoing, framed(Ready(network_denied)))
        waiting_s = _WAITING_S
        while len(length := _next_length(incoming, waiting_s)) == LENGTH.size:
            job = decoder.decode(incoming.read(LENGTH.unpack(length)[0]))
            data = incoming.read(job.size)
            if len(data) < job.size:
                return
            sandbox.allow_seconds(job.seconds)
            if isinstance(job, HardenJob) or (isinstance(job, Job) and job.vision):
                sandbox.keep_memory()
            _write_frame(outgoing, _reply(data, job, read, act_on))
            waiting_s = _AFTER_COPY_S if isinstance(job, HardenJob) else _WAITING_S
            del data
    except BrokenPipeError:
        return


def _next_length(incoming: BinaryIO, waiting_s: float) -> bytes:
    """Return the first bytes of the next job, none at the end.

    Where none comes for `waiting_s` seconds, all memory that lies free is given back: whoever waits
    for a person, or has no more photos, holds none for them.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):  # not a pipe
            if not select.select([incoming], [], [], waiting_s)[0]:
                sandbox.give_all_back()
    return incoming.read(LENGTH.size)


def _reply(data: bytes, job: AnyJob, read: Read, act_on: ActOn) -> bytes:
    match job:
        case Job():
            return _answer_read(data, job, read)
        case PrivateJob():
            return _answer_private(data, job, act_on)
        case HashJob():
            return _answer_hash(data, job)
        case HardenJob() | ProofJob():
            return _answer_harden(data, job)
        case SignJob():
            return _answer_sign(data, job)


def _answer_read(data: bytes, job: Job, read: Read) -> bytes:
    try:
        reading = read(data, job)
        sandbox.give_back_memory()
        return framed(Done(reading, sandbox.resident_bytes()))
    except Exception as error:  # noqa: BLE001 - whatever a foreign file does, it costs this photo and no other
        reason = _word_reason(error)
    failed = Facts(
        hashlib.sha256(data).hexdigest(),
        len(data),
        unread=(Unread("worker", reason),),
        edition=EDITION,
    )
    return framed(Done(Reading(failed), sandbox.resident_bytes()))


def _answer_private(data: bytes, job: PrivateJob, act_on: ActOn) -> bytes:
    try:
        return framed(PrivateDone(*act_on(data, job), sandbox.resident_bytes()))
    except Exception as error:  # noqa: BLE001 - as above
        return framed(PrivateDone(b"", _word_reason(error), sandbox.resident_bytes()))


def _answer_hash(data: bytes, job: HashJob) -> bytes:
    from auditor.readers.hashes.hash_file import hash_job

    try:
        return framed(HashDone(hash_job(data, job), sandbox.resident_bytes()))
    except Exception as error:  # noqa: BLE001 - as above
        return framed(HashDone(FileHashes(error=_word_reason(error)), sandbox.resident_bytes()))


def _answer_harden(data: bytes, job: HardenJob | ProofJob) -> bytes:
    from auditor.readers.clean_copy.harden import harden, prove

    try:
        copy, reason = harden(data, job) if isinstance(job, HardenJob) else (None, prove(data, job))
        sandbox.give_back_memory()
        return framed(HardenDone(copy, reason, sandbox.resident_bytes()))
    except Exception as error:  # noqa: BLE001 - as above
        return framed(HardenDone(None, _word_reason(error), sandbox.resident_bytes()))


def _answer_sign(data: bytes, job: SignJob) -> bytes:
    try:
        from auditor.readers.credentials.signing import sign

        return framed(SignDone(*sign(data, job), sandbox.resident_bytes()))
    except Exception as error:  # noqa: BLE001 - as above
        return framed(SignDone(b"", _word_reason(error), sandbox.resident_bytes()))


def _word_reason(error: Exception) -> str:
    """Say why a picture gave nothing.

    Only the kind of error, since its words may quote the file.
    """
    if isinstance(error, MemoryError):
        return _("this picture needs more memory than a reader may use")
    return _("could not be read ({kind})").format(kind=type(error).__name__)


def _write_frame(outgoing: BinaryIO, frame: bytes) -> None:
    outgoing.write(frame)
    outgoing.flush()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for frames.

    Whatever a library prints goes nowhere, and a child process inherits neither.
    """
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return incoming, outgoing


if __name__ == "__main__":
    main()
