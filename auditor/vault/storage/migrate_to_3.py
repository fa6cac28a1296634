"""Format 3: prints learn size, position and time from the facts that are there.

Faces were never looked for before it.

It reads the bodies by the names they had then, not through the domain's classes, which go on
changing.
"""

from __future__ import annotations

import msgspec

from auditor.domain.visible_metadata import on_earth
from auditor.vault.storage.columns import number, text
from auditor.vault.storage.connection import Connection

_PAGE = 1000
_CAPTURED = 40


class _Gps(msgspec.Struct):
    latitude: float
    longitude: float


class _Metadata(msgspec.Struct):
    gps: _Gps | None = None
    captured_at: str | None = None


class _Facts(msgspec.Struct):
    width: int | None = None
    height: int | None = None
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _Photo(msgspec.Struct):
    published: _Metadata | None = None


_FACTS = msgspec.msgpack.Decoder(_Facts)
_PHOTO = msgspec.msgpack.Decoder(_Photo)


def fill(connection: Connection) -> None:
    """Fill the new columns of the print table, a thousand photos at a time."""
    last = -1
    while rows := connection.execute(
        """
        SELECT print.photo, facts.body, photo_body.body FROM print
        JOIN facts ON facts.photo = print.photo JOIN photo_body ON photo_body.photo = print.photo
        WHERE print.photo > ? AND facts.body IS NOT NULL ORDER BY print.photo LIMIT ?
        """,
        (last, _PAGE),
    ).fetchall():
        connection.executemany(
            "UPDATE print SET width = ?, height = ?, latitude = ?, longitude = ?, captured_at "
            "= ? WHERE photo = ?",
            [_row(seq, _FACTS.decode(facts), _PHOTO.decode(photo)) for seq, facts, photo in rows],
        )
        last = rows[-1][0]


def _row(
    seq: int, facts: _Facts, photo: _Photo
) -> tuple[int | None, int | None, float | None, float | None, str | None, int]:
    said = [metadata for metadata in (facts.metadata, photo.published) if metadata is not None]
    gps = next(
        (
            metadata.gps
            for metadata in said
            if metadata.gps is not None and on_earth(metadata.gps.latitude, metadata.gps.longitude)
        ),
        None,
    )
    captured = next(
        (text(metadata.captured_at[:_CAPTURED]) for metadata in said if metadata.captured_at), None
    )
    latitude, longitude = (None, None) if gps is None else (gps.latitude, gps.longitude)
    return (number(facts.width), number(facts.height), latitude, longitude, captured, seq)
