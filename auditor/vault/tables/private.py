"""The private hash list.

Its hashes are in a table of their own, and what is removed is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.domain.photos.facts import Facts
from auditor.domain.private import (
    PrivateEntry,
    PrivateHit,
    PrivateImage,
    PrivateKind,
    PrivateMatch,
    withheld,
)
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.rows import moment, pack, pack_slim, ticks, unpack

READ_AGAIN = -1
"""In place of the version: the photo must be read again.

What was withheld of it no longer need be.
"""
_VERSION = "private-version"


def entries(connection: Connection) -> tuple[PrivateEntry, ...]:
    """Return the list, oldest first."""
    return tuple(
        _entry(*row)
        for row in connection.execute("SELECT id, label, kind, added_at FROM private ORDER BY seq")
    )


def images(connection: Connection) -> tuple[PrivateImage, ...]:
    """Return the list with its hashes, oldest first."""
    rows = connection.execute(
        "SELECT id, label, kind, added_at, packed FROM private JOIN private_hashes ON "
        "private_hashes.private = private.seq ORDER BY seq"
    )
    return tuple(PrivateImage(_entry(*row), bytes(packed)) for *row, packed in rows)


def version(connection: Connection) -> int:
    """Return a number that grows whenever an image is added."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (_VERSION,)).fetchone()
    return 0 if row is None else int(row[0])


def version_to_compare(connection: Connection) -> int | None:
    """Return the version, None while the list is empty and there is nothing to compare with."""
    (filled,) = connection.execute("SELECT EXISTS (SELECT 1 FROM private)").fetchone()
    return version(connection) if filled else None


def add(connection: Connection, new: Sequence[PrivateImage]) -> int:
    """Add images whose ids are not on the list, and return how many they are."""
    with transaction(connection):
        known = {name for (name,) in connection.execute("SELECT id FROM private")}
        fresh = [image for image in new if image.entry.id not in known]
        for image in fresh:
            entry = image.entry
            seq = connection.execute(
                "INSERT INTO private (id, label, kind, added_at) VALUES (?, ?, ?, ?)",
                (text(entry.id), text(entry.label), entry.kind.value, ticks(entry.added_at)),
            ).lastrowid
            connection.execute("INSERT INTO private_hashes VALUES (?, ?)", (seq, image.packed))
        if fresh:
            connection.execute(
                "INSERT OR REPLACE INTO setting VALUES (?, ?)",
                (_VERSION, str(version(connection) + 1)),
            )
    return len(fresh)


def remove(connection: Connection, entry: str) -> bool:
    """Forget an image.

    Its hashes are overwritten in the file and in the journal; photos that matched it are read
    again.
    """
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        connection.execute(
            """
            INSERT OR REPLACE INTO compared
            SELECT photo, ? FROM private_hit
            JOIN private ON private.seq = private_hit.private WHERE private.id = ?
            """,
            (READ_AGAIN, entry),
        )
        # not left to the cascade, which would not count
        connection.execute(
            "DELETE FROM private_hashes WHERE private = (SELECT seq FROM private WHERE id = ?)",
            (entry,),
        )
        removed = connection.execute("DELETE FROM private WHERE id = ?", (entry,)).rowcount
    connection.execute(
        "PRAGMA wal_checkpoint(TRUNCATE)"
    ).fetchall()  # another run may hold the journal; then it goes when that ends
    connection.execute("PRAGMA secure_delete = OFF")
    return bool(removed)


def save_hits(
    connection: Connection, photo: str, compared: int, hits: Sequence[PrivateHit], now: datetime
) -> None:
    """Record with which version a photo was compared, and the hits, in place of earlier ones."""
    with transaction(connection):
        row = connection.execute("SELECT seq FROM photo WHERE id = ?", (photo,)).fetchone()
        if row is None:
            return  # its account was removed while it was measured
        (seq,) = row
        connection.execute("INSERT OR REPLACE INTO compared VALUES (?, ?)", (seq, compared))
        connection.execute("DELETE FROM private_hit WHERE photo = ?", (seq,))
        connection.executemany(
            "INSERT INTO private_hit SELECT ?, seq, ?, ? FROM private WHERE id = ?",
            [(seq, ticks(now), pack(hit), hit.entry) for hit in hits],
        )
        if hits:
            _withhold(connection, seq)


def _withhold(connection: Connection, seq: int) -> None:
    """Drop the small picture and the hashes of a photo that may be a private image."""
    connection.execute("DELETE FROM thumbnail WHERE photo = ?", (seq,))
    connection.execute("UPDATE print SET sha256 = '', pdq = x'' WHERE photo = ?", (seq,))
    connection.execute("UPDATE photo_state SET image = NULL, read = NULL WHERE photo = ?", (seq,))
    connection.execute("UPDATE inventory SET image = NULL WHERE photo = ?", (seq,))
    row = connection.execute(
        "SELECT body FROM facts WHERE photo = ? AND body IS NOT NULL", (seq,)
    ).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE facts SET body = ? WHERE photo = ?",
            (pack_slim(withheld(unpack(row[0], Facts))), seq),
        )


def keep_withheld(connection: Connection, seq: int) -> None:
    """Withhold what a scan stored that began before the image was on the list."""
    if connection.execute(
        "SELECT EXISTS (SELECT 1 FROM private_hit WHERE photo = ?)", (seq,)
    ).fetchone()[0]:
        _withhold(connection, seq)


def read_again_done(connection: Connection, seq: int) -> None:
    """Note that a photo was read again."""
    connection.execute("DELETE FROM compared WHERE photo = ? AND version = ?", (seq, READ_AGAIN))


def matches(connection: Connection, photo: str | None) -> tuple[PrivateMatch, ...]:
    """Return the hits on photos that are not gone, by photo and entry."""
    rows = connection.execute(
        """
        SELECT photo.id, account.id, coalesce(print.page_url, ''), private.label,
            private_hit.body, seen_at FROM private_hit
        JOIN photo ON photo.seq = private_hit.photo JOIN account ON account.seq = photo.account
        JOIN private ON private.seq = private_hit.private LEFT JOIN print ON print.photo = photo.seq
        WHERE gone = 0 AND (?1 IS NULL OR photo.id = ?1) ORDER BY photo.id, private.seq
        """,
        (photo,),
    )
    found: list[PrivateMatch] = []
    for name, account, page_url, label, body, seen_at in rows:
        when = moment(seen_at)
        assert when is not None
        found.append(PrivateMatch(name, account, page_url, label, unpack(body, PrivateHit), when))
    return tuple(found)


def _entry(name: str, label: str, kind: str, added_at: int) -> PrivateEntry:
    when = moment(added_at)
    assert when is not None
    return PrivateEntry(name, label, PrivateKind(kind), when)
