"""auditor practice export: a story's pages as files that open from a stick.

No vault, no network, no server.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.own_range.session import DEFAULT_PERSONA, check_story
from auditor.errors import UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPEN_FILE, _OPEN_FOLDER = 0o644, 0o755


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
    level: Annotated[
        int,
        typer.Option(
            "--level",
            min=1,
            max=3,
            help=_("How much the story tells: 1 in metadata and words, 2 in pictures, 3 least."),
        ),
    ] = 1,
    photos: Annotated[
        int,
        typer.Option("--photos", min=1, max=1000, help=_("How many photos they have in all.")),
    ] = 24,
    seed: Annotated[int, typer.Option("--seed", help=_("Another seed draws other photos."))] = 1,
) -> None:
    """Write the pages of a story as files that open from a stick, where devices cannot reach the
    trainer's. index.html is the first. Nothing can be changed in them, and nothing verified.
    """  # noqa: D205
    from auditor.practice.static_copy.copy import INDEX, static_copy

    key = check_story(story, level)
    written = _write(target, static_copy(key, level, photos, seed))
    output.line(str(target / INDEX))
    output.narrate(
        ngettext("{n} file was written.", "{n} files were written.", written).format(n=written)
    )


def add_to(practice: typer.Typer) -> None:
    """Add the command below `practice`."""
    practice.command("export")(export)


def _write(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write all files or none, and return how many they are. Raises UsageError."""
    if not target.name or target.is_symlink() or target.exists():
        raise UsageError(
            _("{file} is there already; nothing was written.").format(file=target),
            _("Name a folder that does not exist."),
        )
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    count = 0
    try:
        for name, data in files:
            file = part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(_OPEN_FILE)
            count += 1
        for folder in (part, *(each for each in part.rglob("*") if each.is_dir())):
            folder.chmod(_OPEN_FOLDER)
        part.rename(target)
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count
