"""What was made of everything is forgotten by the database where anything changes.

Triggers see to that in the transaction of the change itself, so that nothing stale is ever read.
Findings and signs need none: whatever replaces them empties `made`.
"""

from __future__ import annotations

from auditor.vault.storage.connection import Connection

_TABLES = (
    "account",
    "profile",
    "scan_account",
    "photo_body",
    "facts",
    "print",
    "private",
    "private_hit",
    "finding_state",
)
_FORGET = "DELETE FROM made WHERE name >= 'all:' AND name < 'all;'"
"""The names that begin with `MADE_OF_ALL` of the vault's port, as they were when this was made."""


def make_triggers(connection: Connection) -> None:
    """Make the triggers of format 4."""
    for table in _TABLES:
        for event in ("INSERT", "UPDATE", "DELETE"):
            _trigger(connection, table, event)
    # Counts of findings and what is pending stand in the same rows, and change all the time.
    for event in ("INSERT", "DELETE", "UPDATE OF gone, account, kind, measured"):
        _trigger(connection, "photo", event)
    _trigger(connection, "setting", "INSERT", "WHEN new.name NOT LIKE 'ui:%'")
    _trigger(connection, "setting", "UPDATE", "WHEN new.name NOT LIKE 'ui:%'")
    _trigger(connection, "setting", "DELETE", "WHEN old.name NOT LIKE 'ui:%'")


def make_outside_triggers(connection: Connection) -> None:
    """Make the triggers of format 5."""
    for event in ("INSERT", "UPDATE", "DELETE"):
        _trigger(connection, "outside", event)


def _trigger(connection: Connection, table: str, event: str, when: str = "") -> None:
    name = f"forget_{table}_{event.partition(' ')[0].lower()}"
    connection.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {_FORGET}; END"
    )
