"""Every sentence that a person reads stands in the catalogue.

No literal reaches an output, an error or a screen past it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import auditor
from auditor import errors
from tests.code import tree_of

PACKAGE = Path(auditor.__file__).parent
SPEAKERS = frozenset(
    {"line", "narrate", "Static", "Label", "Button", "Prose", "notify", "help"}
) | {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.AuditorError)
}
FILES = sorted(
    {
        *PACKAGE.rglob("cli/**/*.py"),
        *PACKAGE.rglob("tui/**/*.py"),
        *PACKAGE.rglob("engine/**/*.py"),
        *PACKAGE.rglob("adapters/**/*.py"),
        *PACKAGE.rglob("sources/**/*.py"),
        *PACKAGE.rglob("services/**/*.py"),
    }
)
WORDS = re.compile(r"[A-Za-z]{2,}\s+[a-z]{2,}")
"""Two words in a row: a sentence, not a key, an id or a mark."""


def _name(call: ast.Call) -> str:
    return (
        call.func.attr
        if isinstance(call.func, ast.Attribute)
        else call.func.id
        if isinstance(call.func, ast.Name)
        else ""
    )


def _spoken(node: ast.AST) -> Iterator[str]:
    """Yield the literals below `node` that no catalogue sees."""
    if isinstance(node, ast.Call) and _name(node) in {"_", "N_", "ngettext"}:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _spoken(child)


def unspoken(source: ast.AST) -> list[str]:
    """Return the sentences of `source` that are said past the catalogue."""
    calls = (
        node for node in ast.walk(source) if isinstance(node, ast.Call) and _name(node) in SPEAKERS
    )
    said = (text for call in calls for argument in call.args for text in _spoken(argument))
    return [text for text in said if WORDS.search(text)]


def test_sentences_pass_the_catalogue() -> None:
    found = {str(path.relative_to(PACKAGE)): unspoken(tree_of(path)) for path in FILES}
    assert {file: said for file, said in found.items() if said} == {}, "wrap them in _()"


def test_the_guard_sees_what_it_should() -> None:
    assert unspoken(ast.parse("output.line('Two words')")) == ["Two words"]
    assert unspoken(ast.parse("raise UsageError(f'There is {x}', _('All right here'))")) == [
        "There is "
    ]
    assert unspoken(ast.parse("output.line(_('Two words').format(x='the key'))")) == ["the key"]
    assert unspoken(ast.parse("output.line(_('Two words'))")) == []
