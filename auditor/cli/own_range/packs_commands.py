"""auditor practice pack: what a trainer needs for a class of so many minutes. No vault, no network.

auditor practice teach: the same on a screen that the class sees.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.own_range.options import AddressOption
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.practice.packs.read import Pack
    from auditor.report.json.shapes.answers import PackJson
    from auditor.tui.lesson.run import LessonRun

PackName = Annotated[
    str,
    typer.Argument(
        metavar="[PACK]", help=_("How many minutes: 20, 45 or 120."), show_default=False
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of the practice range."""
    app.command("pack")(pack)
    app.command("teach")(teach)


def pack(
    which: PackName = "",
    target: Annotated[
        Path | None,
        typer.Option("--output", metavar="DIR", help=_("A new folder for the files.")),
    ] = None,
    where: Annotated[
        str,
        typer.Option(
            "--where",
            metavar="PLACE",
            help=_("Country by name or code, whose help lines stand on the sheets."),
        ),
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help=_("List the packs."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Write a class of 20, 45 or 120 minutes: what to say, and a page for learners.
    Markdown and HTML, CC BY 4.0.
    """  # noqa: D205
    from auditor.practice.packs.read import pack_names, read_pack

    if listed or not which:
        _list([read_pack(known) for known in pack_names()], as_json=as_json)
        return
    chosen = named_pack(which)
    if target is None:
        raise UsageError(
            _("Name a folder for the files."),
            _("For example: auditor practice pack {name} --output class").format(name=chosen.name),
        )
    written = _write(chosen, target, _placed(where))
    if as_json:
        from auditor.report.json.packs import practice_packs

        output.document(practice_packs([_as_json(chosen)], written))
        return
    for file in written:
        output.line(str(target / file))
    output.narrate(_("Fill in the blanks of the last pages before the class."))


def teach(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="PACK", help=_("How many minutes: 20, 45 or 120."))
    ],
    story: Annotated[
        str,
        typer.Option(
            "--story",
            metavar="NAME",
            help=_("Another person of the practice range than that of the pack."),
        ),
    ] = "",
    unmasked: Annotated[
        bool,
        typer.Option(
            "--unmasked", help=_("Show names, places and pictures: its people are invented.")
        ),
    ] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help=_("Let the phones of this network vote, at a page."))
    ] = False,
    address: AddressOption = "",
    port: Annotated[
        int,
        typer.Option(
            "--port",
            min=0,
            max=65_535,
            help=_("The port of the page for votes (with --lan); 0 takes a free one."),
        ),
    ] = 0,
) -> None:
    """Show a lesson to a class: time, words to say, votes, answers, before and after.
    In memory, on invented people, masked as with --projector.
    """  # noqa: D205
    from auditor.cli.own_range.serving import lan_address
    from auditor.cli.own_range.session import check_persona, run_practice_ui, until_stopped
    from auditor.cli.running import options_of
    from auditor.practice.packs.rows import PACK_PHOTOS
    from auditor.practice.range import DEFAULT_SEED
    from auditor.practice.serving.voting.ballot import Ballot
    from auditor.tui.lesson.run import LessonRun, clock_of

    chosen = named_pack(which)
    persona = check_persona(story) if story else chosen.story
    options = replace(options_of(context), projector=not unmasked)
    lesson = LessonRun(chosen, Ballot(), clock_of(chosen, time.monotonic))
    at = lan_address(address, lan=lan)
    if port and not lan:
        raise UsageError(_("--port is for the page on which phones vote: add --lan."))
    with until_stopped(), _votes(lesson, at, port):
        level = 1 if story else chosen.level
        run_practice_ui(options, PACK_PHOTOS, DEFAULT_SEED, persona, level=level, lesson=lesson)


@contextmanager
def _votes(lesson: LessonRun, at: str, port: int) -> Iterator[None]:
    """Serve the page on which phones vote, where there is an address for it. Raises UsageError."""
    from auditor.practice.serving.voting.server import votes_served

    if not at:
        yield
        return
    with ExitStack() as open_page:
        try:
            lesson.votes_at = open_page.enter_context(votes_served(lesson.ballot, at, port))
        except OSError as error:
            raise UsageError(
                _("Votes cannot be served at {address}: {reason}").format(
                    address=at, reason=error.strerror or error
                ),
                _("Name an address of this device with --address, another --port, or no --lan."),
            ) from error
        yield


def named_pack(name: str) -> Pack:
    """Return the pack of a name. Raises UsageError."""
    from auditor.practice.packs.read import pack_names, read_pack

    if name not in pack_names():
        raise UsageError(
            _("There is no such pack."),
            _("The packs are: {names}.").format(names=", ".join(pack_names())),
        )
    return read_pack(name)


def _write(chosen: Pack, target: Path, where: str) -> tuple[str, ...]:
    from auditor.adapters.files.new_folder import write_files
    from auditor.practice.packs.files import pack_files

    files = pack_files(chosen, where)
    write_files(target, files)
    return tuple(name for name, _text in files)


def _placed(where: str) -> str:
    """Return the code of a country whose help lines are known. Raises UsageError."""
    from auditor.guidance.help import help_now
    from auditor.guidance.laws import by_name

    if not where:
        return ""
    found = by_name.named(where)
    if not found.code or not help_now.country(found.code):
        raise UsageError(
            by_name.unsure(where, found) or _("No help lines are known for that place."),
            _("Without --where the sheets have blanks for them."),
        )
    return found.code


def _list(packs: list[Pack], *, as_json: bool) -> None:
    if as_json:
        from auditor.report.json.packs import practice_packs

        output.document(practice_packs([_as_json(known) for known in packs], ()))
        return
    for known in packs:
        about = _("{name}: {title}, with {person}").format(
            name=known.name, title=_(known.title), person=known.person
        )
        output.line(about)
        output.line("  " + _(known.aim))
    output.line(_("To write one: auditor practice pack {name} --output DIR").format(name="45"))


def _as_json(known: Pack) -> PackJson:
    return {
        "name": known.name,
        "minutes": known.minutes,
        "title": _(known.title),
        "story": known.story,
        "level": known.level,
        "parts": [
            {
                "start": start,
                "minutes": part.minutes,
                "title": _(part.title),
                "tasks": list(part.tasks),
            }
            for start, part in known.starts()
        ],
    }
