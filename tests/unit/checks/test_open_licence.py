from __future__ import annotations

from dataclasses import replace

from auditor.checks.open_licence import CHECK
from auditor.domain.findings.finding import Severity
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, on_photo, photo, words


@each_row(
    "licence",
    [
        "CC BY-SA 4.0",
        "CC BY 2.0",
        "CC0",
        "Public domain",
        "https://creativecommons.org/licenses/by/4.0/",
    ],
)
def test_licences_that_let_anyone_reuse(licence: str) -> None:
    (found,) = on_photo(CHECK, replace(photo(), licence=licence))
    assert (found.severity, found.remedy) == (Severity.INFO, "change-licence")
    assert "lets anyone" in words(found)


@each_row(
    "licence",
    [None, "", "CC BY-NC 4.0", "CC BY-ND 4.0", "All rights reserved", "Fair use", HOSTILE],
)
def test_other_licences_are_no_finding(licence: str | None) -> None:
    assert on_photo(CHECK, replace(photo(), licence=licence)) == []
