"""What is said of a check on screens and in case files is all that its docstring says."""

from __future__ import annotations

from auditor.checks import ALL
from auditor.report.words.why import when_wrong, why
from tests.checks_page import doc_parts, modules


def test_a_part_is_told_to_its_end_however_its_lines_are_wrapped() -> None:
    documented = {check: doc_parts(text) for check, text in modules().items()}
    assert {check.id for check in ALL} == set(documented)
    for check, parts in documented.items():
        assert why(check) == parts["Why it matters"]
        assert when_wrong(check) == parts["When it is wrong"]
