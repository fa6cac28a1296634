"""Comparisons of invented scans: the newest two differ, earlier ones do not."""

from __future__ import annotations

from datetime import timedelta

from auditor.domain.changes import (
    ChangedPart,
    KeptScan,
    NotCompared,
    NotComparedReason,
    PhotoChange,
    QuestionChange,
    ScanAnswers,
    ScanComparison,
)
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import ChangeKind
from auditor.engine.changes import ScanChanges
from auditor.errors import UsageError
from tests.fakes import people
from tests.fakes.people import ACCOUNTS, NOW


class FakeChanges(ScanChanges):
    """`scans` finished scans are kept.

    With `word`, it takes the place of every text that others wrote.
    """

    def __init__(self, word: str | None, *, empty: bool, scans: int = 4) -> None:
        self._word = word
        days = range(0 if empty else scans)
        begun = [NOW - timedelta(days=day, hours=3) for day in days]
        self.scans = tuple(
            KeptScan(7 - day, at, at + timedelta(hours=1), {}) for day, at in enumerate(begun)
        )

    def _scan(self, name: str) -> KeptScan:
        for scan in self.scans:
            if str(scan.id) == name:
                return scan
        raise UsageError(f"No finished scan {name} is kept.", "Scans that are kept: none.")

    async def between(self, older: str | None = None, newer: str | None = None) -> ScanComparison:
        after = self._scan(newer) if newer else next(iter(self.scans), None)
        before = (
            self._scan(older)
            if older
            else next((scan for scan in self.scans if after and scan.id < after.id), None)
        )
        if before is None or after is None:
            reason = NotComparedReason.NO_EARLIER_SCAN
            return ScanComparison(
                before,
                after,
                self.scans,
                not_compared=(NotCompared(ACCOUNTS[0].id, reason),) if after else (),
            )
        left_out = (
            NotCompared(ACCOUNTS[1].id, NotComparedReason.NOT_PROVEN),
            NotCompared(ACCOUNTS[2].id, NotComparedReason.NOT_READ, (before.id,)),
            NotCompared(ACCOUNTS[0].id, NotComparedReason.PHOTOS_NOT_READ, photos=("p1", "p2")),
        )
        if after != self.scans[0]:
            return ScanComparison(before, after, self.scans, (ACCOUNTS[0].id,), (), left_out)
        rows = [people.row(index, self._word) for index in range(3)]
        changed = (
            PhotoChange(rows[0], ChangeKind.NEW),
            PhotoChange(rows[1], ChangeKind.GONE),
            PhotoChange(rows[2], ChangeKind.CHANGED, (ChangedPart.PICTURE, ChangedPart.WORDS)),
        )
        return ScanComparison(
            before, after, self.scans, (ACCOUNTS[0].id,), changed, left_out, await self.newest()
        )

    async def stood(self) -> tuple[ScanAnswers, ...]:
        states = list(AnswerState)
        return tuple(
            ScanAnswers(
                scan.id,
                scan.ended_at,
                {
                    question: states[(place + scan.id // 2) % len(states)]
                    for place, question in enumerate(QuestionId)
                },
                "all" if scan.id > 5 else "some",
            )
            for scan in reversed(self.scans)
        )

    async def newest(self) -> tuple[QuestionChange, ...]:
        if len(self.scans) < 2:
            return ()
        yes, partly = AnswerState.YES, AnswerState.PARTLY
        return tuple(
            QuestionChange(question, *stood, same_accounts=question is not QuestionId.DAYS)
            for question, stood in (
                (QuestionId.HOME, (yes, partly, 5, 2)),
                (QuestionId.DAYS, (partly, yes, 1, 3)),
                (QuestionId.PAPERS, (partly, yes, 1, 3)),
                (QuestionId.NAME, (yes, yes, 1, 1)),
            )
        )
