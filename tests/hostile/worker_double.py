"""A reader process that does on command what a hostile picture might make it do.

Everything but the reading is the real one.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from auditor.domain.photos.facts import Facts, Unread
from auditor.domain.photos.reading import Reading
from auditor.readers import read_image as read
from auditor.readers.jobs import Job
from auditor.readers.process import worker

_IO_URING_SETUP = 425
_real = read.read_job


def _said(words: str) -> Reading:
    return Reading(Facts("", 0, unread=(Unread("double", words),)))


def _outcome(action: Callable[[], object]) -> str:
    try:
        action()
    except OSError as error:
        return f"refused {error.errno}"
    return "allowed"


def _io_uring() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(_IO_URING_SETUP, 1, None) < 0:
        raise OSError(ctypes.get_errno(), "io_uring")


def _sockets() -> str:
    child = (
        "import socket\ntry:\n socket.socket()\n print('allowed')\n"
        "except OSError as e:\n print('refused', e.errno)"
    )
    return "|".join(
        (
            _outcome(lambda: socket.socket(socket.AF_INET).close()),
            _outcome(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()),
            _outcome(lambda: socket.socket(socket.AF_NETLINK).close()),
            _outcome(_io_uring),
            subprocess.run(
                [sys.executable, "-c", child], capture_output=True, text=True, check=True
            ).stdout.strip(),
            _outcome(lambda: socket.socket(socket.AF_UNIX).close()),
            _outcome(socket.socketpair),
        )
    )


def _spin() -> None:
    while True:
        pass


def _babble() -> None:
    for descriptor in range(3, 16):
        with contextlib.suppress(OSError):
            if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                os.write(descriptor, b"\xff\xff\xff\xff")


def _print() -> None:
    os.write(1, b"this must not reach the frames")
    print("nor this", flush=True)


def _raise() -> None:
    raise ZeroDivisionError


ACTS: dict[bytes, Callable[[], object]] = {
    b"hang": lambda: time.sleep(600),
    b"spin": _spin,
    b"crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"exit": lambda: os._exit(3),
    b"blow": lambda: bytearray(1 << 40),
    b"raise": _raise,
    b"babble": _babble,
    b"print": _print,
}


def acted(data: bytes, job: Job) -> Reading:
    """Do what the bytes say; read them if they are a picture."""
    order, _bar, rest = data.partition(b"|")
    if order in ACTS:
        ACTS[order]()
    if order == b"sockets":
        return _said(_sockets())
    if order == b"environment":
        return _said("|".join(sorted(os.environ)))
    if order == b"write":
        return _said(_outcome(lambda: Path(rest.decode()).write_bytes(b"x" * 100)))
    return _real(data, job)


if __name__ == "__main__":
    read.read_job = acted
    worker.main()
