"""From files and folders that the person names to the exports in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from auditor.archives import all_formats
from auditor.archives.export import Export
from auditor.archives.tree.folder_part import FolderPart
from auditor.archives.tree.names import is_junk
from auditor.archives.tree.part import ArchivePart
from auditor.archives.tree.tree import Tree, ending
from auditor.archives.tree.zip_part import ZipPart
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError, UsageError
from auditor.messages import N_, _

OpenFile = Callable[[Path], BinaryIO]

_TAR = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PARTS = frozenset({".zip", ".tgz", ".tar", ".gz"})
_PACKED = N_("is packed as tar (.tgz), which is not read here: ask for .zip, or unpack it yourself")
_ZIPS_INSIDE = N_("holds other zips: unpack it, and name those")
_NOT_PACKED = N_("is no zip and no folder")


def open_exports(paths: Sequence[str], open_file: OpenFile) -> tuple[Export, ...]:
    """Return the exports in files and folders; several parts of one make one.

    `open_file` opens a plain file for reading and refuses pipes and devices. Raises UsageError
    where there is none, or a file cannot be opened at all.
    """
    parts: list[ArchivePart] = []
    left_out: list[EntryLeftOut] = []
    for path in dict.fromkeys(Path(given) for given in paths):
        for part in _parts_of(path, open_file):
            if isinstance(part, EntryLeftOut):
                left_out.append(part)
            else:
                parts.append(part)
    if not parts:
        _refuse(left_out)
    tree = Tree(parts, left_out)
    found = tuple(export for each in all_formats() if (export := each.open(tree)) is not None)
    if not found:
        tree.close()
        inside = next((name for name in tree.names if ending(name) == "zip"), None)
        if inside is not None and not tree.left_out:
            _refuse([EntryLeftOut(f"{tree.parts[0]} ({inside})", _(_ZIPS_INSIDE))])
        _refuse(left_out or tree.left_out, read=0 if left_out else len(tree))
    return found


def _refuse(left_out: Sequence[EntryLeftOut], read: int = 0) -> None:
    hint = _(
        "Name the zip as it was downloaded, all its parts, or the folder they were unpacked to."
    )
    lost = "".join(f"{each.name}: {each.reason}" for each in left_out[:1])
    if lost and not read:
        raise UsageError(lost, hint)
    told = _("This is no export of a platform that this program knows ({n} files).").format(n=read)
    raise UsageError(f"{told} {lost}".strip(), _("'auditor sources' lists the formats. ") + hint)


def _parts_of(path: Path, open_file: OpenFile) -> Iterator[ArchivePart | EntryLeftOut]:
    try:
        if path.is_dir():
            yield from _in_folder(path, open_file)
            return
        file = open_file(path)
    except ReaderError as error:
        yield EntryLeftOut(path.name, error.message, gap=True)
        return
    except OSError as error:
        yield EntryLeftOut(path.name, error.strerror or type(error).__name__, gap=True)
        return
    head = file.read(6)
    if head[:2] != b"PK" and not zipfile.is_zipfile(file):
        file.close()
        packed = head.startswith(_TAR) or path.suffix in {".tar", ".tgz"}
        yield EntryLeftOut(path.name, _(_PACKED if packed else _NOT_PACKED), gap=True)
        return
    try:
        yield ZipPart(path, file)
    except ReaderError as error:
        file.close()
        yield EntryLeftOut(path.name, error.message, gap=True)


def _in_folder(path: Path, open_file: OpenFile) -> Iterator[ArchivePart | EntryLeftOut]:
    """Yield a folder, and the parts that lie directly in it, downloaded side by side."""
    parts = sorted(
        each
        for each in path.iterdir()
        if each.suffix.casefold() in _PARTS
        and each.is_file()
        and not each.is_symlink()
        and not is_junk(each.name)
    )
    for each in parts:
        yield from _parts_of(each, open_file)
    yield FolderPart(path, [each.name for each in parts])
