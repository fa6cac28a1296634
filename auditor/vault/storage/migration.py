"""Opening a database file.

A new one is made, an older one is brought up on a copy that then takes its place, a newer one
refused.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from auditor.errors import VaultBusy, VaultDamaged, VaultTooNew
from auditor.messages import _
from auditor.vault.storage import leftovers, migrate_to_3, migrate_to_6
from auditor.vault.storage.connection import Connection, connect, transaction
from auditor.vault.storage.keys import VaultKey
from auditor.vault.storage.location import (
    DATABASE,
    NEXT,
    USE_LOCK,
    make_folder,
    make_private,
    settle,
    unwritable,
)
from auditor.vault.storage.lock import FileLock
from auditor.vault.storage.schema import MIGRATIONS

_SIDE_FILES = ("-wal", "-shm", "-journal")
_FILLED: Mapping[int, Callable[[Connection], None]] = {
    3: migrate_to_3.fill,
    6: migrate_to_6.fill,
}
"""What a migration needs beside SQL, by the format it leads to."""


def open_file(
    folder: Path, key: VaultKey, now: datetime, migrations: Sequence[str] = MIGRATIONS
) -> tuple[Connection, FileLock]:
    """Return a connection to the vault in `folder`, and the shared lock that says it is in use.

    The vault is in the newest format then.

    Raises VaultDamaged, VaultTooNew, VaultBusy where another run uses a vault that must be changed,
    VaultError.
    """
    make_folder(folder)
    leftovers.clear(folder)
    lock = FileLock(folder / USE_LOCK)
    path = folder / DATABASE
    lock.take(shared=True)
    try:
        if _format_of(path, key) != len(migrations):
            lock.free()
            lock.take()
            _bring_up(folder, key, now, migrations)
            lock.free()
            lock.take(shared=True)
        return connect(path, key), lock
    except BaseException:
        lock.free()
        raise


def fill(connection: Connection, now: datetime, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Run what is missing, in one transaction."""
    with transaction(connection):
        done = _format(connection)
        for number, script in enumerate(migrations[done:], done + 1):
            for statement in script.split(";"):
                connection.execute(statement)
            _FILLED.get(number, _nothing)(connection)
        if done == 0:
            connection.execute("INSERT INTO meta VALUES ('created_at', ?)", (now.isoformat(),))
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _nothing(_connection: Connection) -> None:
    """For most formats SQL is enough."""


def _format_of(path: Path, key: VaultKey) -> int:
    if not path.exists():
        return 0
    if path.stat().st_size == 0:  # a database takes its name only when it is complete
        raise VaultDamaged(
            _("{path}: the vault is empty").format(path=path),
            _("Bring it back from a backup, or wipe it and scan again."),
        )
    with closing(connect(path, key)) as connection:
        return _format(connection)


def _format(connection: Connection) -> int:
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def _bring_up(folder: Path, key: VaultKey, now: datetime, migrations: Sequence[str]) -> None:
    """Make the database, or a newer copy of it.

    Nobody else has it open: the caller holds the lock alone.
    """
    path, copy = folder / DATABASE, folder / NEXT
    number = _format_of(path, key)
    if number > len(migrations):
        raise VaultTooNew(
            _(
                "This vault has format {found}; this version of auditor knows formats up to "
                "{known}."
            ).format(found=number, known=len(migrations)),
            _("Install the newer version of auditor."),
        )
    if number == len(migrations):
        return
    for ending in ("", *_SIDE_FILES):  # left by a run that was killed here
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    make_private(copy)
    try:
        if number:
            _at_rest(path)
            shutil.copyfile(path, copy)
        with closing(connect(copy, key, journal="DELETE")) as connection:
            fill(connection, now, migrations)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        copy.replace(path)
        settle(folder)
    except PermissionError as error:
        raise VaultBusy(
            _("Another run of auditor has this vault open."), _("Close it and try again.")
        ) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _at_rest(path: Path) -> None:
    """Make sure that all of the database is in its one file.

    Closing the last connection has emptied the journal.
    """
    journal = path.with_name(path.name + "-wal")
    if journal.exists() and journal.stat().st_size > 0:
        raise VaultBusy(
            _("Another run of auditor has this vault open."), _("Close it and try again.")
        )
