"""What a scan writes about photos: batches of the platform's list, and what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo
from auditor.domain.views import ChangeKind, StoredPhoto
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables import accounts, forgotten, places, prints, private
from auditor.vault.tables.rows import (
    Columns,
    carried_over,
    fetched_url,
    joined,
    measured_files,
    narrow,
    pack,
    pack_slim,
    searched,
    stored_photo,
    unpack,
    words,
)


def save_batch(
    connection: Connection, scan: int, account_id: str, batch: Batch, now: datetime
) -> None:
    """Store one page of a list and where to go on, in one transaction."""
    del now  # when a photo came up is the time of its scan
    with transaction(connection):
        row = connection.execute("SELECT seq FROM account WHERE id = ?", (account_id,)).fetchone()
        if row is None:
            return  # removed while it was scanned
        account: int = row[0]
        with_places = forgotten.kept(connection)
        for photo in batch.photos:
            _save_photo(connection, scan, account, photo if with_places else places.of_photo(photo))
        if batch.profile is not None:
            connection.execute(
                "INSERT OR REPLACE INTO profile VALUES (?, ?)", (account, pack(batch.profile))
            )
        if batch.stable_id:
            accounts.keep_stable_id(connection, account_id, text(batch.stable_id))
        if batch.now_called is not None:
            handle, url = batch.now_called
            accounts.rename(connection, account_id, text(handle), text(url))
        (notes,) = connection.execute(
            "SELECT notes FROM scan_account WHERE scan = ? AND account = ?", (scan, account)
        ).fetchone()
        kept = dict.fromkeys((*unpack(notes, tuple[str, ...]), *batch.notes))
        connection.execute(
            """
            UPDATE scan_account SET cursor = ?, listed = ?, notes = ?, complete = complete AND ?
            WHERE scan = ? AND account = ?
            """,
            (
                None if batch.cursor is None else text(batch.cursor),
                int(batch.cursor is None),
                pack(tuple(kept)),
                int(batch.complete),
                scan,
                account,
            ),
        )


def _save_photo(connection: Connection, scan: int, account: int, photo: Photo) -> None:
    row = connection.execute(
        """
        SELECT seq, gone, seen, pending, photo_body.body, facts.body, words FROM photo
        JOIN photo_body ON photo_body.photo = seq JOIN photo_state ON photo_state.photo = seq
        LEFT JOIN facts ON facts.photo = seq
        WHERE id = ?
        """,
        (photo.id,),
    ).fetchone()
    said = words(photo)
    if row is None:
        columns = narrow(photo, None) | {
            "id": photo.id,
            "account": account,
            "seen": scan,
            "pending": scan if photo.open_to_strangers else None,
        }
        seq = _insert(connection, columns)
        _record(connection, scan, seq, account, ChangeKind.NEW)
    else:
        seq, gone, seen, pending, body, facts, old_words = row
        before = unpack(body, Photo)
        photo = carried_over(photo, before)
        if seen == scan and not gone:  # what is said of a photo is what its first listing says
            photo, said = joined(photo, before), old_words
        if gone:
            _record(connection, scan, seq, account, ChangeKind.NEW)
        elif old_words and said != old_words:  # empty: not known
            _record(connection, scan, seq, account, ChangeKind.CHANGED)
        # A list may name a photo twice; it is measured once a scan, unless it names other files.
        same = seen == scan and measured_files(photo) == measured_files(before)
        waits = pending if same else scan
        if not photo.open_to_strangers:
            waits = facts = None
            _forget_measured(connection, seq)
        columns = narrow(photo, None if facts is None else unpack(facts, Facts))
        _update(connection, seq, columns | {"gone": 0, "seen": scan, "pending": waits})
    connection.execute(
        "INSERT OR REPLACE INTO photo_body VALUES (?, ?, NULL)", (seq, pack_slim(photo))
    )
    connection.execute("INSERT OR REPLACE INTO photo_text VALUES (?, ?)", (seq, searched(photo)))
    connection.execute(
        "INSERT INTO photo_state (photo, words) VALUES (?, ?) ON CONFLICT (photo) DO UPDATE "
        "SET words = excluded.words",
        (seq, said),
    )


def _forget_measured(connection: Connection, seq: int) -> None:
    """Forget what was measured of a photo that strangers cannot see any more."""
    for table in ("facts", "print", "thumbnail"):
        connection.execute(f"DELETE FROM {table} WHERE photo = ?", (seq,))  # noqa: S608 - our names


def _record(connection: Connection, scan: int, seq: int, account: int, change: ChangeKind) -> None:
    """Note a change.

    The first one of a scan stands, because it knows how things were before that scan.
    """
    connection.execute(
        "INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?)", (scan, seq, account, change.value)
    )


def unmeasured(
    connection: Connection, scan: int, limit: int, account_id: str | None
) -> tuple[StoredPhoto, ...]:
    """Return photos that wait in this scan.

    Old facts come along only where they were measured at the address that is listed now. A photo
    that was not compared with the private hash list as it is now comes without what would spare its
    download.
    """
    of_account = (
        ""
        if account_id is None
        else "AND photo.account = (SELECT seq FROM account WHERE id = :account)"
    )
    rows = connection.execute(
        f"""
        SELECT photo_body.body, gone_at, facts.body, facts.reason_unread, facts.url,
            compared.version FROM photo INDEXED BY photo_pending
        JOIN photo_body ON photo_body.photo = seq LEFT JOIN facts ON facts.photo = seq
        LEFT JOIN compared ON compared.photo = seq
        WHERE pending = :scan {of_account} ORDER BY photo.account, photo.seq LIMIT :limit
        """,  # noqa: S608 - constants only
        {"scan": scan, "account": account_id, "limit": limit},
    )
    watched = private.version_to_compare(connection)
    found: list[StoredPhoto] = []
    for body, gone_at, facts, reason, url, compared in rows.fetchall():
        stored = stored_photo(body, gone_at, facts, reason)
        if stored.facts is not None and url != fetched_url(stored.photo):
            stored = stored_photo(body, gone_at, None, reason)
        if compared == private.READ_AGAIN or (watched is not None and compared != watched):
            stored = replace(stored, photo=_unconditional(stored.photo))
        found.append(stored)
    return tuple(found)


def _unconditional(photo: Photo) -> Photo:
    renditions = tuple(
        replace(rendition, etag=None, last_modified=None, immutable=False)
        for rendition in photo.renditions
    )
    return replace(photo, renditions=renditions)


def save_facts(
    connection: Connection, scan: int, photo_id: str, stored: StoredPhoto, thumbnail: bytes | None
) -> None:
    """Store what was measured and mark it done in this scan.

    `thumbnail`: None keeps the old one, empty removes it.
    """
    with transaction(connection):
        row = connection.execute(
            "SELECT seq, account, image FROM photo JOIN photo_state ON photo = seq WHERE id = ?",
            (photo_id,),
        ).fetchone()
        if row is None:
            return  # its account was removed while it was measured
        seq, account, image = row
        photo, facts = stored.photo, stored.facts
        if not forgotten.kept(connection):
            photo, facts = places.of_photo(photo), None if facts is None else places.of_facts(facts)
        _update(connection, seq, narrow(photo, facts))
        connection.execute(
            "UPDATE photo SET pending = NULL WHERE seq = ? AND pending = ?", (seq, scan)
        )
        connection.execute(
            "UPDATE photo_body SET body = ? WHERE photo = ?", (pack_slim(photo), seq)
        )
        connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
            (
                seq,
                None if facts is None else pack_slim(facts),
                text(stored.reason_unread),
                fetched_url(photo),
            ),
        )
        if facts is not None:
            if image is not None and facts.sha256 not in {"", image}:  # empty: withheld
                _record(connection, scan, seq, account, ChangeKind.CHANGED)
            if facts.sha256:
                connection.execute(
                    "UPDATE photo_state SET image = ? WHERE photo = ?", (facts.sha256, seq)
                )
            if not stored.reason_unread:  # with a reason these may be the facts of an earlier scan
                connection.execute(
                    "UPDATE photo_state SET read = ? WHERE photo = ? AND ? != ''",
                    (scan, seq, facts.sha256),
                )
                private.read_again_done(connection, seq)
        prints.save(connection, seq, photo, facts)
        _save_thumbnail(connection, seq, thumbnail)
        private.keep_withheld(connection, seq)


def _save_thumbnail(connection: Connection, seq: int, thumbnail: bytes | None) -> None:
    if thumbnail:
        connection.execute("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", (seq, thumbnail))
    elif thumbnail is not None:
        connection.execute("DELETE FROM thumbnail WHERE photo = ?", (seq,))


def _insert(connection: Connection, columns: Columns) -> int:
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    seq = connection.execute(f"INSERT INTO photo ({names}) VALUES ({marks})", columns).lastrowid  # noqa: S608 - our own names
    assert seq is not None
    return seq


def _update(connection: Connection, seq: int, columns: Columns) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    connection.execute(f"UPDATE photo SET {changes} WHERE seq = :seq", columns | {"seq": seq})  # noqa: S608 - our own names
