"""auditor plan: what to do first, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of, shown
from auditor.cli.unproven import tell_unproven, unproven
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Plan, PlanOrder, PlanStep, Setting, Standing
from auditor.domain.likeness.likeness import Tier
from auditor.domain.likeness.words import tier_name
from auditor.domain.text.statement import Kind
from auditor.errors import UsageError
from auditor.messages import _, ngettext
from auditor.report.json import plan as plan_documents
from auditor.report.words.words import notice, state

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session

_MOST_SETTINGS = 3


@dataclass(frozen=True, slots=True)
class _Told:
    plan: Plan
    unproven: tuple[str, ...]
    handles: dict[str, str]


def plan(
    context: typer.Context,
    order: Annotated[
        PlanOrder,
        typer.Option(
            "--order", help=_("Most effect per minute first, or what nobody notices first.")
        ),
    ] = PlanOrder.EFFECT,
    done: Annotated[
        str, typer.Option("--done", metavar="STEP", help=_("Say that you did this step."))
    ] = "",
    undo: Annotated[str, typer.Option("--undo", metavar="STEP", help=_("Take that back."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what to do, the three steps first that remove most exposure per minute, and what each
    changes.
    """  # noqa: D205
    if done and undo:
        raise UsageError(_("--done and --undo exclude each other."))
    options = options_of(context)

    async def task(session: Session) -> _Told:
        for step in (done, undo):
            if step:
                await session.planning.mark(step, State.DONE if done else State.OPEN)
        handles = {
            state_shown.account.id: shown(options, state_shown.account.handle, Kind.HANDLE)
            for state_shown in await session.accounts.states()
        }
        return _Told(await session.planning.plan(order), await unproven(session), handles)

    told = on_session(context, task)
    if as_json:
        output.document(plan_documents.plan(told.plan))
        return
    if done:
        output.line(
            _("Marked as done: this is what you said. 'auditor verify' looks whether it worked.")
        )
        output.line()
    _tell(told, options)
    tell_unproven(told.unproven)
    if not told.plan.steps:
        output.line(
            _("No steps: nothing was found in what was checked, or nothing was scanned yet.")
        )


def _tell(told: _Told, options: GlobalOptions) -> None:
    made = told.plan
    first = [step for step in made.steps if step.id in made.first]
    for number, step in enumerate(first, 1):
        _tell_whole(number, step, told.handles[step.account], options)
    if first:
        output.line(
            _("After these: {after} (now: {now}).").format(
                after=_standing(made.predicted), now=_standing(made.now)
            )
        )
        output.line()
    others = [step for step in made.steps if step.id not in made.first]
    for number, step in enumerate(others, len(first) + 1):
        _tell_short(number, step, told.handles[step.account], options)
    if any(step.effect is not None and not step.effect.exact for step in made.steps):
        output.line()
        output.line(
            _(
                "“about” before an effect: only the weight of the findings, the checks were not "
                "run for it."
            )
        )


def _tell_head(number: int, step: PlanStep, handle: str) -> None:
    output.line(
        f"{number}. {_(step.remedy.title)}  [{step.platform} {handle}, {state(step.state)}]  "
        f"{step.id}"
    )
    output.line(
        _("   about {minutes:.0f} min · {effect} · {photos} · {noticed}").format(
            minutes=step.minutes,
            effect=_effect(step),
            photos=reach(step),
            noticed=notice(step.remedy),
        )
    )


def _tell_whole(number: int, step: PlanStep, handle: str, options: GlobalOptions) -> None:
    _tell_head(number, step, handle)
    output.line(f"   {_(step.remedy.text)}")
    if step.remedy.evidence_first:
        output.line(_("   If someone is threatening you, save evidence before this step."))
    if step.remedy.url:
        output.line(f"   {shown(options, step.remedy.url, Kind.URL)}")
    _tell_settings(step.settings, options)


def _tell_settings(settings: Sequence[Setting], options: GlobalOptions) -> None:
    for setting in settings[:_MOST_SETTINGS]:
        output.line(
            "   → "
            + _("{menu}: {recommended}").format(
                menu=setting.menu or _(setting.title), recommended=_(setting.recommended)
            )
        )
        if setting.url:
            output.line(f"     {shown(options, setting.url, Kind.URL)}")
        if setting.stale:
            output.line(
                _("     Menus move; this way was not looked at lately, or its source has no date.")
            )


def _tell_short(number: int, step: PlanStep, handle: str, options: GlobalOptions) -> None:
    _tell_head(number, step, handle)
    if step.remedy.evidence_first:
        output.line(_("   If someone is threatening you, save evidence before this step."))
    link = step.remedy.url or next((setting.url for setting in step.settings if setting.url), "")
    if link:
        output.line(f"   {shown(options, link, Kind.URL)}")


def _effect(step: PlanStep) -> str:
    """Say what a step changes, in words."""
    effect = step.effect
    if effect is None or not effect.exact:
        return _("score about {change:+.1f}").format(change=-step.score_drop + 0.0)
    parts = [_("score {change:+.1f}").format(change=round(effect.score, 1) + 0.0)]
    if effect.tier is not None:
        parts.append(_("likeness {tier}").format(tier=_tier(effect.tier)))
    if effect.links:
        parts.append(
            ngettext("{n:+} linked pair", "{n:+} linked pairs", abs(effect.links)).format(
                n=effect.links
            )
        )
    return ", ".join(parts)


def _tier(tier: Tier | None) -> str:
    return (
        f"{tier.word} ({tier_name(tier)})"
        if tier is not None
        else _("not told: no faces were looked for")
    )


def _standing(standing: Standing) -> str:
    links = ngettext(
        "{n} linked pair of accounts", "{n} linked pairs of accounts", standing.links
    ).format(n=standing.links)
    return _("score {score:.0f}, likeness {tier}, {links}").format(
        score=standing.score, tier=_tier(standing.tier), links=links
    )


def reach(step: PlanStep) -> str:
    """Return what a step is about: photos, or the account itself."""
    count = len(step.photos)
    return (
        ngettext("{count} photo", "{count} photos", count).format(count=count)
        if count
        else _("the account")
    )
