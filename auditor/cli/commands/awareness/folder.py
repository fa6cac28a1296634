"""A trainer's folder of pictures: its manifest, and what reader processes measure of its files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.errors import ReaderError, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.awareness.giveaways import LookedPicture
    from auditor.awareness.manifest import ManifestFile
    from auditor.config import ReaderSettings
    from auditor.readers.process.pool import ReaderPool

_AT_ONCE = 4
TestFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help=_("Folder with pictures and manifest.toml."))
]


def check_command(
    context: typer.Context,
    folder: TestFolder,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what in a folder for a test would give answers away. For whoever made the folder.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """
    from auditor.awareness.giveaways import giveaways, refuse_twice, shown_side, too_few

    manifest = manifest_of(folder)
    looked = looked_at(settings_of(context), folder, [each.file for each in manifest.pictures])
    refuse_twice(looked)
    notes = [*too_few(manifest.pictures), *giveaways(manifest, looked)]
    if as_json:
        from auditor.report.json.awareness import awareness_check

        output.document(awareness_check(manifest.pictures, shown_side(looked), notes))
        return
    output.paragraphs(notes or [_("Nothing that was looked for gives an answer away.")])
    output.line(
        _("Looked for: kinds of file, shapes, sizes, pictures that are nearly the same. Not for: ")
        + _("marks, traces of cutting, what people know already.")
    )


def settings_of(context: typer.Context) -> ReaderSettings:
    """Return what reader processes are started with: nothing is looked for in the pictures."""
    return replace(opening_of(options_of(context)).settings.readers, vision=False, exiftool=False)


def manifest_of(folder: Path) -> ManifestFile:
    """Return the manifest of a folder. Raises UsageError."""
    from auditor.awareness.manifest import MOST_BYTES, NAME, read_manifest

    return read_manifest(content_of(folder / NAME, MOST_BYTES + 1))


def content_of(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file, no link and no folder, at most `most`. Raises UsageError."""
    from auditor.adapters.local_files import open_file, read_all

    if path.is_symlink():  # a folder from elsewhere must not lead to files of one's own
        raise _unreadable(path, _("is a link to another place"))
    try:
        with open_file(path) as file:
            return read_all(file) if most < 0 else file.read(most)
    except ReaderError as error:
        raise _unreadable(path, error.message) from error
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error


def _unreadable(path: Path, reason: str) -> UsageError:
    return UsageError(_("{file}: cannot be read ({reason})").format(file=path.name, reason=reason))


def looked_at(
    settings: ReaderSettings, folder: Path, files: Sequence[str]
) -> dict[str, LookedPicture]:
    """Return what was measured of each file, in their order. Raises UsageError."""
    return asyncio.run(_look_at_all(settings, folder, files))


async def _look_at_all(
    settings: ReaderSettings, folder: Path, files: Sequence[str]
) -> dict[str, LookedPicture]:
    from auditor.readers.process.pool import ReaderPool

    gate = asyncio.Semaphore(_AT_ONCE)

    async def look(file: str) -> LookedPicture:
        async with gate:
            return await _look(pool, folder / file)

    for file in files:  # before any process is started
        content_of(folder / file, 1)
    async with ReaderPool(settings, thumbnails=False) as pool:
        found = await asyncio.gather(*map(look, files), return_exceptions=True)
    looked: dict[str, LookedPicture] = {}
    for file, answer in zip(files, found, strict=True):
        if isinstance(answer, BaseException):
            raise answer
        looked[file] = answer
    return looked


async def _look(pool: ReaderPool, path: Path) -> LookedPicture:
    from auditor.awareness.giveaways import LookedPicture

    facts = (await pool.read(await asyncio.to_thread(content_of, path), file_name=path.name)).facts
    if facts.pdq is None or not facts.format or not facts.width or not facts.height:
        reason = facts.unread[0].reason if facts.unread else _("is no picture")
        raise UsageError(
            _("{file}: cannot be read ({reason})").format(file=path.name, reason=reason),
            _("A test takes pictures only. Take it out of the manifest."),
        )
    return LookedPicture(facts.sha256, facts.format, facts.width, facts.height, facts.pdq)
