"""A file of any length read through one piece of memory, which is wiped afterwards.

What is skipped is never copied out of it, so that a cookie in the file is gone with it.
"""

from __future__ import annotations

import binascii
import ctypes
import re
import sys
import threading
from typing import Any, BinaryIO, Self

from auditor.errors import ReaderError
from auditor.messages import N_, _

CUT = N_("is cut off or damaged: save the page again")
TOO_LARGE = N_("is larger than {n} bytes")
_SIZE = 1 << 20
ONE_AT_A_TIME = threading.RLock()
"""Held while a place is looked up and read from: several pictures of a file are read at once."""
_SOFT = re.compile(rb"=[ \t]*\r?\n")
_DIGITS = re.compile(rb"=([0-9A-Fa-f]{2})")
_SMALL = 3 * 1024
"""Bytes that are decoded at once."""


class Pane:
    """What stands at a place of a file, as far as it fits: `held[at:end]`.

    Use as a context manager: it is wiped when it is left.
    """

    def __init__(self, file: BinaryIO, size: int = _SIZE) -> None:
        self._file: Any = getattr(file, "raw", file)  # past the buffer, which would keep a copy
        self.held = bytearray(size)
        self._view = memoryview(self.held)
        self.at = self.end = 0
        self._base = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.wipe()

    def wipe(self) -> None:
        """Overwrite what is held."""
        self._view[:] = bytes(len(self.held))
        self.at = self.end = 0

    @property
    def place(self) -> int:
        """Where in the file `at` is."""
        return self._base + self.at

    def more(self) -> bool:
        """Read on, keeping what stands from `at` on; False where there is no more, or no room."""
        kept = self.end - self.at
        if self.at:
            self._view[:kept] = self._view[self.at : self.end]
            self._base += self.at
            self.at, self.end = 0, kept
        if kept == len(self.held):
            return False
        try:
            with ONE_AT_A_TIME:
                self._file.seek(self._base + kept)  # somebody else may have read from it
                read = self._file.readinto(self._view[kept:])
        except OSError as error:
            raise ReaderError(error.strerror or type(error).__name__) from None
        self.end += read or 0
        return bool(read)

    def go_to(self, place: int) -> None:
        """Go on at a place of the file."""
        if self._base <= place <= self._base + self.end:
            self.at = place - self._base
            return
        self._base, self.at, self.end = place, 0, 0

    def turn_to(self, file: Any) -> None:
        """Go on with another file, from its start."""
        self._file = file
        self._base = self.at = self.end = 0

    def hold(self, length: int) -> int:
        """Read until so many bytes stand at `at`; return how many do, fewer at the end."""
        while self.end - self.at < length and self.more():
            pass
        return min(length, self.end - self.at)

    def begins(self, lead: bytes) -> bool:
        """Whether `lead` stands at `at`."""
        return self.hold(len(lead)) == len(lead) and self.held.startswith(lead, self.at)

    def take(self, end: int, behind: int = 0) -> str:
        """Return what stands before `end` as text, and go on `behind` bytes behind it."""
        text = str(self._view[self.at : end], "utf-8", "replace")
        self.at = end + behind
        return text


def stretch(file: BinaryIO, at: int, length: int) -> bytearray:
    """Return a stretch of a file. Raises ReaderError where the file ends before it."""
    raw: Any = getattr(file, "raw", file)
    made = bytearray(length)
    view, read = memoryview(made), 0
    try:
        with ONE_AT_A_TIME:
            raw.seek(at)
            while read < length and (now := raw.readinto(view[read:])):
                read += now
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from None
    finally:
        view.release()
    if read < length:
        made[:] = bytes(len(made))
        raise ReaderError(_(CUT))
    return made


def blank(piece: bytes) -> None:
    """Overwrite bytes that nobody else holds, where this is the Python that lays them out so."""
    if sys.implementation.name == "cpython" and len(piece) > 1:  # shorter ones are shared
        ctypes.memset(id(piece) + bytes.__basicsize__ - 1, 0, len(piece))


def from_base64(packed: bytearray, most: int) -> bytearray:
    """Return what is packed as base64. `packed` is wiped. Raises ReaderError."""
    try:
        made, left = bytearray(), b""
        for start in range(0, len(packed), _SMALL):
            read = packed[start : start + _SMALL]
            piece = left + read.translate(None, b"\\ \t\r\n")
            whole = len(piece) // 4 * 4
            unpacked = binascii.a2b_base64(piece[:whole])
            made += unpacked
            left = bytes(piece[whole:])
            blank(unpacked)
            if len(made) > most:
                raise ReaderError(_(TOO_LARGE).format(n=most))
        made += binascii.a2b_base64(left + b"=" * (-len(left) % 4))
    except binascii.Error:
        raise ReaderError(_(CUT)) from None
    finally:
        packed[:] = bytes(len(packed))
    return made


def from_quoted_printable(packed: bytearray, most: int) -> bytearray:
    """Return what is packed as quoted-printable (RFC 2045, 6.7). `packed` is wiped.

    Stretch by stretch from one piece of memory into the other. Raises ReaderError.
    """
    made, length, at = bytearray(len(packed)), 0, 0
    old, new = memoryview(packed), memoryview(made)
    try:
        while at < len(packed):
            end = packed.find(b"=", at)
            end = len(packed) if end < 0 else end
            new[length : length + end - at] = old[at:end]
            length, at = length + end - at, end
            if end == len(packed):
                break
            soft = _SOFT.match(packed, end)
            digits = None if soft else _DIGITS.match(packed, end)
            if digits is not None:
                made[length] = int(digits[1], 16)
            elif soft is None:  # a sign that nobody packed
                made[length] = packed[end]
            length += soft is None
            at = soft.end() if soft else digits.end() if digits else end + 1
    finally:
        old[:] = bytes(len(packed))
        old.release()
        new.release()
    del made[length:]
    if length > most:
        made[:] = bytes(length)
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return made
