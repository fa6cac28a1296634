"""What a scan writes about photos: batches of the list, what was measured, what is put in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.domain.views import ChangeKind, StoredPhoto, WaitingPhoto
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables import accounts, forgotten, places, prints, private
from auditor.vault.tables.rows import (
    Columns,
    carried_over,
    fetched_url,
    joined,
    measured_files,
    moment,
    narrow,
    pack,
    pack_slim,
    searched,
    stored_photo,
    unpack,
    words,
)

_TO_MEASURE = """
SELECT photo_body.body, gone_at, facts.body, facts.reason_unread, facts.url, compared.version
"""
_WITH_FACTS = """
JOIN photo_body ON photo_body.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
LEFT JOIN compared ON compared.photo = photo.seq
"""


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
    connection.execute(_PUT_BODY, (seq, pack_slim(photo)))
    connection.execute("INSERT OR REPLACE INTO photo_text VALUES (?, ?)", (seq, searched(photo)))
    connection.execute(
        "INSERT INTO photo_state (photo, words) VALUES (?, ?) ON CONFLICT (photo) DO UPDATE "
        "SET words = excluded.words",
        (seq, said),
    )


# What is the same as before is not written: it counts as changed, and would be judged anew.
_PUT_BODY = """
INSERT INTO photo_body VALUES (?, ?, NULL) ON CONFLICT (photo) DO UPDATE
SET body = excluded.body, gone_at = NULL WHERE body IS NOT excluded.body OR gone_at IS NOT NULL
"""
_PUT_FACTS = """
INSERT INTO facts VALUES (?, ?, ?, ?) ON CONFLICT (photo) DO UPDATE
SET body = excluded.body, reason_unread = excluded.reason_unread, url = excluded.url
WHERE (body, reason_unread, url) IS NOT (excluded.body, excluded.reason_unread, excluded.url)
"""


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
        {_TO_MEASURE} FROM photo INDEXED BY photo_pending {_WITH_FACTS}
        WHERE pending = :scan {of_account} ORDER BY photo.account, photo.seq LIMIT :limit
        """,
        {"scan": scan, "account": account_id, "limit": limit},
    )
    return tuple(_to_measure(connection, rows.fetchall()))


def waiting(connection: Connection, scan: int, account_id: str) -> tuple[WaitingPhoto, ...]:
    """Return which photos of an account wait in this scan, the longest known first."""
    watched = private.version_to_compare(connection)
    rows = connection.execute(
        """
        SELECT photo.id, kind, label, newest, measured, latitude, longitude,
            coalesce(photo_state.read, 0), compared.version, facts.body IS NOT NULL
        FROM photo INDEXED BY photo_pending JOIN photo_state ON photo_state.photo = photo.seq
        LEFT JOIN print ON print.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
        LEFT JOIN compared ON compared.photo = photo.seq
        WHERE pending = ? AND photo.account = (SELECT seq FROM account WHERE id = ?)
        ORDER BY photo.seq
        """,
        (scan, account_id),
    )
    return tuple(
        WaitingPhoto(
            name,
            PhotoKind(kind),
            label,
            newest,
            bool(measured),
            None if latitude is None else (round(latitude, 3), round(longitude, 3)),
            read,
            must=_must(compared, watched),
            looked=bool(looked),
        )
        for name, kind, label, newest, measured, latitude, longitude, read, compared, looked in rows
    )


def waiting_photos(
    connection: Connection, scan: int, photo_ids: Sequence[str]
) -> tuple[StoredPhoto, ...]:
    """Return those of these photos that wait in this scan, as `unmeasured` does, in this order."""
    marks = ", ".join("?" * len(photo_ids))
    rows = connection.execute(
        f"{_TO_MEASURE} FROM photo {_WITH_FACTS} WHERE pending = ? AND photo.id IN ({marks})",
        (scan, *photo_ids),
    )
    found = {stored.photo.id: stored for stored in _to_measure(connection, rows.fetchall())}
    return tuple(found[name] for name in photo_ids if name in found)


def still(connection: Connection, scan: int, photo_ids: Sequence[str]) -> None:
    """Mark photos done in this scan whose addresses say that they are what was read before."""
    with transaction(connection):
        rows = [(name, scan) for name in photo_ids]
        connection.executemany(
            """
            UPDATE photo_state SET read = ?2
            WHERE photo = (SELECT seq FROM photo WHERE id = ?1 AND pending = ?2)
                AND EXISTS (SELECT 1 FROM facts WHERE facts.photo = photo_state.photo
                    AND reason_unread = '')
            """,
            rows,
        )
        connection.executemany("UPDATE photo SET pending = NULL WHERE id = ? AND pending = ?", rows)


def read_when(connection: Connection, photo_ids: Sequence[str]) -> tuple[datetime | None, ...]:
    """Return when the scan began that read each photo last, None where it is not known any more."""
    found: list[datetime | None] = []
    for name in photo_ids:
        row = connection.execute(
            """
            SELECT scan.started_at FROM photo
            JOIN photo_state ON photo_state.photo = photo.seq
            LEFT JOIN scan ON scan.id = photo_state.read WHERE photo.id = ?
            """,
            (name,),
        ).fetchone()
        if row is not None:
            found.append(moment(row[0]))
    return tuple(found)


