from __future__ import annotations

from auditor.checks.open_to_training import CHECK, run
from auditor.domain.account import Profile
from auditor.domain.findings.check import AccountCase
from auditor.domain.findings.finding import Observation, Severity
from auditor.domain.openness import Signal, SignalName
from tests.unit.checks.cases import HOSTILE, TODAY, account, checked, words

SITE = "https://example.org"


def seen(*training: Signal) -> list[Observation]:
    return checked(
        CHECK,
        list(run(AccountCase(account(), Profile(page_url=SITE, training=training), 3), TODAY)),
    )


def robots(*, allows: bool | None, says: str = "Allow 64/64: GPTBot") -> Signal:
    return Signal(SignalName.ROBOTS_TXT, f"{SITE}/robots.txt", says, allows)


def test_a_robots_txt_that_lets_collectors_in() -> None:
    (found,) = seen(robots(allows=True))
    assert (found.severity, found.remedy, CHECK.id) == (
        Severity.LOW,
        "close-training",
        "open-to-training",
    )
    assert "GPTBot" in words(found)
    assert found.evidence[0].url == f"{SITE}/robots.txt"


def test_a_site_that_speaks_to_no_collector() -> None:
    (found,) = seen(robots(allows=None, says=""))
    assert "does not speak" in words(found)


def test_a_header_that_forbids_weakens_it_and_is_told() -> None:
    (found,) = seen(robots(allows=True), Signal(SignalName.X_ROBOTS_TAG, SITE, "noai", False))
    assert found.severity is Severity.INFO
    assert "noai" in words(found)


def test_a_robots_txt_that_keeps_all_out_is_no_finding() -> None:
    assert seen(robots(allows=False)) == []


def test_some_kept_out_and_some_let_in_is_a_finding_about_those_let_in() -> None:
    (found,) = seen(
        robots(allows=True, says="Allow 1/64: CCBot"),
        robots(allows=False, says="Disallow 63/64: GPTBot"),
    )
    assert "CCBot" in words(found)
    assert "GPTBot" not in words(found)


def test_what_was_not_read_is_not_called_open() -> None:
    assert seen() == []
    assert seen(Signal(SignalName.PLATFORM_FLAG, SITE, "indexable: true", None)) == []


def test_hostile_words_stay_values() -> None:
    (found,) = seen(robots(allows=True, says=HOSTILE))
    assert found.evidence
