"""An array that is none is told, never taken for an empty one."""

from __future__ import annotations

from types import ModuleType

import pytest

from auditor.markup.payload import members
from auditor.sources.gitea import payloads as gitea
from auditor.sources.github import payloads as github
from tests.rows import each_row


@each_row("value", [None, False, "", [], {}])
def test_nothing_is_nothing(value: object) -> None:
    assert members(value) == []


@each_row("value", ["x", 1, True, 0.5, {"a": 1}])
def test_anything_else_is_one_that_cannot_be_read(value: object) -> None:
    assert members(value) == [None]


def test_gaps_in_the_numbering_make_an_object_of_an_array() -> None:
    assert members({"1": "a", "3": "b"}) == ["a", "b"]


@pytest.mark.parametrize("module", [gitea, github], ids=["gitea", "github"])
def test_files_that_are_no_list_are_no_empty_repository(module: ModuleType) -> None:
    assert module.parse_files(b'{"tree": "x"}').lost == 1
    assert module.parse_files(b'{"tree": []}').lost == 0
