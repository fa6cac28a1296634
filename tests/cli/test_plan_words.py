"""What `auditor plan` prints of a step.

No address on a projector, since it can be that of the user's own server.
"""

from __future__ import annotations

import pytest

from auditor.cli.commands import plan
from auditor.cli.options import GlobalOptions
from auditor.domain.findings.finding import NoticedBy, Remedy, State
from auditor.domain.findings.plan import Plan, PlanStep, Setting, Standing

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
NOW = Standing(10, None, 0)


def step(number: int, url: str) -> PlanStep:
    remedy = Remedy(
        "setting:x", "Text", url, 1, NoticedBy.NOBODY, evidence_first=False, title="Title"
    )
    return PlanStep(
        f"s{number}", "a1", "mastodon", remedy, (), (), 1, 0.0, State.OPEN, settings=(WAY,)
    )


@pytest.mark.parametrize("projector", [True, False])
def test_addresses_are_masked_on_a_projector(
    projector: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Plan((step(1, PAGE), step(2, ""), step(3, PAGE), step(4, "")), ("s1", "s2"), NOW, NOW)
    plan._tell(plan._Told(made, (), {"a1": "me"}), GlobalOptions(projector=projector))
    assert ("secret.example" in capsys.readouterr().out) is not projector
