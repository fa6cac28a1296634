"""auditor hash: every hash of files on this device that is compared somewhere.

No vault, no network.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.local_files import PicturePaths, named
from auditor.cli.running import options_of
from auditor.dataclass import dataclass
from auditor.domain.photos.hashes import FileHashes
from auditor.errors import ReaderError, UsageError
from auditor.messages import _
from auditor.report.json import hash as hash_documents

if TYPE_CHECKING:
    from auditor.readers.process.pool import ReaderPool

_VARIANTS = ("full", "browser", "python")
_LARGEST = 512 * 1024 * 1024
_MOST_AT_ONCE = 4
_PIXELS_AT_ONCE = 8_000_000
"""Pixels that are decoded at once, at up to 8 bytes each: two small photos side by side, or a large
one alone. With the reader processes themselves that stays under 300 MB for photos of 12 megapixels.
"""
_VIDEO_S = 60.0  # at least
_VIDEO_S_PER_MB = (
    4.0  # a video of a phone is about 1 MB a second; it may take four times as long as it plays
)


def hash_files(
    context: typer.Context,
    files: PicturePaths = None,
    variant: Annotated[
        str,
        typer.Option(
            "--variant",
            metavar="full|browser|python",
            help=_("How a picture is prepared for PDQ; each gives its own hash."),
        ),
    ] = "full",
    crop_resistant: Annotated[
        bool,
        typer.Option(
            "--crop-resistant",
            help=_("Also imagehash's crop-resistant hash (about a second a picture)."),
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Hash pictures and videos as the image-matching services do.

    PDQ, vPDQ and MD5, and second opinions by other hashes.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """
    from auditor.guidance import handover
    from auditor.readers.process.pool import ReaderPool

    if variant not in _VARIANTS:
        raise UsageError(
            _("unknown variant: {variant}").format(variant=variant),
            _("It is full, browser or python."),
        )
    output.narrate(handover.not_for_minors())  # before anything is read
    chosen = named(files)
    pool = ReaderPool(options_of(context).settings().readers, thumbnails=False)
    found = asyncio.run(_hash_all(pool, chosen, variant, crop_resistant=crop_resistant))
    if as_json:
        output.document(hash_documents.hashes(found))
        return
    for file, hashes in found:
        _tell(file, hashes)


async def _hash_all(
    pool: ReaderPool, files: Sequence[str], variant: str, *, crop_resistant: bool
) -> list[tuple[str, FileHashes]]:
    """Hash `files` in their order; only a few are held in memory at once."""
    gate, room = asyncio.Semaphore(min(_MOST_AT_ONCE, os.cpu_count() or 1)), _Room(_PIXELS_AT_ONCE)

    async def hash_file(file: str) -> tuple[str, FileHashes]:
        async with gate:
            return file, await _hash_one(
                pool, room, Path(file), variant, crop_resistant=crop_resistant
            )

    try:
        return await asyncio.gather(*(hash_file(file) for file in files))
    finally:
        await pool.close()


async def _hash_one(
    pool: ReaderPool, room: _Room, path: Path, variant: str, *, crop_resistant: bool
) -> FileHashes:
    try:
        looked = await asyncio.to_thread(_look, path)
    except ReaderError as error:
        return FileHashes(error=error.message)
    if isinstance(looked, _Video):
        async with room.taken(_PIXELS_AT_ONCE):
            return await pool.video_hashes(looked.path, looked.container, looked.seconds)
    async with room.taken(_pixels(looked)):
        return await pool.hashes(looked, variant, crop_resistant=crop_resistant)


def _pixels(data: bytes) -> int:
    from auditor.readers.picture.header import read_header

    header = read_header(data)
    return (header.width or 0) * (header.height or 0) if header else 0


class _Room:
    """Room for so many pixels; who needs more than there is waits until nobody else is in it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free = size
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def taken(self, wanted: int) -> AsyncIterator[None]:
        share = min(wanted, self._size)
        async with self._changed:
            await self._changed.wait_for(lambda: share <= self._free)
            self._free -= share
        try:
            yield
        finally:
            async with self._changed:
                self._free += share
                self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class _Video:
    path: str
    container: str
    seconds: float


def _look(path: Path) -> bytes | _Video:
    """Return a picture's bytes, or what is known of a video, which is never held in memory.

    Raises ReaderError.
    """
    from auditor.adapters.local_files import open_file
    from auditor.readers.picture.video_header import HEAD_BYTES, film_format, is_sound

    try:
        with open_file(path) as file:
            head, size = file.read(HEAD_BYTES), os.fstat(file.fileno()).st_size
            if is_sound(head):
                raise ReaderError(_("is a sound file: it has no film that could be compared"))
            container = film_format(head)
            if container is not None:
                return _Video(
                    str(path.resolve()), container, max(_VIDEO_S, size / 1e6 * _VIDEO_S_PER_MB)
                )
            if size > _LARGEST:
                raise ReaderError(_("is larger than 512 MiB and no video that is read here"))
            file.seek(0)
            return file.read(_LARGEST)
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from error


def _tell(file: str, found: FileHashes) -> None:
    output.line(file)
    if found.error and found.video and found.video.frames:
        output.line("  " + found.error)
    elif found.error:
        output.line("  " + _("could not be hashed: {reason}").format(reason=found.error))
    rows = [(_("MD5"), found.md5 or ""), (_("SHA-256"), found.sha256 or "")]
    if found.pdq:
        rows.append(
            (
                _("PDQ ({variant})").format(variant=found.pdq.variant),
                f"{found.pdq.hash} ({_trust(found)})",
            )
        )
    if found.second_opinions:
        seen = found.second_opinions
        rows += [
            ("pHash", seen.phash),
            ("dHash", seen.dhash),
            ("wHash", seen.whash),
            ("colorhash", seen.colorhash),
        ]
        rows += [(_("segment"), segment) for segment in seen.crop_resistant or ()]
    if found.video:
        rows += [
            (
                _("at {second} s").format(second=f"{frame.second:g}"),
                f"{frame.hash} ({frame.quality})",
            )
            for frame in found.video.frames
        ]
    for name, value in rows:
        if value:
            output.pair(name, value)
    output.line()


def _trust(found: FileHashes) -> str:
    """Say how far the PDQ hash can be relied on."""
    if found.pdq is None:
        return ""
    words = _("quality {quality}").format(quality=found.pdq.quality)
    if found.pdq.unstable:
        return _("{quality}; unstable: rounding decides bits, not matched").format(quality=words)
    return (
        words
        if found.pdq.reliable
        else _("{quality}; unreliable under 50, not matched").format(quality=words)
    )
