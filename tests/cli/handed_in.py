"""Result files as learners hand them in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def result(code: str, when: str, **other: Any) -> dict[str, Any]:
    """What one file says."""
    return {
        "schema": "auditor/practice-result/1",
        "code": code,
        "when": when,
        "story": "mara",
        "level": 1,
        "not_seen": 1 if when == "before" else 6,
        "tasks": [{"id": "mara-home", "right": when == "after", "guesses": 2}],
        **other,
    }


def hand_in(folder: Path, people: int, first: int = 0, **other: Any) -> Path:
    """Write a file before and a file after for so many people."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + people):
        for when in ("before", "after"):
            said = result(f"Quiet Otter {number}", when, **other)
            (folder / f"{number}-{when}.json").write_text(json.dumps(said), "utf-8")
    return folder
