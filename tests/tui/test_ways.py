"""Commands that help with a finding follow from the row of its remedy."""

from __future__ import annotations

import pytest

from auditor.domain.findings.finding import Confidence, Finding, Observation, Severity
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement
from auditor.guidance.remedies import remedy
from auditor.tui.text.masking import Veil
from auditor.tui.text.shell_commands import ways

COPIES = "auditor harden FOLDER --output COPIES"


def commands(key: RemedyKey, platform: str) -> list[str]:
    seen = Observation(Severity.LOW, Confidence.LOW, Statement("seen"), (), key, "a1")
    finding = Finding("f1", "some-check", seen, remedy(key, platform))
    return [way.command for way in ways(finding, Veil(on=False), own_site=platform == "website")]


def letters(told: list[str]) -> list[str]:
    return [command.split()[2] for command in told if command.startswith("auditor letter")]


@pytest.mark.parametrize(
    ("key", "copies"),
    [
        (RemedyKey.CLEAN_METADATA, [COPIES]),
        (RemedyKey.RENAME_FILE, [COPIES]),
        (RemedyKey.HIDE_ORIGINAL, [COPIES + " --max-side 1080"]),
        (RemedyKey.SMALLER_PICTURE, [COPIES + " --max-side 511"]),
        (RemedyKey.CLEAR_FACE, [COPIES + " --blur faces"]),
        (RemedyKey.COVER_TRAVEL, [COPIES + " --blur text"]),
        (RemedyKey.PUBLISHED_METADATA, []),
        (RemedyKey.UNLINK_PHOTO, []),
    ],
)
def test_which_clean_copy_helps(key: RemedyKey, copies: list[str]) -> None:
    told = commands(key, "mastodon")
    assert [command for command in told if command.startswith("auditor harden")] == copies


@pytest.mark.parametrize(
    ("key", "elsewhere", "on_the_own_site"),
    [
        (RemedyKey.CLEAN_METADATA, ["erasure"], []),
        (RemedyKey.LOWER_LIKENESS, ["objection", "erasure"], []),
        (RemedyKey.PRIVATE_IMAGE, ["removal-48h", "erasure"], ["removal-48h"]),
        (RemedyKey.REPORT_IMPOSTOR, ["impostor"], ["impostor"]),
    ],
)
def test_which_letters_help(
    key: RemedyKey, elsewhere: list[str], on_the_own_site: list[str]
) -> None:
    assert letters(commands(key, "mastodon")) == elsewhere
    assert letters(commands(key, "website")) == on_the_own_site


def test_in_general_without_a_finding() -> None:
    told = [way.command for way in ways(None, Veil(on=False), own_site=False)]
    assert told[0] == COPIES
    assert letters(told) == ["objection", "erasure"]
