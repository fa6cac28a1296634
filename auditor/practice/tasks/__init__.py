"""Tasks of the stories: what is asked, how an answer is checked, what a learner keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor.practice.tasks.rows import Task

    TASKS: Mapping[str, Task]
    """All tasks by their ids."""


def __getattr__(name: str) -> Mapping[str, Task]:
    """Return TASKS, which is read when it is first asked for. Raises AttributeError."""
    if name != "TASKS":
        raise AttributeError(name)
    from auditor.practice.tasks.read import read_tasks

    return read_tasks()
