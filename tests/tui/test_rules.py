"""Rules that every file of the terminal UI keeps."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import auditor.tui
from auditor.guidance.passphrases.strength import bits
from auditor.messages import _
from auditor.report.words.why import when_wrong, why
from auditor.tui.base.messages import Route
from auditor.tui.page import Dialog, Page
from auditor.tui.palette import offers
from auditor.tui.routes import CLOSED, OVER, PAGES
from auditor.tui.screens.keys import KeysBox
from auditor.tui.screens.trouble import TroubleBox
from tests.code import tree_of

ROOT = Path(auditor.tui.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
STYLES = sorted(ROOT.rglob("*.tcss"))
THEMES = ROOT / "themes.py"
PUSHED_BY_THE_APP = {KeysBox, TroubleBox}
"""What the app itself lays over any screen: F1, and what did not work."""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node
                case _:
                    pass


def test_every_worker_has_a_group_and_tells_its_errors() -> None:
    found = [
        (path.name, node)
        for path in FILES
        for name, node in calls(path)
        if name in {"run_worker", "work"}
    ]
    assert [name for name, _node in found if name == "workers.py"], (
        "the one place where workers start"
    )
    for name, node in found:
        if name == "workers.py" and isinstance(node.func, ast.Name):
            continue  # calls the work itself
        if isinstance(node.func, ast.Attribute) and node.func.attr == "work":
            continue
        assert name == "workers.py"
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        assert {"group", "exclusive", "exit_on_error"} <= given.keys()
        assert ast.unparse(given["exclusive"]) == "True"
        assert ast.unparse(given["exit_on_error"]) == "False"


NO_WORKERS = {"workers.py", "page.py", "quick_exit.py", "hand_over.py"}
"""Files in which `start` is something else, or is defined."""


def test_every_start_names_its_group() -> None:
    for path in FILES:
        for name, node in calls(path):
            if name != "start" or path.name in NO_WORKERS:
                continue
            group = node.args[1] if isinstance(node.func, ast.Name) else node.args[0]
            assert isinstance(group, ast.Constant), f"{path.name}: {ast.unparse(node)}"
            assert isinstance(group.value, str)


def test_there_are_no_decorated_workers_and_no_threads() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert "@work" not in text
        assert "thread=True" not in text
        assert not re.search(r"except (Exception|BaseException)?:", text)


def test_widgets_take_content_never_strings() -> None:
    """Static and its kind read a string as markup: only widgets/prose.py may make one."""
    for path in FILES:
        for name, node in calls(path):
            if name in {"Static", "Label", "Markdown", "Button"}:
                assert path.name == "prose.py", f"{path.name}: {ast.unparse(node)}"
            if name == "notify":
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert given.get("markup") == "False", path.name
            assert name != "from_markup", path.name


def test_colours_come_from_the_theme() -> None:
    for path in {*FILES, *STYLES} - {THEMES}:
        found = re.search(r"#[0-9a-fA-F]{6}\b|\brgb\(", path.read_text("utf-8"))
        assert not found, f"{path.name}: {found}"


def test_app_stays_small() -> None:
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) <= 250


def test_every_screen_has_a_style_of_its_own_and_help() -> None:
    screens = {path.stem for path in (ROOT / "screens").glob("*.py")} - {"__init__"}
    styles = {path.stem for path in (ROOT / "screens").glob("*.tcss")}
    assert screens == styles
    for screen in (*PAGES.values(), *OVER.values()):
        assert len(_(screen.HELP)) > 40


def kinds(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    """Yield the screens of a kind that are shown, which have no kinds of their own."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for each in below:
        yield from kinds(each)


def every_screen() -> set[type[Screen[Any]]]:
    for module in pkgutil.iter_modules([str(ROOT / "screens")], "auditor.tui.screens."):
        importlib.import_module(module.name)
    return {
        screen
        for kind in (Page, Dialog)
        for screen in kinds(kind)
        if screen.__module__.startswith("auditor.tui.screens.")
    }


def test_every_screen_stands_in_the_registry() -> None:
    """The guards of the projector, hostile text and help iterate it: none may pass them by."""
    missing = every_screen() - {*PAGES.values(), *OVER.values()} - PUSHED_BY_THE_APP
    assert not missing, f"not in auditor/tui/routes.py: {sorted(map(str, missing))}"


def test_every_screen_is_named_by_a_test_of_its_own() -> None:
    """By its class or its place, in a test that is no guard over all screens."""
    named = {
        getattr(node, "id", None) or f"Route.{getattr(node, 'attr', '')}"
        for path in Path(__file__).parent.glob("test_*.py")
        for test in ast.walk(tree_of(path))
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef)
        and test.name.startswith("test_")
        for node in ast.walk(test)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    places: dict[type[Screen[Any]], str] = {
        screen: f"Route.{place.name}" for place, screen in {**PAGES, **OVER}.items()
    }
    untested = [
        screen.__name__
        for screen in every_screen()
        if screen.__name__ not in named and places.get(screen) not in named
    ]
    assert not untested, f"no test in tests/tui names {sorted(untested)}"


def test_every_place_leads_somewhere() -> None:
    assert set(Route) == PAGES.keys() | OVER.keys()
    assert set(Route) >= CLOSED
    for _title, text, action in offers():
        assert text
        assert action.startswith("app.")
    offered = {action for _title, _text, action in offers()}
    pages = PAGES.keys() - {Route.UNLOCK}
    assert sorted(page for page in pages if f"app.go('{page.value}')" not in offered) == []


def test_the_terminal_ui_knows_only_the_floors_below() -> None:
    allowed = (
        "tui",
        "report",
        "engine",
        "guidance",
        "awareness",
        "checks",
        "questions",
        "domain",
        "ports",
        "messages",
        "dataclass",
        "errors",
        "config",
    )
    for path in FILES:
        for room in re.findall(r"^from auditor\.(\w+)", path.read_text("utf-8"), re.MULTILINE):
            assert room in allowed, path.name


def test_checks_explain_themselves() -> None:
    assert "position" in why("position-in-metadata").casefold()
    assert when_wrong("position-in-metadata")
    assert why("no-such-check") == ""


@pytest.mark.parametrize(
    ("weak", "strong"),
    [("aaaaaaaaaaaaaaaa", "correct horse battery staple"), ("12345678", "tR9#mmK2!x"), ("", "a")],
)
def test_strength_tells_weak_from_strong(weak: str, strong: str) -> None:
    assert bits(weak) < bits(strong)
