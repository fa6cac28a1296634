"""Files that the user names: originals are only read, and copies are always new files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from auditor.adapters.files import copies
from auditor.errors import ReaderError
from auditor.messages import _

__all__ = ["LocalFiles", "content"]

_LARGEST = 512 * 1024 * 1024
"""Bytes of the largest file that is read into memory."""


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
        if path.is_dir():
            os.scandir(path).close()  # raises where the folder is locked
            raise ReaderError(_("is a folder, not a file"))
        size = path.stat().st_size
        if not path.is_file():  # a pipe would be waited for, and a device may never end
            raise ReaderError(_("is a pipe or a device, not a file"))
        if size > _LARGEST:
            raise ReaderError(_("is larger than 512 MiB"))
        data = path.read_bytes()
    except OSError as error:
        raise ReaderError(
            error.strerror or type(error).__name__
        ) from None  # an OSError names its file
    except ValueError:
        raise ReaderError(_("is no path")) from None  # a typed path may hold a zero byte
    if not data:
        raise ReaderError(_("is empty"))
    return data
