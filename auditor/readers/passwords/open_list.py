"""Opens a downloaded list of leaked passwords, whichever form it has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from auditor.domain.outside.passwords import PasswordAnswer
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.readers.passwords.range_folder import RangeFolder
from auditor.readers.passwords.sorted_file import SortedFile

_PACKED = (
    b"7z\xbc\xaf\x27\x1c",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"Rar!",
)
"""How packed files start: 7z, zip, gzip, xz, zstd, bzip2, rar."""
_NAMES = 1000
"""Of a folder of a million files, so many are looked through for the first range."""
_LARGEST = 1 << 20
"""Bytes of the file of one range: some 2,000 lines of some 40 bytes."""


class LeakedList(Protocol):
    """A list that can be asked.

    `length` is how many characters its hashes have, `note` what it is known to lack.
    """

    length: int
    note: str

    def about(self, digest: str) -> PasswordAnswer:
        """Return what the list says of a hash."""
        ...


@contextmanager
def leaked_list(path: Path, open_file: Callable[[Path], BinaryIO]) -> Iterator[LeakedList]:
    """Open a file or a folder. Raises ReaderError, whose words do not name it."""
    try:
        if path.is_dir():
            yield _folder(path, open_file)
            return
        with open_file(path) as file:
            yield _file(file)
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from None  # it names its file


def _file(file: BinaryIO) -> SortedFile:
    def read(place: int, count: int) -> bytes:
        file.seek(place)
        return file.read(count)

    head = read(0, 8)
    if not head:
        raise ReaderError(_("is empty"))
    if head.startswith(_PACKED):
        raise ReaderError(_("is packed: unpack it, and name what comes out"))
    return SortedFile(read, os.fstat(file.fileno()).st_size)


def _folder(folder: Path, open_file: Callable[[Path], BinaryIO]) -> RangeFolder:
    def read(name: str) -> bytes | None:
        for spelled in dict.fromkeys((name, name.lower(), name.removesuffix(".txt"))):
            try:
                with open_file(folder / spelled) as file:
                    body = file.read(_LARGEST + 1)
            except FileNotFoundError:
                continue
            return body if len(body) <= _LARGEST else b"?"
        return None

    with os.scandir(folder) as found:
        names = [entry.name for entry in islice(found, _NAMES)]
    return RangeFolder(names, read)
