"""Photos that no list names any more, and that can still be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.domain.photos.photo import Listing, Photo
from auditor.domain.views import StoredPhoto
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.rows import pack_slim, stored_photo, unpack


def left_list(
    connection: Connection, scan: int, account_id: str, limit: int
) -> tuple[tuple[StoredPhoto, ...], bool]:
    """Return photos that this scan did not see, and whether the list was complete."""
    row = connection.execute(
        "SELECT complete FROM scan_account JOIN account ON seq = account "
        "WHERE scan = ? AND account.id = ?",
        (scan, account_id),
    ).fetchone()
    rows = connection.execute(
        """
        SELECT photo_body.body, gone_at, facts.body, facts.reason_unread FROM photo
        JOIN photo_body ON photo_body.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
        WHERE photo.account = (SELECT seq FROM account WHERE id = ?) AND gone = 0 AND seen < ?
        ORDER BY photo.id LIMIT ?
        """,
        (account_id, scan, limit),
    )
    return tuple(stored_photo(*row) for row in rows.fetchall()), row is not None and bool(row[0])


def keep(
    connection: Connection, scan: int, photo_ids: Sequence[str], listing: Listing | None
) -> None:
    """Count photos as seen in this scan; what the picture was is known where `listing` is given."""
    with transaction(connection):
        for name in photo_ids:
            row = connection.execute(
                "SELECT seq, body FROM photo JOIN photo_body ON photo = seq WHERE id = ?", (name,)
            ).fetchone()
            if row is None:
                continue
            seq, body = row
            connection.execute("UPDATE photo SET seen = ? WHERE seq = ?", (scan, seq))
            if listing is not None:
                _write(connection, seq, body, listing)
                connection.execute("UPDATE photo_state SET read = ? WHERE photo = ?", (scan, seq))


def hide(connection: Connection, account_id: str) -> None:
    """Record of an account's photos that it is switched off."""
    with transaction(connection):
        rows = connection.execute(
            "SELECT photo.seq, photo_body.body FROM photo JOIN photo_body ON photo = photo.seq "
            "WHERE photo.account = (SELECT seq FROM account WHERE id = ?) AND gone = 0",
            (account_id,),
        ).fetchall()
        for seq, body in rows:
            _write(connection, seq, body, Listing.HIDDEN)


def _write(connection: Connection, seq: int, body: bytes, listing: Listing) -> None:
    photo = replace(unpack(body, Photo), listing=listing)
    connection.execute("UPDATE photo_body SET body = ? WHERE photo = ?", (pack_slim(photo), seq))
