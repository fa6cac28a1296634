"""Scans: what is listed and measured so far, and what each one changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from auditor.domain.changes import NotComparedReason
from auditor.domain.outcome import Outcome
from auditor.domain.views import AccountChange, ChangeKind, ScanRecord
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables import inventories
from auditor.vault.tables.private import READ_AGAIN
from auditor.vault.tables.rows import moment, pack, ticks

RESUMED_WITHIN = timedelta(days=1)
"""An interrupted scan that is older is not resumed: what it saw then says nothing about today, and
cursors of platforms expire.
"""


def begin(connection: Connection, account_ids: Sequence[str], now: datetime) -> tuple[int, bool]:
    """Return (scan id, resumed)."""
    with transaction(connection):
        wanted = {
            seq
            for name in account_ids
            for (seq,) in connection.execute("SELECT seq FROM account WHERE id = ?", (name,))
        }
        newest = connection.execute(
            "SELECT id, started_at, ended_at FROM scan ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if newest is not None:
            scan, started, ended = newest
            had = {
                seq
                for (seq,) in connection.execute(
                    "SELECT account FROM scan_account WHERE scan = ?", (scan,)
                )
            }
            if ended is None and had == wanted and ticks(now - RESUMED_WITHIN) <= started:
                return scan, True
        scan = connection.execute(
            "INSERT INTO scan (started_at) VALUES (?)", (ticks(now),)
        ).lastrowid
        assert scan is not None
        rows = [(scan, seq, pack(())) for seq in sorted(wanted)]
        connection.executemany(
            "INSERT INTO scan_account (scan, account, notes) VALUES (?, ?, ?)", rows
        )
        return scan, False


def cursor(connection: Connection, scan: int, account_id: str) -> tuple[str | None, bool]:
    """Return where to go on, and whether the list was read to the end."""
    row = connection.execute(
        "SELECT cursor, listed FROM scan_account JOIN account ON seq = account "
        "WHERE scan = ? AND account.id = ?",
        (scan, account_id),
    ).fetchone()
    return (None, False) if row is None else (row[0], bool(row[1]))


def end_account(
    connection: Connection,
    scan: int,
    account_id: str,
    outcome: Outcome,
    requests: int,
    now: datetime,
) -> None:
    """Record an outcome.

    Requests of earlier runs of the same scan are added. After `Fetched` of
    a complete list what was not seen is gone.
    """
    with transaction(connection):
        row = connection.execute("SELECT seq FROM account WHERE id = ?", (account_id,)).fetchone()
        if row is None:
            return
        account = row[0]
        (complete,) = connection.execute(
            "SELECT coalesce(min(complete), 0) FROM scan_account WHERE scan = ? AND account = ?",
            (scan, account),
        ).fetchone()
        if outcome.name == "fetched" and complete:
            _lose(connection, scan, account, now)
        connection.execute(
            "UPDATE scan_account SET outcome = ?, reason = ?, requests = requests + ?, "
            "ended_at = ? WHERE scan = ? AND account = ?",
            (outcome.name, text(outcome.reason), requests, ticks(now), scan, account),
        )


def _lose(connection: Connection, scan: int, account: int, now: datetime) -> None:
    unseen = "SELECT seq FROM photo WHERE account = :account AND gone = 0 AND seen < :scan"
    given = {"scan": scan, "account": account, "now": ticks(now)}
    connection.execute(
        f"""
        INSERT OR REPLACE INTO change (scan, photo, account, change)
        SELECT :scan, seq, :account, 'gone' FROM ({unseen})
        """,  # noqa: S608 - a constant
        given,
    )
    # The small picture goes too; whoever comes back is read again, whatever its address says.
    connection.execute(
        f"INSERT OR REPLACE INTO compared SELECT photo, {READ_AGAIN} FROM thumbnail "  # noqa: S608 - constants
        f"WHERE photo IN ({unseen})",
        given,
    )
    connection.execute(f"DELETE FROM thumbnail WHERE photo IN ({unseen})", given)  # noqa: S608 - a constant
    connection.execute(f"UPDATE photo_body SET gone_at = :now WHERE photo IN ({unseen})", given)  # noqa: S608 - a constant
    connection.execute(f"UPDATE photo SET gone = 1, pending = NULL WHERE seq IN ({unseen})", given)  # noqa: S608 - a constant


def end(connection: Connection, scan: int, now: datetime) -> ScanRecord:
    """Close a scan, keep what it listed, and return what changed.

    What is older than the last ten is dropped.
    """
    with transaction(connection):
        connection.execute("UPDATE scan SET ended_at = ? WHERE id = ?", (ticks(now), scan))
        connection.execute("UPDATE photo SET pending = NULL WHERE pending = ?", (scan,))
        inventories.keep(connection, scan)
        inventories.forget_gone(connection, scan)
        inventories.drop_old(connection)
    return _records(connection, "WHERE id = ?", scan)[0]


def recent(connection: Connection, limit: int) -> tuple[ScanRecord, ...]:
    """Return scans, newest first. An account whose outcome is empty was not finished."""
    return _records(connection, "ORDER BY id DESC LIMIT ?", limit)


def _records(connection: Connection, which: str, value: int) -> tuple[ScanRecord, ...]:
    query = f"SELECT id, started_at, ended_at FROM scan {which}"  # noqa: S608 - constants only
    rows = connection.execute(query, (value,)).fetchall()
    records: list[ScanRecord] = []
    oldest = inventories.oldest_kept(connection)
    for scan, started, ended in rows:
        begun = moment(started)
        assert begun is not None
        records.append(
            ScanRecord(
                scan, begun, moment(ended), _changes_of(connection, scan, counted=scan >= oldest)
            )
        )
    return tuple(records)


def _changes_of(connection: Connection, scan: int, *, counted: bool) -> tuple[AccountChange, ...]:
    """Return what a scan did with each account; without counts where they are no longer kept."""
    counts: dict[tuple[int, str], int] = {
        (account, change): count
        for account, change, count in connection.execute(
            "SELECT account, change, count(*) FROM change WHERE scan = ? GROUP BY account, change",
            (scan,),
        )
    }
    rows = connection.execute(
        """
        SELECT account.seq, account.id, outcome, reason, requests, unlisted FROM scan_account
        JOIN account ON account.seq = scan_account.account
        WHERE scan = ? ORDER BY account.seq
        """,
        (scan,),
    )

    def count(account: int, kind: ChangeKind, unlisted: str | None) -> int | None:
        told = counted and unlisted != NotComparedReason.NOT_PROVEN.value
        return counts.get((account, kind), 0) if told else None

    return tuple(
        AccountChange(
            account=name,
            outcome=outcome,
            reason=reason,
            new=count(seq, ChangeKind.NEW, unlisted),
            gone=count(seq, ChangeKind.GONE, unlisted),
            changed=count(seq, ChangeKind.CHANGED, unlisted),
            requests=requests,
        )
        for seq, name, outcome, reason, requests, unlisted in rows
    )
