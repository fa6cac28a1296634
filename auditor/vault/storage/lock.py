"""File locks that end with the process that holds them, however it ends."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from auditor.errors import VaultBusy
from auditor.messages import _
from auditor.vault.storage.location import open_private, unwritable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_AGAIN_S = 0.05


class FileLock:
    """A lock on one file. Not shared with child processes; taking it twice is the same as once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False) -> None:
        """Take the lock or raise VaultBusy at once.

        Windows knows no shared locks here: `shared` takes none there, and an open database cannot
        be replaced anyway.
        """
        if self._descriptor is not None:
            return
        try:
            descriptor = open_private(self._path)
        except OSError as error:
            raise unwritable(self._path, error) from error
        try:
            _lock(descriptor, shared=shared)
        except OSError:
            os.close(descriptor)
            raise VaultBusy(
                _("Another run of auditor is working on this vault."),
                _("Wait for it to end, or stop it; looking is still possible."),
            ) from None
        self._descriptor = descriptor

    async def wait(self) -> None:
        """Take the lock as soon as it is free. Raises VaultError where there can be none."""
        while True:
            try:
                self.take()
            except VaultBusy:
                await asyncio.sleep(_AGAIN_S)
            else:
                return

    def free(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":

    def _lock(descriptor: int, *, shared: bool) -> None:
        if not shared:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
