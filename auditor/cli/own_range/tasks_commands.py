"""auditor practice tasks and check: what can be asked of a story, and is an answer right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer

from auditor.cli import ask, output
from auditor.cli.own_range.session import check_story
from auditor.cli.running import on_session, opening_of, options_of
from auditor.domain.account import Claim
from auditor.errors import ExitCode, UsageError
from auditor.messages import N_, _
from auditor.report.json import practice as documents

if TYPE_CHECKING:
    from auditor.domain.views import AccountState
    from auditor.engine.session import Session
    from auditor.practice.stories.rows import StoryLevel
    from auditor.practice.tasks.check import Checked
    from auditor.practice.tasks.results import Moment
    from auditor.practice.tasks.rows import Task
    from auditor.practice.tasks.run import StoryRun
    from auditor.practice.tasks.seen import SeenNow
    from auditor.report.json.shapes.answers import PracticeTaskJson

BEFORE: Literal["before"] = "before"
AFTER: Literal["after"] = "after"
KINDS = {
    "number": N_("a number"),
    "choice": N_("a choice"),
    "photo": N_("a photo"),
    "state": N_("something to do"),
}
_HERE = frozenset({"127.0.0.1", "localhost"})
_DID = "at://did:plc:"
"""How the accounts of the range's third platform are named: their host stands in the settings."""
_LEVEL = typer.Option(
    "--level", metavar="N", min=1, max=3, help=_("The level at which the story is open.")
)
_JSON = typer.Option("--json", help=_("Print one JSON document."))


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of `auditor practice`."""
    app.command("tasks")(tasks)
    app.command("check")(check)


def tasks(
    story: Annotated[
        str, typer.Option("--story", metavar="NAME", help=_("Tasks of one story alone."))
    ] = "",
    level: Annotated[int | None, _LEVEL] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """List tasks with the invented people: guess first, then look, then check."""
    from auditor.practice.tasks import TASKS

    key = check_story(story, level or 1) if story else ""
    found = [
        task
        for task in TASKS.values()
        if key in {"", task.story} and (not level or level in task.levels)
    ]
    if as_json:
        output.document(
            documents.practice_tasks([_json(task, _run(task, level)) for task in found])
        )
        return
    for task in found:
        _tell(task, _run(task, level))


def check(
    context: typer.Context,
    task_id: Annotated[
        str, typer.Argument(metavar="TASK", help=_("As 'auditor practice tasks' shows."))
    ],
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help=_("Nothing where something is to be done."))
    ] = "",
    level: Annotated[int | None, _LEVEL] = None,
    hint: Annotated[bool, typer.Option("--hint", help=_("Show a hint."))] = False,
    step: Annotated[
        int, typer.Option("--step", min=1, max=9, help=_("Which hint; later ones say more."))
    ] = 1,
    result: Annotated[
        Path | None,
        typer.Option(
            "--result", metavar="FILE", help=_("Add the outcome to a file of your results.")
        ),
    ] = None,
    when: Annotated[
        str, typer.Option("--when", metavar="WHEN", help=_("For --result: before or after."))
    ] = "",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Check an answer to a task. Ends with 0 if it is right, with 1 if it is not.
    Nothing of it is kept but where --result names a file.
    """  # noqa: D205
    from auditor.practice.tasks.check import hint as hint_of

    task = _task(task_id)
    run = _run(task, level)
    wanted = hint_of(task, step) if hint else ""
    if wanted and not answer:
        _tell_check(task, run, None, wanted, as_json=as_json)
        return
    told, seen = _checked(context, task, answer, run, look=result is not None and when == AFTER)
    if result is not None:
        _keep(result, when, told, seen, run)
    _tell_check(task, run, told, wanted, as_json=as_json)
    if not told.right:
        raise typer.Exit(ExitCode.FINDINGS)


def _task(name: str) -> Task:
    from auditor.practice.tasks import TASKS

    task = TASKS.get(name.strip().casefold())
    if task is None:
        raise UsageError(
            _("There is no such task."), _("'auditor practice tasks' lists all of them.")
        )
    return task


def _run(task: Task, level: int | None) -> StoryRun:
    from auditor.practice.tasks.run import usual_run

    levels: dict[int, StoryLevel] = {each: each for each in task.levels}
    if level and level not in levels:
        raise UsageError(
            _("{task} cannot be solved at level {level}.").format(task=task.id, level=level),
            _("Levels: {levels}.").format(levels=", ".join(map(str, task.levels))),
        )
    return usual_run(task.story, levels[level] if level else task.levels[0])


