"""A folder into which an export was unpacked. Links are not followed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from auditor.archives.tree.names import is_junk, normal, trouble
from auditor.archives.tree.part import MOST_FILES, File
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import _


class FolderPart:
    """A folder and what is below it, without those files in it that are parts themselves."""

    by_content = False
    length = 0

    def __init__(self, path: Path, parts: Collection[str] = ()) -> None:
        self.name = path.name
        self._root = path
        self._parts = frozenset(parts)
        self._paths: dict[int, str] = {}

    def files(self) -> Iterator[File | EntryLeftOut]:
        """Yield every file in the order of names, and what is not taken."""
        locked: list[str] = []
        for folder, folders, names in os.walk(
            self._root, onerror=lambda error: locked.append(str(error.filename))
        ):
            folders.sort()
            for name in sorted(names):
                path = Path(folder) / name
                inside = str(path.relative_to(self._root))
                shown = normal(inside)
                if is_junk(shown) or inside in self._parts:
                    continue
                if path.is_symlink():
                    yield EntryLeftOut(shown, _("is a link, which is not followed"), gap=True)
                elif trouble(shown):
                    yield EntryLeftOut(shown, _(trouble(shown)), gap=True)
                else:
                    yield self._file(path, inside, shown)
            for name in folders:
                if (Path(folder) / name).is_symlink():
                    yield EntryLeftOut(
                        normal(str((Path(folder) / name).relative_to(self._root))),
                        _("is a link, which is not followed"),
                        gap=True,
                    )
        for name in locked:
            yield EntryLeftOut(Path(name).name, _("cannot be opened"), gap=True)

    def _file(self, path: Path, inside: str, shown: str) -> File:
        if len(self._paths) >= MOST_FILES:
            raise ReaderError(
                _("holds more than {n} files: more than any export has").format(n=MOST_FILES)
            )
        number = len(self._paths)
        self._paths[number] = inside
        try:
            found = path.stat()
        except OSError:
            return File(shown, number, 0, 0, None)
        return File(
            shown,
            number,
            found.st_size,
            found.st_mtime_ns,
            datetime.fromtimestamp(found.st_mtime),  # noqa: DTZ006 - as zips: local time
        )

    def read(self, number: int, most: int) -> bytes:
        """See ArchivePart."""
        path = self._root / self._paths[number]
        try:
            if path.is_symlink() or not path.is_file():
                raise ReaderError(_("is a link, which is not followed"))
            with path.open("rb") as file:
                data = file.read(most + 1)
        except OSError as error:
            raise ReaderError(error.strerror or type(error).__name__) from None
        if len(data) > most:
            raise ReaderError(_("is larger than {n} bytes").format(n=most))
        return data

    def close(self) -> None:
        """Nothing is open."""
