"""The recipes of CONTRIBUTING.md, applied to a throw-away copy of the tree by their text alone.

`python -m tests.recipes FOLDER [check|source|command|screen ...]` leaves such a copy behind.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.documents import ROOT

NAMES = ("check", "source", "command", "screen")
_TREE = ("auditor", "benchmarks", "docs", "tests", "CHANGELOG.md", "Makefile", "README.md")
_TREE_ROOT = ("CONTRIBUTING.md", "SECURITY.md", "pyproject.toml")
_STEP = re.compile(
    r"^(?:New `(?P<new>[^`]+)`"
    r"|Copy `(?P<source>[^`]+)` to `(?P<target>[^`]+)`\."
    r"|In `(?P<file>[^`]+)`, (?:(?P<side>below|above) `(?P<line>[^`]+)`|at the end[^:]*)"
    r"|Replace in `(?P<changed>[^`]+)`, `(?P<old>[^`]+)` by)"
    r"(?::\n\n```\w+\n(?P<text>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What one step of a recipe writes: a file, and how many lines of it."""

    file: str
    lines: int
    new: bool


def recipe(name: str) -> str:
    """Return the section of a recipe."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    start = re.search(rf"^### An? {name}$", text, re.MULTILINE)
    assert start, f"CONTRIBUTING.md has no recipe for a {name}"
    return re.split(r"^##", text[start.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def steps(text: str) -> list[re.Match[str]]:
    """Return the steps of a recipe in their order."""
    return list(_STEP.finditer(text))


def copy_tree(folder: Path) -> None:
    """Copy what the recipes and their tests need."""
    for name in (*_TREE, *_TREE_ROOT):
        path = ROOT / name
        if path.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(path, folder / name, ignore=ignored)
        else:
            shutil.copy(path, folder / name)


def apply(name: str, folder: Path) -> list[Change]:
    """Do in `folder` what the recipe says, and return what that wrote."""
    return [_apply(step, folder) for step in steps(recipe(name))]


def _apply(step: re.Match[str], folder: Path) -> Change:
    text = step["text"] or ""
    if step["source"]:
        text = (folder / step["source"]).read_text("utf-8")
    if new := step["new"] or step["target"]:
        path = folder / new
        assert not path.exists(), f"{new} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return Change(new, text.count("\n"), new=True)
    file = step["file"] or step["changed"]
    path = folder / file
    before = path.read_text("utf-8")
    path.write_text(_changed(step, before, text), "utf-8")
    return Change(file, text.count("\n"), new=False)


def _changed(step: re.Match[str], before: str, text: str) -> str:
    if step["old"]:
        assert before.count(step["old"]) == 1, f"{step['changed']}: {step['old']}"
        return before.replace(step["old"], text.rstrip("\n"))
    if not step["line"]:
        return before.rstrip("\n") + "\n" + text
    line = step["line"] + "\n"
    assert f"\n{before}".count(f"\n{line}") == 1, f"{step['file']}: {step['line']}"
    first, second = (line, text) if step["side"] == "below" else (text, line)
    return f"\n{before}".replace(f"\n{line}", f"\n{first}{second}")[1:]


def add_other_remedies(folder: Path, source: str, like: str) -> int:
    """Do "and so on for each key", in words that tell it from `like`, whose words they are."""
    from auditor.guidance.remedies import table

    path = folder / "auditor" / "guidance" / "remedies.toml"
    text = path.read_text("utf-8")
    words = {key: texts[like].text for key, texts in table().items() if like in texts}
    lines = list(_remedies(text, source, words))
    path.write_text(text.rstrip("\n") + "\n" + "\n".join(lines) + "\n", "utf-8")
    return len(lines)


def _remedies(text: str, source: str, words: dict[str, str]) -> Iterator[str]:
    for key, said in words.items():
        if f"[{key}.{source}]" not in text:
            text_of_key = json.dumps(f"Where the feed comes from: {said}", ensure_ascii=False)
            yield from ("", f"[{key}.{source}]", f"text = {text_of_key}")


def finish(folder: Path) -> None:
    """Do what stands above the recipes: imports in order, documents and catalogue made anew."""
    for words in (
        ("ruff", "format", "-q", "."),
        ("ruff", "check", "--fix", "-q", "."),
        ("ruff", "format", "--check", "-q", "."),
        ("tests.documents", "write"),
        ("tests.catalogue", "write"),
    ):
        subprocess.run([sys.executable, "-m", *words], cwd=folder, check=True)


def main(folder: Path, names: Sequence[str]) -> None:
    """Make the copy, apply the recipes, and tell what each wrote."""
    copy_tree(folder)
    for name in names:
        changes = apply(name, folder)
        lines = sum(change.lines for change in changes)
        if name == "source":
            lines += add_other_remedies(folder, "jsonfeed", "website")
        new = {change.file for change in changes if change.new}
        old = {change.file for change in changes} - new
        print(f"{name}: {len(new)} new files, {len(old)} changed, {lines} lines")
    finish(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or NAMES)
