"""What is recorded in docs/recordings: how many keys it takes, and where it leads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "recordings"
DRAWING = re.compile(r"\x1b\[[0-9;]*m")
MOST_KEYS = {"checklist": 12, "closing": 40}
ENDS = {
    "checklist": {"□": "Settings > Account privacy > Private account: On"},
    "closing": {"home": "closed, verified", "papers": "closed, verified"},
}
"""What stands on one line with each of these words in the end."""


def test_each_one_is_held() -> None:
    assert {path.stem for path in FOLDER.glob("*.cast")} == MOST_KEYS.keys()


@pytest.mark.parametrize("name", sorted(MOST_KEYS))
def test_it_takes_few_keys_and_leads_there(name: str) -> None:
    head, *events = map(json.loads, (FOLDER / f"{name}.cast").read_text("utf-8").splitlines())
    assert (head["version"], head["width"], head["height"]) == (2, 80, 24)
    assert len([text for _at, kind, text in events if kind == "i"]) <= MOST_KEYS[name]
    last = [text for _at, kind, text in events if kind == "o"][-1]
    shown = DRAWING.sub("", last).splitlines()
    for word, told in ENDS[name].items():
        assert any(word in line and told in line for line in shown), word
