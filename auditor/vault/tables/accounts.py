"""Accounts: what the user claims, what proves it, what the platform shows of them."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.account import Account, Claim, Profile, Proof
from auditor.domain.views import AccountState
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.storage.marking import forget_strays
from auditor.vault.tables.findings import drop_stray, recount
from auditor.vault.tables.rows import moment, pack, unpack


def read_all(connection: Connection) -> tuple[Account, ...]:
    """Return all accounts, oldest first."""
    return tuple(
        unpack(body, Account)
        for (body,) in connection.execute("SELECT body FROM account ORDER BY seq")
    )


def states(connection: Connection) -> tuple[AccountState, ...]:
    """Return all accounts with photo counts and how their last scan ended."""
    rows = connection.execute(
        """
        SELECT account.body, profile.body,
            (SELECT count(*) FROM photo WHERE photo.account = account.seq AND gone = 0),
            last.ended_at, last.outcome, last.reason, last.notes,
            (SELECT outcome = 'fetched' AND complete FROM scan_account
            WHERE scan_account.account = account.seq ORDER BY scan DESC LIMIT 1)
        FROM account
        LEFT JOIN profile ON profile.account = account.seq
        LEFT JOIN scan_account AS last ON last.account = account.seq AND last.scan =
            (SELECT max(scan) FROM scan_account
            WHERE scan_account.account = account.seq AND scan_account.outcome != '')
        ORDER BY account.seq
        """
    )
    return tuple(
        AccountState(
            account=unpack(body, Account),
            profile=None if profile is None else unpack(profile, Profile),
            photos=photos,
            last_scan=moment(ended),
            outcome=outcome,
            reason=reason or "",
            notes=() if notes is None else unpack(notes, tuple[str, ...]),
            complete=bool(complete),
        )
        for body, profile, photos, ended, outcome, reason, notes, complete in rows
    )


def put(connection: Connection, account: Account) -> None:
    """Add or replace an account; a replaced one keeps its place."""
    connection.execute(
        """
        INSERT INTO account (id, platform, body) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, body = excluded.body
        """,
        (account.id, account.platform, pack(account)),
    )


def set_claim(connection: Connection, account_id: str, claim: Claim) -> None:
    """Record what the user says."""
    with transaction(connection):
        account = _find(connection, account_id)
        if account is not None:
            put(connection, replace(account, claim=claim))


def set_proof(connection: Connection, account_id: str, proof: Proof) -> None:
    """Record what proves the account."""
    with transaction(connection):
        account = _find(connection, account_id)
        if account is not None:
            put(connection, replace(account, proof=proof))


def keep_stable_id(connection: Connection, account_id: str, stable_id: str) -> None:
    """Record what names the account for good, once: the first scan that saw it is right."""
    account = _find(connection, account_id)
    if account is not None and not account.stable_id:
        put(connection, replace(account, stable_id=stable_id))


def rename(connection: Connection, account_id: str, handle: str, url: str) -> None:
    """Record the name that an account has now: its old one may be somebody else's tomorrow."""
    account = _find(connection, account_id)
    if account is not None:
        put(connection, replace(account, handle=handle, url=url))


def remove(connection: Connection, account_id: str) -> None:
    """Forget an account and all that names it.

    Photos, facts, findings and their states, its requests, settings kept under its id.

    Findings of other accounts that point at its photos go too; the next scan makes them anew
    without it. What is deleted is overwritten in the file and in the journal.
    """
    connection.execute("PRAGMA secure_delete = ON")
    try:
        with transaction(connection):
            _remove_pointers(connection, account_id)
            connection.execute("DELETE FROM finding WHERE account = ?", (account_id,))
            connection.execute("DELETE FROM finding_next")
            drop_stray(connection)
            connection.execute("DELETE FROM finding_state WHERE account = ?", (account_id,))
            connection.execute("DELETE FROM request WHERE instr(purpose, ?)", (account_id,))
            connection.execute("DELETE FROM setting WHERE instr(name, ?)", (account_id,))
            connection.execute("DELETE FROM outside WHERE instr(key, ?) = 1", (f"{account_id}:",))
            connection.execute(_UNLISTED, {"account": account_id})
            connection.execute(
                "DELETE FROM account WHERE id = ?", (account_id,)
            )  # what refers to it goes by cascade
            forget_strays(connection)
            recount(connection)
            connection.execute(
                "DELETE FROM scan WHERE NOT EXISTS ("
                "SELECT 1 FROM scan_account WHERE scan_account.scan = scan.id)"
            )
        connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchall()  # another run may hold the journal; then it goes when that ends
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


_UNLISTED = """
UPDATE setting SET value = (
    SELECT json_group_array(item.value) FROM json_each(setting.value) AS item
    WHERE item.value <> :account)
WHERE instr(value, :account) AND json_valid(value) AND json_type(value) = 'array'
"""
"""Takes an account out of the lists that settings of other accounts hold."""
_PHOTOS_OF = (
    "SELECT photo.id FROM photo JOIN account ON account.seq = photo.account WHERE account.id = ?"
)


def _remove_pointers(connection: Connection, account_id: str) -> None:
    photos = connection.execute(_PHOTOS_OF, (account_id,)).fetchall()
    pointing = {
        finding
        for photo in photos
        for finding in connection.execute(
            "SELECT finding FROM finding_related WHERE photo = ?", photo
        )
    }
    connection.executemany("DELETE FROM finding WHERE id = ?", pointing)


def _find(connection: Connection, account_id: str) -> Account | None:
    row = connection.execute("SELECT body FROM account WHERE id = ?", (account_id,)).fetchone()
    return None if row is None else unpack(row[0], Account)
