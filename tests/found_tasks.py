"""What a scan finds at every level of every story: auditor/practice/tasks/found.toml.

`python -m tests.found_tasks write [STORY-LEVEL ...]` scans them anew, with everything that looks
into pictures; without names all of them, which takes half an hour.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.looked import looked
from auditor.cli.own_range.session import practice_session
from auditor.domain.findings.question import QuestionId
from auditor.practice.catalogue import CORE
from auditor.practice.range import PracticeRange
from auditor.practice.stories.read import story_keys
from auditor.practice.tasks.read import found
from auditor.practice.tasks.rows import FoundRow
from auditor.practice.tasks.seen import SeenNow

TARGET = Path(__file__).resolve().parents[1] / "auditor" / "practice" / "tasks" / "found.toml"
HEAD = """\
# What a scan with everything that looks into pictures finds where a story is open alone.
# Made by `python -m tests.found_tasks write`; test_found holds single levels equal to real scans.
"""


async def scanned(story: str, level: int, photos: int = CORE) -> tuple[SeenNow, float]:
    """Return what the screens show after a scan, and the minutes that close papers."""
    async with PracticeRange(photos, story=story, level=level) as practice:
        session = await practice_session(GlobalOptions(), practice, story)
        try:
            await session.scan(None)
            closing = (await session.planning.closings((QuestionId.PAPERS,)))[QuestionId.PAPERS]
            minutes = closing.closing.minutes if closing.closing else 0.0
            return await looked(session), round(minutes, 1)
        finally:
            await session.close()


def row_of(seen: SeenNow, minutes: float) -> FoundRow:
    """Return what is written of it."""
    return FoundRow(
        {each: state.value for each, state in seen.states.items()}, seen.best or 0, minutes
    )


def render(rows: dict[str, FoundRow]) -> str:
    """Return the file."""
    parts = [HEAD]
    for name, row in rows.items():
        states = ", ".join(f'{question} = "{state}"' for question, state in row.states.items())
        parts.append(
            f"\n[{name}]\nstates = {{ {states} }}\nbest = {row.best}\npapers = {row.papers}\n"
        )
    return "".join(parts)


def main(names: list[str]) -> None:
    rows: dict[str, Any] = {}
    for story in story_keys():
        for level in (1, 2, 3):
            name = f"{story}-{level}"
            known = found(story, level)
            if known is not None and names and name not in names:
                rows[name] = known
                continue
            rows[name] = row_of(*asyncio.run(scanned(story, level)))
    TARGET.write_text(render(rows), "utf-8")


if __name__ == "__main__":
    main(sys.argv[2:])
