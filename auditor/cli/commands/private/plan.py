"""auditor private plan and handover: what to hand over to StopNCII.

And which edited copies would catch more re-uploads.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.local_files import content
from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, yes
from auditor.cli.commands.private import of_age
from auditor.cli.local_files import named
from auditor.cli.running import options_of
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.config import Settings
    from auditor.domain.private import EditPlan
    from auditor.readers.process.pool import ReaderPool


def handover() -> None:
    """Show who can hand an image over to StopNCII, what it takes, and what it does not do."""
    from auditor.guidance import handover as guidance

    _tell(guidance.HANDOVER)


def plan(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar=FROM_STDIN,
            help=_("The path of the image is asked for; - reads it from standard input."),
        ),
    ] = None,
    adult: of_age.Stated = None,
    where: of_age.HelpPlace = "",
    hashes: Annotated[
        int,
        typer.Option(
            "--hashes", metavar="K", min=1, max=64, help=_("How many edited copies at most.")
        ),
    ] = 16,
    target: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="DIR", help=_("Write the edited copies to this new folder.")
        ),
    ] = None,
    clean: Annotated[
        Path | None, typer.Option("--clean", metavar="DIR", help=_("Delete what --output wrote."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Tell which edits of an image would together catch most re-uploads.
    Writes nothing unless --output is given.
    """  # noqa: D205
    from auditor.guidance import handover as guidance
    from auditor.report.json import private as private_documents

    if clean is not None:
        _clean(clean)
        return
    if refused := of_age.refused(adult):
        _refuse(refused, where, as_json=as_json)
        return
    if target is not None and not _agreed(target):
        output.narrate(_("Nothing was written."))
        return
    paths = named([file] if file else ())
    if len(paths) > 1:
        raise UsageError(_("One image at a time; nothing was read."))
    settings = options_of(context).settings()
    planned, written = asyncio.run(_plan(settings, Path(paths[0]), hashes, target))
    if as_json:
        output.document(private_documents.plan(planned, written))
        return
    _show(planned)
    output.line()
    if written:
        output.line(_("{n} files were written.").format(n=len(written)))
    _tell(guidance.VARIANTS)
    output.line()
    _tell(guidance.HANDOVER)


def _refuse(part: str, where: str, *, as_json: bool) -> None:
    """Tell who helps; a program that waits for a document gets an error, and no text for one."""
    if as_json:
        raise UsageError(
            _("Nothing was read: only pictures of yourself, with everyone shown 18 or older."),
            _("Who helps: auditor help-now --situation under-18"),
        )
    of_age.tell_helplines(part, where)


def _agreed(target: Path) -> bool:
    """Say what is about to be written, and refuse folders that are copied elsewhere.

    Raises UsageError.
    """
    from auditor.adapters.files import edited_copies
    from auditor.guidance import handover as guidance

    for step in guidance.steps(guidance.WRITTEN):
        output.narrate(step)
    edited_copies.refuse(target)
    return not sys.stdin.isatty() or yes(
        _("Everyone shown was 18 or older, and you want these files on this disk?")
    )


async def _plan(
    settings: Settings, path: Path, count: int, target: Path | None
) -> tuple[EditPlan, list[str]]:
    from auditor.readers.process.pool import ReaderPool

    data = await asyncio.to_thread(content, path)
    async with ReaderPool(settings.readers, thumbnails=False) as pool:
        planned = await pool.plan(data, count)
        written = [] if target is None else await _write(pool, data, planned, target)
    return planned, written


async def _write(pool: ReaderPool, data: bytes, planned: EditPlan, target: Path) -> list[str]:
    from auditor.adapters.files import edited_copies

    edited_copies.prepare(target)
    written: list[str] = []
    for number, edit in enumerate(planned.made, 1):
        copy = await pool.edited(data, edit)
        written.append(await asyncio.to_thread(edited_copies.write, target, number, copy))
    return written


def _clean(folder: Path) -> None:
    from auditor.adapters.files import edited_copies
    from auditor.guidance import handover as guidance

    count = edited_copies.clean(folder)
    if not count:
        raise UsageError(_("There was nothing to delete."))
    output.line(_("{n} files were deleted.").format(n=count))
    for step in guidance.steps(guidance.CLEANED):
        output.line(step)


def _show(planned: EditPlan) -> None:
    output.table(
        (_("copies"), _("re-uploads caught"), _("edit")),
        [
            (str(number), f"{share:.0%}", name)
            for number, (name, share) in enumerate(
                zip(planned.edits, planned.recall, strict=True), 1
            )
        ],
    )


def _tell(part: str) -> None:
    from auditor.guidance import handover as guidance

    output.line(guidance.title(part))
    for number, step in enumerate(guidance.steps(part), 1):
        output.line(f"  {number}. {step}")
