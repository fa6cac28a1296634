"""One zip of an export: its directory is read once, its files one by one, in memory only."""

from __future__ import annotations

import stat
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from auditor.archives.tree.names import decoded, is_junk, trouble
from auditor.archives.tree.part import MOST_FILES, File
from auditor.dataclass import dataclass
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import N_, _

_MOST_DIRECTORY = MOST_FILES * 200
"""Bytes of a directory: entries of `MOST_FILES` files with names of usual length."""
_END, _END_64 = b"PK\5\6", b"PK\6\6"
_TAIL = 65_557  # the record at the end with the longest comment (APPNOTE.TXT 4.3.16)
_ENCRYPTED = 0x1
_IN_WIDE = 0xFFFFFFFF
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_RATIO, _SMALL = 200, 32 * 1024 * 1024
"""Times that a large file may be longer than packed: exports reach some 20. A judgement."""
_MUCH = 1024 * 1024 * 1024
"""Bytes in all that are read however short they were packed. A judgement."""
_OLDEST = 1990
_CUT = N_("is cut off or damaged: download it again")
_BOMB = N_("unpacks to far more than such a file holds: not opened")
_LOCKED = N_("is locked with a password: not read")
_PACKED = N_("is packed in a way that this program does not read")
_LINK = N_("is a link, which is not followed")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is needed to read a file: a tenth of what zipfile keeps."""

    name: str
    at: int
    packed: int
    size: int
    check: int
    method: int
    flags: int

    @classmethod
    def of(cls, info: zipfile.ZipInfo) -> _Entry:
        return cls(
            info.orig_filename, info.header_offset, info.compress_size, info.file_size,
            info.CRC, info.compress_type, info.flag_bits,
        )  # fmt: skip

    def info(self) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo()
        made.orig_filename = made.filename = self.name
        made.header_offset, made.compress_size, made.file_size = self.at, self.packed, self.size
        made.CRC, made.compress_type, made.flag_bits = self.check, self.method, self.flags
        return made


class ZipPart:
    """A zip. Raises ReaderError, with a reason that does not name it, where it is none."""

    by_content = True

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.name = path.name
        self._lock = threading.Lock()
        self._file = file
        _require_bounded(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error):
            raise ReaderError(_(_CUT)) from None
        self.length = file.seek(0, 2)
        _require_likely(self._zip.infolist(), self.length)
        self._entries: list[_Entry] = []

    def files(self) -> Iterator[File | EntryLeftOut]:
        """Yield every file in the order of the directory, once, and what is not taken."""
        infos = self._zip.filelist
        self._zip.NameToInfo.clear()
        infos.reverse()
        times: dict[tuple[int, ...], datetime | None] = {}
        while infos:
            info = infos.pop()  # of many files, what zipfile keeps is most of the memory
            name = decoded(info.filename, info.flag_bits)
            if info.is_dir() or is_junk(name):
                continue
            reason = trouble(name) or _not_read(info)
            if reason:
                yield EntryLeftOut(name, _(reason), gap=True)
                continue
            if info.date_time not in times:
                times[info.date_time] = _time_of(info)
            self._entries.append(_Entry.of(info))
            number = len(self._entries) - 1
            yield File(name, number, info.file_size, info.CRC, times[info.date_time])

    def read(self, number: int, most: int) -> bytes:
        """Return a file of it. Raises ReaderError; never takes more than `most` bytes."""
        info = self._entries[number].info()
        if info.file_size > most:
            raise ReaderError(_("is larger than {n} bytes").format(n=most))
        if info.file_size > max(_SMALL, _RATIO * info.compress_size):
            raise ReaderError(_(_BOMB))
        try:
            with self._lock, self._zip.open(info) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error, struct.error):
            raise ReaderError(_(_CUT)) from None
        except (NotImplementedError, RuntimeError):
            raise ReaderError(_(_PACKED)) from None
        if len(data) > most:
            raise ReaderError(_("is larger than {n} bytes").format(n=most))
        if len(data) != info.file_size:
            raise ReaderError(_(_CUT))
        return data

    def close(self) -> None:
        """Close the file, which a zip does not do that was given it open."""
        self._zip.close()
        self._file.close()


def _not_read(info: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return _LINK
    if info.flag_bits & _ENCRYPTED:
        return _LOCKED
    return "" if info.compress_type in _KNOWN else _PACKED


def _time_of(info: zipfile.ZipInfo) -> datetime | None:
    try:
        found = datetime(*info.date_time)  # noqa: DTZ001 - zips give the packer's local time
    except ValueError:
        return None
    return found if found.year >= _OLDEST else None


def _require_likely(infos: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse a zip whose files lie over each other, or are far longer than packed, in all."""
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(info.file_size for info in infos)
    if packed > size or unpacked > max(_MUCH, _RATIO * size):
        raise ReaderError(_(_BOMB))


def _require_bounded(file: BinaryIO) -> None:
    """Refuse a zip whose directory alone would fill the memory, before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 20:
        raise ReaderError(_(_CUT))
    (length,) = struct.unpack_from("<I", tail, at + 12)
    wide = tail.rfind(_END_64)
    if length == _IN_WIDE and wide >= 0 and len(tail) >= wide + 48:
        (length,) = struct.unpack_from("<Q", tail, wide + 40)
    if length > _MOST_DIRECTORY:
        raise ReaderError(
            _("holds more than {n} files: more than any export has").format(n=MOST_FILES)
        )
