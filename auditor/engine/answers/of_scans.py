"""How each question stood at the end of a scan, kept for the scans that can be compared.

A setting of the vault: for each scan the states, how many findings there were, and a mark of the
accounts that were read, from which nobody can tell which they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.changes import KEPT_SCANS, KeptScan, QuestionChange, ScanAnswers
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.content_id import content_id
from auditor.ports import Vault
from auditor.ports.vault import SAID_OF_SCANS


@dataclass(frozen=True, slots=True)
class _Stood:
    """How one question stood, and how many findings were behind it."""

    state: AnswerState
    findings: int


@dataclass(frozen=True, slots=True)
class _AfterScan:
    scan: int
    read: str
    stood: dict[QuestionId, _Stood]


_Kept = list[_AfterScan]


async def keep_answers(
    vault: Vault, scan: int, answers: Sequence[QuestionAnswer], read: Iterable[str]
) -> None:
    """Keep how the questions stand after a scan; `read` are the ids of accounts it rests on."""
    stood = {
        answer.id: _Stood(
            answer.state, len({found for clue in answer.evidence for found in clue.findings})
        )
        for answer in answers
    }
    new = _AfterScan(scan, content_id("r", *sorted(read)), stood)
    others = [each for each in await _kept(vault) if each.scan != scan]
    kept = sorted([*others, new], key=lambda each: each.scan)[-KEPT_SCANS:]
    await vault.put_setting(SAID_OF_SCANS, msgspec.json.encode(kept).decode())


async def question_changes(vault: Vault, older: int, newer: int) -> tuple[QuestionChange, ...]:
    """Return how each question stood after two scans; none where that was not kept of both."""
    kept = {each.scan: each for each in await _kept(vault)}
    if older not in kept or newer not in kept:
        return ()
    return tuple(_changes(kept[older], kept[newer]))


async def answers_of_scans(vault: Vault, scans: Sequence[KeptScan]) -> tuple[ScanAnswers, ...]:
    """Return how the questions stood after those of the scans of which it is kept, oldest first."""
    ended = {scan.id: scan.ended_at for scan in scans}
    return tuple(
        ScanAnswers(
            each.scan,
            ended[each.scan],
            {question: stood.state for question, stood in each.stood.items()},
            each.read,
        )
        for each in sorted(await _kept(vault), key=lambda each: each.scan)
        if each.scan in ended
    )


def _changes(before: _AfterScan, after: _AfterScan) -> Iterator[QuestionChange]:
    for question in QuestionId:
        if question in before.stood and question in after.stood:
            old, new = before.stood[question], after.stood[question]
            yield QuestionChange(
                question,
                old.state,
                new.state,
                old.findings,
                new.findings,
                same_accounts=before.read == after.read,
            )


async def _kept(vault: Vault) -> _Kept:
    kept = await vault.setting(SAID_OF_SCANS)
    return msgspec.json.decode(kept, type=_Kept) if kept else []
