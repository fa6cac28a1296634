"""The plan: remedies grouped by account, in the order in which they are worth doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from auditor.domain.findings.finding import Finding, NoticedBy, State
from auditor.domain.findings.plan import PlanOrder, PlanStep
from auditor.domain.findings.score import PartName, weigh
from auditor.domain.text.content_id import content_id

_QUIET = (NoticedBy.NOBODY, NoticedBy.PLATFORM, NoticedBy.UNKNOWN, NoticedBy.FOLLOWERS)


def plan(
    findings: Sequence[Finding],
    platforms: Mapping[str, str],
    part_of: Mapping[str, PartName],
    order: PlanOrder,
) -> tuple[PlanStep, ...]:
    """Return the steps; finished ones last. `platforms` names the platform of each account id."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.remedy.key, finding.observation.account].append(finding)
    everything = weigh(findings, part_of)
    steps = []
    for (key, account), group in groups.items():
        if account not in platforms:
            # it was removed a moment ago; its findings go with the judgement that is under way
            continue
        remedy = group[0].remedy
        photos = tuple(
            dict.fromkeys(
                finding.observation.photo for finding in group if finding.observation.photo
            )
        )
        steps.append(
            PlanStep(
                id=content_id("s", key, account),
                account=account,
                platform=platforms[account],
                remedy=remedy,
                findings=tuple(finding.id for finding in group),
                photos=photos,
                minutes=remedy.price(len(photos)),
                score_drop=everything.total - everything.without(weigh(group, part_of)).total,
                state=_state(group),
            )
        )
    return tuple(sorted(steps, key=lambda step: _rank(step, order)))


def _state(group: Sequence[Finding]) -> State:
    """A step is open as long as one of its findings is."""
    states = {finding.state for finding in group}
    if State.OPEN in states:
        return State.OPEN
    return states.pop() if len(states) == 1 else State.DONE


def _rank(step: PlanStep, order: PlanOrder) -> tuple[bool, int, float, str]:
    quiet = _QUIET.index(step.remedy.noticed_by) if order is PlanOrder.QUIET else 0
    return step.state is not State.OPEN, quiet, -step.score_drop / max(step.minutes, 0.1), step.id
