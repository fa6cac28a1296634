"""The code that tests read: each file is parsed and walked once."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import auditor

PACKAGE = Path(auditor.__file__).parent
ROOT = PACKAGE.parent
_Node = TypeVar("_Node", bound=ast.AST)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file, which nobody may change."""
    return ast.parse(path.read_text("utf-8"))


@cache
def _sorted_nodes(path: Path) -> Mapping[type[ast.AST], list[ast.AST]]:
    found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree_of(path)):
        found[type(node)].append(node)
    return dict(found)


def nodes_of(path: Path, *kinds: type[_Node]) -> Iterator[_Node]:
    """Yield the nodes of a file that are of these kinds, one kind after the other.

    A kind is a class of the grammar's leaves: `ast.Call`, never `ast.expr`.
    """
    for kind in kinds:
        for node in _sorted_nodes(path).get(kind, ()):
            assert isinstance(node, kind)
            yield node
