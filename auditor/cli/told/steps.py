"""One step of a plan in full, as commands and the dialogue write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.running import said_on, shown
from auditor.domain.findings.plan import PlanStep, Setting
from auditor.domain.text.statement import Kind
from auditor.messages import _, ngettext
from auditor.report.words.words import minutes, notice, state, way

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions

_MOST_SETTINGS = 3


def tell_step(number: int, step: PlanStep, account: str, options: GlobalOptions) -> None:
    """Write one step in full."""
    about = "" if step.about is None else said_on(options, step.about)
    title = ": ".join(filter(None, (_(step.remedy.title), about)))
    first = _("first") + ", " if step.critical else ""
    output.line(f"{number}. {title}  [{account}, {first}{state(step.state)}]  {step.id}")
    output.line(
        _("   {minutes} · {photos} · {noticed}").format(
            minutes=minutes(step.minutes), photos=reach(step), noticed=notice(step.remedy)
        )
    )
    output.line(f"   {_(step.remedy.text)}")
    if step.remedy.evidence_first:
        output.line(_("   If someone is threatening you, save evidence before this step."))
    if step.remedy.url:
        output.line(f"   {shown(options, step.remedy.url, Kind.URL)}")
    _tell_settings(step.settings, options)


def _tell_settings(settings: Sequence[Setting], options: GlobalOptions) -> None:
    for setting in settings[:_MOST_SETTINGS]:
        output.line("   → " + way(setting))
        if setting.url:
            output.line(f"     {shown(options, setting.url, Kind.URL)}")
        if setting.stale:
            output.line(
                _("     Menus move; this way was not looked at lately, or its source has no date.")
            )


def reach(step: PlanStep) -> str:
    """Return what a step is about: photos, or the account itself."""
    count = len(step.photos)
    return (
        ngettext("{count} photo", "{count} photos", count).format(count=count)
        if count
        else _("the account")
    )
