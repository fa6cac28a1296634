"""Plugins: listed without import and loaded on use.

A broken one is told and costs nothing else.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.findings.check import InventoryCheck, InventoryPart, PhotoCheck, PhotoPart
from auditor.engine.overview import without_plugins
from auditor.plugins import CHECKS, SOURCES, names
from auditor.plugins import loading as plugins
from tests.fakes.engine import FakeSource

GOOD_CHECK = PhotoCheck("good-check", "good", lambda _case, _today: iter(()))
NOWHERE = Path("nowhere")
NOT_A_CHECK = "a string"
TAKEN = replace(GOOD_CHECK, id="position-in-metadata")


def _looking_at(name: str, parts: Any) -> InventoryCheck:
    return InventoryCheck(name, "together", lambda _case, _today: iter(()), reads=parts)


OF_PARTS = _looking_at("of-parts", frozenset({InventoryPart.TIMES}))
SET_OF_PARTS = _looking_at("set-of-parts", {InventoryPart.TIMES})
ONE_PART = _looking_at("one-part", "times")
OTHER_PARTS = _looking_at("other-parts", frozenset({PhotoPart.FACES}))
NO_PART = _looking_at("no-part", frozenset({"serial numbers"}))
WRONG: Any = [PhotoPart.FILE]
LIST_OF_PARTS = replace(GOOD_CHECK, id="list-of-parts", finds_in=WRONG)
NO_NAME = replace(GOOD_CHECK, id="\x1b[2J No name")


class _Ends:
    """What a module that ends the program where an extra is missing gives instead of a check."""

    @property
    def here(self) -> None:
        sys.exit("an extra is missing")


ENDS = _Ends()


class HalfSource:
    name = "half"


class BareSource(FakeSource):
    """A source as plugins were before they said what their platform is like."""

    def __init__(self) -> None:
        super().__init__(name="bare")
        del self.traits


class LooseSource(FakeSource):
    """A source whose traits are something else."""

    def __init__(self) -> None:
        super().__init__(name="loose")
        object.__setattr__(self, "traits", {"title": "Loose"})


def _points(group: str, **values: str) -> list[EntryPoint]:
    return [EntryPoint(name, value, group) for name, value in values.items()]


@pytest.fixture
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.unit.test_plugins"
    found = _points(
        CHECKS,
        good=f"{here}:GOOD_CHECK",
        no=f"{here}:NOT_A_CHECK",
        lost="no_such_module_anywhere:CHECK",
        ends=f"{here}:ENDS.here",
        own=f"{here}:TAKEN",
        same=f"{here}:GOOD_CHECK",
        unnamed=f"{here}:NO_NAME",
    )
    found += _points(
        SOURCES,
        fake="tests.fakes.engine:FakeSource",
        half=f"{here}:HalfSource",
        bad=f"{here}:GOOD_CHECK",
        same="tests.fakes.engine:FakeSource",
    )
    found += _points(SOURCES, bare=f"{here}:BareSource", loose=f"{here}:LooseSource")
    for module in ("auditor.plugins", "auditor.plugins.loading"):
        monkeypatch.setattr(
            f"{module}.entry_points",
            lambda group: [point for point in found if point.group == group],
        )
    monkeypatch.setattr(plugins, "_refused", lambda _package, _trusted: "")
    monkeypatch.setattr(plugins, "failures", {})


@pytest.mark.usefixtures("_installed")
def test_names_are_listed_without_import() -> None:
    assert names(CHECKS) == ("ends", "good", "lost", "no", "own", "same", "unnamed")
    assert plugins.failures == {}


@pytest.mark.usefixtures("_installed")
def test_broken_checks_are_told_and_the_others_load() -> None:
    assert plugins.load_checks(NOWHERE) == (GOOD_CHECK,)
    assert {name: why for (_part, name), why in plugins.failures.items()} == {
        "no": "TypeError: not a check",
        "ends": "SystemExit: an extra is missing",
        "lost": "ModuleNotFoundError: No module named 'no_such_module_anywhere'",
        "own": "TypeError: a check with the id of another: position-in-metadata",
        "same": "TypeError: a check with the id of another: good-check",
        "unnamed": "TypeError: a check whose id is no words joined by hyphens",
    }


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("OF_PARTS", None),
        (
            "SET_OF_PARTS",
            "reads that is no frozenset of auditor.domain.findings.check.InventoryPart",
        ),
        ("ONE_PART", "reads that is no frozenset of auditor.domain.findings.check.InventoryPart"),
        (
            "OTHER_PARTS",
            "reads that is no frozenset of auditor.domain.findings.check.InventoryPart",
        ),
        ("NO_PART", "reads that is no frozenset of auditor.domain.findings.check.InventoryPart"),
        (
            "LIST_OF_PARTS",
            "finds_in that is no frozenset of auditor.domain.findings.check.PhotoPart",
        ),
    ],
)
def test_what_a_check_looks_at_are_parts(
    monkeypatch: pytest.MonkeyPatch, check: str, why: str | None
) -> None:
    point = EntryPoint("parts", f"tests.unit.test_plugins:{check}", CHECKS)
    monkeypatch.setattr("auditor.plugins.loading.entry_points", lambda _group: [point])
    assert len(plugins.load_checks(NOWHERE)) == (why is None)
    assert [*plugins.failures.values()] == ([] if why is None else [f"TypeError: {why}"])


@pytest.mark.usefixtures("_installed")
def test_broken_sources_are_told_and_the_others_load() -> None:
    assert [source.name for source in plugins.load_sources(NOWHERE)] == ["fake"]
    told = {name: why for (_part, name), why in plugins.failures.items()}
    assert sorted(told) == ["bad", "bare", "half", "loose", "same"]
    assert told["same"] == "TypeError: a source with the name of another: fake"
    assert told["bare"] == "TypeError: a source without traits"
    assert told["loose"] == "TypeError: traits that are no auditor.domain.traits.Traits"
    assert told["half"].startswith("TypeError: a source without needs, recognise")


@pytest.mark.usefixtures("_installed")
def test_a_source_and_a_check_of_one_name_are_both_told() -> None:
    plugins.load_sources(NOWHERE)
    plugins.load_checks(NOWHERE)
    told = "\n".join(without_plugins(plugins.failures))
    assert "The source same of a plugin could not be loaded" in told
    assert "The check same of a plugin could not be loaded" in told