def _checked(
    context: typer.Context, task: Task, answer: str, run: StoryRun, *, look: bool
) -> tuple[Checked, SeenNow | None]:
    """Check an answer; what is to be done is looked for in the user's vault of the range."""
    from auditor.practice.tasks.check import check as checked

    if task.kind != "state" and not look:
        return checked(task, answer, run=run), None
    opening = opening_of(options_of(context))
    if not opening.vault_exists or opening.ephemeral:
        raise _no_vault(task)
    seen = on_session(context, lambda session: _seen(session, task))
    return checked(task, answer, seen, run=run), seen


async def _seen(session: Session, task: Task) -> SeenNow:
    """Return what a vault shows. Raises UsageError where its accounts are not of that story."""
    from auditor.cli.own_range.looked import looked, named
    from auditor.practice.stories.read import read_story
    from auditor.practice.stories.rows import WEBSITE

    told = read_story(task.story).accounts
    mine = [spec for spec in told if spec.claim is Claim.MINE]
    here = [state for state in await session.accounts.states() if _is_here(state)]
    if here and not any(state.listed for state in here):
        return await looked(session)  # who they are is known after a scan
    names = {named(state) for state in here}
    sites = sum(state.account.platform == WEBSITE for state in here)
    social = {(spec.platform, spec.name) for spec in mine if spec.platform != WEBSITE}
    if not social <= names or len(mine) - len(social) != sites or len(here) > len(told):
        raise _no_vault(task)
    return await looked(session)


def _no_vault(task: Task) -> UsageError:
    return UsageError(
        _("There is no vault of {story} on the practice range to look at.").format(
            story=task.story
        ),
        _(
            "Run 'auditor practice serve --story {story}', add its accounts to a vault of their "
            "own (--home DIR), scan, and check again; or solve it in 'auditor demo'."
        ).format(story=task.story),
    )


def _is_here(state: AccountState) -> bool:
    """Whether an account stands on servers of this device."""
    address = state.account.url
    return urlsplit(address).hostname in _HERE or address.startswith(_DID)


def _tell(task: Task, run: StoryRun) -> None:
    from auditor.practice.tasks.check import choices_of, words_of

    levels = ", ".join(map(str, task.levels))
    output.line(f"{task.id}: {words_of(task, task.title, run)}")
    output.line("  " + _("Level {levels}, {kind}").format(levels=levels, kind=_(KINDS[task.kind])))
    output.line("  " + words_of(task, task.ask, run))
    for number, words in enumerate(choices_of(task, run), 1):
        output.line(f"    {number}  {words}")
    output.line()


def _json(task: Task, run: StoryRun) -> PracticeTaskJson:
    from auditor.practice.tasks.check import choices_of, words_of

    return {
        "id": task.id,
        "story": task.story,
        "levels": list(task.levels),
        "level": run.level,
        "kind": task.kind,
        "title": words_of(task, task.title, run),
        "ask": words_of(task, task.ask, run),
        "choices": list(choices_of(task, run)),
        "hints": len(task.hints),
        "shows": task.shows,
    }


def _tell_check(
    task: Task, run: StoryRun, told: Checked | None, hint: str, *, as_json: bool
) -> None:
    if as_json:
        output.document(
            documents.practice_check(
                {
                    "task": task.id,
                    "level": run.level,
                    "right": None if told is None else told.right,
                    "sentence": None if told is None else told.sentence,
                    "hint": hint or (told.hint if told else "") or None,
                }
            )
        )
        return
    if told is not None:
        output.line(told.sentence)
    if hint and not (told and told.right):
        output.line(_("Hint: {hint}").format(hint=hint))
    elif told is not None and not told.right:
        output.line(_("--hint shows a hint."))


def _own_code() -> str:
    """Ask for a code, or draw one: shells and lists of processes remember arguments."""
    from auditor.practice.tasks.results import drawn_code

    said = ask.answer(_("Your code, words that only you know (Enter draws some): "))
    if said:
        return said
    drawn = drawn_code()
    output.narrate(_("Your code, to be kept: {code}").format(code=drawn))
    return drawn


def _keep(target: Path, when: str, told: Checked, seen: SeenNow | None, run: StoryRun) -> None:
    """Add an outcome to a learner's file, or begin one."""
    from auditor.practice.tasks.check import seen_at
    from auditor.practice.tasks.results import added, read_result, result_text
    from auditor.report.files import write

    moment: Moment | None = BEFORE if when == BEFORE else AFTER if when == AFTER else None
    if moment is None:
        raise UsageError(_("--when takes before or after."))
    known = read_result(target) if target.exists() else None
    shows = seen or seen_at(run.story, run.level)
    code = known.code if known is not None else _own_code()
    write(target, result_text(added(known, code, moment, run, shows, told)))
