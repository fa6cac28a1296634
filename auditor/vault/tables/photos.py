"""Reading photos.

Counts and pages of the list from the narrow table, whole photos one at a time or streamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from auditor.domain.photos.counts import SIZES, ByValue, PhotoCounts
from auditor.domain.photos.photo import Visibility
from auditor.domain.views import PhotoQuery, PhotoRow, PhotoSort, StoredPhoto
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection
from auditor.vault.tables.rows import ROW, photo_row, stored_photo

_Bound = dict[str, str | int]

_ORDER = {
    PhotoSort.NEWEST: "newest",
    PhotoSort.OLDEST: "oldest",
    PhotoSort.LARGEST: "largest",
    PhotoSort.SEVEREST: "severest",
}
_WHOLE_OF = """
    photo_body.body, gone_at, facts.body, facts.reason_unread FROM photo
    JOIN photo_body ON photo_body.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
"""
_WHOLE = f"SELECT {_WHOLE_OF}"


def count(connection: Connection, query: PhotoQuery) -> int:
    """Count from an index alone, unless a text is searched for."""
    where, bound = _filters(query)
    (number,) = connection.execute(f"SELECT count(*) FROM photo WHERE {where}", bound).fetchone()  # noqa: S608 - constants only
    return int(number)


def counts(connection: Connection, query: PhotoQuery) -> PhotoCounts:
    """Count photos by year and hour of posting and by size, in one pass over the table."""
    longer = "max(width, height)"
    classes = " ".join(f"WHEN {longer} < {edge} THEN {index}" for index, edge in enumerate(SIZES))
    size = f"CASE WHEN {longer} IS NULL THEN NULL {classes} ELSE {len(SIZES)} END"
    where, bound = _filters(query)
    rows = connection.execute(
        f"""
        SELECT strftime('%Y%H', posted_at / 1000000, 'unixepoch') AS posted, {size} AS class,
            count(*) FROM photo WHERE {where} GROUP BY posted, class
        """,  # noqa: S608 - constants only
        bound,
    )
    years, hours, sizes = Counter[int | None](), Counter[int | None](), Counter[int | None]()
    for posted, class_, number in rows:
        years[None if posted is None else int(posted[:-2])] += number
        hours[None if posted is None else int(posted[-2:])] += number
        sizes[class_] += number
    return PhotoCounts(_by_value(years), _by_value(hours), _by_value(sizes))


def _by_value(found: Counter[int | None]) -> ByValue:
    return tuple(sorted(found.items(), key=lambda each: (each[0] is not None, each[0] or 0)))


def seen_by(connection: Connection, account_id: str) -> Mapping[tuple[Visibility, bool], int]:
    """Count the photos of an account that are not gone by who sees them, and whether measured."""
    rows = connection.execute(
        """
        SELECT visibility, measured, count(*) FROM photo
        WHERE account = (SELECT seq FROM account WHERE id = ?) AND gone = 0
        GROUP BY visibility, measured
        """,
        (account_id,),
    )
    return {(Visibility(kind), bool(measured)): number for kind, measured, number in rows}


def page(
    connection: Connection, query: PhotoQuery, offset: int, limit: int
) -> tuple[PhotoRow, ...]:
    """Return one page.

    The inner query finds it in an index; only its own rows are read from the table.
    """
    where, bound = _filters(query)
    order = _ORDER[query.sort]
    index = f"photo_account_{order}" if query.account is not None else f"photo_{order}"
    rows = connection.execute(
        f"""
        SELECT {ROW} FROM photo JOIN account ON account.seq = photo.account
        WHERE photo.seq IN (
            SELECT seq FROM photo INDEXED BY {index} WHERE {where}
            ORDER BY {order}, id LIMIT :limit OFFSET :offset)
        ORDER BY photo.{order}, photo.id
        """,  # noqa: S608 - constants only
        bound | {"limit": limit, "offset": offset},
    )
    return tuple(photo_row(row) for row in rows)


def rows_of(connection: Connection, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
    """Return the list rows of these photos, in order of id; unknown ids are left out."""
    wanted = msgspec.json.encode([text(name) for name in photo_ids]).decode()
    rows = connection.execute(
        f"""
        SELECT {ROW} FROM photo JOIN account ON account.seq = photo.account
        WHERE photo.id IN (SELECT value FROM json_each(?)) ORDER BY photo.id
        """,  # noqa: S608 - constants only
        (wanted,),
    )
    return tuple(photo_row(row) for row in rows)


def _filters(query: PhotoQuery) -> tuple[str, _Bound]:
    parts, bound = ["TRUE"], _Bound()
    if query.account is not None:
        parts.append("account = (SELECT seq FROM account WHERE id = :account)")
        bound["account"] = query.account
    if not query.include_gone:
        parts.append("gone = 0")
    if query.has_place is not None:
        parts.append("has_place = :place")
        bound["place"] = int(query.has_place)
    if query.measured is not None:
        parts.append("measured = :measured")
        bound["measured"] = int(query.measured)
    if query.severity_at_least is not None:
        parts.append("severest <= :severest")
        bound["severest"] = -int(query.severity_at_least)
    if query.text:
        parts.append(
            "EXISTS (SELECT 1 FROM photo_text "
            "WHERE photo_text.photo = seq AND instr(folded, :text))"
        )
        bound["text"] = text(query.text).casefold()
    return " AND ".join(parts), bound


def stream(connection: Connection, after: str | None, limit: int) -> tuple[StoredPhoto, ...]:
    """Return whole photos that are not gone, in order of id."""
    rows = connection.execute(
        f"{_WHOLE} WHERE photo.id > ? AND gone = 0 ORDER BY photo.id LIMIT ?", (after or "", limit)
    )
    return tuple(stored_photo(*row) for row in rows)


def as_stored(
    connection: Connection, after: int, limit: int
) -> tuple[int, tuple[StoredPhoto, ...]]:
    """Return whole photos that are not gone, as they lie in the file, and the last number."""
    rows = connection.execute(
        f"""
        SELECT photo.seq, {_WHOLE_OF} WHERE photo.seq > ? AND gone = 0
        ORDER BY photo.seq LIMIT ?
        """,
        (after, limit),
    ).fetchall()
    return (rows[-1][0] if rows else after), tuple([stored_photo(*row) for _seq, *row in rows])


def whole(connection: Connection, photo_ids: Sequence[str]) -> tuple[StoredPhoto, ...]:
    """Return those of these photos that are not gone, in order of id."""
    wanted = msgspec.json.encode(photo_ids).decode()
    rows = connection.execute(
        f"{_WHOLE} WHERE photo.id IN (SELECT value FROM json_each(?)) AND gone = 0 "  # noqa: S608 - constants only
        "ORDER BY photo.id",
        (wanted,),
    )
    return tuple(stored_photo(*row) for row in rows)


def gone(connection: Connection, account_id: str) -> tuple[StoredPhoto, ...]:
    """Return whole photos of an account that are gone and still known, in order of id."""
    rows = connection.execute(
        f"{_WHOLE} JOIN account ON account.seq = photo.account WHERE account.id = ? AND gone = 1 "
        "ORDER BY photo.id",
        (account_id,),
    )
    return tuple(stored_photo(*row) for row in rows)


def find(connection: Connection, photo_id: str) -> StoredPhoto | None:
    """Return one whole photo."""
    row = connection.execute(f"{_WHOLE} WHERE photo.id = ?", (photo_id,)).fetchone()
    return None if row is None else stored_photo(*row)


def thumbnail(connection: Connection, photo_id: str) -> bytes | None:
    """Return the small picture."""
    row = connection.execute(
        "SELECT webp FROM thumbnail JOIN photo ON photo.seq = thumbnail.photo WHERE photo.id = ?",
        (photo_id,),
    ).fetchone()
    return None if row is None else bytes(row[0])
