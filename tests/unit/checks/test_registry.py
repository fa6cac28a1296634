"""The registry holds every check in the folder, and each is whole."""

from __future__ import annotations

import ast
import dis
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import auditor.checks
from auditor.checks import ALL
from auditor.domain.findings.check import Check, PhotoCheck, never_dated
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.readable_text import readable
from tests.rows import each_row
from tests.unit.checks.asked import ASKED

MODULES = [module.name for module in pkgutil.iter_modules(auditor.checks.__path__)]


def test_the_registry_equals_the_folder() -> None:
    in_folder = [importlib.import_module(f"auditor.checks.{name}").CHECK for name in MODULES]
    assert len(in_folder) == len(ALL)
    assert all(check in ALL for check in in_folder)


def test_every_check_has_a_test_of_its_own() -> None:
    imported = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in ((node.module or "").rpartition(".")[2], *(each.name for each in node.names))
    }
    assert [name for name in MODULES if name not in imported] == []


@each_row("check", ALL, ids=lambda check: check.id)
def test_ids_and_titles(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", check.id)
    assert check.title
    assert sum(known.id == check.id for known in ALL) == 1


def test_ids_never_change() -> None:
    assert {check.id for check in ALL} == {
        "position-in-metadata",
        "device-serial-number",
        "owner-name",
        "people-named",
        "contact-details",
        "path-or-computer",
        "generation-prompt",
        "further-picture",
        "capture-time",
        "embedded-thumbnail",
        "training-resolution",
        "likeness-exposure",
        "clear-face",
        "larger-original",
        "same-photo",
        "same-avatar",
        "open-to-search-engines",
        "telling-file-name",
        "telling-alt-text",
        "possible-private-image",
        "open-to-training",
        "open-licence",
        "credentials-reveal",
        "broken-credentials",
        "ai-made",
        "kept-by-platform",
        "visible-document",
        "visible-contact",
        "visible-address",
        "licence-plate",
        "travel-paper",
        "readable-code",
        "frequent-place",
        "routine-of-photos",
    }


@each_row("check", ALL, ids=lambda check: check.id)
def test_every_check_stands_in_the_table_of_questions(check: Check) -> None:
    assert check.id in ASKED


def test_the_questions_stand_in_their_order() -> None:
    words = ["home", "days", "papers", "name", "linked", "likeness", "collected", "used"]
    assert [question.value for question in QuestionId] == words
    assert frozenset(QuestionId) == frozenset().union(*ASKED.values()) - {None}


def test_every_observation_of_a_check_names_its_question() -> None:
    folder = Path(auditor.checks.__path__[0])
    silent = {
        path.stem
        for path in (*folder.glob("*.py"), Path(inspect.getfile(readable)))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Observation"
        and "question" not in {given.arg for given in node.keywords}
    }
    assert silent == {"ai_made", "broken_credentials", "kept_by_platform"}


@each_row("check", ALL, ids=lambda check: check.id)
def test_a_check_that_is_never_dated_does_not_look_at_the_day(check: Check) -> None:
    if isinstance(check, PhotoCheck):
        code = check.run.__code__
        day = code.co_varnames[1]
        loaded = {step.argval for step in dis.get_instructions(code)}
        assert (check.dated is never_dated) == (day not in loaded)
