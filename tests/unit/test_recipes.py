"""The recipes of CONTRIBUTING.md, followed to the letter, leave the guards content."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.recipes import NAMES, add_other_remedies, apply, copy_tree, finish, recipe, steps

PATIENCE_S = 900
OF_ALL = (
    "tests/unit/test_house.py",
    "tests/unit/test_documents.py",
    "tests/unit/test_catalogue.py",
    "tests/unit/test_words.py",
)
CONCERNED = {
    "check": ("tests/unit/checks", "tests/unit/test_checks_page.py"),
    "source": (
        "tests/contract/test_sources.py",
        "tests/contract/test_source_traits.py",
        "tests/unit/sources/test_jsonfeed.py",
        "tests/unit/guidance/test_remedies.py",
        "tests/unit/guidance/test_prices.py",
        "tests/unit/guidance/test_playbooks.py",
    ),
    "command": (
        "tests/cli/test_platform_list.py",
        "tests/unit/test_json_shapes.py",
        "tests/cli/test_json.py::test_no_document_is_promised_for_nothing",
        "tests/cli/test_json.py::test_every_document_has_the_promised_shape[sources]",
    ),
    "screen": ("tests/tui/test_checks.py", "tests/tui/test_rules.py"),
}


@pytest.mark.slow
def test_all_recipes_hold_in_a_throw_away_copy(tmp_path: Path) -> None:
    copy_tree(tmp_path)
    for name in NAMES:
        assert apply(name, tmp_path)
    add_other_remedies(tmp_path, "jsonfeed", "website")
    finish(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *OF_ALL]
        + [path for paths in CONCERNED.values() for path in paths],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_every_step_of_a_recipe_is_read() -> None:
    """A step in other words than tests/recipes.py knows would be left out without a word."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Recipes")[2]
    blocks = len(re.findall(r"^```\w+$", text, re.MULTILINE))
    copies = len(re.findall(r"^Copy `", text, re.MULTILINE))
    found = [step for name in NAMES for step in steps(recipe(name))]
    assert len(found) == blocks + copies
    assert blocks > 20


def test_the_tests_that_are_named_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The house")[0]
    named = re.findall(r"pytest (tests/[\w/.]+)(?:::(\w+))?", text)
    assert named
    for path, name in named:
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text("utf-8"), name


def test_the_targets_that_are_named_are_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([\w -]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(named) > 5
    assert {word for words in named for word in words.split()} <= targets
