"""The plan in the dialogue: minutes, steps, and doing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.dialogue.menu import MenuChoice, MenuPage, menu
from auditor.cli.dialogue.talk import Talk
from auditor.cli.running import names_of, said_on
from auditor.cli.told.steps import tell_step
from auditor.cli.told.unread import unread_line
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Plan, PlanStep
from auditor.domain.views import Coverage
from auditor.engine.plan.wanted import TIMES, Wanted
from auditor.errors import AuditorError
from auditor.messages import _
from auditor.report.words.coverage import checked
from auditor.report.words.words import minutes, state
from auditor.tui.base.range_owner import can_do, do_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor.engine.session import Session


def plan(talk: Talk) -> None:
    """Ask how much time there is, and show the steps for it. Raises DialogueLeft."""

    def choice(words: str, wanted: Wanted) -> MenuChoice:
        return MenuChoice(words, partial(_steps, talk, wanted), last=True)

    times = [choice(minutes(time), Wanted(time)) for time in TIMES]
    times.append(choice(_("As long as it takes"), Wanted()))
    quiet = _("As long as it takes, only what followers cannot notice")
    times.append(choice(quiet, Wanted(quiet=True)))
    menu(talk.asking, lambda: MenuPage((_("Plan. How much time do you have?"),), times))


def _steps(talk: Talk, wanted: Wanted) -> None:
    async def read(session: Session) -> tuple[Plan, Coverage, Mapping[str, str]]:
        names = await names_of(talk.options, session)
        return await session.planning.plan(wanted), await session.coverage(), names

    def page() -> MenuPage:
        made, coverage, names = talk.on(read)
        told = unread_line(coverage)
        if made.steps:
            together = _("Steps, what matters most first. Together {minutes}.")
            heading = [*filter(None, [told]), together.format(minutes=minutes(made.minutes))]
        else:
            nothing = _("No step would change how a question stands.")
            heading = [told or checked(coverage, nothing)]
        steps = [
            MenuChoice(
                _line(talk, step, names[step.account]), partial(_step, talk, step.id, wanted)
            )
            for step in made.steps
        ]
        return MenuPage(heading, steps)

    menu(talk.asking, page)


def _line(talk: Talk, step: PlanStep, account: str) -> str:
    about = "" if step.about is None else said_on(talk.options, step.about)
    title = ": ".join(filter(None, (_(step.remedy.title), about)))
    return f"{title}, {account}, {minutes(step.minutes)}, {state(step.state)}"


def _step(talk: Talk, key: str, wanted: Wanted) -> None:
    async def read(session: Session) -> tuple[PlanStep, str]:
        step = await session.planning.step(key, wanted)
        return step, (await names_of(talk.options, session))[step.account]

    def mark(marked: State) -> None:
        talk.on(lambda session: session.planning.mark(key, marked, wanted))
        output.line(
            _("Marked as done: this is what you said. Verify looks whether it worked.")
            if marked is State.DONE
            else _("Open again.")
        )

    def act(step: PlanStep) -> None:
        owner = talk.owner
        if owner is None:
            return
        try:
            talk.on(lambda session: do_step(owner, session, step))
        except AuditorError as error:
            output.trouble(error)
            return
        output.line(_("Done on the range, as its owner would."))
        mark(State.DONE)

    step, account = talk.on(read)
    output.line()
    tell_step(1, step, account, talk.options)
    ways = []
    if step.state is State.OPEN:
        if talk.owner is not None and can_do(step):
            ways.append(MenuChoice(_("Do it on the range"), partial(act, step), last=True))
        ways.append(MenuChoice(_("I have done it"), partial(mark, State.DONE), last=True))
    else:
        ways.append(MenuChoice(_("Not done after all"), partial(mark, State.OPEN), last=True))
    menu(talk.asking, lambda: MenuPage((), ways))
