"""Every command that prints a table, at 80 columns: no word broken, no column lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import auditor.cli.commands as package
from auditor.cli import output
from auditor.cli.lines import columns
from auditor.cli.lines.columns import wide
from auditor.domain.text.foreign_text import clean
from tests.cli.auditor import Auditor
from tests.code import tree_of

FOLDER = Path(package.__file__).parent
RUNS = {
    "accounts": ("accounts", "list"),
    "answers": ("answers",),
    "checks": ("checks",),
    "guidance_check": ("guidance", "check"),
    "network_log": ("network-log",),
    "photos": ("photos",),
    "sources": ("sources",),
    "scan": ("scan", "--offline"),
}
ELSEWHERE = {
    "changes": "two scans and a change between them",
    "forgotten": "records of the person, a mailbox or bookmarks",
    "likeness": "the readers that see faces",
    "places": "several nights at one place",
    "group": "a private picture",
    "plan": "a private picture and its edits, which take minutes",
    "plugins": "a plugin that is installed",
}
"""Commands whose tables need more than a scanned vault; what they print has the same layout."""
PADDED = re.compile(r"\.[lrc]just\(|\.center\(|:[<>^]?\d+\}")


def printing() -> set[str]:
    return {
        path.stem
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"table", "LongTable"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "output"
    }


def test_every_command_with_a_table_is_tried_or_known() -> None:
    assert printing() == set(RUNS) | set(ELSEWHERE)


def test_no_command_sets_columns_by_itself() -> None:
    padded = [path.stem for path in FOLDER.rglob("*.py") if PADDED.search(path.read_text("utf-8"))]
    assert padded == []


def test_tables_fit_in_80_columns(copied: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Sequence[str], list[list[str]]]] = []

    class KeptTable(output.LongTable):
        def __init__(self, *heads: str, longest: int = output.LONGEST) -> None:
            super().__init__(*heads, longest=longest)
            self.most = longest
            given.append((heads, []))

        def add(self, *cells: str) -> None:
            super().add(*cells)
            given[-1][1].append([columns.shorten(clean(cell, 2000), self.most) for cell in cells])

    monkeypatch.setattr(output, "LongTable", KeptTable)
    for words in RUNS.values():
        given.clear()
        printed = copied.told(COLUMNS="80").run(*words, code=None).out
        assert given, words
        for heads, rows in given:
            lines = list(columns.table(heads, rows, 80))
            assert "\n".join(lines) in printed
            shown = set(" ".join(lines).split())
            assert {
                word for row in (heads, *rows) for cell in row for word in cell.split()
            } <= shown
            assert [line for line in lines if wide(line) > 80 and " " in line.strip()] == []
