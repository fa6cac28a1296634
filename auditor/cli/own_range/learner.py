"""Lets the terminal UI solve tasks of the story that this process started."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.tasks.check import choices_of, hint, words_of
from auditor.practice.tasks.learner import Learner
from auditor.practice.tasks.results import Moment, drawn_code, result_text
from auditor.report.files import write
from auditor.tui.base.range_owner import TaskShown

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.practice.tasks.rows import Task
    from auditor.practice.tasks.run import StoryRun


class PracticeTasks:
    """One learner at one story, for as long as the session lasts."""

    def __init__(self, run: StoryRun) -> None:
        self.learner = Learner(run)

    def begin(self) -> None:
        """Forget what was answered: another session begins."""
        self.learner.forget()

    def shown(self) -> tuple[TaskShown, ...]:
        """Return the tasks as they stand."""
        return tuple(self._shown(task) for task in self.learner.tasks)

    def _shown(self, task: Task) -> TaskShown:
        run, tried = self.learner.run, self.learner.tried(task)
        return TaskShown(
            task.id,
            task.kind,
            words_of(task, task.title, run),
            words_of(task, task.ask, run),
            choices_of(task, run),
            task.shows,
            self._search(task, tried.guesses),
            tuple(tried.guesses) if task.kind != "state" else ("",) * len(tried.guesses),
            tuple(hint(task, step) for step in range(1, tried.hints + 1)),
            tried.right,
            tried.said,
            tried.kept,
        )

    def _search(self, task: Task, guesses: list[str]) -> str:
        """Return what finds the photo that was guessed last."""
        for each in self.learner.run.candidates(task) if task.kind == "photo" and guesses else ():
            if guesses[-1] in {str(each.number), each.name}:
                return each.posting.shot.entry.caption
        return ""

    async def answer(self, session: Session, task: str, answer: str) -> None:
        """Check an answer, and remember it."""
        from auditor.cli.own_range.looked import looked

        self.learner.answer(self.learner.task(task), answer, await looked(session))

    def hint(self, task: str) -> None:
        """Show one more hint."""
        self.learner.hint(self.learner.task(task))

    def drawn_code(self) -> str:
        """Return a code for results, drawn by chance."""
        return drawn_code()

    async def save(self, session: Session, code: str, when: str, path: str) -> str:
        """Write the results, before or after, to a new file; return the code in its one form."""
        from auditor.cli.own_range.looked import looked

        moment: Moment = "after" if when == "after" else "before"
        result = self.learner.result(code, moment, await looked(session))
        await asyncio.to_thread(_put, path, result_text(result))
        return result.code


def _put(typed: str, text: str) -> None:
    """Write a new file. Raises UsageError."""
    if not typed.strip():
        raise UsageError(_("Say where the file is to be."))
    path = Path(typed.strip().strip("'\"")).expanduser()
    if path.exists():
        raise UsageError(_("There is a file of that name already."))
    write(path, text)
