"""What is written down of a level is what a real scan of it finds."""

from __future__ import annotations

import pytest

from auditor.domain.findings.answer import AnswerState
from auditor.practice.stories.read import read_story, story_keys
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks.read import found
from tests.examples import TIMES
from tests.found_tasks import TARGET, render, row_of, scanned

LEVELS: tuple[StoryLevel, ...] = (1, 2, 3)
TRIED: list[tuple[str, StoryLevel]] = [
    (story, level)
    for number, story in enumerate(story_keys())
    for level in LEVELS
    if TIMES > 1 or level == LEVELS[(number + 1) % len(LEVELS)]
]
"""One level of each; `make prove` tries all, `python -m tests.found_tasks write` writes them."""


def test_every_level_is_written_down_as_it_is_made() -> None:
    rows = {
        f"{story}-{level}": row
        for story in story_keys()
        for level in LEVELS
        if level <= read_story(story).levels and (row := found(story, level)) is not None
    }
    assert len(rows) == sum(read_story(story).levels for story in story_keys())
    assert render(rows) == TARGET.read_text("utf-8")
    told = {state.value for state in AnswerState}
    assert all(set(row.states.values()) <= told for row in rows.values())


@pytest.mark.slow
@pytest.mark.parametrize(("story", "level"), TRIED)
async def test_a_scan_finds_what_is_written_down(story: str, level: StoryLevel) -> None:
    pytest.importorskip("onnxruntime", reason="faces and words are looked for with it")
    assert row_of(*await scanned(story, level)) == found(story, level)
