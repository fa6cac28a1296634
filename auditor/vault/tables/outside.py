"""What is known of the world outside the person's accounts: records by kind and key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from auditor.domain.outside.breaches import BreachLookup
from auditor.domain.outside.copies import CopiesLook
from auditor.domain.outside.discovery import ControlNames
from auditor.domain.outside.evidence import OutsideRecord
from auditor.domain.outside.look_alikes import ModelSearch
from auditor.domain.outside.reported import ReportedLink
from auditor.domain.outside.training_sets import CorpusSearch
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.rows import pack

_Record = TypeVar("_Record", bound=OutsideRecord)
_DECODERS: Mapping[type[OutsideRecord], msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind)
    for kind in (
        ReportedLink,
        BreachLookup,
        CopiesLook,
        ModelSearch,
        ControlNames,
        CorpusSearch,
    )
}
"""Of every kind that a vault holds; made while there is one thread, as those of `tables.rows`."""


def read(connection: Connection, kind: type[_Record]) -> dict[str, _Record]:
    """Return the records of a kind by key, in the order in which they were first kept."""
    rows = connection.execute(
        "SELECT key, body FROM outside WHERE kind = ? ORDER BY seq", (kind.KIND,)
    )
    return {key: _DECODERS[kind].decode(body) for key, body in rows}


def put(connection: Connection, key: str, record: OutsideRecord) -> None:
    """Keep a record, in place of the one of its kind and key."""
    with transaction(connection):
        _put(connection, key, record)


def replace(connection: Connection, kind: type[_Record], records: Mapping[str, _Record]) -> None:
    """Keep these records of a kind and no others, in one transaction."""
    with transaction(connection):
        connection.execute("DELETE FROM outside WHERE kind = ?", (kind.KIND,))
        for key, record in records.items():
            _put(connection, key, record)


def remove(connection: Connection, kind: type[OutsideRecord], key: str) -> bool:
    """Forget a record; False if there is none."""
    with transaction(connection):
        gone = connection.execute(
            "DELETE FROM outside WHERE kind = ? AND key = ?", (kind.KIND, key)
        )
        return gone.rowcount > 0


def _put(connection: Connection, key: str, record: OutsideRecord) -> None:
    connection.execute(
        "INSERT INTO outside (kind, key, body) VALUES (?, ?, ?) "
        "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
        (record.KIND, text(key), pack(record)),
    )
