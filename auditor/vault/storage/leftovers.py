"""What a run that was killed left beside the vault, taken away at the next start."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import VaultBusy
from auditor.vault.storage.location import KEY_FILE, NEXT, PART, USE_LOCK
from auditor.vault.storage.lock import FileLock

_NAMES = (KEY_FILE + PART, NEXT, NEXT + "-wal", NEXT + "-shm", NEXT + "-journal")


def clear(folder: Path) -> None:
    """Remove half-written files, unless another run uses the vault: they may be its own.

    Raises VaultError.
    """
    left = [path for name in _NAMES if (path := folder / name).exists()]
    if not left:
        return
    lock = FileLock(folder / USE_LOCK)
    try:
        lock.take()
    except VaultBusy:
        return
    try:
        for path in left:
            path.unlink(missing_ok=True)
    finally:
        lock.free()
