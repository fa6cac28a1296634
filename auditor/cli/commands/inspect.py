"""auditor inspect: what a file on this device gives away. No account, no vault, no network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.local_files import PicturePaths, named
from auditor.cli.options import GlobalOptions
from auditor.cli.running import opening_of, options_of, shown
from auditor.domain.photos.facts import Facts, says_something
from auditor.domain.text.statement import Kind
from auditor.errors import ExitCode, ReaderError
from auditor.messages import _
from auditor.report import contents_lines, inspect_lines
from auditor.report.json import documents
from auditor.report.json.documents import Inspected

if TYPE_CHECKING:
    from auditor.readers.process.pool import ReaderPool

_AT_ONCE = 4
_WHOLE = frozenset({"worker", "header", "pixels"})
"""Readers without which there is no picture."""


def inspect(
    context: typer.Context,
    files: PicturePaths = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show everything that pictures on this device give away.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """
    from auditor.guidance import handover
    from auditor.readers.process.pool import ReaderPool

    output.narrate(handover.not_for_minors())  # before anything is read
    options, chosen = options_of(context), named(files)
    opening = opening_of(options)
    pool = ReaderPool(
        opening.settings.readers, thumbnails=False, trust=str(opening.trust), whole=True
    )
    inspected = asyncio.run(_inspect_all(pool, chosen))
    if as_json:
        output.document(documents.inspect(inspected))
    else:
        for file in inspected:
            _tell(file, options)
    if any(file.error for file in inspected):
        raise typer.Exit(ExitCode.SOURCE_FAILED)


async def _inspect_all(pool: ReaderPool, files: Sequence[str]) -> list[Inspected]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def inspect_file(file: str) -> Inspected:
        async with gate:
            name = Path(file).name.encode("utf-8", "replace").decode("utf-8")
            try:
                data = await asyncio.to_thread(_look, Path(file))
            except ReaderError as error:
                return Inspected(file, None, error.message)
            if isinstance(data, str):
                facts = (await pool.read_film(data, file_name=name)).facts
            else:
                facts = (await pool.read(data, file_name=name)).facts
            return Inspected(file, facts, _why_unreadable(facts))

    try:
        return await asyncio.gather(*(inspect_file(file) for file in files))
    finally:
        await pool.close()


def _look(path: Path) -> bytes | str:
    """Return a file's bytes, or the whole path of a film, which is never held in memory.

    Raises ReaderError with the reason.
    """
    from auditor.adapters.local_files import open_file, read_all
    from auditor.readers.picture.video_header import HEAD_BYTES, video_format

    try:
        with open_file(path) as file:
            if video_format(file.read(HEAD_BYTES)) is not None:
                return str(path.resolve())
            file.seek(0)
            return read_all(file)
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from error


def _why_unreadable(facts: Facts) -> str | None:
    """Return the error of a file of which nothing can be told.

    None where its picture was looked at, and where it was not but the file says something all the
    same: `unread` then names the picture.
    """
    if facts.pdq is not None or not facts.unread or says_something(facts):
        return None
    return next(
        (gap.reason for gap in facts.unread if gap.reader in _WHOLE), facts.unread[0].reason
    )


def _tell(inspected: Inspected, options: GlobalOptions) -> None:
    output.line(shown(options, inspected.file, Kind.FILE))
    if inspected.error:
        output.line("  " + _("could not be read: {reason}").format(reason=inspected.error))
    facts = inspected.facts
    if facts is None:
        return
    metadata = facts.metadata
    rows = [
        (
            _("size"),
            f"{facts.width}×{facts.height} {facts.format or ''} {facts.bytes} B"
            if facts.width
            else "",
            Kind.PLAIN,
        ),
        *inspect_lines.positions(metadata),
        (_("taken"), metadata.captured_at or metadata.captured_at_utc or "", Kind.PLAIN),
        (
            _("camera"),
            " ".join(
                part
                for part in (metadata.camera.make, metadata.camera.model, metadata.camera.lens)
                if part
            ),
            Kind.DEVICE,
        ),
        (_("serial numbers"), ", ".join(metadata.serial_numbers), Kind.DEVICE),
        (_("owner"), ", ".join(metadata.owner), Kind.NAME),
        (_("software"), metadata.software or "", Kind.PLAIN),
        (_("description"), metadata.description or "", Kind.NAME),
        (
            _("fingerprint"),
            f"{facts.pdq.hash} ({_('quality')} {facts.pdq.quality})" if facts.pdq else "",
            Kind.PLAIN,
        ),
    ]
    for name, value, kind in (
        *rows,
        *contents_lines.rows(metadata),
        *inspect_lines.rows(facts),
        *inspect_lines.gaps(facts, inspected.error),
    ):
        if value:
            output.pair(name, shown(options, value, kind))
    output.line()
