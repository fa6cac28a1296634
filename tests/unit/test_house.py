"""The rules of the house that no linter knows, read off the code itself."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp
import pytest

from auditor import checks, sources
from auditor.domain.remedies import RemedyKey
from tests.code import PACKAGE, ROOT, tree_of

FILES = sorted(PACKAGE.rglob("*.py"))
ALL_CODE = sorted(
    path for room in ("auditor", "tests", "benchmarks") for path in (ROOT / room).rglob("*.py")
)
CORE = ("domain", "ports", "hashing", "checks", "guidance", "engine", "report")
OUTSIDE = ("textual", "PIL", "imagehash", "httpx", "sqlcipher3", "keyring")

MOST_MODULES = 14
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
MOST_EXCEPTIONS = 10

REGISTRIES = {
    "checks",
    "cli/commands",
    "tui/screens",
    "sources",
    "archives",
    "questions",
    "services",
    "report/json",
    "ports",
}
"""Folders of one thing a file, each named in a registry: they may be as long as the registry is."""

EXCEPTIONS: Mapping[str, str] = {
    "cli/app.py:main_callback": "its parameters are the options that stand before every command",
    "cli/commands/letter.py:letter": "its parameters are the options, as typer reads them",
    "cli/commands/case.py:case": "its parameters are the options, as typer reads them",
    "cli/commands/harden.py:harden": "its parameters are the options, as typer reads them",
    "cli/commands/scan.py:scan": "its parameters are the options, as typer reads them",
    "practice/drawing/pets.py:_cat": "one drawing, stroke after stroke",
    "practice/drawing/portrait.py:_mouth": "one drawing, stroke after stroke",
}
"""Folders, prefixes (`FOLDER/PREFIX_*`) and functions that are larger than the rule, and why."""


@pytest.mark.parametrize("room", CORE)
def test_core_runs_without_the_outside(room: str) -> None:
    modules = [
        module_name(path)
        for path in FILES
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") == room
    ]
    code = f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += f"print(*sorted(set({OUTSIDE!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert modules
    assert done.stdout.split() == []


def test_help_starts_without_the_engine() -> None:
    heavy = {"textual", "PIL", "numpy", "httpx", "sqlcipher3", "bs4"}
    code = f"import sys, auditor.cli.app; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_stdout_has_one_writer() -> None:
    prints = [
        f"{short(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert prints == [], "cli/output.py is the only writer"


def test_no_import_circle() -> None:
    graph = grimp.build_graph("auditor")
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > len(FILES) // 2
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        pytest.fail("these modules import each other: " + " -> ".join(error.args[1]))


def test_no_loop_variable_is_called_one() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{name.lineno}"
        for path in ALL_CODE
        for name in bound_in_loops(tree_of(path))
        if name.id == "one"
    ]
    assert found == [], "take the noun of what is looped over"


def test_no_public_class_name_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(short(path))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_keys_stand_as_literals_only_at_home() -> None:
    """A remedy key, check id or platform name is written once; everybody else asks its home."""
    homes: dict[str, set[str]] = defaultdict(set)
    for key in RemedyKey:
        homes[key.value].add("domain/remedies.py")
    for check in checks.ALL:
        homes[check.id].add("checks/")
    for entry in sources.ALL:
        # The range may not import the sources that read it, and names them once.
        homes[entry.name] |= {f"sources/{entry.name}/", "practice/personas.py"}
    homes["website"].add("sources/atproto/records.py")  # a field of the profile's lexicon
    found = [
        f"{short(path)}:{node.lineno} {node.value}"
        for path in FILES
        if short(path) not in {"checks/__init__.py", "sources/__init__.py"}
        for node in literals(tree_of(path))
        if node.value in homes and not short(path).startswith(tuple(homes[node.value]))
    ]
    assert found == []


def test_sizes() -> None:
    """Large folders, files of one prefix and long functions: few, and each with its reason."""
    found = {*large_folders(), *shared_prefixes(), *long_functions()}
    assert sorted(found - set(EXCEPTIONS)) == [], "split it, or give the reason in EXCEPTIONS"
    assert sorted(set(EXCEPTIONS) - found) == [], "no exception any more"
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS
    assert all(EXCEPTIONS.values())


def test_files_stay_small() -> None:
    lines = {short(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_no_room_is_empty() -> None:
    """A folder that holds nothing but an empty `__init__.py` promises code that is not there."""
    empty = [
        short(path.parent)
        for path in FILES
        if path.name == "__init__.py"
        and not path.read_text("utf-8").strip()
        and not [
            other
            for other in path.parent.iterdir()
            if other.name not in {"__init__.py", "__pycache__"}
        ]
    ]
    assert empty == []


def large_folders() -> Iterator[str]:
    counts = Counter(short(path.parent) for path in FILES if path.name != "__init__.py")
    return (
        folder
        for folder, count in counts.items()
        if count > MOST_MODULES and folder not in REGISTRIES
    )


def shared_prefixes() -> Iterator[str]:
    counts = Counter(
        (short(path.parent), path.stem.split("_")[0])
        for path in FILES
        if path.name != "__init__.py" and short(path.parent) not in REGISTRIES
    )
    return (f"{folder}/{prefix}_*" for (folder, prefix), count in counts.items() if count >= 3)


def long_functions() -> Iterator[str]:
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    yield f"{short(path)}:{node.name}"


def bound_in_loops(tree: ast.AST) -> Iterator[ast.Name]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield from (name for name in ast.walk(node.target) if isinstance(name, ast.Name))


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings, without those that are values of an enumeration.

    Its own closed set is their home.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases
        ):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        yield from literals(node)


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def module_name(path: Path) -> str:
    parts = ("auditor", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
