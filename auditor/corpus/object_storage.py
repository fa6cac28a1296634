"""Files in object storage: of S3 and of whatever speaks its protocol, read through Arrow.

Arrow comes with Ibis and brings its own client, so that no extension of DuckDB is needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from fsspec import AbstractFileSystem
from pyarrow import ArrowException, NativeFile, fs

from auditor.corpus.sources import CorpusFile, has_ending, is_stored, no_file_at
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_OPTIONS = frozenset({"region", "scheme", "endpoint_override"})
"""What may stand behind "?" in an address, called as in Arrow's own addresses."""
_SCHEMES = ("https", "http")
_CONNECT_S, _ANSWER_S, _ATTEMPTS = 10.0, 60.0, 3
_LIST_S = 120.0
"""How long a list of files may take: 600,000 of them come in that time."""
_LONGEST = 300
_KEYS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
"""Variables by which the person says that requests are signed, and how (docs.aws.amazon.com,
"Standardized credential providers"); the service of metadata of a machine is never asked."""


def stored_files(source: str) -> tuple[CorpusFile, ...]:
    """Return the Parquet files at an address: itself, all below it, or what fits its `*`.

    Raises UsageError where there is none or it cannot be asked.
    """
    place, query = _split(source)
    try:
        store = _store(place, query)
        found = tuple(sorted(_files(store, place, query)))
    except OSError as error:
        raise UsageError(
            _("{source} could not be asked: {reason}").format(
                source=clean(source, _LONGEST), reason=clean(_reason(error), _LONGEST)
            ),
            _("Keys are taken from AWS_ACCESS_KEY_ID and the like, or from the folder .aws."),
        ) from error
    if not found:
        raise no_file_at(source)
    return tuple(CorpusFile(name, size, changed) for name, size, changed in found)


def _files(store: fs.FileSystem, place: str, query: str) -> Iterator[tuple[str, int, int]]:
    head, star, _rest = place.partition("*")
    if star:
        fits = re.compile(_pattern(place))
        below = _below(store, head.rpartition("/")[0])
        named = [each for each in below if fits.fullmatch(each.path)]
    else:
        told = store.get_file_info(place.rstrip("/"))
        if told.type is not fs.FileType.Directory:
            named = [told]
        else:
            below = _below(store, place.rstrip("/"))
            named = [each for each in below if has_ending(each.path)]
    for each in named:
        if each.type is fs.FileType.File:
            behind = f"?{query}" if query or "?" in each.path else ""
            yield f"s3://{each.path}{behind}", each.size, each.mtime_ns or 0


def _below(store: fs.FileSystem, folder: str) -> list[fs.FileInfo]:
    """Return all below a folder. Raises UsageError where its list does not end."""
    listed: Future[list[fs.FileInfo]] = Future()

    def ask() -> None:
        try:
            listed.set_result(
                store.get_file_info(fs.FileSelector(folder, recursive=True, allow_not_found=True))
            )
        except Exception as error:  # noqa: BLE001 - raised by who waits for it
            listed.set_exception(error)

    # Arrow asks for page after page, and nothing ends that: it is left alone, and ends with us.
    Thread(target=ask, daemon=True).start()
    try:
        return listed.result(_LIST_S)
    except TimeoutError:
        if listed.done():
            raise
        raise UsageError(
            _("The list of files in {folder} did not end within {minutes} minutes.").format(
                folder=clean(folder, _LONGEST), minutes=round(_LIST_S / 60)
            ),
            _("Name folders below it, or single files."),
        ) from None


def _pattern(place: str) -> str:
    """Return a pattern of paths as a regular expression: `**` reaches over folders, `*` does not.

    Nothing else stands for anything: "?" begins the options, and "[" may be part of a name.
    """
    parts = re.split(r"(\*\*/|\*\*|\*)", place)
    meant = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return "".join(meant.get(part) or re.escape(part) for part in parts)


def _split(source: str) -> tuple[str, str]:
    """Return bucket with path, and what stands behind the last "?". Raises UsageError.

    The name of a file may have others before it.
    """
    assert is_stored(source)
    place, mark, query = source.partition("://")[2].rpartition("?")
    if not mark:
        place, query = query, ""
    if "@" in place.partition("/")[0]:
        raise UsageError(
            _("An address with a key in it is not taken: it would stand in the result."),
            _("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead."),
        )
    # One that is empty, as of a variable that is not set, would stand for Amazon's own servers.
    options = parse_qsl(query, keep_blank_values=True)
    known = all(
        value and (value in _SCHEMES if name == "scheme" else name in _OPTIONS)
        for name, value in options
    )
    if not known or not place.partition("/")[0]:
        raise UsageError(
            _("{source} is no address of object storage.").format(source=clean(source, _LONGEST)),
            "s3://BUCKET/FOLDER?region=… s3://BUCKET/FILE?endpoint_override=HOST:PORT",
        )
    return place, query


