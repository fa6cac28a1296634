"""The text of a list of hashes: unpacked (gzip), decoded (UTF-8, -16, -32), in bounded pieces."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from auditor.domain.text.foreign_text import clean
from auditor.errors import ReaderError
from auditor.messages import N_, _

__all__ = ["ListError", "lines_of", "open_text", "say"]

_GZIP = b"\x1f\x8b"
_UNPACKED = 1 << 30  # bytes that a compressed list may have unpacked: 16 million hashes
_MOST_PACKED = 2  # times: what is sent compressed is often compressed once more on the way
_BLOCK = 1 << 20  # characters read at once
_LONGEST_LINE = 1 << 16
_HEAD = 512
_OTHER_FORMS = (
    (b"PK\x03\x04", N_("a ZIP, an Excel or an Office file")),
    (b"\xd0\xcf\x11\xe0", N_("an old Excel or Office file")),
    (b"SQLite format 3", N_("a SQLite database")),
    (b"%PDF", N_("a PDF")),
    (b"\xff\xd8\xff", N_("a JPEG picture")),
    (b"\x89PNG", N_("a PNG picture")),
    (b"GIF8", N_("a GIF picture")),
    (b"RIFF", N_("a picture, sound or film (RIFF)")),
    (b"7z\xbc\xaf", N_("a 7z archive")),
    (_GZIP, N_("a gzip file in a gzip file in another one")),
    (b"BZh", N_("a bzip2 file")),
    (b"\xfd7zXZ", N_("an xz file")),
    (b"\x28\xb5\x2f\xfd", N_("a Zstandard file")),
    (b"<", N_("a page or XML")),
)
_LABEL = 200


class ListError(Exception):
    """What is wrong in a list, in words; `line` counts from 1, 0 where it is no single line."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def say(path: Path, what: str, hint: str = "") -> ReaderError:
    """Return the error of a list; the name of its file is somebody else's text."""
    return ReaderError(
        _("{file}: {reason}").format(file=clean(str(path), _LABEL), reason=what), hint
    )


@contextmanager
def open_text(file: BinaryIO) -> Iterator[TextIO]:
    """Give the text of `file` from its start, whatever ends its lines; `file` stays open.

    Raises ListError on another form.
    """
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    for _time in range(_MOST_PACKED):
        if not head.startswith(_GZIP):
            break
        # the packer is asked for no more than is read, so a bomb never stands in memory
        unpacked = _Limited(cast(BinaryIO, gzip.GzipFile(fileobj=file)))
        head = unpacked.read(_HEAD)
        file = cast(BinaryIO, io.BufferedReader(_Again(head, unpacked)))
    encoding = _encoding(head)
    if encoding == "utf-8-sig":
        for begin, name in _OTHER_FORMS:
            if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(begin):
                raise ListError(_("is {form}, not a list of hashes").format(form=_(name)))
        if b"\0" in head:
            raise ListError(_("is no text and no form of list that is known"))
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    try:
        yield text
    finally:
        text.detach()


def lines_of(text: TextIO) -> Iterator[list[str]]:
    """Yield the lines some thousands at a time. Raises ListError on a line that never ends."""
    rest, number = "", 0
    while block := text.read(_BLOCK):
        *whole, rest = (rest + block).split("\n")
        if len(rest) > _LONGEST_LINE or max(map(len, whole), default=0) > _LONGEST_LINE:
            raise ListError(
                _("a line is longer than {limit} characters").format(limit=_LONGEST_LINE),
                number + 1,
            )
        number += len(whole)
        yield whole
    if rest:
        yield [rest]


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # digits of UTF-16 without a mark: every other byte is nothing
    if len(head) >= 8 and not any(head[1:64:2]) and all(head[0:64:2]):  # noqa: PLR2004
        return "utf-16-le"
    if len(head) >= 8 and not any(head[0:64:2]) and all(head[1:64:2]):  # noqa: PLR2004
        return "utf-16-be"
    return "utf-8-sig"


class _Limited:
    """Reads no more than may be unpacked."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _UNPACKED

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except (OSError, EOFError, zlib.error) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ListError(_("is compressed (gzip) and damaged or cut off")) from error
        self._left -= len(data)
        if self._left < 0:
            raise ListError(_("is larger than {limit} MiB unpacked").format(limit=_UNPACKED >> 20))
        return data


class _Again(io.RawIOBase):
    """What was looked at already, and then the rest."""

    def __init__(self, head: bytes, rest: _Limited) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)
