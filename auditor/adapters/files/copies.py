"""New files in a folder of the user's.

Whole or not there at all, under names that say nothing, never in place of another file.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from auditor.errors import UsageError
from auditor.messages import _

__all__ = ["prepare", "write", "write_as"]

_OURS = stat.S_IRUSR | stat.S_IWUSR
_MOST = 100_000
_UNSUPPORTED = frozenset(
    {
        errno.EOPNOTSUPP,
        errno.EISDIR,
        errno.ENOENT,
        errno.EINVAL,
        errno.EPERM,
        errno.EXDEV,
        errno.ENOSYS,
    }
)
"""What systems answer that know no nameless files or no second names.

Then a hidden name is used, and renamed.
"""


def prepare(folder: Path, originals: list[Path]) -> None:
    """Make `folder` for copies of `originals`.

    Raises UsageError where copies would be found among the originals at the next run.
    """
    where = folder.resolve()
    for original in originals:
        if original.is_dir() and where.is_relative_to(original.resolve()):
            raise UsageError(
                _("{folder}: stands among the originals; nothing was written").format(
                    folder=folder
                ),
                _(
                    "Name a folder outside of those that you give, so that copies are not "
                    "copied again."
                ),
            )
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(
                file=folder, reason=os.strerror(errno.EACCES)
            )
        )


def write(folder: Path, stem: str, ending: str, data: bytes) -> Path:
    """Write a file `stem-0001.ending`, or with the next number that no file has.

    Return where it is. Raises UsageError.
    """
    try:
        taken = {name.partition(".")[0] for name in os.listdir(folder)}  # noqa: PTH208 - only names are wanted, of thousands
        for number in range(1, _MOST):
            name = f"{stem}-{number:04}"
            if name in taken:
                continue
            with suppress(FileExistsError):
                write_as(folder / f"{name}.{ending}", data)
                return folder / f"{name}.{ending}"
    except OSError as error:
        raise _unwritable(folder, error) from error
    raise UsageError(_("{folder}: holds too many copies").format(folder=folder))


def write_as(path: Path, data: bytes) -> None:
    """Write a new file (0600) that is whole as soon as it has its name.

    Raises FileExistsError and other OSError, and then it is not there.

    Where the system can, the file has no name while it is written, so that not even a kill leaves a
    part of it.
    """
    if not _nameless(path, data):
        _renamed(path, data)
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):  # the copy is whole; only its name may not survive a loss of power
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _nameless(path: Path, data: bytes) -> bool:
    """Write through a file without a name (Linux, O_TMPFILE).

    Returns False where that cannot be done here.
    """
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, _OURS)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return False
        raise
    with os.fdopen(descriptor, "wb") as file:
        _fill(file.fileno(), data)
        try:
            # Python calls linkat, which can follow the link that the kernel keeps for an open file,
            # only when it is given a folder
            links = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.link(str(file.fileno()), path, src_dir_fd=links, follow_symlinks=True)
            finally:
                os.close(links)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return False
            raise
    return True


def _renamed(path: Path, data: bytes) -> None:
    part = path.with_name(f".{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS)
        try:
            _fill(descriptor, data)
        finally:
            os.close(descriptor)
        try:
            os.link(part, path)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _fill(descriptor: int, data: bytes) -> None:
    with memoryview(data) as view:
        place = 0
        while place < len(view):
            place += os.write(descriptor, view[place:])
    os.fsync(descriptor)


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        _("{file}: cannot be written ({reason})").format(file=folder, reason=error.strerror)
    )
