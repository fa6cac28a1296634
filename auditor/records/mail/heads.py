"""The heads of the mails of a mailbox, one after the other; bodies are never taken out.

Of a file in the form mbox (RFC 4155) a piece of 4 MiB is in memory at a time, in which the next
line that starts a mail is looked for. What does not end within a quarter of that is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_PIECE = 1 << 22
_LONGEST_HEAD = 1 << 18
"""Bytes; longer ones exist, but what is asked for stands in the first kB."""
_START = b"\nFrom "
_LINE = re.compile(
    rb"From (?:(?:\"[^\"\r\n]{1,80}\"@)?[^\s\"]{1,200}[ \t]+"
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b(?=[^\r\n]{0,80}[ \t](?:19|20)\d\d\b)"
    rb"[^\r\n]{1,40}?\d:\d\d[^\r\n]{0,80})?\r?\n(?=[!-9;-~]{1,80}[ \t]?:|>?From )"
)
"""RFC 4155, appendix A: a sender in one word (an address, "-", a person on that machine)
and a time of asctime; the year may stand before a zone. Some programs leave out both. A field of
the head has to follow.
"""
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,100}")
"""What editors leave before the first line: a mark of the byte order, empty lines."""
_BARE = re.compile(rb"From \r?\n")
_OF_BARE = re.compile(rb"From (?:- |\r?\n)")
"""How the first line reads where bare ones follow: Thunderbird wrote "From - DATE", and nothing
behind "From " later, so that both stand in one folder.
"""
_LONGEST_LINE = 512
_RETURN, _FEED = b"\r\n"


class Mailbox:
    """A file in the form mbox. `read` bytes of it were looked at so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = bytearray(_PIECE)
        self._view = memoryview(self._held)
        self._at = self._end = 0
        self._ended = False
        self._bare: bool | None = None
        self.read = 0

    def heads(self) -> Iterator[bytes]:
        """Yield each head with the line break before its first field. Raises OSError."""
        try:
            while self._to_next():
                head = self._head()
                if head:
                    yield head
        finally:
            self._view[:] = bytes(len(self._held))

    def _to_next(self) -> bool:
        """Go behind the next line that starts a mail; False where there is none."""
        if not self.read:
            self._more()
            first = _BEFORE.match(self._held, 0, self._end)
            place = first.end() if first else 0
            if self._is_start(place):
                return self._behind_line(place)
        while True:
            found = self._held.find(_START, self._at, self._end)
            if found >= 0:
                if self._end - found < _LONGEST_LINE and not self._ended:
                    self._at = max(found - 2, 0)
                    self._more()
                    continue
                if self._after_empty_line(found) and self._is_start(found + 1):
                    return self._behind_line(found + 1)
                self._at = found + 1
            elif self._ended:
                return False
            else:
                self._at = max(self._at, self._end - len(_START) - 2)
                self._more()

    def _head(self) -> bytes:
        """Return what stands before the first empty line, and go behind it."""
        if self._end - self._at < _LONGEST_HEAD and not self._ended:
            self._more()
        limit = min(self._at + _LONGEST_HEAD, self._end)
        first = self._held.find(b"\n", self._at, limit)
        crlf = first > 0 and self._held[first - 1] == _RETURN
        end = self._held.find(b"\r\n\r\n" if crlf else b"\n\n", self._at, limit)
        if end < 0:
            end = self._held.find(b"\n\n" if crlf else b"\r\n\r\n", self._at, limit)
        end = limit if end < 0 else end
        head = b"\n" + bytes(self._view[self._at : end])
        self._at = end
        return head

    def _after_empty_line(self, place: int) -> bool:
        """Whether the line that ends at `place` is empty, or it is the first one."""
        before = place - 1
        if before >= 0 and self._held[before] == _RETURN:
            before -= 1
        return before < 0 or self._held[before] == _FEED

    def _is_start(self, place: int) -> bool:
        """Whether a line starts a mail; a bare one only in files of programs that write such."""
        if not _LINE.match(self._held, place, self._end):
            return False
        if self._bare is None:
            self._bare = bool(_OF_BARE.match(self._held, place, self._end))
        return self._bare or not _BARE.match(self._held, place, self._end)

    def _behind_line(self, place: int) -> bool:
        end = self._held.find(b"\n", place, self._end)
        self._at = self._end if end < 0 else end + 1
        return True

    def _more(self) -> None:
        """Read on; what stands before `_at` is let go."""
        kept = self._end - self._at
        if self._at:
            self._held[:kept] = self._held[self._at : self._end]
            self._at, self._end = 0, kept
        while self._end < len(self._held) and not self._ended:
            read = self._file.readinto(self._view[self._end :])  # type: ignore[attr-defined] # files opened as bytes have it
            self._end += read
            self.read += read
            self._ended = not read


def head_of(data: bytes) -> bytes:
    """Return the head of one mail that is a file of its own, or its first bytes."""
    start = data[:_LONGEST_LINE]
    first, _end, _rest = start.partition(b"\n")
    if first.strip().isdigit() or first.startswith(b"From "):  # .emlx of Apple Mail, or a lone mbox
        data = data[len(first) + 1 :]
    ends = [place for mark in (b"\n\n", b"\r\n\r\n") if (place := data.find(mark)) >= 0]
    return b"\n" + data[: min(ends, default=len(data))]


LONGEST_HEAD = _LONGEST_HEAD
"""Bytes of a mail in a file of its own that are read."""
