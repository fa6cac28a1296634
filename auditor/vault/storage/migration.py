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

import msgspec

from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey
from auditor.errors import VaultBusy, VaultDamaged, VaultTooNew, VaultTooOld
from auditor.messages import _
from auditor.vault.storage import leftovers, marking
from auditor.vault.storage.connection import Connection, connect, transaction
from auditor.vault.storage.forgetting import make_outside_triggers, make_triggers
from auditor.vault.storage.keys import VaultKey
from auditor.vault.storage.location import (
    DATABASE,
    KEY_FILE,
    MAKING,
    NEXT,
    USE_LOCK,
    make_folder,
    make_private,
    open_own,
    settle,
    unwritable,
)
from auditor.vault.storage.lock import FileLock
from auditor.vault.storage.schema import APPLICATION, FIRST, MIGRATIONS

_SIDE_FILES = ("-wal", "-shm", "-journal")
_NAMES_BY = "names-by"


def _fill_5(connection: Connection) -> None:
    make_outside_triggers(connection)
    pointing = connection.execute("SELECT id, body FROM finding WHERE related > 0").fetchall()
    for finding, body in pointing:
        related = msgspec.msgpack.decode(body)["observation"]["related"]
        connection.executemany(
            "INSERT OR IGNORE INTO finding_related VALUES (?, ?)",
            [(photo, finding) for photo in related],
        )


_FILLED: Mapping[int, Callable[[Connection], None]] = {
    FIRST: make_triggers,
    FIRST + 1: _fill_5,
    FIRST + 2: marking.make_triggers,
}
"""What a migration needs beside SQL, by the format it leads to."""


def open_file(
    folder: Path,
    key: VaultKey,
    now: datetime,
    migrations: Sequence[str] = MIGRATIONS,
    ids: IdKey | None = None,
) -> tuple[Connection, FileLock]:
    """Return a connection to the vault in `folder`, and the shared lock that says it is in use.

    The vault is in the newest format then. `ids`: what names things in one that is new.

    Raises VaultDamaged, VaultTooNew, VaultTooOld, VaultBusy where another run uses a vault that
    must be changed, VaultError.
    """
    make_folder(folder)
    leftovers.clear(folder)
    lock = FileLock(folder / USE_LOCK)
    path = folder / DATABASE
    lock.take(shared=True)
    try:
        _require_database(folder)
        if _format_of(path, key) != _newest(migrations):
            lock.free()
            lock.take()
            _bring_up(folder, key, now, migrations, ids)
            lock.free()
            lock.take(shared=True)
        (folder / MAKING).unlink(missing_ok=True)
        return connect(path, key), lock
    except BaseException:
        lock.free()
        raise


def fill(
    connection: Connection,
    now: datetime,
    migrations: Sequence[str] = MIGRATIONS,
    ids: IdKey | None = None,
) -> None:
    """Run what is missing, in one transaction. `ids`: what names things in a new vault."""
    with transaction(connection):
        done = _format(connection)
        for number, script in enumerate(migrations, FIRST):
            if number <= done:
                continue
            for statement in script.split(";"):
                connection.execute(statement)
            _FILLED.get(number, _nothing)(connection)
        if done == 0:
            secret = (ids or IdKey.new()).secret.reveal()
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)",
                [("created_at", now.isoformat()), (_NAMES_BY, secret)],
            )
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_newest(migrations)}")


def ids_of(connection: Connection) -> IdKey:
    """Return what names things in this vault. Raises VaultDamaged."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (_NAMES_BY,)).fetchone()
    if found is None:
        raise VaultDamaged(
            _("The vault is broken: what names its accounts and photos is missing."),
            _("Bring it back from a backup, or wipe it and scan again."),
        )
    return IdKey(Secret(found[0]))


def _newest(migrations: Sequence[str]) -> int:
    return FIRST - 1 + len(migrations)


def _nothing(_connection: Connection) -> None:
    """For most formats SQL is enough."""


def _require_database(folder: Path) -> None:
    """Refuse a key whose database is gone: a new one in its place would hide the loss.

    Raises VaultDamaged, and VaultError where the database is a link.
    """
    path = folder / DATABASE
    if os.path.lexists(path):
        try:
            os.close(open_own(path, os.O_RDONLY))
        except OSError as error:
            raise unwritable(path, error) from error
    elif os.path.lexists(folder / KEY_FILE) and not os.path.lexists(folder / MAKING):
        raise VaultDamaged(
            _("{folder}: the key of this vault is there, its database is missing").format(
                folder=folder
            ),
            _(
                "Bring vault.db back from a backup. If there is none, what was in it is lost: "
                "'auditor wipe' removes the key, and then a new vault can be made."
            ),
        )


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
    """Return the format, 0 for an empty file. Raises VaultTooOld."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if number and application != APPLICATION:
        raise VaultTooOld(
            _("An earlier version of auditor made this vault; this one cannot read it."),
            _("Wipe it with 'auditor wipe', then add your accounts and scan anew."),
        )
    return int(number)


def _bring_up(
    folder: Path, key: VaultKey, now: datetime, migrations: Sequence[str], ids: IdKey | None
) -> None:
    """Make the database, or a newer copy of it.

    Nobody else has it open: the caller holds the lock alone.
    """
    path, copy = folder / DATABASE, folder / NEXT
    number = _format_of(path, key)
    newest = _newest(migrations)
    if number > newest:
        raise VaultTooNew(
            _(
                "This vault has format {found}; this version of auditor knows formats up to "
                "{known}."
            ).format(found=number, known=newest),
            _("Install the newer version of auditor."),
        )
    if number == newest:
        return
    for ending in ("", *_SIDE_FILES):  # left by a run that was killed here
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    make_private(copy)
    try:
        if number:
            _at_rest(path)
            shutil.copyfile(path, copy)
        with closing(connect(copy, key, journal="DELETE")) as connection:
            fill(connection, now, migrations, ids)
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
