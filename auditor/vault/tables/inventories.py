"""What each of the last ten scans listed, for comparing two of them.

Hashes of what was said and shown; no picture, place or text.
"""

from __future__ import annotations

from auditor.domain.account import Account, Claim
from auditor.domain.changes import (
    KEPT_SCANS,
    ChangedPart,
    KeptScan,
    ListDifferences,
    NotComparedReason,
    PhotoChange,
)
from auditor.domain.views import ChangeKind, PhotoRow
from auditor.vault.storage.connection import Connection
from auditor.vault.tables.rows import ROW, moment, photo_row, unpack

_LISTED = ""
"""Stands for "a list is kept" where else the reason stands why not."""
_FINISHED = "SELECT id FROM scan WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT :kept"


def keep(connection: Connection, scan: int) -> None:
    """Keep the list of every account that was read to its end and is proven; of others why not."""
    rows = connection.execute(
        """
        SELECT account.seq, body, outcome, complete
        FROM scan_account JOIN account ON account.seq = scan_account.account WHERE scan = ?
        """,
        (scan,),
    ).fetchall()
    for account, body, outcome, complete in rows:
        reason = _unlisted(unpack(body, Account), read=outcome == "fetched" and bool(complete))
        connection.execute(
            "UPDATE scan_account SET unlisted = ? WHERE scan = ? AND account = ?",
            (_LISTED if reason is None else reason.value, scan, account),
        )
        if reason is None:
            connection.execute(
                """
                INSERT OR REPLACE INTO inventory
                SELECT :scan, seq, nullif(words, x''), iif(read = :scan, substr(image, 1, 32), NULL)
                FROM photo JOIN photo_state ON photo_state.photo = photo.seq
                WHERE photo.account = :account AND seen = :scan AND gone = 0
                """,
                {"scan": scan, "account": account},
            )


def forget_gone(connection: Connection, scan: int) -> None:
    """Forget what is gone from the accounts of a scan that are not proven, and what changed there.

    What somebody else took down, and when, is nobody's to be told.
    """
    theirs = "SELECT account FROM scan_account WHERE scan = :scan AND unlisted = :reason"
    given = {"scan": scan, "reason": NotComparedReason.NOT_PROVEN.value}
    connection.execute(f"DELETE FROM change WHERE account IN ({theirs})", given)  # noqa: S608 - a constant
    connection.execute(f"DELETE FROM photo WHERE gone = 1 AND account IN ({theirs})", given)  # noqa: S608 - a constant


def _unlisted(account: Account, *, read: bool) -> NotComparedReason | None:
    if account.claim is not Claim.MINE:
        return NotComparedReason.NOT_CLAIMED
    if not account.supported:
        return NotComparedReason.NO_SOURCE
    if not account.proof.holds:
        return NotComparedReason.NOT_PROVEN
    return None if read else NotComparedReason.NOT_READ


def oldest_kept(connection: Connection) -> int:
    """Return the id of the oldest scan that is kept; every later one is kept too."""
    query = f"SELECT coalesce(min(id), 0) FROM ({_FINISHED})"  # noqa: S608 - a constant
    (oldest,) = connection.execute(query, {"kept": KEPT_SCANS}).fetchone()
    return int(oldest)


def drop_old(connection: Connection) -> None:
    """Drop scans before the last ten that finished, and gone photos that no kept list names.

    How the last scan of an account went stays, however long ago that was.
    """
    given = {"oldest": oldest_kept(connection)}
    connection.execute("DELETE FROM inventory WHERE scan < :oldest", given)
    connection.execute("DELETE FROM change WHERE scan < :oldest", given)
    connection.execute(
        """
        DELETE FROM scan_account WHERE scan < :oldest AND (outcome = '' OR EXISTS (
            SELECT 1 FROM scan_account AS later WHERE later.account = scan_account.account
            AND later.scan > scan_account.scan AND later.outcome != ''))
        """,
        given,
    )
    connection.execute(
        """
        DELETE FROM scan WHERE id < :oldest
            AND NOT EXISTS (SELECT 1 FROM scan_account WHERE scan_account.scan = scan.id)
        """,
        given,
    )
    connection.execute(
        """
        DELETE FROM photo WHERE gone = 1
            AND NOT EXISTS (SELECT 1 FROM inventory WHERE inventory.photo = seq)
            AND NOT EXISTS (SELECT 1 FROM change WHERE change.photo = seq)
        """
    )


def scans(connection: Connection) -> tuple[KeptScan, ...]:
    """Return the finished scans that are kept, newest first."""
    rows = connection.execute(
        "SELECT id, started_at, ended_at FROM scan WHERE ended_at IS NOT NULL "
        "ORDER BY id DESC LIMIT ?",
        (KEPT_SCANS,),
    ).fetchall()
    found: list[KeptScan] = []
    for scan, started, ended in rows:
        begun, done = moment(started), moment(ended)
        assert begun is not None
        assert done is not None
        found.append(KeptScan(scan, begun, done, _accounts(connection, scan)))
    return tuple(found)


def _accounts(connection: Connection, scan: int) -> dict[str, NotComparedReason | None]:
    rows = connection.execute(
        """
        SELECT account.id, unlisted
        FROM scan_account JOIN account ON account.seq = scan_account.account WHERE scan = ?
        """,
        (scan,),
    )
    return {account: _reason(unlisted) for account, unlisted in rows}


def _reason(unlisted: str) -> NotComparedReason | None:
    return None if unlisted == _LISTED else NotComparedReason(unlisted)


def differences(connection: Connection, older: int, newer: int) -> ListDifferences:
    """Compare the lists of accounts of which both scans keep one; photos newest first."""
    rows = connection.execute(
        f"""
        SELECT {ROW}, before.photo IS NOT NULL, before.words, before.image,
            after.photo IS NOT NULL, after.words, after.image
        FROM photo JOIN account ON account.seq = photo.account
        LEFT JOIN inventory AS before ON before.scan = :older AND before.photo = photo.seq
        LEFT JOIN inventory AS after ON after.scan = :newer AND after.photo = photo.seq
        WHERE photo.account IN (
            SELECT first.account FROM scan_account AS first
            JOIN scan_account AS second ON second.account = first.account
            WHERE first.scan = :older AND second.scan = :newer
            AND first.unlisted = '' AND second.unlisted = '')
        AND (before.words = after.words AND before.image = after.image) IS NOT 1
        AND (before.photo IS NOT NULL OR after.photo IS NOT NULL)
        ORDER BY photo.newest, photo.id
        """,  # noqa: S608 - constants only
        {"older": older, "newer": newer},
    )
    changes: list[PhotoChange] = []
    untold: list[PhotoRow] = []
    for *columns, was, old_words, old_image, stands, new_words, new_image in rows:
        row = photo_row(columns)
        parts = _parts((old_image, old_words), (new_image, new_words))
        match bool(was), bool(stands):
            case False, True:
                changes.append(PhotoChange(row, ChangeKind.NEW))
            case True, False:
                changes.append(PhotoChange(row, ChangeKind.GONE))
            case _ if parts:
                changes.append(PhotoChange(row, ChangeKind.CHANGED, parts))
            case _:
                untold.append(row)
    return ListDifferences(tuple(changes), tuple(untold))


def _parts(
    old: tuple[str | None, bytes | None], new: tuple[str | None, bytes | None]
) -> tuple[ChangedPart, ...]:
    """Return what is known to differ; what is unknown on either side does not count."""
    named = zip((ChangedPart.PICTURE, ChangedPart.WORDS), old, new, strict=True)
    told = [pair for pair in named if None not in pair]
    return tuple(part for part, before, after in told if before != after)
