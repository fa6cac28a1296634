"""Archives made for a test: packed, opened and read to their end."""

from __future__ import annotations

import io
from pathlib import Path

from auditor.archives.export import Export
from auditor.archives.opening import open_exports
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveItem,
    EntryLeftOut,
    NotOwn,
)
from tests.unit.archives.packing import Files, zipped


def opened(folder: Path, *parts: Files) -> Export:
    """Return the one export in zips with `parts`."""
    paths = [
        zipped(folder / f"part-{number}.zip", files) for number, files in enumerate(parts, start=1)
    ]
    (export,) = open_exports(
        [str(path) for path in paths], lambda path: io.BytesIO(path.read_bytes())
    )
    return export


def items(entries: list[ArchiveEntry]) -> list[ArchiveItem]:
    """Return the photos."""
    return [each for each in entries if isinstance(each, ArchiveItem)]


def by_key(export: Export) -> dict[str, ArchiveItem]:
    """Return the photos by their keys."""
    found = items(list(export.entries()))
    told = {each.key: each for each in found}
    assert len(told) == len(found)
    return told


def left_out(export: Export) -> list[EntryLeftOut]:
    """Return what was not taken in."""
    return [each for each in export.entries() if isinstance(each, EntryLeftOut)]


def films(export: Export) -> int:
    """Return how many films there are."""
    return sum(1 for each in export.entries() if isinstance(each, ArchiveFilm))


def others(export: Export) -> int:
    """Return how many pictures are of other people."""
    return sum(each.count for each in export.entries() if isinstance(each, NotOwn))
