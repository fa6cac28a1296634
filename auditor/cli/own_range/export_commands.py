"""auditor practice export: a story's pages as files that open from a stick.

No vault, no network, no server.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.own_range.options import LevelOption, SeedOption
from auditor.cli.own_range.session import DEFAULT_PERSONA, check_story
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    pass


def export(
    target: Annotated[
        Path, typer.Option("--output", metavar="DIR", help=_("A new folder for the copy."))
    ],
    story: Annotated[
        str,
        typer.Option(
            "--story",
            metavar="NAME",
            help=_("Whose pages: mara, tomas, amina, juno, elias, robin or oda."),
        ),
    ] = DEFAULT_PERSONA,
    level: LevelOption = 1,
    photos: Annotated[
        int,
        typer.Option("--photos", min=1, max=1000, help=_("How many photos they have in all.")),
    ] = 24,
    seed: SeedOption = 1,
) -> None:
    """Write the pages of a story as files that open from a stick, where devices cannot reach the
    trainer's. index.html is the first. Nothing can be changed in them, and nothing verified.
    """  # noqa: D205
    from auditor.adapters.files.new_folder import write_files
    from auditor.practice.static_copy.copy import INDEX, static_copy

    key = check_story(story, level)
    written = write_files(target, static_copy(key, level, photos, seed))
    output.line(str(target / INDEX))
    output.narrate(
        ngettext("{n} file was written.", "{n} files were written.", written).format(n=written)
    )


def add_to(practice: typer.Typer) -> None:
    """Add the command below `practice`."""
    practice.command("export")(export)
