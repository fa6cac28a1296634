"""Reading a file whose path was typed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from auditor.errors import ReaderError
from auditor.messages import _

_MIB = 1024 * 1024
# not every system has all of them
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def content(path: Path, most: int) -> bytes:
    """Return the bytes of a file of at most `most` bytes.

    A pipe or a device is refused without being waited for, also one that took the place of a file
    just now. Raises ReaderError with a reason that does not name the file.
    """
    too_large = _("is larger than {n} MiB").format(n=most // _MIB)
    try:
        handle = os.open(path.expanduser(), os.O_RDONLY | _NO_WAIT)
        with os.fdopen(handle, "rb") as file:
            seen = os.fstat(handle)
            if not stat.S_ISREG(seen.st_mode):
                raise ReaderError(_("is a pipe or a device, not a file"))
            if seen.st_size > most:
                raise ReaderError(too_large)
            data = file.read(most + 1)
    except (OSError, RuntimeError, ValueError) as error:
        raise ReaderError(getattr(error, "strerror", None) or type(error).__name__) from None
    if len(data) > most:  # it may grow while it is read
        raise ReaderError(too_large)
    return data
