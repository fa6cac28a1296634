"""What a stranger could do: the answer to each of the eight questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.statement import Statement

if TYPE_CHECKING:  # what a list of the vault shows needs no digest
    from auditor.domain.findings.digest import Digest

SEPARATOR = " · "
"""Stands between the pieces of a sentence, and before what could not be told."""


class AnswerState(StrEnum):
    """How a question stands, from good to bad. The value is used in JSON."""

    NOT_SEEN = "not-seen"
    COULD_NOT_TELL = "could-not-tell"
    PARTLY = "partly"
    YES = "yes"


SEEN = frozenset({AnswerState.YES, AnswerState.PARTLY})
"""States that rest on evidence, and so may only grow while more is read."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What one check found on one account, alike in degree: a line of evidence.

    `says` tells it with its number of photos; `photos` and `findings` are ids. In brief
    (`in_brief`) `left_out` photos are not among them, and `mark` changes with all that were.
    """

    check: str
    degree: Degree
    account: str
    says: Statement
    photos: tuple[str, ...]
    findings: tuple[str, ...]
    left_out: int = 0
    mark: int = 0

    @property
    def count(self) -> int:
        """How many photos it is; else what its sentence counts."""
        return len(self.photos) + self.left_out or self.says.count

    def in_brief(self) -> Clue:
        """Return the same with the first photo alone: 100,000 photos have half a million ids."""
        first = self.photos[:1]
        mark = hash((self.photos, self.findings))
        return replace(
            self, photos=first, findings=(), left_out=len(self.photos) - len(first), mark=mark
        )


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The answer to one question.

    `title` is the question in words, an English key of the catalogue. `sentence` names counts and
    where. `could_not_tell` says what was not looked at, or not to its end.
    """

    id: QuestionId
    title: str
    state: AnswerState
    sentence: tuple[Statement, ...]
    evidence: tuple[Clue, ...]
    could_not_tell: tuple[Statement, ...]

    def in_words(self, *, masked: bool = False) -> str:
        """Return the sentence in the user's language."""
        return SEPARATOR.join(said.render(masked=masked) for said in self.sentence)

    def in_brief(self) -> QuestionAnswer:
        """Return the same without the names of very many photos and findings.

        In one run it is equal to another one made so only where these are the same.
        """
        return replace(self, evidence=tuple(clue.in_brief() for clue in self.evidence))


def not_seen(told: Sequence[QuestionAnswer]) -> int:
    """Return how many questions are not seen."""
    return sum(answer.state is AnswerState.NOT_SEEN for answer in told)


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """One of the eight: its id, its title in words (an English key) and how it is answered.

    `answer` is pure: the same digest gives the same answer.
    """

    id: QuestionId
    title: str
    answer: Callable[[Digest], QuestionAnswer]
