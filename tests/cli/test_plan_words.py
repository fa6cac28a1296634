"""What `auditor plan` prints of a step, and `auditor findings` of a finding.

No address on a projector, since it can be that of the user's own server.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.cli.commands import findings, plan
from auditor.cli.options import GlobalOptions
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import NoticedBy, Remedy, Severity, State
from auditor.domain.findings.plan import Plan, PlanStep, Setting
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.statement import Statement, Value
from auditor.domain.views import Coverage
from tests.fakes.people import finding

PAGE = "https://secret.example/settings/privacy"
WAY = Setting(
    "Title",
    "Off",
    "Preferences",
    "Less",
    PAGE,
    1,
    "https://source.example",
    "2026-01-01",
    stale=False,
)
NOW = dict.fromkeys(QuestionId, AnswerState.PARTLY)


def step(number: int, url: str) -> PlanStep:
    remedy = Remedy(
        "setting:x", "Text", url, 1, NoticedBy.NOBODY, evidence_first=False, title="Title"
    )
    return PlanStep(f"s{number}", "a1", "mastodon", remedy, (), (), 1, State.OPEN, settings=(WAY,))


def tell(*steps: PlanStep, projector: bool = False, better: float = 0.0) -> None:
    after = NOW | {QuestionId.HOME: AnswerState.NOT_SEEN}
    made = Plan(steps, 4.0 * len(steps), not better, better, NOW, after)
    told = plan._Told(made, (), {"a1": "me"}, Coverage(None, 1, 1))
    plan._tell(told, GlobalOptions(projector=projector))


@pytest.mark.parametrize("projector", [True, False])
def test_addresses_are_masked_on_a_projector(
    projector: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(step(1, PAGE), step(2, ""), step(3, PAGE), step(4, ""), projector=projector)
    assert ("secret.example" in capsys.readouterr().out) is not projector


def test_a_step_says_who_is_told_what(capsys: pytest.CaptureFixture[str]) -> None:
    told = replace(step(1, ""), remedy=replace(step(1, "").remedy, notice="The chat shows it."))
    tell(told, step(2, ""))
    out = capsys.readouterr().out
    assert out.count("The chat shows it.") == 1
    assert out.count("Nobody is told, and nothing that others see changes.") == 1


def test_what_steps_come_to_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    tell(step(1, ""), step(2, ""))
    out = capsys.readouterr().out
    assert "Together 8 minutes. No other steps that do the same take fewer minutes." in out
    lines = [line for line in out.splitlines() if "after these steps" in line]
    assert len(lines) == 1, "only what changes has an after"
    assert lines[0].startswith("Could a stranger find where you live, work or learn?")


def test_a_gap_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    tell(step(1, ""), better=3.0)
    assert "Other steps could save at most 3 minutes." in capsys.readouterr().out


def test_without_steps_nothing_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    tell()
    out = capsys.readouterr().out
    assert out.startswith("No step would change how a question stands.")
    assert "fewer minutes" not in out


def test_what_is_critical_is_first(capsys: pytest.CaptureFixture[str]) -> None:
    tell(replace(step(1, ""), critical=True), step(2, ""))
    assert [", first, " in line for line in capsys.readouterr().out.splitlines()].count(True) == 1


def test_a_finding_says_what_has_to_be_made_worthless(capsys: pytest.CaptureFixture[str]) -> None:
    plain = finding(
        1, "readable-code", Severity.HIGH, "A code", "Told", Value("value", "x"), step(1, "").remedy
    )
    keys = (AftercareKey.PAYMENT_CARD, AftercareKey.WIFI)
    papers = replace(plain, observation=replace(plain.observation, aftercare=keys))
    for told in (plain, papers):
        findings._tell_one(told, Statement.render)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    (first,) = (line for line in lines if line.startswith("→ Before the photo goes: Change the"))
    (card,) = (line for line in lines if line.startswith("→ Besides: Have the card blocked"))
    assert lines.index(first) + 1 == lines.index(card)
    assert lines.count("Nobody is told, and nothing that others see changes.") == 2
