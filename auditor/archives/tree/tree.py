"""All parts of an export as one tree of files."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from auditor.archives.tree.names import normal, prefixes_of, without_any
from auditor.archives.tree.part import ArchivePart, File
from auditor.dataclass import dataclass
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import _

MOST_TEXT = 256 * 1024 * 1024
"""Bytes of the largest list that is read: X cuts its own at some 100 MB. A judgement."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file lies."""

    part: int
    file: File


class Tree:
    """The files of all parts, by name. The same folder may stand in several parts.

    `left_out`: what was not taken while the parts were opened.
    """

    def __init__(self, parts: Sequence[ArchivePart], left_out: Sequence[EntryLeftOut] = ()) -> None:
        self._parts = tuple(parts)
        self._places: dict[str, _Place] = {}
        self.left_out = list(left_out)
        for number, part in enumerate(self._parts):
            self._take(number, part)
        self._folders: dict[str, list[str]] | None = None

    def _take(self, number: int, part: ArchivePart) -> None:
        found: list[File] = []
        try:
            for each in part.files():
                if isinstance(each, EntryLeftOut):
                    self.left_out.append(each)
                else:
                    found.append(each)
        except ReaderError as error:
            self.left_out.append(EntryLeftOut(part.name, error.message, gap=True))
        above = prefixes_of([file.name for file in found])
        for file in found:
            name = without_any(file.name, above)
            known = self._places.get(name)
            if known is None:
                self._places[name] = _Place(number, file)
            elif self._differ(known, _Place(number, file)):
                self.left_out.append(
                    EntryLeftOut(
                        name, _("stands in two parts and differs: only the first is read"), gap=True
                    )
                )

    def _differ(self, known: _Place, other: _Place) -> bool:
        if known.file.size != other.file.size:
            return True
        told = all(self._parts[place.part].by_content for place in (known, other))
        return told and known.file.mark != other.file.mark

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts, as files or folders are called."""
        return tuple(part.name for part in self._parts)

    @property
    def lengths(self) -> tuple[int, ...]:
        """The bytes of the parts, 0 of a folder."""
        return tuple(part.length for part in self._parts)

    @property
    def names(self) -> Iterator[str]:
        """Every file's name, in the order of the parts."""
        return iter(self._places)

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Return the names that match a regular expression from their start on, by number."""
        wanted = re.compile(pattern)
        return tuple(sorted((name for name in self._places if wanted.match(name)), key=_numbered))

    def first(self, *names: str) -> str | None:
        """Return the first of `names` that is there."""
        return next((name for name in names if name in self._places), None)

    def in_folder(self, folder: str) -> Sequence[str]:
        """Return the names of the files directly in a folder ("" for the top)."""
        if self._folders is None:
            self._folders = {}
            for name in self._places:
                self._folders.setdefault(name.rpartition("/")[0], []).append(name)
        return self._folders.get(folder, [])

    @property
    def folders(self) -> Sequence[str]:
        """The folders in which files lie."""
        self.in_folder("")
        return tuple(self._folders or ())

    def located(self, reference: str) -> str | None:
        """Return the file that a list refers to; None where it is in none of the parts."""
        name = normal(reference).lstrip("/")
        return name if name in self._places else None

    def size(self, name: str) -> int:
        """Return the bytes of a file."""
        return self._places[name].file.size

    def modified(self, name: str) -> datetime | None:
        """Return when a file was packed or changed, without zone."""
        return self._places[name].file.modified

    def stamp(self, name: str) -> str | None:
        """Return a text that changes with what a file holds; None where it is not there."""
        place = self._places.get(name)
        return None if place is None else place.file.stamp

    def read(self, name: str, most: int = MOST_TEXT) -> bytes:
        """Return a file. Raises ReaderError where it cannot be read or is larger than `most`."""
        place = self._places.get(name)
        if place is None:
            raise ReaderError(_("is in none of the parts"))
        return self._parts[place.part].read(place.file.number, most)

    def begins(self, name: str, leads: tuple[bytes, ...]) -> bool:
        """Whether a file begins with one of `leads`, a mark of UTF-8 aside."""
        try:
            data = self.read(name)
        except ReaderError:
            return True  # what is in it is told where it is read
        return data[:200].removeprefix(codecs.BOM_UTF8).lstrip().startswith(leads)

    @property
    def newest(self) -> datetime | None:
        """When the newest of its files was packed or changed, without zone."""
        times = (place.file.modified for place in self._places.values())
        return max((time for time in times if time is not None), default=None)

    @property
    def dated(self) -> bool:
        """Whether `newest` is of the platform: what unpacks files may give them its own time."""
        return all(part.length for part in self._parts)

    @property
    def fingerprint(self) -> str:
        """A text that changes with names and contents, whatever parts they lie in."""
        digest = hashlib.sha256()
        for name in sorted(self._places):
            digest.update(f"{name}\0{self._places[name].file.stamp}\0".encode("utf-8", "replace"))
        return digest.hexdigest()[:16]

    def close(self) -> None:
        """Close all parts."""
        for part in self._parts:
            part.close()


def _numbered(name: str) -> tuple[tuple[int, str], ...]:
    """Sort `posts_2` before `posts_10`."""
    steps = re.split(r"(\d+)", name)
    return tuple((int(step), "") if step.isdecimal() else (-1, step) for step in steps)


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters, without its dot."""
    before, _dot, after = name.rpartition("/")[2].rpartition(".")
    return after.casefold() if before else ""
