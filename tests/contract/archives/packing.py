"""Archives packed as people and attackers pack them, and what the program makes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from auditor.domain.archives.archive import ArchiveCounts, ArchiveItem, Imported, PublicAnswers
from auditor.engine.imports.book import looked_into
from auditor.wiring import open_archives


@dataclass(frozen=True)
class Read:
    """What reading came to: told as the program tells it, and the pictures one by one."""

    told: Imported
    items: tuple[ArchiveItem, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the pictures."""
        return frozenset(item.key for item in self.items)

    @property
    def numbers(self) -> tuple[int, ...]:
        """What the person is told in numbers."""
        counts = self.told.counts
        return (counts.photos, counts.public, counts.unknown, counts.films, counts.others)


def read_all(*paths: Path) -> tuple[Read, ...]:
    """Return what is in archives, with each file of theirs read once. Raises UsageError."""
    found = []
    for export in open_archives([str(path) for path in paths]):
        with closing(export):
            counts, items = ArchiveCounts(), []
            for entry in export.entries():
                counts.take(entry, PublicAnswers())
                if isinstance(entry, ArchiveItem):
                    items.append(entry)
            found.append(Read(looked_into(export, counts), tuple(items)))
    return tuple(found)


def read(*paths: Path) -> Read:
    """Return what is in an archive. Raises UsageError."""
    (found,) = read_all(*paths)
    return found


def pack(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return path


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in files.items():
            target.writestr(name, body)
    return out.getvalue()


def unpack(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files as they lie after unpacking."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


def parts(folder: Path, files: Mapping[str, bytes], number: int = 3) -> Sequence[Path]:
    """Write files as several zips, each file in one of them, lists and pictures mixed."""
    names: Iterable[str] = sorted(files)
    cut: list[dict[str, bytes]] = [{} for _ in range(number)]
    for position, name in enumerate(names):
        cut[position % number][name] = files[name]
    return tuple(
        pack(folder / f"part-{number}.zip", each) for number, each in enumerate(cut) if each
    )
