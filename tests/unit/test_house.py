"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import auditor

PACKAGE = Path(auditor.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
CORE = ("domain", "ports", "hashing", "checks", "guidance", "engine", "report")
OUTSIDE = ("textual", "PIL", "imagehash", "httpx", "sqlcipher3", "keyring")


@pytest.mark.parametrize("room", CORE)
def test_core_runs_without_the_outside(room: str) -> None:
    modules = [
        _module(path)
        for path in FILES
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") == room
    ]
    code = f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += f"print(*sorted(set({OUTSIDE!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert modules
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 500
    for function in _functions(ast.parse(text)):
        assert function.end_lineno is not None
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = function.end_lineno - body[0].lineno + 1 if body else 0
        if (path.name, function.name) == ("pets.py", "_cat"):
            continue  # one drawing, stroke after stroke
        assert length <= 60, f"{path.name}: {function.name} has {length} lines"


def test_help_starts_without_the_engine() -> None:
    code = (
        "import sys, auditor.cli.app; "
        "heavy = {'textual', 'PIL', 'numpy', 'httpx', 'sqlcipher3', 'bs4'}; "
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_stdout_has_one_writer() -> None:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "print"
            ):
                pytest.fail(
                    f"{path.relative_to(PACKAGE)}:{node.lineno} prints; cli/output.py is the only "
                    f"writer"
                )


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _module(path: Path) -> str:
    parts = ("auditor", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("auditor", cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while leaves := {module for module, others in imported.items() if not others & imported.keys()}:
        imported = {module: others for module, others in imported.items() if module not in leaves}
    assert sorted(imported) == []  # what remains is in a circle, or imports one


def test_only_faces_consent_and_only_services_say_what_goes_out() -> None:
    homes = {"Consent": {"cli", "tui"}, "Outgoing": {"services"}}
    made: dict[str, set[str]] = {name: set() for name in homes}
    for path in FILES:
        room = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in homes:
                    made[name].add(room)
    assert made == homes
