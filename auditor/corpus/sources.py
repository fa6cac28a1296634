"""Which files a search reads: Parquet files, folders of them, patterns, remote addresses."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from auditor.dataclass import dataclass
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_LONGEST = 300
_REMOTE = re.compile(r"^[a-z][a-z0-9+.-]{1,20}://")
_ENDING = ".parquet"
ADDRESS_COLUMNS = ("image_url", "img_url", "url", "image", "uri", "link", "src")
"""Columns of addresses by name, whatever their case: LAION and Re-LAION `URL` or `url`, COYO,
DataComp and CommonPool `url`, and what further sets call it. Only the first that is there is read:
where a page has an address too, `url` is often that of the page."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file: its name, and for a file of this device its size in bytes and time of change."""

    name: str
    size: int = 0
    changed: int = 0


def is_remote(source: str) -> bool:
    """Whether a source stands on another machine."""
    return _REMOTE.match(source) is not None


def is_stored(source: str) -> bool:
    """Whether a source is in object storage that we read ourselves, not the engine."""
    return source.startswith("s3://")


def is_text(name: str) -> bool:
    """Whether a name is text: on most systems that of a file can be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_ending(name: str) -> bool:
    """Whether a file in a folder is taken for Parquet, by the end of its name in any case."""
    return name.casefold().endswith(_ENDING)


def has_changed(file: CorpusFile) -> bool:
    """Whether a file of this device is no longer what it was when it was listed."""
    if is_remote(file.name):
        return False
    try:
        told = Path(file.name).stat()
    except OSError:
        return True
    return (told.st_size, told.st_mtime_ns) != (file.size, file.changed)


def no_file_at(source: str) -> UsageError:
    """Return what to raise where a source has no file."""
    return UsageError(
        _("There is no Parquet file at {source}.").format(source=clean(source, _LONGEST)),
        _("Give Parquet files, folders that hold some, or a pattern in quotes."),
    )


def corpus_files(sources: Sequence[str]) -> tuple[CorpusFile, ...]:
    """Return the files of the sources in their order, each once.

    Raises UsageError where a source has none.
    """
    found: dict[str, CorpusFile] = {}
    for source in sources:
        files = [CorpusFile(source)] if is_remote(source) else list(_local(source))
        if not files:
            raise no_file_at(source)
        found.update((file.name, file) for file in files)
    return tuple(found.values())


def _local(source: str) -> Iterator[CorpusFile]:
    path = Path(source)
    if path.is_dir():
        paths = sorted(each for each in path.rglob("*") if has_ending(each.name) and each.is_file())
    elif path.is_file():
        paths = [path]
    else:
        named = glob.glob(source, recursive=True)  # noqa: PTH207 - a pattern can be absolute
        paths = sorted(map(Path, named))
        paths = [each for each in paths if each.is_file()]
    for each in paths:
        told = each.stat()
        yield CorpusFile(str(each), told.st_size, told.st_mtime_ns)


def address_column(columns: Iterable[str], wanted: str = "") -> str | None:
    """Return the column of addresses among those of a file; None if there is none."""
    named = {column.casefold(): column for column in reversed(list(columns))}
    for name in (wanted,) if wanted else ADDRESS_COLUMNS:
        if name.casefold() in named:
            return named[name.casefold()]
    return None
