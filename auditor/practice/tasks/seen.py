"""What the tool shows in a session, as far as a task asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import SEEN, AnswerState
from auditor.domain.findings.question import QuestionId

AccountName = tuple[str, str]
"""Platform and handle."""


@dataclass(frozen=True, slots=True)
class SeenNow:
    """How the questions stand, and what was done.

    `accounts` are those that were looked at. `best` is the face of the best single picture in px,
    0 where there is none, None where nobody looked for faces. `ties` are pairs of accounts that the
    same picture ties. `minutes` is what the photos that are gone took, and `waiting` how many
    findings are marked as done and were not looked at again.
    """

    states: Mapping[QuestionId, AnswerState]
    best: int | None
    ties: frozenset[frozenset[AccountName]] = frozenset()
    profile_ties: frozenset[frozenset[AccountName]] = frozenset()
    minutes: float = 0.0
    waiting: int = 0
    accounts: frozenset[AccountName] = frozenset()

    @property
    def answered(self) -> tuple[QuestionId, ...]:
        """The questions that a stranger can answer, at least partly."""
        return tuple(each for each in QuestionId if self.states.get(each) in SEEN)

    @property
    def not_seen(self) -> int:
        """How many questions are not seen."""
        return sum(state is AnswerState.NOT_SEEN for state in self.states.values())

    def tied(self, first: AccountName, second: AccountName) -> bool:
        """Whether pictures tie two accounts, by way of others too."""
        reached, todo = {first}, [first]
        while todo:
            near = _beside(todo.pop(), self.ties) - reached
            reached |= near
            todo += near
        return second in reached


def _beside(account: AccountName, ties: Iterable[frozenset[AccountName]]) -> frozenset[AccountName]:
    return frozenset[AccountName]().union(*(tie for tie in ties if account in tie)) - {account}
