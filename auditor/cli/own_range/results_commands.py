"""auditor practice results: what a class learned, without anybody of it.

No vault, no network: result files of the range in, sums with chance in them out.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.files.copies import write_as
from auditor.adapters.local_files import open_file
from auditor.cli import output
from auditor.errors import UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.practice.results.class_results import ClassResults
    from auditor.practice.results.figures import ClassFigures
    from auditor.report.json.shapes.answers import ClassFiguresJson

app = typer.Typer(
    help=_("What a class learned on the range, told without anybody of it."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


class PageForm(StrEnum):
    """How results of a class are shown."""

    TEXT = "text"
    HTML = "html"


@app.callback()
def results() -> None:
    """What a class learned on the range, told without anybody of it."""


@app.command("merge")
def merge(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help=_("Result files of the learners, folders of them, or files of classes."),
        ),
    ],
    target: Annotated[
        Path, typer.Option("--output", metavar="CLASS", help=_("A new file for the class."))
    ],
    add_to: Annotated[
        Path | None,
        typer.Option(
            "--add-to", metavar="CLASS", help=_("Start with this class, which stays as it is.")
        ),
    ] = None,
    delete: Annotated[
        bool,
        typer.Option("--delete-files", help=_("Delete the learners' files once it is written.")),
    ] = False,
) -> None:
    """Make of the learners' results sums in which nobody can be found.

    At least five people, each with a result before and after. Codes are compared and not kept. The
    sums have chance in them, drawn once: a merge of the same people again would tell more of each,
    so merge a class once, and delete the files.
    """
    from auditor.practice.results.class_results import together, written

    inside = _read(files, known=add_to)
    made, again = together(inside.classes)
    _write(target, written(made))
    for reason, count in inside.left_out:
        told = ngettext(
            "{n} file was left out: {reason}.", "{n} files were left out: {reason}.", count
        )
        output.narrate(told.format(n=count, reason=_(reason)))
    if again:
        told = ngettext(
            "{n} class was in it already and counts once.",
            "{n} classes were in it already and count once.",
            again,
        )
        output.narrate(told.format(n=again))
    _told(made)
    if delete:
        _delete(inside.learners)
    elif inside.learners:
        output.narrate(
            _(
                "Delete the learners' files now: whoever has them can read what each answered. "
                "--delete-files does it."
            )
        )


@app.command("show")
def show(
    file: Annotated[Path, typer.Argument(metavar="CLASS", help=_("The file that merge wrote."))],
    form: Annotated[
        PageForm, typer.Option("--format", help=_("Bars of text, or a page with charts."))
    ] = PageForm.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what can be told of a class, before and after, and how sure it is."""
    from auditor.practice.results.class_results import LONGEST, read_class
    from auditor.practice.results.figures import figures
    from auditor.practice.results.handed_in import content
    from auditor.practice.results.page import class_page
    from auditor.report.json import documents

    made = read_class(file.name, content(file, open_file, LONGEST))
    if as_json:
        output.document(documents.class_figures(_document(made, figures(made))))
    elif form is PageForm.HTML:
        output.document(class_page(made).rstrip("\n"))
    else:
        _told(made)


def add_to(practice: typer.Typer) -> None:
    """Add the commands below `practice`."""
    practice.add_typer(app, name="results")


class _Inside:
    """What the named files hold."""

    def __init__(self) -> None:
        self.classes: list[ClassResults] = []
        self.learners: tuple[Path, ...] = ()
        self.left_out: Sequence[tuple[str, int]] = ()


def _read(paths: Sequence[Path], known: Path | None) -> _Inside:
    """Read files of classes and of learners, these as one new set. Raises UsageError."""
    from auditor.practice.results import handed_in
    from auditor.practice.results.class_results import LONGEST, SCHEMA, merged, read_class
    from auditor.practice.results.known_tasks import task_ids

    inside, handed, learners = _Inside(), [], []
    named = [] if known is None else [known]
    for path in named:
        data = handed_in.content(path, open_file, LONGEST)
        inside.classes.append(read_class(path.name, data))
    for path, by_itself in handed_in.files_in(paths):
        data = handed_in.content(path, open_file, LONGEST)
        if SCHEMA.encode() in data:
            if not by_itself:  # it may be of the very files that lie beside it
                raise UsageError(
                    _("{file}: a class lies among the results").format(file=path.name),
                    _("Name it by itself to add it up, or keep it in another folder."),
                )
            inside.classes.append(read_class(path.name, data))
        else:
            handed.append(handed_in.read(path, data))
            learners.append(path)
    if handed:
        paired = handed_in.paired(handed)
        inside.left_out = paired.left_out
        inside.classes.append(merged(paired, task_ids(paired.story, paired.level)))
    elif not inside.classes:
        raise UsageError(_("There is no result among these files."))
    inside.learners = tuple(learners)
    return inside


def _write(target: Path, data: bytes) -> None:
    try:
        write_as(target, data)
    except FileExistsError:
        raise UsageError(
            _("{file} is there already; nothing was written.").format(file=target),
            _("Name a new file."),
        ) from None
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from None


def _delete(paths: Sequence[Path]) -> None:
    kept = 0
    for path in paths:
        try:
            path.unlink()
        except OSError:
            kept += 1
    gone = ngettext("{n} file was deleted.", "{n} files were deleted.", len(paths) - kept)
    output.narrate(gone.format(n=len(paths) - kept))
    if kept:
        left = ngettext("{n} file could not be deleted.", "{n} files could not be deleted.", kept)
        output.narrate(left.format(n=kept))


def _told(made: ClassResults) -> None:
    from auditor.practice.results import words
    from auditor.practice.results.figures import figures

    told = figures(made)
    output.line(words.title(told))
    for text in words.bars(told):
        output.line(text)
    for text in words.notes(made):
        output.line(text)


def _document(results: ClassResults, told: ClassFigures) -> ClassFiguresJson:
    from auditor.practice.results.words import right_guesses

    return {
        "story": told.story,
        "level": told.level,
        "people": told.people,
        "merges": told.merges,
        "right_guesses_of_100": right_guesses(len(results.tasks)),
        "figures": [
            {
                "of": each.of.value,
                "task": each.task,
                "when": "after" if each.after else "before",
                "most": each.most,
                "about": each.about,
                "low": each.low,
                "high": each.high,
            }
            for each in told.figures
        ],
    }
