"""Small exports, packed as a test says, and what a format finds in them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from auditor.archives.export import ArchiveFormat, Export
from auditor.archives.opening import open_exports
from auditor.archives.tree.folder_part import FolderPart
from auditor.archives.tree.tree import Tree
from auditor.archives.tree.zip_part import ZipPart
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveItem,
    EntryLeftOut,
    NotOwn,
)

Files = Mapping[str, object]


def picture(shade: int = 0) -> bytes:
    """Return a small picture."""
    body = io.BytesIO()
    Image.new("RGB", (16, 16), (shade % 256, shade // 256 % 256, 7)).save(body, "JPEG")
    return body.getvalue()


def mangled(text: str) -> str:
    """Return a text as Meta writes it: its UTF-8 as Latin-1."""
    return text.encode().decode("latin-1")


def as_bytes(body: object) -> bytes:
    """Return bytes and texts as they are, anything else as JSON."""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def zipped(path: Path, files: Files, *, top: str = "") -> Path:
    """Write a zip and return its path."""
    with zipfile.ZipFile(path, "w") as file:
        for name, body in files.items():
            file.writestr(top + name, as_bytes(body))
    return path


def unpacked(path: Path, files: Files) -> Path:
    """Write a folder and return its path."""
    for name, body in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(as_bytes(body))
    return path


@dataclass(slots=True)
class Found:
    """What came out of an export."""

    items: list[ArchiveItem] = field(default_factory=list)
    others: int = 0
    films: int = 0
    left_out: list[EntryLeftOut] = field(default_factory=list)

    def by_key(self) -> dict[str, ArchiveItem]:
        """Return the items by their keys, which are told once."""
        assert len({item.key for item in self.items}) == len(self.items)
        return {item.key: item for item in self.items}

    @property
    def gaps(self) -> list[str]:
        """What leaves open whether something is gone."""
        return [each.name for each in self.left_out if each.gap]


def listed(entries: Sequence[ArchiveEntry]) -> Found:
    """Sort what an export yields by its kind."""
    found = Found()
    for entry in entries:
        match entry:
            case ArchiveItem():
                found.items.append(entry)
            case NotOwn():
                found.others += entry.count
            case ArchiveFilm():
                found.films += 1
            case EntryLeftOut():
                found.left_out.append(entry)
    return found


def opened(form: ArchiveFormat, *paths: Path) -> Export | None:
    """Return what one format makes of zips and folders."""
    parts = [FolderPart(path) if path.is_dir() else ZipPart(path, _body(path)) for path in paths]
    return form.open(Tree(parts))


def _body(path: Path) -> io.BytesIO:
    return io.BytesIO(path.read_bytes())


def found_in(form: ArchiveFormat, *paths: Path) -> tuple[Export, Found]:
    """Return an export and what it yields, twice the same."""
    export = opened(form, *paths)
    assert export is not None
    entries = list(export.entries())
    assert entries == list(export.entries())
    return export, listed(entries)


def formats_of(*paths: Path) -> list[str]:
    """Return the names of all formats that know what is in files and folders."""
    exports = open_exports([str(path) for path in paths], _body)
    return [export.format for export in exports]
