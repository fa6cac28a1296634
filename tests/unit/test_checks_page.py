from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks_page import PARTS, doc_parts, modules, render
from tests.rows import each_row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render(), "run: python -m tests.checks_page > docs/checks.md"


@each_row("check", sorted(modules()))
def test_every_check_has_the_fixed_parts(check: str) -> None:
    parts = doc_parts(modules()[check])
    assert list(parts) == ["", *PARTS]
    assert all(parts.values())


def test_a_missing_part_is_an_error() -> None:
    with pytest.raises(ValueError, match="What"):
        doc_parts("Summary.\n\nWhy: x\n\nWhy it matters: y\n\nHow to fix: z\n\nWhen it is wrong: w")
