"""Two scans compared.

What was not proven, not scanned or not read to its end in both is told apart, never as new or gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.domain.account import Account, Claim
from auditor.domain.changes import (
    KeptScan,
    NotCompared,
    NotComparedReason,
    QuestionChange,
    ScanAnswers,
    ScanComparison,
)
from auditor.engine.answers.of_scans import answers_of_scans, question_changes
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Vault

_GRAVEST_FIRST = (
    NotComparedReason.NOT_CLAIMED,
    NotComparedReason.NO_SOURCE,
    NotComparedReason.NOT_PROVEN,
    NotComparedReason.NOT_SCANNED,
    NotComparedReason.NOT_READ,
    NotComparedReason.NOT_KEPT,
)
"""Where both scans have a reason of their own, the first of these is told."""


class ScanChanges:
    """Compares scans that are kept: the last ten that finished."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def between(self, older: str | None = None, newer: str | None = None) -> ScanComparison:
        """Compare two scans, named by their ids.

        Without: the newest finished one and the one before.

        With no scan to compare with there is nothing but `not_compared`. Raises UsageError for an
        id that is none of a kept scan, and where `older` does not come before `newer`.
        """
        scans = await self._vault.kept_scans()
        before, after = _chosen(scans, older, newer)
        accounts = await self._vault.accounts()
        left_out = [
            told for account in accounts if (told := _left_out(account, before, after)) is not None
        ]
        if before is None or after is None:
            return ScanComparison(before, after, scans, not_compared=tuple(left_out))
        found = await self._vault.differences(before.id, after.id)
        out = {told.account for told in left_out}
        compared = tuple(account.id for account in accounts if account.id not in out)
        untold = [row for row in found.untold if row.account in compared]
        return ScanComparison(
            before,
            after,
            scans,
            compared,
            tuple(change for change in found.changes if change.row.account in compared),
            (*left_out, *_unread(compared, [(row.account, row.id) for row in untold])),
            await question_changes(self._vault, before.id, after.id),
        )

    async def stood(self) -> tuple[ScanAnswers, ...]:
        """Return how the questions stood after each kept scan that says so, oldest first."""
        return await answers_of_scans(self._vault, await self._vault.kept_scans())

    async def newest(self) -> tuple[QuestionChange, ...]:
        """Return how the questions stood after the newest two finished scans."""
        before, after = _chosen(await self._vault.kept_scans(), None, None)
        if before is None or after is None:
            return ()
        return await question_changes(self._vault, before.id, after.id)


def _chosen(
    scans: Sequence[KeptScan], older: str | None, newer: str | None
) -> tuple[KeptScan | None, KeptScan | None]:
    """Return the two to compare, None where there is none.

    `scans` are newest first. Raises UsageError.
    """
    before = None if older is None else _named(scans, older)
    after = (scans[0] if scans else None) if newer is None else _named(scans, newer)
    if before is None and after is not None:
        before = next((scan for scan in scans if scan.id < after.id), None)
    if before is not None and after is not None and before.id >= after.id:
        message = _("Scan {older} does not come before scan {newer}: nothing to compare.")
        raise UsageError(message.format(older=before.id, newer=after.id), _kept(scans))
    return before, after


def _named(scans: Sequence[KeptScan], name: str) -> KeptScan:
    found = next((scan for scan in scans if str(scan.id) == name.strip()), None)
    if found is None:
        raise UsageError(_("No finished scan {id} is kept.").format(id=name), _kept(scans))
    return found


def _kept(scans: Sequence[KeptScan]) -> str:
    if not scans:
        return _("No scan was finished yet: 'auditor scan' makes one.")
    return _("Scans that are kept: {scans}.").format(
        scans=", ".join(_called(scan) for scan in scans)
    )


def _called(scan: KeptScan) -> str:
    return f"{scan.id} ({scan.ended_at:%Y-%m-%d %H:%M} UTC)"


def _left_out(
    account: Account, older: KeptScan | None, newer: KeptScan | None
) -> NotCompared | None:
    """Say why nothing can be told of an account; None if it can be compared."""
    if account.claim is not Claim.MINE:
        return NotCompared(account.id, NotComparedReason.NOT_CLAIMED)
    if not account.supported:
        return NotCompared(account.id, NotComparedReason.NO_SOURCE)
    if not account.proof.holds:
        return NotCompared(account.id, NotComparedReason.NOT_PROVEN)
    if older is None or newer is None:
        return NotCompared(account.id, NotComparedReason.NO_EARLIER_SCAN)
    reasons = {
        scan.id: scan.accounts.get(account.id, NotComparedReason.NOT_SCANNED)
        for scan in (older, newer)
    }
    for reason in _GRAVEST_FIRST:
        where = tuple(scan for scan, known in reasons.items() if known is reason)
        if where:
            return NotCompared(account.id, reason, where)
    return None


def _unread(compared: Sequence[str], untold: Sequence[tuple[str, str]]) -> Iterator[NotCompared]:
    for account in compared:
        photos = tuple(photo for owner, photo in untold if owner == account)
        if photos:
            yield NotCompared(account, NotComparedReason.PHOTOS_NOT_READ, photos=photos)
