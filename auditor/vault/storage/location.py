"""Where the vault lies, what its files are called, and who may read them."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

import platformdirs

from auditor.errors import VaultError
from auditor.messages import _

VARIABLE = "AUDITOR_HOME"
KEY_FILE = "vault.key"
DATABASE = "vault.db"
NEXT = "vault.db.new"
"""The copy on which migrations run before it takes the place of the database."""
SCAN_LOCK = "scan.lock"
USE_LOCK = "use.lock"
JUDGE_LOCK = "judge.lock"
MAKING = "vault.making"
"""Stands there from before a new key has its file until its database is complete.

Without it, a key without a database is a vault that lost something.
"""
PART = ".part"
"""Ending of a file that is being written and not yet renamed to its own name."""

FILES = (
    KEY_FILE,
    KEY_FILE + PART,
    DATABASE,
    DATABASE + "-wal",
    DATABASE + "-shm",
    DATABASE + "-journal",
    NEXT,
    NEXT + "-wal",
    NEXT + "-shm",
    NEXT + "-journal",
    MAKING,
    SCAN_LOCK,
    USE_LOCK,
    JUDGE_LOCK,
)
"""Every file that this room ever makes, the key first."""

_OURS_ALONE = stat.S_IRWXU
_READ_WRITE = stat.S_IRUSR | stat.S_IWUSR
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe would wait


def home(explicit: str | None) -> Path:
    """Return the folder of the vault. Creates nothing.

    `explicit`, else AUDITOR_HOME, else the platform's data folder for this user.
    """
    chosen = explicit or os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_data_path("auditor", appauthor=False)


def exists(folder: Path) -> bool:
    """Whether there is a vault, or what is left of one, in `folder`."""
    return any(os.path.lexists(folder / name) for name in (KEY_FILE, DATABASE))


def is_linked(path: Path) -> bool:
    """Whether `path` is a link to something, or one of several names of a file."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink > 1)


def open_own(path: Path, flags: int) -> int:
    """Open a file of the vault and return its descriptor; what is opened is looked at, not a name.

    Raises OSError for a link, for a file that has another name as well, and for what is no file:
    each could lead to something that is not the vault's.
    """
    if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
        raise _strange()
    try:
        descriptor = os.open(path, flags | _NO_LINK, _READ_WRITE)
    except OSError as error:
        if path.is_symlink():
            raise _strange() from error
        raise
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        raise _strange()
    return descriptor


def _strange() -> OSError:
    return OSError(errno.ELOOP, _("it is a link or no file of its own, and none is followed"))


def make_folder(folder: Path) -> None:
    """Create `folder` for this user alone (0700).

    A folder that holds other things already keeps its mode. Raises VaultError.
    """
    try:
        folder.mkdir(mode=_OURS_ALONE, parents=True, exist_ok=True)
        if exists(folder) or not any(folder.iterdir()):
            with suppress(PermissionError):  # not ours; the files in it are 0600 all the same
                folder.chmod(_OURS_ALONE)
    except OSError as error:
        raise unwritable(folder, error) from error


def open_private(path: Path) -> int:
    """Open a file that only this user can read (0600), made where it is missing; its descriptor.

    Raises OSError as `open_own` does.
    """
    descriptor = open_own(path, os.O_RDWR | os.O_CREAT)
    if os.name == "posix":
        os.fchmod(descriptor, _READ_WRITE)
    return descriptor


def make_private(path: Path) -> None:
    """Create an empty file that only this user can read (0600).

    An existing one is narrowed to that. Raises VaultError.
    """
    try:
        os.close(open_private(path))
    except OSError as error:
        raise unwritable(path, error) from error


def write_private(path: Path, data: bytes) -> None:
    """Write `data` under another name, then rename.

    The old file or the new one is there, never half of one. Raises VaultError.
    """
    part = path.with_name(path.name + PART)
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _READ_WRITE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        settle(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def settle(folder: Path) -> None:
    """Make a rename in `folder` survive a loss of power, where the system can (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(path: Path, error: OSError) -> VaultError:
    """Return the error for a place that cannot be written."""
    return VaultError(
        _("{path}: cannot be written ({reason})").format(path=path, reason=error.strerror),
        _("Choose another folder with --home, or use --ephemeral to write nothing."),
    )
