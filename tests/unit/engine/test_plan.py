"""The score never rises when something is settled.

And the plan is in the order that it promises.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from auditor.domain.findings.score import LIMITS, PartName, weigh
from auditor.engine.plan.grouping import plan
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks import ALL
from auditor.domain.findings.finding import (
    Confidence,
    Finding,
    NoticedBy,
    Observation,
    Remedy,
    Severity,
    State,
    finding_id,
)
from auditor.domain.findings.plan import PlanOrder
from auditor.domain.text.statement import Statement

PART_OF = {check.id: check.part for check in ALL} | {"other": PartName.QUALITY}
PLATFORMS = {"a1": "fake", "a2": "fake", "a3": "other"}


def made(
    check: str,
    account: str,
    number: int,
    severity: Severity,
    state: State,
    noticed: NoticedBy,
    minutes: float,
    *,
    following: float,
) -> Finding:
    key = f"fix-{check}"
    seen = Observation(severity, Confidence.HIGH, Statement("Seen"), (), key, account, f"p{number}")
    remedy = Remedy(key, "Do it.", "", minutes, noticed, False, following)
    return Finding(finding_id(check, seen), check, seen, remedy, state)


FINDINGS = st.lists(
    st.builds(
        made,
        st.sampled_from(sorted(PART_OF)),
        st.sampled_from(sorted(PLATFORMS)),
        st.integers(0, 30),
        st.sampled_from(Severity),
        st.sampled_from(State),
        st.sampled_from(NoticedBy),
        st.floats(0, 60),
        following=st.sampled_from((0.0, 1 / 3, 2.0)),
    ),
    max_size=60,
    unique_by=lambda finding: finding.id,
)


@given(FINDINGS, st.randoms(use_true_random=False))
def test_removing_findings_never_raises_the_score(findings: list[Finding], random: object) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]  # random.Random, of which hypothesis hides the type
    shuffle(findings)
    scores = [weigh(findings[start:], PART_OF).score() for start in range(len(findings) + 1)]
    for more, fewer in pairwise(scores):
        assert fewer.total <= more.total
        assert all(
            lower.points <= higher.points
            for lower, higher in zip(fewer.parts, more.parts, strict=True)
        )
    assert scores[-1].total == 0


@given(FINDINGS)
def test_score_is_the_sum_of_its_parts_and_at_most_100(findings: list[Finding]) -> None:
    score = weigh(findings, PART_OF).score()
    assert 0 <= score.total <= 100
    assert score.total == round(sum(part.points for part in score.parts))
    assert all(0 <= part.points < part.limit for part in score.parts)
    assert sum(LIMITS.values()) == 100


@given(FINDINGS)
def test_settled_findings_do_not_count(findings: list[Finding]) -> None:
    settled = [replace(finding, state=State.VERIFIED) for finding in findings]
    assert weigh(settled, PART_OF).score().total == 0


@given(FINDINGS, st.sampled_from(PlanOrder))
def test_every_finding_is_in_exactly_one_step(findings: list[Finding], order: PlanOrder) -> None:
    steps = plan(findings, PLATFORMS, PART_OF, order)
    assert sorted(name for step in steps for name in step.findings) == sorted(
        finding.id for finding in findings
    )
    assert len({step.id for step in steps}) == len(steps)
    by_id = {finding.id: finding for finding in findings}
    for step in steps:
        group = [by_id[name] for name in step.findings]
        assert {finding.observation.account for finding in group} == {step.account}
        assert {finding.remedy.key for finding in group} == {step.remedy.key}
        assert step.minutes == step.remedy.price(len(step.photos))
        assert (step.state is State.OPEN) == any(finding.state is State.OPEN for finding in group)


@given(FINDINGS)
def test_most_effect_per_minute_comes_first_and_finished_steps_last(
    findings: list[Finding],
) -> None:
    steps = plan(findings, PLATFORMS, PART_OF, PlanOrder.EFFECT)
    rank = [
        (step.state is not State.OPEN, -step.score_drop / max(step.minutes, 0.1)) for step in steps
    ]
    assert rank == sorted(rank)


@given(FINDINGS)
def test_quiet_steps_come_first_in_the_quiet_order(findings: list[Finding]) -> None:
    loudness = [NoticedBy.NOBODY, NoticedBy.PLATFORM, NoticedBy.UNKNOWN, NoticedBy.FOLLOWERS]
    steps = plan(findings, PLATFORMS, PART_OF, PlanOrder.QUIET)
    rank = [
        (step.state is not State.OPEN, loudness.index(step.remedy.noticed_by)) for step in steps
    ]
    assert rank == sorted(rank)


@given(FINDINGS)
def test_what_a_step_promises_is_what_the_score_loses(findings: list[Finding]) -> None:
    whole = weigh(findings, PART_OF).total
    for step in plan(findings, PLATFORMS, PART_OF, PlanOrder.EFFECT):
        without = weigh(
            [finding for finding in findings if finding.id not in step.findings], PART_OF
        ).total
        assert abs(whole - without - step.score_drop) < 1e-6
        assert step.score_drop >= -1e-9


def test_findings_of_an_account_just_removed_are_left_out() -> None:
    finding = made("other", "a9", 1, Severity.HIGH, State.OPEN, NoticedBy.NOBODY, 1, following=0.0)
    assert plan([finding], PLATFORMS, PART_OF, PlanOrder.EFFECT) == ()
