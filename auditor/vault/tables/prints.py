"""Prints: what comparing photos with each other needs, in a narrow table that is read whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import msgspec

from auditor.domain.findings.check import InventoryPart, Print
from auditor.domain.findings.collecting import collecting_paused
from auditor.domain.likeness.face_rows import FaceRow, FaceRows, rows_of
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.forms import Forms
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.domain.photos.picture_contents import Face
from auditor.domain.prints import print_of
from auditor.vault.storage.columns import number, text
from auditor.vault.storage.connection import Connection
from auditor.vault.tables.rows import pack

_FACES = msgspec.msgpack.Decoder(tuple[tuple[FaceRow, ...], ...])
_ARRAY = b"\xdd"
"""What an array begins with in MessagePack whose length is of four bytes, which follow."""
_NOTHING = pack(())
_ID = attrgetter("photo")
_KINDS = {kind.value: kind for kind in PhotoKind}
_SERIALS = msgspec.msgpack.Decoder(tuple[str, ...])


def save(connection: Connection, seq: int, photo: Photo, facts: Facts | None) -> None:
    """Store the print of a photo, or drop it where nothing was measured."""
    if facts is None:
        connection.execute("DELETE FROM print WHERE photo = ?", (seq,))
        return
    made = print_of(photo, facts)
    latitude, longitude = made.gps or (None, None)
    connection.execute(
        "INSERT OR REPLACE INTO print VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            text(made.page_url),
            made.sha256,
            bytes.fromhex("".join(made.pdq)),
            made.quality,
            pack(made.serial_numbers),
            number(made.width),
            number(made.height),
            _packed(made.faces),
            latitude,
            longitude,
            None if made.captured_at is None else text(made.captured_at),
        ),
    )


class StoredPrints:
    """The prints of every measured photo that is not gone, as they are stored.

    `rows` are in order of the photos' numbers, `names` the ids of accounts by theirs.
    """

    def __init__(self, rows: Sequence[tuple[Any, ...]], names: dict[int, str]) -> None:
        self._rows, self._names = rows, names

    def prints(self) -> tuple[Print, ...]:
        """Return the prints, in order of id."""
        names = self._names
        with collecting_paused():
            faces = _faces_of(row[_PLACE_OF_FACES] for row in self._rows)
            return tuple(sorted((_print(row, names, faces) for row in self._rows), key=_ID))

    def digests(self) -> dict[InventoryPart, bytes]:
        """Return for each part what changes where it is another one of any photo."""
        encode = msgspec.msgpack.Encoder().encode
        every = blake2b(encode(self._names), digest_size=32)
        parts = {part: blake2b(digest_size=32) for part in _COLUMNS}
        for start in range(0, len(self._rows), _AT_ONCE):
            columns = [*zip(*self._rows[start : start + _AT_ONCE], strict=True)]
            every.update(encode(columns[:_OF_EVERY_PART]))
            for part, which in _COLUMNS.items():
                parts[part].update(encode(columns[which]))
        known = every.digest()
        return {part: known + digest.digest() for part, digest in parts.items()}


_AT_ONCE = 1024
"""Prints that are looked at together: one after the other takes longer, all at once more memory."""
_PLACE_OF_FACES = 8
_OF_EVERY_PART = 4
"""The first columns: id, account, kind and page."""
_COLUMNS = {
    InventoryPart.PICTURES: slice(4, 6),
    InventoryPart.FACES: slice(6, 9),
    InventoryPart.TIMES: slice(9, 12),
}
"""Which columns are of each part. The last two belong to none."""


def read(connection: Connection) -> tuple[Print, ...]:
    """Return the prints of every measured photo that is not gone, in order of id."""
    return read_rows(connection).prints()


def read_rows(connection: Connection) -> StoredPrints:
    """Return the prints of every measured photo that is not gone, as they are stored.

    Both tables are read from front to back: in order of id each row is on another page, which has
    to be decrypted for it alone.
    """
    names = dict(connection.execute("SELECT seq, id FROM account ORDER BY seq"))
    rows = connection.execute(
        """
        SELECT id, account, kind, page_url, sha256, pdq, print.width, print.height, faces, latitude,
            longitude, captured_at, quality, serial_numbers
        FROM print CROSS JOIN photo ON photo.seq = print.photo WHERE gone = 0 ORDER BY print.photo
        """
    )
    with collecting_paused():
        return StoredPrints(rows.fetchall(), names)


def _print(row: Sequence[Any], names: dict[int, str], of: Mapping[bytes, FaceRows]) -> Print:
    (
        photo,
        account,
        kind,
        page_url,
        sha256,
        pdq,
        width,
        height,
        faces,
        latitude,
        longitude,
        captured_at,
        quality,
        serials,
    ) = row
    return Print(
        photo=photo,
        account=names[account],
        kind=_KINDS[kind],
        page_url=page_url,
        sha256=sha256,
        pdq=Forms(pdq),
        quality=quality,
        serial_numbers=() if serials == _NOTHING else _SERIALS.decode(serials),
        width=width,
        height=height,
        faces=None if faces is None else of.get(faces, ()),
        gps=None if latitude is None else (latitude, longitude),
        captured_at=captured_at,
    )


def _packed(faces: Sequence[Face] | None) -> bytes | None:
    """Return the faces packed; None where they were not looked for or could not be."""
    return None if faces is None else msgspec.msgpack.encode(tuple(rows_of(faces)))


def _faces_of(packed: Iterable[bytes | None]) -> dict[bytes, FaceRows]:
    """Return the faces of each pack that has any: all in one go takes less time."""
    packs = [*dict.fromkeys(pack for pack in packed if pack is not None and pack != _NOTHING)]
    together = b"".join((_ARRAY, len(packs).to_bytes(4), *packs))
    return dict(zip(packs, map(FaceRows, _FACES.decode(together)), strict=True))
