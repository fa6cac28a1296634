"""Each promise to the user names a test that holds it, and that test is there.

A promise is a row of a table whose last column is `held by`, or a point under "What it refuses".
Its tests are written as pytest is told of them: path of
the file, two colons, name of the function.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code import ROOT, tree_of

THREATS, ABUSE = ROOT / "docs" / "threat-model.md", ROOT / "docs" / "abuse.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py(?:::\w+)+)`")
LEAST_ROWS, LEAST_POINTS = 15, 10


def promises(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the start of each promise of a document with the tests that it names."""
    for row in rows(text):
        yield row.strip("| ").partition(" | ")[0], NAMED.findall(row.rpartition(" | ")[2])
    for point in points(text):
        yield point[:60], NAMED.findall(point)


def rows(text: str) -> Iterator[str]:
    """Yield the rows of the tables whose last column is `held by`."""
    inside = False
    for line in text.splitlines():
        inside = line.startswith("|") and (inside or line.endswith("| held by |"))
        if inside and not line.endswith("| held by |") and not line.startswith("| ---"):
            yield line


def points(text: str) -> Iterator[str]:
    _before, _title, after = text.partition("\n## What it refuses\n")
    part = after.partition("\n## ")[0]
    yield from re.split(r"^- ", part, flags=re.MULTILINE)[1:]


def defined(name: str) -> bool:
    """Whether the file of a test holds it, in the class that is named if one is."""
    path, *parts = name.split("::")
    if not (ROOT / path).is_file():
        return False
    body: list[ast.stmt] = tree_of(ROOT / path).body
    for part in parts:
        found = [
            node
            for node in body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name == part
        ]
        if not found:
            return False
        body = found[0].body
    return parts[-1].startswith("test_")


@pytest.mark.parametrize("path", [THREATS, ABUSE], ids=lambda path: path.stem)
def test_each_promise_names_a_test_that_is_there(path: Path) -> None:
    told = list(promises(path.read_text("utf-8")))
    assert len(told) >= (LEAST_ROWS if path == THREATS else LEAST_POINTS)
    assert [promise for promise, names in told if not names] == []
    assert [name for _promise, names in told for name in names if not defined(name)] == []


def test_the_guard_sees_what_it_should() -> None:
    table = "| a | held by |\n| --- | --- |\n| x | `tests/unit/test_none.py::test_y` |\n| z | |\n"
    refused = (
        "\n## What it refuses\n\n- one\n  two `tests/a.py::test_b`.\n- three\n\n## Other\n- x\n"
    )
    assert list(promises(table + refused)) == [
        ("x", ["tests/unit/test_none.py::test_y"]),
        ("z", []),
        ("one\n  two `tests/a.py::test_b`.\n", ["tests/a.py::test_b"]),
        ("three\n", []),
    ]
    assert defined(f"tests/unit/test_promises.py::{test_the_guard_sees_what_it_should.__name__}")
    assert not defined("tests/unit/test_promises.py::defined")
    assert not defined("tests/unit/test_promises.py::test_of_nothing")
    assert not defined("tests/unit/test_none.py::test_y")
