"""Each remedy that any check can give has a row, words, and only what other rooms know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import auditor.checks
from auditor.domain.findings.plan import Change
from auditor.domain.remedies import (
    ROWS,
    LetterKind,
    RemedyKey,
    RemedyRow,
    SettledBy,
    metadata_remedy,
    row_of,
)
from auditor.guidance.letters import letter
from auditor.guidance.playbooks import Affects
from auditor.guidance.remedies import DEFAULT, remedy, table
from tests.code import tree_of
from tests.rows import each_row

CHECKS = sorted(Path(auditor.checks.__file__).parent.glob("*.py"))
OF_METADATA = {metadata_remedy(in_file=True), metadata_remedy(in_file=False)}


def keys_in(value: ast.expr) -> set[RemedyKey]:
    """Return the keys that an expression given as `remedy` can be; what cannot be read fails."""
    match value:
        case ast.Attribute(value=ast.Name(id="RemedyKey"), attr=name):
            return {RemedyKey[name]}
        case ast.IfExp(body=body, orelse=other):
            return keys_in(body) | keys_in(other)
        case ast.Call(func=ast.Name(id="metadata_remedy")):
            return OF_METADATA
        case _:
            pytest.fail(f"not a remedy by its name: {ast.unparse(value)}")


def given(path: Path) -> Iterator[RemedyKey]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.keyword) and node.arg == "remedy":
            yield from keys_in(node.value)


@each_row("path", CHECKS, ids=lambda path: path.stem)
def test_every_check_gives_a_remedy_that_has_a_row(path: Path) -> None:
    keys = set(given(path))
    assert keys or path.stem == "__init__"
    assert keys <= ROWS.keys()


def test_a_remedy_by_a_bare_word_is_seen() -> None:
    with pytest.raises(pytest.fail.Exception, match="not a remedy by its name"):
        keys_in(ast.parse("'clean-metadata'", mode="eval").body)


def test_every_remedy_is_given_by_some_check_but_the_one_that_always_helps() -> None:
    of_checks = {key for path in CHECKS for key in given(path)}
    assert set(RemedyKey) - of_checks == {RemedyKey.REMOVE_PHOTO}


def test_each_remedy_has_a_row_and_each_row_a_remedy() -> None:
    assert set(ROWS) == set(RemedyKey)


@pytest.mark.parametrize("key", list(ROWS))
def test_each_row_has_words_and_names_what_there_is(key: str) -> None:
    row = ROWS[key]
    assert DEFAULT in table()[key]
    assert remedy(key, "somewhere-else").text
    assert row.settings <= set(get_args(Affects))
    assert row.letters
    assert all(letter(kind) is not None for kind in row.letters)


def test_a_row_without_words_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(table(), RemedyKey.AI_MARK)
    with pytest.raises(KeyError):
        test_each_row_has_words_and_names_what_there_is(RemedyKey.AI_MARK)


def test_every_letter_helps_with_some_remedy() -> None:
    assert {kind for row in ROWS.values() for kind in row.letters} == set(LetterKind)


def test_a_remedy_of_a_plugin_changes_nothing() -> None:
    assert row_of("of-a-plugin") == RemedyRow()
    assert row_of("of-a-plugin").change is Change.NOTHING
    assert row_of("of-a-plugin").settled_by is SettledBy.PICTURE
