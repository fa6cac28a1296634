"""What a learner guessed in one session: kept in memory, told only where they ask for a file."""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.practice.tasks.check import Checked, check, hint, tasks_at
from auditor.practice.tasks.results import (
    MOST_GUESSES,
    LearnerResult,
    Moment,
    TaskResult,
    learner_result,
)
from auditor.practice.tasks.rows import Task
from auditor.practice.tasks.run import StoryRun
from auditor.practice.tasks.seen import SeenNow
from auditor.practice.tasks.typed import cleaned

_OF_A_SCAN = frozenset({"questions", "state", "best"})
"""What only a scan can tell."""
_KEPT = N_("Your guess is kept. Now scan; then look, and answer again.")


@dataclass(slots=True)
class Tried:
    """What was answered to one task, in order; `hints` is how many were asked for.

    `kept`: the last guess was not judged, since nothing was read.
    """

    guesses: list[str] = field(default_factory=list)
    right: bool = False
    wrong: int = 0
    hints: int = 0
    said: str = ""
    kept: bool = False


class Learner:
    """One learner at one story, as long as the session lasts."""

    def __init__(self, run: StoryRun) -> None:
        self.run = run
        self._tried: dict[str, Tried] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What can be asked here."""
        return tasks_at(self.run)

    def task(self, name: str) -> Task:
        """Return one of them by its id. Raises UsageError."""
        for task in self.tasks:
            if task.id == name:
                return task
        raise UsageError(_("There is no such task."))

    def tried(self, task: Task) -> Tried:
        """Return what was answered to a task so far."""
        return self._tried.get(task.id, Tried())

    def answer(self, task: Task, answer: str, seen: SeenNow | None) -> Checked:
        """Check an answer and remember it, before anything is revealed.

        What is no form of an answer is no guess. Where nothing was read yet, the guess is kept and
        not judged. Raises UsageError.
        """
        kept = self._tried.get(task.id, Tried())
        unread = task.answers.rule in _OF_A_SCAN and seen is not None and not seen.states
        if unread:
            check(task, answer, run=self.run)  # for its form alone
            told = Checked(task, right=False, sentence=_(_KEPT))
        else:
            told = check(task, answer, seen, run=self.run, wrong=kept.wrong)
            kept.wrong += not told.right and not kept.right
        self._tried[task.id] = kept
        if not kept.right:
            kept.guesses.append(cleaned(answer))
            kept.right, kept.kept = told.right, unread
        kept.said = told.sentence
        return told

    def hint(self, task: Task) -> str:
        """Return the next hint."""
        kept = self._tried.setdefault(task.id, Tried())
        kept.hints = min(kept.hints + 1, len(task.hints))
        return hint(task, kept.hints)

    def forget(self) -> None:
        """Forget everything: another session begins."""
        self._tried.clear()

    def _is_right(self, task: Task, kept: Tried, seen: SeenNow) -> bool:
        """Whether a task was answered right; a guess that was kept is judged now."""
        if kept.kept and seen.states:
            return check(task, kept.guesses[-1], seen, run=self.run).right
        return kept.right

    def result(self, code: str, when: Moment, seen: SeenNow) -> LearnerResult:
        """Return the file that this learner asks for.

        Raises UsageError where the code is none or nothing was read.
        """
        tasks = (
            TaskResult(
                task.id, self._is_right(task, kept, seen), min(len(kept.guesses), MOST_GUESSES)
            )
            for task in self.tasks
            if (kept := self._tried.get(task.id)) is not None and kept.guesses
        )
        return learner_result(code, when, self.run, seen, tasks)
