"""auditor inspect: what a file on this device gives away. No account, no vault, no network."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.options import GlobalOptions
from auditor.cli.running import opening_of, options_of, shown
from auditor.domain.photos.facts import Facts
from auditor.domain.text.statement import Kind
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.report import contents_lines, inspect_lines
from auditor.report.json import documents
from auditor.report.json.documents import Inspected

if TYPE_CHECKING:
    from auditor.readers.process.pool import ReaderPool

_LARGEST = 512 * 1024 * 1024
_AT_ONCE = 4
_WHOLE = frozenset({"worker", "header", "pixels"})
"""Readers without which there is no picture."""


def inspect(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=_("Pictures to look at."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show everything that pictures on this device give away."""
    from auditor.readers.process.pool import ReaderPool

    options = options_of(context)
    opening = opening_of(options)
    pool = ReaderPool(
        opening.settings.readers, thumbnails=False, trust=str(opening.trust), whole=True
    )
    inspected = asyncio.run(_inspect_all(pool, files))
    if as_json:
        output.document(documents.inspect(inspected))
        return
    for file in inspected:
        _tell(file, options)


async def _inspect_all(pool: ReaderPool, files: list[str]) -> list[Inspected]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def inspect_file(file: str) -> Inspected:
        async with gate:
            try:
                data = await asyncio.to_thread(_bytes, Path(file))
            except ReaderError as error:
                return Inspected(file, None, error.message)
            facts = (
                await pool.read(
                    data, file_name=Path(file).name.encode("utf-8", "replace").decode("utf-8")
                )
            ).facts
            return Inspected(file, facts, _why_unreadable(facts))

    try:
        return await asyncio.gather(*(inspect_file(file) for file in files))
    finally:
        await pool.close()


def _bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises ReaderError with the reason."""
    try:
        if path.is_dir():
            raise ReaderError(_("is a folder, not a picture"))
        if path.stat().st_size > _LARGEST:
            raise ReaderError(_("is larger than 512 MiB"))
        data = path.read_bytes()
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from error
    if not data:
        raise ReaderError(_("is empty"))
    return data


def _why_unreadable(facts: Facts) -> str | None:
    """Return the error of a file of which the picture itself could not be read.

    It has one whatever else was found in it.
    """
    if facts.pdq is not None or not facts.unread:
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
        (_("taken"), metadata.captured_at or "", Kind.PLAIN),
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
            _("PDQ"),
            f"{facts.pdq.hash} ({_('quality')} {facts.pdq.quality})" if facts.pdq else "",
            Kind.PLAIN,
        ),
    ]
    told = [row for row in inspect_lines.unread(facts) if str(inspected.error) not in row[1]]
    held = contents_lines.rows(metadata)
    for name, value, kind in (*rows, *held, *inspect_lines.rows(facts), *told):
        if value:
            output.line(f"  {name:16} {shown(options, value, kind)}")
    output.line()