@cache
def _connected(bucket: str, query: str, *, anonymous: bool) -> fs.FileSystem:
    options = dict(parse_qsl(query))
    own = not options.keys() & {"region", "endpoint_override"}
    if own and not os.environ.get("AWS_REGION") and not os.environ.get("AWS_DEFAULT_REGION"):
        options["region"] = fs.resolve_s3_region(bucket)
    return fs.S3FileSystem(
        anonymous=anonymous,
        connect_timeout=_CONNECT_S,
        request_timeout=_ANSWER_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_ATTEMPTS),
        **options,
    )


def _store(place: str, query: str) -> fs.FileSystem:
    """Return the storage that a bucket is in. Raises OSError."""
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    folder = Path.home() / ".aws"
    signed = any(os.environ.get(name) for name in _KEYS) or any(
        (folder / name).is_file() for name in ("credentials", "config")
    )
    return _connected(place.partition("/")[0], query, anonymous=not signed)


def _reason(error: Exception) -> str:
    """Return the first line of what the storage or Arrow said."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__


_FAILURES = (OSError, ArrowException)


class _StoredFile:
    """An open file as DuckDB reads it; `keep` takes why that failed."""

    def __init__(self, file: NativeFile, keep: Callable[[str], None]) -> None:
        self._file = file
        self._keep = keep

    def read(self, size: int) -> bytes:
        """Return so many bytes at most."""
        try:
            content: bytes = self._file.read(size)
        except _FAILURES as error:
            self._keep(_reason(error))
            raise
        return content

    def seek(self, place: int) -> int:
        """Read from there on."""
        return int(self._file.seek(place))

    def tell(self) -> int:
        """Return from where is read."""
        return int(self._file.tell())

    def close(self) -> None:
        """Close it."""
        self._file.close()


class ObjectStorage(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """What DuckDB reads stored files through; it knows them by numbers, never by their names."""

    protocol: ClassVar[str] = "stored"
    cachable: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[fs.FileSystem, str]] = []
        self._numbers: dict[str, int] = {}
        self._first_told: dict[str, tuple[int, Any]] = {}
        self._trouble = ""

    def named(self, file: str) -> str:
        """Return what DuckDB is to call a file. Raises UsageError."""
        if file not in self._numbers:
            place, query = _split(file)
            self._places.append((_store(place, query), place))
            self._numbers[file] = len(self._places) - 1
        return f"{self.protocol}://{self._numbers[file]}"

    def forget(self) -> None:
        """Forget why reading failed: what is read next may be another file."""
        self._trouble = ""

    def told(self, words: str) -> str:
        """Return why reading failed; `words` are DuckDB's, of what the storage said a traceback."""
        return self._trouble or re.sub(rf"{self.protocol}://\d+", "…", words)

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.removeprefix(f"{cls.protocol}://")

    def glob(self, path: str, **_more: Any) -> list[str]:
        """Return the one file of that number."""
        return [path]

    def info(self, path: str, **_more: Any) -> dict[str, Any]:
        """Return the size of a file and when it changed, as fsspec calls it."""
        told = self._told(path)
        return {"name": path, "type": "file", "size": told.size, "mtime": told.mtime}

    def modified(self, path: str) -> Any:
        """Return when a file changed."""
        return self._told(path).mtime

    def _told(self, path: str) -> fs.FileInfo:
        store, place = self._place(path)
        try:
            told = store.get_file_info(place)
            now = (told.size, told.mtime)
            if self._first_told.setdefault(path, now) != now:
                raise OSError(_("it changed while it was read"))
        except _FAILURES as error:
            self._keep(_reason(error))
            raise
        return told

    def _open(self, path: str, mode: str = "rb", **_more: Any) -> Any:
        assert mode == "rb"
        store, place = self._place(path)
        try:
            return _StoredFile(store.open_input_file(place), self._keep)
        except _FAILURES as error:
            self._keep(_reason(error))
            raise

    def _keep(self, trouble: str) -> None:
        self._trouble = trouble

    def _place(self, path: str) -> tuple[fs.FileSystem, str]:
        return self._places[int(self._strip_protocol(path))]
