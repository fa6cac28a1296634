"""The network log, and the small values that the user chose."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.domain.views import NetworkEntry
from auditor.ports.vault import SAID_OF_STEPS
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.findings import write_beside
from auditor.vault.tables.rows import moment, ticks

KEPT_REQUESTS = 200_000
"""Entries of the network log; older ones are dropped.

About 30 MB, the requests of two full scans of 100,000 photos.
"""


def log_requests(connection: Connection, entries: Sequence[NetworkEntry]) -> None:
    """Append to the network log."""
    rows = [
        (
            ticks(entry.at),
            entry.method,
            text(entry.host),
            text(entry.path),
            text(entry.purpose),
            entry.status,
            entry.sent_bytes,
            entry.received_bytes,
            text(entry.note),
        )
        for entry in entries
    ]
    with transaction(connection):
        connection.executemany(
            "INSERT INTO request (at, method, host, path, purpose, status, sent, received, "
            "note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.execute(
            "DELETE FROM request WHERE seq <= (SELECT max(seq) FROM request) - ?", (KEPT_REQUESTS,)
        )


def network_log(connection: Connection, limit: int) -> tuple[NetworkEntry, ...]:
    """Return the newest entries, newest first."""
    rows = connection.execute(
        "SELECT at, method, host, path, purpose, status, sent, received, note FROM request "
        "ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    found: list[NetworkEntry] = []
    for at, *others in rows:
        when = moment(at)
        assert when is not None
        found.append(NetworkEntry(when, *others))
    return tuple(found)


def has_outside(connection: Connection) -> bool:
    """Whether anything is known of the world outside; what it is takes long to load."""
    return connection.execute("SELECT 1 FROM outside LIMIT 1").fetchone() is not None


def setting(connection: Connection, name: str) -> str | None:
    """Return a small value."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def put_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a small value."""
    with transaction(connection):
        write_setting(connection, name, value)


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a small value, inside a transaction."""

    def write() -> bool:
        connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, text(value)))
        return name.startswith(SAID_OF_STEPS)

    write_beside(connection, write)


def prepend_setting(connection: Connection, name: str, items: Sequence[str], kept: int) -> None:
    """Put JSON values in front of the list that is kept under a name; the oldest are dropped.

    In one transaction, so that nothing is lost where two runs do it at once.
    """
    with transaction(connection):
        before = msgspec.json.decode(setting(connection, name) or "[]", type=list[msgspec.Raw])
        new = [msgspec.Raw(text(item).encode()) for item in items]
        write_setting(connection, name, msgspec.json.encode([*new, *before][:kept]).decode())
