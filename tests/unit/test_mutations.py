"""The seeded faults of benchmarks/mutations.py: what is put in, and that a test notices one."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import mutations
from benchmarks.mutations import KINDS, chosen, copy_of, faults_of, noticed
from tests.code import ROOT


def test_the_same_seed_gives_the_same_faults_in_as_many_rooms() -> None:
    faults = chosen(1, 30)
    assert faults == chosen(1, 30)
    assert len({Path(fault.file).parent for fault in faults}) == 30
    assert Counter(fault.kind for fault in faults).keys() == set(KINDS)


def test_each_fault_is_code_that_differs() -> None:
    for fault in chosen(2, 10):
        source = (ROOT / fault.file).read_text("utf-8")
        assert ast.dump(ast.parse(fault.put(source))) != ast.dump(ast.parse(source)), fault


def test_what_is_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "ROOT", tmp_path)
    path = tmp_path / "sample.py"
    path.write_text(
        "LONGEST_S = 5\n"
        "def told(text: str, far: float) -> str:\n"
        "    if far < 3:\n"
        "        return ''\n"
        "    return clean(text, 8)\n"
    )
    made = [(fault.kind, fault.put(path.read_text())) for fault in faults_of(path)]
    assert [(kind, source.splitlines()[line]) for (kind, source), line in zip(
        sorted(made), (2, 4, 2, 0), strict=True
    )] == [
        ("check", "    if False:"),
        ("mask", "    return text"),
        ("operator", "    if (far >= 3):"),
        ("unit", "LONGEST_S = (5 * 1000)"),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_fault_is_noticed_and_taken_out_again(tmp_path: Path) -> None:
    copy = copy_of(tmp_path)
    path = ROOT / "auditor" / "domain" / "photos" / "place.py"
    fault = next(fault for fault in faults_of(path) if "6371009" in fault.new)
    assert noticed(fault, copy).startswith("tests: FAILED tests/unit/domain")
    assert (copy / fault.file).read_text("utf-8") == path.read_text("utf-8")
