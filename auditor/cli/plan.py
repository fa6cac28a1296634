"""auditor plan: what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of
from auditor.cli.unproven import tell_unproven, unproven
from auditor.domain.plan import PlanOrder, PlanStep
from auditor.domain.statement import Kind, mask
from auditor.messages import _, ngettext
from auditor.report import documents
from auditor.report.words import noticed_by, state

if TYPE_CHECKING:
    from auditor.engine.session import Session


def plan(
    context: typer.Context,
    order: Annotated[
        PlanOrder, typer.Option("--order", help=_("Most effect per minute first, or what nobody notices first."))
    ] = PlanOrder.EFFECT,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show the steps in the order in which they are worth doing."""
    masked = options_of(context).projector

    async def task(session: Session) -> tuple[tuple[PlanStep, ...], tuple[str, ...], dict[str, str]]:
        handles = {
            one.account.id: mask(one.account.handle, Kind.HANDLE) if masked else one.account.handle for one in await session.accounts()
        }
        return await session.plan(order), await unproven(session), handles

    steps, without_proof, handles = on_session(context, task)
    if as_json:
        output.document(documents.plan(steps))
        return
    for number, step in enumerate(steps, 1):
        handle = mask(handles[step.account], Kind.HANDLE) if masked else handles[step.account]
        output.line(f"{number}. {_(step.remedy.title)}  [{step.platform} {handle}, {state(step.state)}]")
        output.line(
            _("   about {minutes:.0f} min · score −{drop:.1f} · {photos} · {noticed}").format(
                minutes=step.minutes, drop=step.score_drop, photos=reach(step), noticed=noticed_by(step.remedy.noticed_by)
            )
        )
        output.line(f"   {_(step.remedy.text)}")
        if step.remedy.evidence_first:
            output.line(_("   If someone is threatening you, save evidence before this step."))
        if step.remedy.url:
            output.line(f"   {step.remedy.url}")
    tell_unproven(without_proof)
    if not steps:
        output.line(_("No steps: nothing was found in what was checked, or nothing was scanned yet."))


def reach(step: PlanStep) -> str:
    """Return what a step is about: photos, or the account itself."""
    count = len(step.photos)
    return ngettext("{count} photo", "{count} photos", count).format(count=count) if count else _("the account")
