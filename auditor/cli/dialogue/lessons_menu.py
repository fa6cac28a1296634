"""Tasks of the practice range and lessons on made pictures, in the dialogue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor.awareness.read import lessons
from auditor.cli import output
from auditor.cli.dialogue.menu import MenuChoice, MenuPage, menu
from auditor.cli.dialogue.talk import Talk
from auditor.errors import AuditorError
from auditor.messages import _
from auditor.tui.base.range_owner import RangeTasks, TaskShown

if TYPE_CHECKING:
    from auditor.engine.session import Session

_DEED = "state"
_HINT = "?"


def awareness(talk: Talk) -> None:
    """List the lessons; one is read, and its exercises are asked. Raises DialogueLeft."""

    def choice(name: str, title: str) -> MenuChoice:
        return MenuChoice(title, partial(_lesson, talk, name))

    heading = _("Lessons on made pictures and films. Nothing counts how many you get right.")
    choices = [choice(lesson.name, _(lesson.title)) for lesson in lessons()]
    menu(talk.asking, lambda: MenuPage((heading,), choices))


def _lesson(talk: Talk, name: str) -> None:
    talk.command("awareness", "lesson", name)
    output.line()
    talk.command("awareness", "try", name)


def tasks(talk: Talk, story: RangeTasks) -> None:
    """List the tasks of the story as they stand. Raises DialogueLeft."""
    heading = _("Tasks. Guess first, then look on the other menus, then answer again.")
    menu(
        talk.asking,
        lambda: MenuPage(
            (heading,),
            [
                MenuChoice(f"{each.title} ({_state(each)})", partial(_task, talk, story, each.id))
                for each in story.shown()
            ],
        ),
    )


def _state(task: TaskShown) -> str:
    if task.right:
        return _("right")
    if task.kept:
        return _("guess kept")
    if task.guesses:
        return _("not yet")
    return _("to do")


def _task(talk: Talk, story: RangeTasks, name: str) -> None:
    """Ask one task, as often as it is answered. Raises DialogueLeft."""
    _tell(_shown(story, name))
    while True:
        task = _shown(story, name)
        if task.kind == _DEED:
            question = _("Enter checks whether it is done, ? gives a hint, 0 goes back: ")
        else:
            question = _("Your answer; ? gives a hint, nothing goes back: ")
        typed = talk.asking.line(question)
        if typed == _HINT:
            before = task.hints
            story.hint(name)
            hints = _shown(story, name).hints
            output.line(hints[-1] if hints != before else _("There is no further hint."))
            continue
        if (not typed) is (task.kind != _DEED) or typed == "0":
            return
        try:
            talk.on(partial(_answer, story, name, typed))
        except AuditorError as error:
            output.trouble(error)
            continue
        task = _shown(story, name)
        output.line(task.said or _("Your guess is kept. Look on the other menus, then answer."))
        if task.right:
            return


async def _answer(story: RangeTasks, name: str, typed: str, session: Session) -> None:
    await story.answer(session, name, typed)


def _shown(story: RangeTasks, name: str) -> TaskShown:
    return next(each for each in story.shown() if each.id == name)


def _tell(task: TaskShown) -> None:
    output.line(task.ask)
    for number, words in enumerate(task.choices, 1):
        output.line(f"{number}. {words}")
    for hint in task.hints:
        output.line(_("Hint: {hint}").format(hint=hint))
