"""Edited copies of a private image on this disk.

Written only where nothing copies them elsewhere, and deleted again by name.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from auditor.adapters.files.synced import service_of
from auditor.errors import UsageError
from auditor.messages import _

__all__ = ["clean", "prepare", "refuse", "write"]

_INDEX = ".index"
"""Lists the names of the files that were written, so that nothing else is ever deleted."""
_NAME = re.compile(r"\d{3}\.jpg")
_PIECE = bytes(1 << 20)


def refuse(folder: Path) -> None:
    """Raise UsageError where `folder` is copied elsewhere."""
    service = service_of(folder)
    if service:
        raise UsageError(
            _("This folder is copied to other machines by {service}; nothing was written.").format(
                service=service
            ),
            _(
                "Choose a folder that stays on this device. A folder that is not known here "
                "may be copied too: look first."
            ),
        )


def prepare(folder: Path) -> None:
    """Make `folder` for this user alone.

    Raises UsageError where it is copied elsewhere, holds anything, or cannot be made.
    """
    refuse(folder)
    try:
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                _("The folder is not empty; nothing was written."), _("Name a new one.")
            )
        folder.chmod(stat.S_IRWXU)
        _create(folder / _INDEX, b"")
    except OSError as error:
        raise _unwritable(error) from error


def write(folder: Path, number: int, picture: bytes) -> str:
    """Write one copy under a name that says nothing, and return it. Raises UsageError."""
    name = f"{number:03}.jpg"
    try:
        with (folder / _INDEX).open(
            "a", encoding="ascii"
        ) as index:  # first, so that a copy that was begun is known
            index.write(name + "\n")
        _create(folder / name, picture)
    except OSError as error:
        raise _unwritable(error) from error
    return name


def clean(folder: Path) -> int:
    """Overwrite and delete the copies in `folder`, then the folder if nothing else is in it.

    Return how many there were.

    Raises UsageError where `folder` was not written by `write`, or a file cannot be deleted.
    """
    try:
        listed = (folder / _INDEX).read_text("ascii", "replace").split()
        if not all(_NAME.fullmatch(name) for name in listed):
            raise UsageError(
                _(
                    "This folder was not written by 'auditor private plan --output'; nothing "
                    "was deleted."
                )
            )
        names = [name for name in dict.fromkeys(listed) if (folder / name).is_file()]
        for name in names:
            _shred(folder / name)
        (folder / _INDEX).unlink()
        with suppress(OSError):
            folder.rmdir()
    except OSError as error:
        raise UsageError(
            _("Not everything could be deleted ({reason}).").format(reason=error.strerror),
            _(
                "Give the folder that 'auditor private plan --output' wrote. Look yourself "
                "what is in it."
            ),
        ) from error
    return len(names)


def _create(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _shred(path: Path) -> None:
    """Overwrite, which helps on plain disks only, then delete.

    A link is removed and not followed.
    """
    if not path.is_symlink():
        with path.open("rb+") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(_PIECE[:left])
            file.flush()
            os.fsync(file.fileno())
    path.unlink()


def _unwritable(error: OSError) -> UsageError:
    return UsageError(_("The folder cannot be written ({reason}).").format(reason=error.strerror))
