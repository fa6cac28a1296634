"""The code that tests read: each file is parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import auditor

PACKAGE = Path(auditor.__file__).parent
ROOT = PACKAGE.parent


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file, which nobody may change."""
    return ast.parse(path.read_text("utf-8"))
