"""Accounts that were read from the person's own archives are not scanned: nobody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.account import Account
from auditor.domain.archives.archive import ArchiveMark
from auditor.messages import _


def of_archives(accounts: Sequence[Account]) -> tuple[list[Account], Mapping[str, str]]:
    """Return the accounts that a scan can ask about, and those read from archives with a reason."""
    asked = [account for account in accounts if account.archive is None]
    marks = {account.id: account.archive for account in accounts if account.archive is not None}
    return asked, {name: _told(mark) for name, mark in marks.items()}


def _told(mark: ArchiveMark) -> str:
    if mark.of_page:
        return _("read from a page that you kept: only a newer one tells more (auditor import)")
    if mark.made_at is None:
        return _("read from its archive: only a newer archive tells more (auditor import)")
    return _(
        "read from its archive of {date}: only a newer archive tells more (auditor import)"
    ).format(date=mark.made_at.date().isoformat())
