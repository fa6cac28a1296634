"""Files that the user names: originals are only read, and copies are always new files."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from auditor.adapters.files import copies
from auditor.errors import ReaderError
from auditor.messages import N_, _

__all__ = ["LocalFiles", "content", "open_file", "read_all"]

_LARGEST = 512 * 1024 * 1024
"""Bytes of the largest file that is read into memory."""

_NO_FILE = N_("is a pipe or a device, not a file")
# not every system has all of them
_NO_WAIT = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class LocalFiles:
    """Implements `ports.Files`."""

    async def read(self, path: str) -> bytes:
        """See ports.Files."""
        return await asyncio.to_thread(content, Path(path))

    def prepare(self, folder: Path, originals: Sequence[str]) -> None:
        """See ports.Files."""
        copies.prepare(folder, [Path(original) for original in originals])

    async def write(self, folder: Path, stem: str, ending: str, data: bytes) -> Path:
        """See ports.Files."""
        return await asyncio.to_thread(copies.write, folder, stem, ending, data)


def content(path: Path) -> bytes:
    """Return the bytes of a file. Raises ReaderError with a reason that does not name it."""
    try:
        with open_file(path) as file:
            data = read_all(file)
    except OSError as error:
        raise ReaderError(
            error.strerror or type(error).__name__
        ) from None  # an OSError names its file
    return data


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading; what is none is refused without being waited for.

    Raises ReaderError with a reason that does not name it, and OSError.
    """
    try:
        if path.is_dir():
            os.scandir(path).close()  # raises where the folder is locked
            raise ReaderError(_("is a folder, not a file"))
        if path.exists() and not path.is_file():  # opening a device may already do something
            raise ReaderError(_(_NO_FILE))
        # what stands there may have changed since: a pipe would be waited for
        handle = os.open(path, os.O_RDONLY | _NO_WAIT)
    except ValueError:
        raise ReaderError(_("is no path")) from None  # a typed path may hold a zero byte
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ReaderError(_(_NO_FILE))
    return os.fdopen(handle, "rb")


def read_all(file: BinaryIO) -> bytes:
    """Return the bytes of an open file. Raises ReaderError where there are none or too many."""
    if os.fstat(file.fileno()).st_size > _LARGEST:
        raise ReaderError(_("is larger than 512 MiB"))
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:  # it may grow while it is read
        raise ReaderError(_("is larger than 512 MiB"))
    if not data:
        raise ReaderError(_("is empty"))
    return data