def not_asked(
    connection: Connection, scan: int, account_id: str, photo_ids: Sequence[str], note: str
) -> None:
    """Let photos wait no more that nobody looked at in this scan, and keep what is told of it."""
    with transaction(connection):
        rows = [(name, scan) for name in photo_ids]
        connection.executemany("UPDATE photo SET pending = NULL WHERE id = ? AND pending = ?", rows)
        row = connection.execute(
            "SELECT account, notes FROM scan_account JOIN account ON seq = account "
            "WHERE scan = ? AND account.id = ?",
            (scan, account_id),
        ).fetchone()
        if row is not None:
            kept = dict.fromkeys((*unpack(row[1], tuple[str, ...]), note))
            connection.execute(
                "UPDATE scan_account SET notes = ? WHERE scan = ? AND account = ?",
                (pack(tuple(kept)), scan, row[0]),
            )


def unlooked(
    connection: Connection, scan: int, account_id: str, after: int, limit: int
) -> tuple[tuple[StoredPhoto, ...], int]:
    """Return photos that wait and of which nothing is known, in the order in which they came up.

    And a number to go on with: those behind `after` come.
    """
    rows = connection.execute(
        """
        SELECT photo_body.body, photo.seq FROM photo INDEXED BY photo_pending
        JOIN photo_body ON photo_body.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
        WHERE pending = ? AND photo.account = (SELECT seq FROM account WHERE id = ?)
            AND photo.seq > ? AND facts.body IS NULL
        ORDER BY photo.seq LIMIT ?
        """,
        (scan, account_id, after, limit),
    ).fetchall()
    last = rows[-1][1] if rows else after
    return tuple(StoredPhoto(unpack(body, Photo), None) for body, _seq in rows), last


def save_first(connection: Connection, scan: int, read: Sequence[StoredPhoto]) -> None:
    """Store what the first bytes of files said. The photos wait on for the whole of them.

    What is known of a photo by now is never replaced by less.
    """
    with transaction(connection):
        with_places = forgotten.kept(connection)
        for stored in read:
            row = connection.execute(
                """
                SELECT seq FROM photo LEFT JOIN facts ON facts.photo = seq
                WHERE id = ? AND pending = ? AND facts.body IS NULL
                """,
                (stored.photo.id, scan),
            ).fetchone()
            if row is None or stored.facts is None:
                continue
            photo, facts = stored.photo, stored.facts
            if not with_places:
                photo, facts = places.of_photo(photo), places.of_facts(facts)
            (seq,) = row
            _update(connection, seq, narrow(photo, facts))
            connection.execute(
                "INSERT OR REPLACE INTO facts VALUES (?, ?, '', ?)",
                (seq, pack(facts), fetched_url(photo)),
            )
            prints.save(connection, seq, photo, facts)


def _to_measure(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> Iterator[StoredPhoto]:
    watched = private.version_to_compare(connection)
    for body, gone_at, facts, reason, url, compared in rows:
        stored = stored_photo(body, gone_at, facts, reason)
        if stored.facts is not None and url != fetched_url(stored.photo):
            stored = stored_photo(body, gone_at, None, reason)
        if _must(compared, watched):
            stored = replace(stored, photo=_unconditional(stored.photo))
        yield stored


def _must(compared: int | None, watched: int | None) -> bool:
    """Whether a photo is read whatever is known of it, to compare it with the private hash list."""
    return compared == private.READ_AGAIN or (watched is not None and compared != watched)


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
        body = pack_slim(photo)
        connection.execute(
            "UPDATE photo_body SET body = ? WHERE photo = ? AND body IS NOT ?", (body, seq, body)
        )
        connection.execute(
            _PUT_FACTS,
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


def restate(connection: Connection, photos: Sequence[StoredPhoto], dropped: Sequence[str]) -> None:
    """Write photos with their facts, and forget those of the ids in `dropped`."""
    if not photos and not dropped:
        return
    connection.execute("PRAGMA secure_delete = ON")
    try:
        with transaction(connection):
            with_places = forgotten.kept(connection)
            for stored in photos:
                _restate(connection, stored, with_places=with_places)
            for name in dropped:
                connection.execute("DELETE FROM photo WHERE id = ?", (name,))
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


def _restate(connection: Connection, stored: StoredPhoto, *, with_places: bool) -> None:
    photo, facts = stored.photo, stored.facts
    row = connection.execute("SELECT seq FROM photo WHERE id = ?", (photo.id,)).fetchone()
    if row is None:
        return
    (seq,) = row
    if not with_places:
        photo, facts = places.of_photo(photo), None if facts is None else places.of_facts(facts)
    if not photo.open_to_strangers:
        facts = None
    _update(connection, seq, narrow(photo, facts) | {"pending": None})
    connection.execute("UPDATE photo_body SET body = ? WHERE photo = ?", (pack(photo), seq))
    connection.execute("INSERT OR REPLACE INTO photo_text VALUES (?, ?)", (seq, searched(photo)))
    connection.execute("UPDATE photo_state SET words = ? WHERE photo = ?", (words(photo), seq))
    if facts is None:
        _forget_measured(connection, seq)
        return
    connection.execute(
        "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
        (seq, pack(facts), text(stored.reason_unread), fetched_url(photo)),
    )
    prints.save(connection, seq, photo, facts)


def _insert(connection: Connection, columns: Columns) -> int:
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    seq = connection.execute(f"INSERT INTO photo ({names}) VALUES ({marks})", columns).lastrowid  # noqa: S608 - our own names
    assert seq is not None
    return seq


def _update(connection: Connection, seq: int, columns: Columns) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    connection.execute(f"UPDATE photo SET {changes} WHERE seq = :seq", columns | {"seq": seq})  # noqa: S608 - our own names
