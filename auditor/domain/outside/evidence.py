"""What was found outside the person's accounts, as the questions count it.

It stands on no account and no photo, so hiding photos changes nothing about it.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Statement


class OutsideRecord(Protocol):
    """One thing that the vault keeps of the world outside; a frozen dataclass.

    `KIND` is the name under which records of its type are kept, and never changes.
    """

    KIND: ClassVar[str]


@dataclass(frozen=True, slots=True)
class OutsideEvidence:
    """One line of evidence: the question, how far it answers it, and what it says.

    `kind` is that of its records (`OutsideRecord.KIND`).
    """

    kind: str
    question: QuestionId
    degree: Degree
    says: Statement


@dataclass(frozen=True, slots=True)
class OutsideNote:
    """What a look-up that found nothing does not say; it stands beside the answer to `question`."""

    question: QuestionId
    says: Statement


@dataclass(frozen=True, slots=True)
class Outside:
    """All evidence from outside, and how many look-ups have compared anything so far.

    A look-up that compared no picture and no link counts for nothing there, so that it alone never
    makes an answer "not seen"; what it means stands in `notes`.
    """

    evidence: tuple[OutsideEvidence, ...] = ()
    lookups: int = 0
    notes: tuple[OutsideNote, ...] = ()
