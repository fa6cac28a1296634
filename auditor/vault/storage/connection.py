"""One SQLCipher connection and the one thread that owns it.

What SQLite raises is turned into the errors of this program here.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import msgspec

from auditor.errors import VaultBusy, VaultDamaged, VaultError, VaultLocked
from auditor.messages import _
from auditor.vault.storage.keys import VaultKey

if (
    TYPE_CHECKING
):  # the package carries no types; its interface is that of the standard library's module
    import sqlite3 as sqlcipher
    from sqlite3 import Connection, Cursor
else:
    from sqlcipher3 import dbapi2 as sqlcipher
    from sqlcipher3.dbapi2 import Connection, Cursor

__all__ = ["Connection", "ConnectionThread", "Cursor", "connect", "connect_memory", "transaction"]

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")

_WAIT_S = 10.0
"""How long one writer waits for the transaction of another process."""
_WAIT_LONG_S = 120.0
"""The same where that process judges for this one: it puts its findings in place at once, which
takes seconds of a core for 100,000 photos.
"""
_PRAGMAS = (
    "temp_store = MEMORY",
    "cache_size = -32768",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)


class ConnectionThread:
    """Runs work on its thread, one piece after the other, and hands it the connection."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._connection: Connection | None = None

    async def open(self, connecting: Callable[[], Connection]) -> None:
        """Make the connection on the thread. Raises VaultError."""
        try:
            self._connection = await self._submit(connecting)
        except BaseException:
            self._pool.shutdown(wait=False)
            raise

    async def run(
        self,
        work: Callable[Concatenate[Connection, _Given], _Result],
        *given: _Given.args,
        **named: _Given.kwargs,
    ) -> _Result:
        """Do `work` on the thread.

        Work that has begun is finished even where the caller is cancelled. Raises VaultError.
        """
        if self._connection is None:
            raise VaultLocked(_("The vault is closed."), _("Open it again."))
        return await self._submit(functools.partial(work, self._connection, *given, **named))

    async def close(self) -> None:
        """Close the connection after the work that waits, and end the thread.

        Closing twice is the same as once.
        """
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._submit(connection.close)
            self._pool.shutdown(wait=False)

    async def _submit(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _mapped, work)


def connect(path: Path, key: VaultKey, *, journal: str = "WAL") -> Connection:
    """Open the encrypted file at `path`, which must exist (it may be empty). Raises VaultError.

    `journal` is DELETE for a copy that is renamed afterwards: nothing may stay in a second file.
    """
    return _mapped(functools.partial(_connect, path, key, journal))


def connect_memory() -> Connection:
    """Open a database that has no file."""
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    _settle(connection)
    return connection


def wait_long(connection: Connection) -> None:
    """Wait long for the transactions of another process."""
    connection.execute(f"PRAGMA busy_timeout = {round(1000 * _WAIT_LONG_S)}")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing of what is written inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite rolls back by itself when the disk is full
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path, key: VaultKey, journal: str) -> Connection:
    connection = sqlcipher.connect(path, isolation_level=None, timeout=_WAIT_S)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # SQLCipher would write on stderr
        connection.execute(f"PRAGMA key = \"x'{key.reveal()}'\"")
        connection.execute(
            "SELECT count(*) FROM sqlite_master"
        ).fetchone()  # reads and authenticates the first page
        connection.execute(f"PRAGMA journal_mode = {journal}")
        # In WAL mode this loses nothing when the process is killed, and at a loss of power at most
        # the last transactions, never the order.
        connection.execute("PRAGMA synchronous = NORMAL")
        _settle(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _mapped(work: Callable[[], _Result]) -> _Result:
    try:
        return work()
    except sqlcipher.Error as error:
        # The text of SQLite's errors names tables and columns, never values.
        raise _error(getattr(error, "sqlite_errorname", "") or "", str(error)) from error
    except msgspec.MsgspecError as error:
        raise _damaged(str(error)) from error


def _error(name: str, text: str) -> VaultError:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return VaultBusy(
            _("Another run of auditor is writing to this vault."), _("Try again when it has ended.")
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return _damaged(text)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return VaultError(
            _("The vault cannot be written: {reason}.").format(reason=text),
            _(
                "Make room on the disk and check that the folder can be written; what was "
                "stored before is safe."
            ),
        )
    return VaultError(_("The vault does not do what was asked: {reason}.").format(reason=text))


def _damaged(text: str) -> VaultDamaged:
    return VaultDamaged(
        _("The vault is broken, or it is not a vault: {reason}.").format(reason=text),
        _("Bring it back from a backup, or wipe it and scan again."),
    )
