"""Accounts kept apart are never asked about in one run with another account.

One address in one minute would tie them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.domain.account import Account, Claim
from auditor.domain.views import AccountChange, ScanRecord
from auditor.errors import UsageError
from auditor.messages import _


def asked(accounts: Sequence[Account]) -> list[Account]:
    """Return those of `accounts` about which a scan asks anything."""
    return [
        account
        for account in accounts
        if account.supported and account.claim in {Claim.MINE, Claim.IMPOSTOR}
    ]


def parted(accounts: Sequence[Account], *, named: bool) -> tuple[list[Account], list[Account]]:
    """Return the accounts to scan in one run, and those left out because they are kept apart.

    Raises UsageError if such accounts were `named` together with others, or if nothing else is left
    to scan.
    """
    together = asked(accounts)
    apart = [account for account in together if account.keep_apart and account.claim is Claim.MINE]
    if not apart or len(together) == 1:
        return list(accounts), []
    if named:
        raise UsageError(
            _(
                "Account {id} is kept apart, so it is not scanned together with another account."
            ).format(id=apart[0].id),
            _hint(apart[0]),
        )
    if len(apart) == len(together):
        raise UsageError(
            _("All your accounts are kept apart, so they are not scanned together."),
            _hint(apart[0]),
        )
    return [account for account in accounts if account not in apart], apart


def alone(account: Account) -> str:
    """Say that an account was left out, and how to scan it."""
    return _(
        "kept apart, so not scanned with the others. Scan it alone, at another time: auditor scan "
        "--account {id}"
    ).format(id=account.id)


def with_left_out(record: ScanRecord, left_out: Mapping[str, str]) -> ScanRecord:
    """Return the record with the accounts that were left out as skipped, with their reasons."""
    skipped = [
        AccountChange(account, "skipped", reason, None, None, None, 0)
        for account, reason in left_out.items()
    ]
    return replace(record, accounts=(*record.accounts, *skipped))


def _hint(account: Account) -> str:
    return _(
        "Scan each alone, at another time and best over another connection: auditor scan --account "
        "{id}. "
        "'auditor accounts keep-apart {id} --off' takes it back."
    ).format(id=account.id)
