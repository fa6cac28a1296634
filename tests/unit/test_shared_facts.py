"""Facts that several rooms need stand once in the code, and everybody asks there."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from auditor.checks import frequent_place
from auditor.domain.photos.place import NEAR_M
from auditor.domain.photos.position_exactness import exact_to
from auditor.ports import Answer
from tests.code import PACKAGE, nodes_of
from tests.rows import each_row

FILES = sorted(PACKAGE.rglob("*.py"))


def _near(node: ast.AST) -> bool:
    """Whether `node` gives a name for metres the value 150."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Constant):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    named = [target.id for target in targets if isinstance(target, ast.Name)]
    return node.value.value == 150 and any(name.endswith("_M") for name in named)


def _earth(node: ast.AST) -> bool:
    """Whether `node` is the radius of the Earth, or a degree of it in metres."""
    return isinstance(node, ast.Constant) and node.value in {
        6_371_000,
        6_371_009,
        6371,
        111_195,
        111_320,
    }


def _success(node: ast.AST) -> bool:
    """Whether `node` is the range of success codes of HTTP."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and ast.unparse(node) == "range(200, 300)"
    )


def _codes(node: ast.AST) -> bool:
    """Whether `node` is the set of codes for what is not there, or for what needs a log-in."""
    if not isinstance(node, ast.Set | ast.Tuple | ast.List):
        return False
    named = {"HTTPStatus.NOT_FOUND": "404", "HTTPStatus.GONE": "410"}
    told = {named.get(text, text) for text in map(ast.unparse, node.elts)}
    return told in ({"404", "410"}, {"401", "403"})


def _longest_time(node: ast.AST) -> bool:
    """Whether `node` gives a name for the characters of a camera's time."""
    return (
        isinstance(node, ast.Assign)
        and ast.unparse(node.value) == "40"
        and any(word in ast.unparse(node.targets[0]) for word in ("TIME", "LONGEST"))
    )


def _largest(node: ast.AST) -> bool:
    """Whether `node` is a function that goes through every role of a rendition."""
    roles = {"Role.SERVED", "Role.UPLOADED", "Role.DISPLAYED"}
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and roles <= {
        ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }


@pytest.mark.parametrize(
    ("told", "kinds", "home"),
    [
        (_near, (ast.Assign, ast.AnnAssign), "domain/photos/place.py"),
        (_earth, (ast.Constant,), "domain/photos/place.py"),
        (_success, (ast.Call,), "ports/network.py"),
        (_longest_time, (ast.Assign,), "domain/visible_metadata.py"),
        (_largest, (ast.FunctionDef, ast.AsyncFunctionDef), "domain/photos/photo.py"),
    ],
)
def test_the_fact_stands_once(
    told: Callable[[ast.AST], bool], kinds: tuple[type[ast.AST], ...], home: str
) -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in nodes_of(path, *kinds)
        if told(node)
    ]
    assert found == [home]


def test_what_an_answer_means_is_told_once() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        for node in nodes_of(path, ast.Set, ast.Tuple, ast.List)
        if _codes(node)
    }
    assert found == {"ports/network.py"}


@each_row("status", [400, 401, 403, 404, 410, 451, 500])
def test_an_answer_says_what_it_means(status: int) -> None:
    answer = Answer("https://host.example/", status, {})
    assert answer.gone is (status in {404, 410})
    assert answer.needs_login is (status in {401, 403})


def test_what_is_documented_is_what_is_measured() -> None:
    assert f"within {NEAR_M} m of one" in str(frequent_place.__doc__)
    assert exact_to(52.0, 13.0) == 55_598  # half of a degree of 111,195 m


@pytest.mark.parametrize(
    ("status", "ok"),
    [(199, False), (200, True), (206, True), (299, True), (300, False), (404, False)],
)
def test_an_answer_is_what_was_asked_for_or_not(status: int, *, ok: bool) -> None:
    assert Answer("https://host.example/", status, {}).ok is ok
