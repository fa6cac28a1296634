"""auditor awareness: lessons on synthetic media, with exercises. No vault, no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.commands.awareness.folder import check_command
from auditor.cli.commands.awareness.picture_test import result_command, test_command
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.awareness.rows import AwarenessLesson, LessonChoice, LessonExercise

app = typer.Typer(
    help=_("Lessons on made pictures and films, with exercises; no tool here detects fakes."),
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
app.command("check")(check_command)
app.command("test")(test_command)
app.command("result")(result_command)

JsonAsked = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
HelpPlace = Annotated[
    str,
    typer.Option(
        "--where",
        metavar="PLACE",
        help=_("Country or part whose help is named. Else worldwide."),
    ),
]
LessonName = Annotated[str, typer.Argument(metavar="LESSON", help=_("Name of a lesson."))]


@app.callback()
def awareness(context: typer.Context, as_json: JsonAsked = False) -> None:
    """Lessons on made pictures and films, with exercises; no tool here detects fakes."""
    if context.invoked_subcommand is not None:
        return
    if as_json:
        from auditor.report.json import awareness as told

        output.document(told.awareness())
        return
    _list()


def _list() -> None:
    from auditor.awareness.read import NO_PROOF, lessons

    for lesson in lessons():
        output.line(f"{lesson.name}: {_(lesson.title)}")
        output.line(f"  {_(lesson.aim)}")
    output.line(_(NO_PROOF))
    output.line(_("To read one: auditor awareness lesson {name}").format(name="source"))


@app.command("lesson")
def lesson_command(
    lesson_name: LessonName, where: HelpPlace = "", as_json: JsonAsked = False
) -> None:
    """Show a lesson: what to look at, how old that is, and what it cannot do."""
    from auditor.awareness.read import NO_PROOF, lesson_named, who_helps

    lesson, where = lesson_named(lesson_name), ask.placed(where)
    if as_json:
        from auditor.report.json.awareness import awareness_lesson

        output.document(awareness_lesson(lesson, where))
        return
    output.line(_(lesson.title).upper())
    output.line(_(lesson.aim))
    output.line()
    output.paragraphs([_(words) for words in lesson.words])
    for line in who_helps(lesson, where):
        output.line(line)
    output.line()
    for fact in lesson.facts:
        read = _("{source}; read {date}").format(source=fact.source, date=fact.date)
        output.line(f"{_(fact.text)} ({read})")
    if lesson.age:
        output.line(_("Age: {age}").format(age=_(lesson.age)))
    output.line(_("What it cannot do: {limit}").format(limit=_(lesson.limit)))
    output.line(_(NO_PROOF))
    output.line(_("To try it: auditor awareness try {name}").format(name=lesson.name))


@app.command("try")
def try_command(
    context: typer.Context,
    lesson_name: LessonName,
    answers: Annotated[
        list[int] | None,
        typer.Option(
            "--answer", metavar="N", help=_("Number of an answer, for each question in turn.")
        ),
    ] = None,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            metavar="DIR",
            help=_("A new folder: signed and altered pictures are made there and read."),
        ),
    ] = None,
    as_json: JsonAsked = False,
) -> None:
    """Try the exercises of a lesson, with an answer to each answer; nothing is counted or kept.

    With --json nothing is asked.
    """
    from auditor.awareness.read import lesson_named

    lesson: AwarenessLesson = lesson_named(lesson_name)
    given = list(answers or ())
    for exercise, number in zip(lesson.exercises, given, strict=False):
        _chosen(exercise, number)  # before anything is written
    exercises = lesson.exercises if files is None else _on_files(context, lesson, files)
    if as_json:
        from auditor.report.json.awareness import awareness_try

        output.document(awareness_try(lesson, exercises, given, with_files=files is not None))
        return
    if files is None and any(exercise.file for exercise in exercises):
        output.line(_("To have the files too: auditor awareness try credential --files DIR"))
    for number, exercise in enumerate(exercises):
        if number:
            output.line()
        _show(exercise, with_file=files is not None)
        if answers is not None and number >= len(given):
            return
        chosen = given[number] if answers is not None else _asked()
        output.line(_(_chosen(exercise, chosen).said))


def _on_files(
    context: typer.Context, lesson: AwarenessLesson, target: Path
) -> list[LessonExercise]:
    """Return the exercises with what was just read in files that were just made."""
    import msgspec

    from auditor.cli.commands.awareness.credential_files import written
    from auditor.cli.commands.awareness.folder import settings_of

    if not any(exercise.file for exercise in lesson.exercises):
        raise UsageError(
            _("This lesson has no files."),
            _("The one that has: auditor awareness try credential --files DIR"),
        )
    read = written(settings_of(context), target)
    return [
        msgspec.structs.replace(each, file=str(target / each.file), reads=read[each.file])
        if each.file
        else each
        for each in lesson.exercises
    ]


def _chosen(exercise: LessonExercise, number: int) -> LessonChoice:
    if not 1 <= number <= len(exercise.choices):
        raise UsageError(_("There is no such answer."), _("Type the number of one of them."))
    return exercise.choices[number - 1]


def _show(exercise: LessonExercise, *, with_file: bool) -> None:
    output.line(_(exercise.ask))
    if with_file and exercise.file:
        output.line(_("File: {file}").format(file=exercise.file))
    for read in exercise.reads:
        output.line(f"  {_(read)}")
    if exercise.drawing:
        _show_drawing(exercise)
    for number, choice in enumerate(exercise.choices, 1):
        output.line(f"{number}  {_(choice.text)}")


def _show_drawing(exercise: LessonExercise) -> None:
    from auditor.awareness.read import SIMULATED, drawings, drawn_words, shown_frames
    from auditor.cli.lines.plain import wanted

    drawing = drawings()[exercise.drawing]
    output.line(_(SIMULATED))
    output.line(_("Drawn: {about}").format(about=_(drawing.about)))
    if wanted():  # a screen reader would say each sign
        for said in drawn_words(drawing):
            output.line(said)
        return
    frames = shown_frames(exercise)
    for number, frame in enumerate(frames, 1):
        output.line(_("{number} of {count}").format(number=number, count=len(frames)))
        for text in frame.split("\n"):
            output.as_drawn(text)


def _asked() -> int:
    typed = ask.answer(_("Your answer (number): "))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("100") else 0


@app.command("export")
def export_command(
    target: Annotated[Path, typer.Option("--output", metavar="DIR", help=_("A new folder."))],
    where: HelpPlace = "",
) -> None:
    """Write all lessons as one HTML page that asks for nothing of the network."""
    from auditor.adapters.files.new_folder import write_files
    from auditor.awareness.as_page import lessons_page

    write_files(target, [("awareness.html", lessons_page(ask.placed(where)))])
    output.line(str(target / "awareness.html"))
