"""Forgetting places: a vault must not reveal a shelter.

Positions are taken out everywhere at once, and kept out from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.picture_contents import Reveals
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.findings import drop_stray, recount
from auditor.vault.tables.forgotten import FORGOTTEN, SETTING, kept, tells
from auditor.vault.tables.rows import StoredFinding, pack_slim, unpack, words

_NO_EDITION = 0
"""Older than every edition of facts: measured anew at the next scan."""
_PAGE = 1000
_AT_ONCE = 64 * 1024 * 1024
_REWRITTEN = (
    "facts",
    "photo_body",
    "photo_state",
    "print",
    "change",
    "inventory",
    "finding",
    "finding_next",
    "sign",
    "sign_next",
    "made",
)
"""Tables in which positions stood, or hashes of something that held one."""


def of_photo(photo: Photo) -> Photo:
    """Return the photo without the position that its platform publishes."""
    return photo if photo.published is None else replace(photo, published=_without(photo.published))


def of_facts(facts: Facts) -> Facts:
    """Return the facts without any position."""
    seen = facts.provenance
    if seen is not None:
        seen = replace(
            seen,
            reveals=tuple(reveal for reveal in seen.reveals if reveal.what is not Reveals.PLACE),
        )
    return replace(
        facts,
        metadata=_without(facts.metadata),
        provenance=seen,
        further=tuple(replace(each, gps=None) for each in facts.further),
    )


def _without(metadata: Metadata) -> Metadata:
    return replace(metadata, gps=None, gps_others=())


def forget(connection: Connection) -> None:
    """Forget every position, and keep none until `remember`.

    What was deleted earlier is overwritten too: the tables are written anew, with the pages that
    they leave and all free ones zeroed.
    """
    connection.execute("PRAGMA secure_delete = ON")
    try:
        with transaction(connection):
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (SETTING, FORGOTTEN))
            _strip_facts(connection)
            _strip_photos(connection)
            _strip_inventories(connection)
            connection.execute(
                "UPDATE print SET latitude = NULL, longitude = NULL WHERE latitude IS NOT NULL"
            )
            connection.execute("UPDATE photo SET has_place = 0 WHERE has_place")
            _strip_findings(connection)
            for table in _REWRITTEN:
                _rewrite(connection, table)
        _overwrite_free_pages(connection)
        connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchall()  # another run may hold the journal; then it goes when that ends
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


def remember(connection: Connection) -> bool:
    """Keep positions again: every photo is measured anew at the next scan.

    False if they were kept all the time.
    """
    with transaction(connection):
        if kept(connection):
            return False
        connection.execute("DELETE FROM setting WHERE name = ?", (SETTING,))
        # A position that is kept again must not look like a change.
        connection.execute("UPDATE photo_state SET words = x''")
        connection.execute("UPDATE inventory SET words = NULL")
        for rows in _pages(connection, "facts"):
            known = [
                (pack_slim(replace(unpack(body, Facts), edition=_NO_EDITION)), seq)
                for seq, body in rows
            ]
            connection.executemany("UPDATE facts SET body = ? WHERE photo = ?", known)
    return True


def _pages(connection: Connection, table: str) -> Iterator[list[tuple[int, bytes]]]:
    last = -1
    while rows := connection.execute(
        f"SELECT photo, body FROM {table} WHERE photo > ? AND body IS NOT NULL "  # noqa: S608 - constants only
        "ORDER BY photo LIMIT ?",
        (last, _PAGE),
    ).fetchall():
        last = rows[-1][0]
        yield rows


def _strip_facts(connection: Connection) -> None:
    for rows in _pages(connection, "facts"):
        known = ((seq, unpack(body, Facts)) for seq, body in rows)
        changed = [
            (pack_slim(bare), seq) for seq, facts in known if (bare := of_facts(facts)) != facts
        ]
        connection.executemany("UPDATE facts SET body = ? WHERE photo = ?", changed)


def _strip_photos(connection: Connection) -> None:
    """Take out published positions, and the hashes of what was said together with one."""
    for rows in _pages(connection, "photo_body"):
        for seq, body in rows:
            photo = unpack(body, Photo)
            bare = of_photo(photo)
            if bare != photo:
                said = words(bare)
                connection.execute(
                    "UPDATE photo_body SET body = ? WHERE photo = ?", (pack_slim(bare), seq)
                )
                connection.execute("UPDATE photo_state SET words = ? WHERE photo = ?", (said, seq))


def _strip_inventories(connection: Connection) -> None:
    """Forget hashes that may count a position.

    Those of anything but what is said now, without one.
    """
    connection.execute(
        """
        UPDATE inventory SET words = NULL
        WHERE words IS NOT (SELECT words FROM photo_state WHERE photo_state.photo = inventory.photo)
        """
    )


def _strip_findings(connection: Connection) -> None:
    rows = connection.execute("SELECT id, body FROM finding")
    telling = [(name,) for name, body in rows if tells(unpack(body, StoredFinding).observation)]
    connection.executemany("DELETE FROM finding WHERE id = ?", telling)
    connection.execute("DELETE FROM finding_next")
    drop_stray(connection)
    recount(connection)


def _rewrite(connection: Connection, table: str) -> None:
    connection.execute(f"CREATE TABLE rewritten AS SELECT * FROM {table}")  # noqa: S608 - constants only
    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants only
    connection.execute(f"INSERT INTO {table} SELECT * FROM rewritten")  # noqa: S608 - constants only
    connection.execute("DROP TABLE rewritten")


def _overwrite_free_pages(connection: Connection) -> None:
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])  # SQLCipher answers with text
    with transaction(connection):
        connection.execute("CREATE TABLE zeros (body BLOB)")
        while free := int(connection.execute("PRAGMA freelist_count").fetchone()[0]):
            connection.execute(
                "INSERT INTO zeros VALUES (zeroblob(?))", (min(free * size, _AT_ONCE),)
            )
        connection.execute("DROP TABLE zeros")
