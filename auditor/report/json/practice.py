"""The documents about tasks of the practice range."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.json.documents import write
from auditor.report.json.shapes.answers import (
    PracticeCheckJson,
    PracticeTaskJson,
    PracticeTasksJson,
)


def practice_tasks(tasks: Sequence[PracticeTaskJson]) -> str:
    """auditor/practice-tasks/1."""
    body: PracticeTasksJson = {"tasks": list(tasks)}
    return write("practice-tasks", body)


def practice_check(checked: PracticeCheckJson) -> str:
    """auditor/practice-check/1."""
    return write("practice-check", checked)
