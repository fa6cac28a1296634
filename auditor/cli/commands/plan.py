"""auditor plan: what to do in the time there is, and how each question stands after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import names_of, on_session, options_of
from auditor.cli.told.steps import tell_step
from auditor.cli.told.unproven import tell_unproven, unproven
from auditor.cli.told.unread import end_unread, tell_unread
from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Plan
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import Coverage
from auditor.engine.plan.wanted import Wanted
from auditor.errors import UsageError
from auditor.messages import _
from auditor.questions import ALL
from auditor.report.words.coverage import checked
from auditor.report.words.words import answer_state, minutes

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session

_MOST_SETTINGS = 3


@dataclass(frozen=True, slots=True)
class _Told:
    plan: Plan
    unproven: tuple[str, ...]
    names: Mapping[str, str]
    coverage: Coverage


def plan(
    context: typer.Context,
    minutes_there_are: Annotated[
        float | None,
        typer.Option(
            "--minutes", metavar="N", min=0, help=_("The minutes that you have; else all steps.")
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help=_("Only steps that followers cannot notice."))
    ] = False,
    keep_photos: Annotated[
        bool, typer.Option("--keep-photos", help=_("All photos stay, as clean copies."))
    ] = False,
    question: Annotated[
        QuestionId | None, typer.Option("--question", help=_("Only what closes this question."))
    ] = None,
    done: Annotated[
        str, typer.Option("--done", metavar="STEP", help=_("Say that you did this step."))
    ] = "",
    undo: Annotated[str, typer.Option("--undo", metavar="STEP", help=_("Take that back."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what to do in the time you have: critical things first, then what closes the gravest
    questions with the fewest minutes.
    """  # noqa: D205
    if done and undo:
        raise UsageError(_("--done and --undo exclude each other."))
    options = options_of(context)
    wanted = Wanted(minutes_there_are, quiet=quiet, keep=keep_photos, question=question)

    async def task(session: Session) -> _Told:
        for step in (done, undo):
            if step:
                await session.planning.mark(step, State.DONE if done else State.OPEN, wanted)
        names = await names_of(options, session)
        made = await session.planning.plan(wanted)
        return _Told(made, await unproven(session), names, await session.coverage())

    told = on_session(context, task)
    if as_json:
        from auditor.report.json import plan as plan_documents

        output.document(plan_documents.plan(told.plan))
        _end(told)
        return
    if done:
        output.line(
            _("Marked as done: this is what you said. 'auditor verify' looks whether it worked.")
        )
        output.line()
    _tell(told, options)
    tell_unproven(told.unproven)
    _end(told)


def _end(told: _Told) -> None:
    """End as for a source that failed where nothing was read and there is nothing to do."""
    if not told.plan.steps:
        end_unread(told.coverage)
    tell_unread(told.coverage)


def _tell(told: _Told, options: GlobalOptions) -> None:
    made = told.plan
    if not made.steps and told.coverage.why_unread is None:
        output.line(checked(told.coverage, _("No step would change how a question stands.")))
    for number, step in enumerate(made.steps, 1):
        tell_step(number, step, told.names[step.account], options)
    if made.steps:
        better = (
            _("No other steps that do the same take fewer minutes.")
            if made.optimal
            else _("Other steps could save at most {minutes}.").format(
                minutes=minutes(made.at_most_better)
            )
        )
        output.line(
            _("Together {minutes}. {better}").format(minutes=minutes(made.minutes), better=better)
        )
    output.line()
    for asked in ALL:
        now, after = made.now[asked.id], made.after[asked.id]
        output.line(_standing(_(asked.title), now, after))


def _standing(title: str, now: AnswerState, after: AnswerState) -> str:
    if now is after:
        return f"{title} {answer_state(now)}"
    return _("{title} {now}; after these steps: {after}").format(
        title=title, now=answer_state(now), after=answer_state(after)
    )
