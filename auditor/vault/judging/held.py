"""What was made of the contents, over a scan: given back where the scan changed none of them.

Every scan writes, so the database forgets what was made. What it is made of is compared by a
digest of all rows that it is forgotten for, but what only says when something was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.ports.made import MADE_OF_ALL, MADE_OF_CONTENTS, MADE_OF_PHOTOS
from auditor.ports.vault import SAID_OF_SCANS
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables.findings import keep_made, made
from auditor.vault.tables.rows import unpack

_KINDS = (MADE_OF_CONTENTS, MADE_OF_PHOTOS)
_ROWS = (
    "SELECT seq, id, platform FROM account ORDER BY seq",
    "SELECT account, body FROM profile ORDER BY account",
    """SELECT account, MAX(scan), listed, notes, outcome, reason, complete, unlisted
    FROM scan_account GROUP BY account ORDER BY account""",
    """SELECT seq, id, account, kind, posted_at, visibility, width, height, bytes, format, label,
    has_place, measured, gone FROM photo ORDER BY seq""",
    "SELECT photo, body FROM photo_body ORDER BY photo",
    "SELECT photo, body, reason_unread, url FROM facts ORDER BY photo",
    "SELECT * FROM print ORDER BY photo",
    "SELECT * FROM private ORDER BY seq",
    "SELECT * FROM private_hit ORDER BY photo, private",
    "SELECT id, check_id, severity, account, photo, related, body FROM finding ORDER BY id",
    "SELECT seq, body FROM remedy ORDER BY seq",
    "SELECT id, account, state FROM finding_state ORDER BY id",
    "SELECT kind, key, body FROM outside ORDER BY kind, key",
)


@dataclass(frozen=True, slots=True)
class HeldMade:
    """What was made of the contents whose digest this is: names and bodies as they are kept."""

    digest: bytes
    rows: tuple[tuple[str, bytes], ...]


def hold(connection: Connection) -> HeldMade | None:
    """Return what is kept of the contents as they are; None where nothing is."""
    with transaction(connection):
        rows: list[tuple[str, bytes]] = []
        for of in _KINDS:
            known = made(connection, MADE_OF_ALL + of)
            if known is not None:
                rows.append((MADE_OF_ALL + of, known))
                rows += connection.execute(
                    "SELECT name, body FROM made WHERE substr(name, 1, ?) = ?", (len(of), of)
                )
        if len(rows) <= len(_KINDS):  # nothing but what stands for the contents
            return None
        return HeldMade(_digest(connection), tuple(rows))


def give_back(connection: Connection, held: HeldMade) -> bool:
    """Keep again what was held, if the contents are as they were; return whether they are."""
    with transaction(connection):
        if _digest(connection) != held.digest:
            return False
        for of in _KINDS:
            connection.execute("DELETE FROM made WHERE substr(name, 1, ?) = ?", (len(of), of))
        for name, body in held.rows:
            keep_made(connection, name, body)
    return True


def _digest(connection: Connection) -> bytes:
    digest = blake2b(digest_size=32)
    encode = msgspec.msgpack.Encoder().encode
    for row in _all(connection):
        digest.update(encode(row))
    return digest.digest()


def _all(connection: Connection) -> Iterator[object]:
    for place, sql in enumerate(_ROWS):
        yield place
        scanned = "MAX(scan)" in sql
        for row in connection.execute(sql):
            yield _without_scan(row) if scanned else row
    for (body,) in connection.execute("SELECT body FROM account ORDER BY seq"):
        account = unpack(body, Account)
        # when a proof was seen last tells of the scan alone
        yield msgspec.to_builtins(replace(account, proof=replace(account.proof, seen_at=None)))
    yield from connection.execute(
        "SELECT name, value FROM setting WHERE name NOT LIKE 'ui:%' AND name != ? ORDER BY name",
        (SAID_OF_SCANS,),
    )


def _without_scan(row: tuple[Any, ...]) -> tuple[Any, ...]:
    account, _scan, *rest = row
    return (account, *rest)
