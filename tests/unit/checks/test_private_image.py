from __future__ import annotations

from datetime import date

import pytest

from auditor.checks import private_image
from auditor.domain.findings.check import InventoryCase
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.private import PrivateMatch
from tests.contract.vault_making import at, private_hit


def match(*, confirmed: bool) -> PrivateMatch:
    return PrivateMatch(
        "p1", "a1", "https://ada.example/1", "blue", private_hit(confirmed=confirmed), at(0)
    )


@pytest.mark.parametrize(
    ("confirmed", "severity", "confidence"),
    [(True, Severity.CRITICAL, Confidence.MEDIUM), (False, Severity.MEDIUM, Confidence.LOW)],
)
def test_critical_only_after_the_second_stage(
    confirmed: bool, severity: Severity, confidence: Confidence
) -> None:
    (seen,) = private_image.CHECK.run(
        InventoryCase((), (), private=[match(confirmed=confirmed)]), date(2026, 5, 4)
    )
    assert (seen.severity, seen.confidence) == (severity, confidence)
    words = " ".join(
        [seen.title.render(), *(evidence.statement.render() for evidence in seen.evidence)]
    )
    assert "Possible match" in words
    assert ("Likely: " in words) is confirmed
    assert ("Look at it yourself" in words) is not confirmed
    assert "mirrored" in words
    assert "12 of 256" in words
    assert "80 of the image kept" in words
    assert "is public" not in words
    assert "blue" not in " ".join(
        [
            seen.title.render(masked=True),
            *(evidence.statement.render(masked=True) for evidence in seen.evidence),
        ]
    )
    assert (seen.account, seen.photo, seen.about) == ("a1", "p1", "00000001")


def test_nothing_without_matches() -> None:
    assert list(private_image.CHECK.run(InventoryCase((), ()), date(2026, 5, 4))) == []
