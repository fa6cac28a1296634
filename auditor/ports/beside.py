"""The process beside this one that works out what takes long, as the engine sees it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Protocol

from auditor.dataclass import dataclass
from auditor.domain.findings.question import QuestionId


class WorkKind(StrEnum):
    """What can be worked out there; what came of it stands in the vault."""

    JUDGE = "judge"
    ANSWERS = "answers"
    LIKENESS = "likeness"
    LINKS = "links"
    PLACES = "places"
    PLAN = "plan"
    CLOSINGS = "closings"
    AHEAD = "ahead"

    @property
    def ends_with_scan(self) -> bool:
        """Whether it would be forgotten again while a scan writes."""
        return self not in {WorkKind.JUDGE, WorkKind.ANSWERS}


@dataclass(frozen=True, slots=True)
class LongWork:
    """What is to be worked out.

    `accounts` of links, `question` of closings; of a plan `minutes` (None: as long as it takes),
    whether all photos stay, whether followers may notice, and the one `question` it is for.
    """

    kind: WorkKind
    accounts: tuple[str, ...] = ()
    question: QuestionId | None = None
    minutes: float | None = None
    quiet: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class WorkState:
    """What is being worked out, and how many photos of how many were gone through; 0: not known."""

    kind: WorkKind
    done: int = 0
    photos: int = 0


class Beside(Protocol):
    """A process that has the same vault open."""

    @property
    def state(self) -> WorkState | None:
        """What is being worked out now, None where nothing is."""
        ...

    async def work_out(self, work: LongWork) -> bool:
        """Have something worked out; return whether that came to its end, False if it was stopped.

        Raises NotWorkedOut, also of what a scan would make worthless while one runs, and VaultError
        as the process met it.
        """
        ...

    async def begin_scan(self) -> None:
        """Stop what is worked out of what the scan will change."""
        ...

    def end_scan(self) -> None:
        """Work out everything again."""
        ...

    def resting(self) -> AbstractAsyncContextManager[None]:
        """Let go of the vault, and do not open it before this is left."""
        ...

    async def close(self) -> None:
        """End the process, and begin none any more."""
        ...
