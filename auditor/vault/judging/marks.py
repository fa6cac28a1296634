"""Which photos changed since they were judged last.

The database marks them itself, whoever writes: triggers see to that in the transaction of the
change. The marks that a run takes stay beside it until its findings are in place, so that those of
a run that was killed are taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.judging import EvaluatedBy, JudgedPhoto
from auditor.domain.views import StoredPhoto
from auditor.vault.storage.connection import Connection
from auditor.vault.tables import forgotten
from auditor.vault.tables.log_and_settings import setting, write_setting
from auditor.vault.tables.rows import pack, stored_photo, unpack

_SETTING = "judged-by"
"""Setting of the vault: what the findings in place were made by, as JSON."""


@dataclass(slots=True)
class EvaluationRun:
    """One evaluation: what names it, what it judges by, and how the vault was when it began.

    `checks` are the ids of those that look at one photo at a time. `added` counts findings of
    other checks. `loose` says that one of them told of another photo than the one that it was
    given: nobody knows then which photo a finding comes from.
    """

    token: bytes
    by: EvaluatedBy | None
    whole: bool
    places: bool
    accounts: Sequence[tuple[int, bytes]] = ()
    added: int = 0
    loose: bool = False

    @property
    def checks(self) -> frozenset[str]:
        """The ids of the checks of one photo."""
        return frozenset() if self.by is None else self.by.checks


class _Kept(msgspec.Struct, frozen=True):
    edition: str
    day: str
    places: bool
    loose: bool


def take(connection: Connection, token: bytes, by: EvaluatedBy | None) -> EvaluationRun:
    """Set aside which photos are to be judged, inside of a transaction."""
    connection.execute(_MARK.format("photo", "judging"))
    connection.execute("DELETE FROM judging")
    places = forgotten.kept(connection)
    accounts = [
        (seq, _judged_as(body))
        for seq, body in connection.execute("SELECT seq, body FROM account").fetchall()
    ]
    kept = _kept(connection)
    same = (
        by is not None
        and kept is not None
        and bool(by.edition)
        and not kept.loose
        and (by.edition, places) == (kept.edition, kept.places)
    )
    run = EvaluationRun(token, by, not same, places, accounts)
    if by is None:
        return run
    connection.execute("INSERT INTO judging (photo) SELECT photo FROM unjudged")
    connection.execute("DELETE FROM unjudged")
    if run.whole:
        connection.execute("INSERT OR IGNORE INTO judging (photo) SELECT id FROM photo")
        return run
    judged_as = dict(connection.execute("SELECT account, body FROM judged_account"))
    changed = [seq for seq, body in accounts if judged_as.get(seq) != body]
    connection.execute(_OF_ACCOUNTS, (msgspec.json.encode(changed).decode(),))
    if kept is not None and date.fromisoformat(kept.day) != by.day:
        connection.execute(
            "INSERT OR IGNORE INTO judging (photo) "
            "SELECT id FROM judged JOIN photo ON photo.seq = judged.photo WHERE dated"
        )
    return run


_OF_ACCOUNTS = """
INSERT OR IGNORE INTO judging (photo)
SELECT id FROM photo WHERE account IN (SELECT value FROM json_each(?))
"""


def _judged_as(body: bytes) -> bytes:
    """Return what photos are judged by of an account: when its proof was seen last is not."""
    account = unpack(body, Account)
    return pack(replace(account, proof=replace(account.proof, seen_at=None)))


def photos(connection: Connection, after: str | None, limit: int) -> tuple[StoredPhoto, ...]:
    """Return whole photos that are to be judged and not gone, in order of id."""
    rows = connection.execute(
        """
        SELECT photo_body.body, gone_at, facts.body, facts.reason_unread
        FROM judging CROSS JOIN photo ON photo.id = judging.photo
        JOIN photo_body ON photo_body.photo = photo.seq LEFT JOIN facts ON facts.photo = photo.seq
        WHERE judging.photo > ? AND gone = 0 ORDER BY judging.photo LIMIT ?
        """,
        (after or "", limit),
    )
    return tuple(stored_photo(*row) for row in rows)


def note(connection: Connection, judged: Sequence[JudgedPhoto]) -> None:
    """Note of photos that are being judged what is kept besides findings."""
    connection.executemany(
        "UPDATE judging SET gaps = ?, dated = ?, broken = ? WHERE photo = ?",
        [(each.gaps, each.dated, each.broken, each.photo) for each in judged if each.says],
    )


def settle(connection: Connection, run: EvaluationRun) -> None:
    """Keep what was noted, once the findings are in place, inside of their transaction."""
    connection.execute(
        "DELETE FROM judged WHERE photo IN ("
        "SELECT seq FROM judging CROSS JOIN photo ON photo.id = judging.photo)"
    )
    connection.execute(
        "INSERT INTO judged SELECT seq, gaps, dated FROM judging CROSS JOIN photo "
        "ON photo.id = judging.photo WHERE gaps != x'' OR dated"
    )
    connection.execute(_MARK.format("photo", "judging WHERE broken"))
    connection.execute("DELETE FROM judging")
    connection.execute("DELETE FROM judged_account")
    connection.executemany(
        "INSERT INTO judged_account SELECT seq, ? FROM account WHERE seq = ?",
        [(body, seq) for seq, body in run.accounts],
    )
    if run.by is None:
        connection.execute("DELETE FROM setting WHERE name = ?", (_SETTING,))
        return
    kept = _Kept(run.by.edition, run.by.day.isoformat(), run.places, run.loose)
    write_setting(connection, _SETTING, msgspec.json.encode(kept).decode())


def gaps(connection: Connection) -> tuple[tuple[bytes, int], ...]:
    """Return what could not be looked for, with the number of photos of which that is so."""
    rows = connection.execute(
        "SELECT gaps, count(*) FROM judged WHERE gaps != x'' GROUP BY gaps ORDER BY gaps"
    )
    return tuple((bytes(gaps), count) for gaps, count in rows)


def _kept(connection: Connection) -> _Kept | None:
    kept = setting(connection, _SETTING)
    return msgspec.json.decode(kept, type=_Kept) if kept else None


_MARK = "INSERT OR IGNORE INTO unjudged SELECT {0} FROM {1}"
