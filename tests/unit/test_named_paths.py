"""A file that a document, a comment or a setting names is there."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests import recipes
from tests.code import PACKAGE, ROOT, nodes_of
from tests.rows import each_row

ROOMS = sorted(
    {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    | {"auditor", "benchmarks", "docs", "tests"}
)
NAMED = re.compile(rf"(?<![\w/.:@-])(?:{'|'.join(ROOMS)})/[\w*/.-]*[\w*]")
MODULE = re.compile(r"\bauditor(?!\.(?:pot|mo)\b)(?:\.[a-z_]\w*)+")
SUFFIXES = {"json", "md", "npz", "pot", "py", "toml", "txt"}
DOCUMENTS = [
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(ROOT.glob("*.md")),
    *(ROOT / name for name in ("pyproject.toml", "Makefile", ".ci/run")),
]
CODE = sorted(
    path for room in ("auditor", "benchmarks", "tests") for path in (ROOT / room).rglob("*.py")
)
ELSEWHERE = {
    "tests/cassettes",  # in the repository that a fixture comes from
    "docs/settings",  # a page of the SDK for content credentials
}
SCHEMA = re.compile(r"auditor/(?:[a-z_-]+/\d+|NAME/VERSION)")
"""A name of a document's shape: auditor/plan/1."""


def lacking(text: str) -> list[str]:
    """Return the paths and modules that `text` names and that are not there."""
    paths = [
        path
        for path in NAMED.findall(text)
        if not SCHEMA.fullmatch(path) and not path.startswith(tuple(ELSEWHERE))
    ]
    return [path for path in paths if not is_there(path)] + [
        name for name in MODULE.findall(text) if not is_module(name)
    ]


@cache
def is_there(path: str) -> bool:
    """Whether `path` is a file, a module or a name in one, from the top or from the package."""
    module, _dot, name = path.rpartition(".")
    forms = {path} if "*" in path else {path, f"{path}.py"}
    if module and name not in SUFFIXES:
        forms.add(f"{module}.py")
    return any(any(base.glob(form)) for base in (ROOT, PACKAGE) for form in forms)


@cache
def is_module(name: str) -> bool:
    """Whether `name` is a module, or a name in one; entry points are in no file."""
    path = ROOT
    for part in name.split("."):
        if (path / part).is_dir():
            path = path / part
        elif (path / f"{part}.py").is_file():
            return True
        else:
            return name in {"auditor.sources", "auditor.checks"} or bool(
                re.search(rf"\b{part}\b", (path / "__init__.py").read_text("utf-8"))
            )
    return True


def made_by_the_recipes() -> set[str]:
    """Return the files that a reader of CONTRIBUTING.md makes, and their names as modules."""
    steps = [step for name in recipes.NAMES for step in recipes.steps(recipes.recipe(name))]
    files = {step["new"] or step["target"] for step in steps} - {None}
    modules = {str(Path(file).with_suffix("")).replace("/", ".") for file in files}
    packages = {name.removesuffix(".__init__") for name in modules}
    return files | modules | packages | {"tests/unit/sources/test_NAME.py"}


def said_in(path: Path) -> Iterator[str]:
    """Yield the docstrings of a file, and its comments where one of them may name what is lost.

    Telling a comment from a string takes long, and a comment stands in the file as it is.
    """
    text = path.read_text("utf-8")
    if lacking(text):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.string
    for node in nodes_of(path, ast.Expr):
        if isinstance(node.value, ast.Constant):
            yield str(node.value.value)


@each_row("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(path: Path) -> None:
    lost = set(lacking(path.read_text("utf-8")))
    assert lost - (made_by_the_recipes() if path.name == "CONTRIBUTING.md" else set()) == set()


def test_what_code_explains_itself_with_is_there() -> None:
    found = {
        str(path.relative_to(ROOT)): lost
        for path in CODE
        if (lost := lacking("\n".join(said_in(path))))
    }
    assert found == {}


@each_row(
    ("text", "lost"),
    [
        ("see vault/format_3.py", ["vault/format_3.py"]),
        ("see docs/gone.md.", ["docs/gone.md"]),
        ("`domain/prints.print_of`", []),
        ("guidance/laws/*.toml", []),
        ("guidance/laws/*.md", ["guidance/laws/*.md"]),
        ("python -m auditor.readers.worker", ["auditor.readers.worker"]),
        ("python -m auditor.readers.process.worker", []),
        ("auditor/plan/1", []),
    ],
)
def test_the_guard_sees_what_it_should(text: str, lost: list[str]) -> None:
    assert lacking(text) == lost
