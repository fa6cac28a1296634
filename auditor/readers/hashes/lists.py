"""Lists of PDQ hashes from files: hex, one a line, or a column of a Parquet file.

Millions of them in a few hundred MB.
"""

from __future__ import annotations

import importlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from auditor.errors import ReaderError
from auditor.hashing.match.match import Hashes, from_hex
from auditor.messages import _

__all__ = ["HashList", "read_list"]

_LINES_AT_ONCE = 200_000
_PARQUET = b"PAR1"
_COLUMNS = ("pdq", "hash", "pdq_hash", "pdq_hex")
_DIGITS, _BYTES = 64, 32

HashList = tuple[Hashes, "np.ndarray[tuple[int], np.dtype[np.int64]]"]
"""n x 4 words, and the line (or row of a Parquet file) that each stands in, from 1."""


def read_list(path: Path) -> HashList:
    """Return the hashes of a list.

    Empty lines and lines that start with # are passed over. Raises ReaderError.
    """
    try:
        # a pipe would be waited for, and a device may never end
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _no_file(path)
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it became one just now
                raise _no_file(path)
            begin = file.read(len(_PARQUET))
            file.seek(0)
            parts = list(_read_parquet(path) if begin == _PARQUET else _read_hex(file, path))
    except OSError as error:
        raise ReaderError(
            _("{file}: {reason}").format(file=path, reason=error.strerror or type(error).__name__)
        ) from error
    if not parts:
        return np.zeros((0, 4), np.uint64), np.zeros(0, np.int64)
    hashes = np.empty((sum(len(part) for part, _lines in parts), 4), np.uint64)
    lines = np.empty(len(hashes), np.int64)
    end = len(hashes)
    while parts:  # each is given back before the next one is copied
        part, some = parts.pop()
        hashes[end - len(part) : end], lines[end - len(part) : end] = part, some
        end -= len(part)
    return hashes, lines


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _no_file(path: Path) -> ReaderError:
    return ReaderError(
        _("{file}: {reason}").format(file=path, reason=_("is a pipe or a device, not a file"))
    )


def _read_hex(file: BinaryIO, path: Path) -> Iterator[HashList]:
    number = 0
    while lines := file.readlines(_LINES_AT_ONCE * (_DIGITS + 1)):
        texts, places = [], []
        for place, line in enumerate(lines, number + 1):
            text = line.strip()
            if text and not text.startswith(b"#"):
                texts.append(text)
                places.append(place)
        number += len(lines)
        try:
            yield from_hex([text.decode("ascii") for text in texts]), np.array(places, np.int64)
        except ValueError as error:
            raise _find_wrong_line(path, texts, places) from error


def _find_wrong_line(path: Path, texts: list[bytes], places: list[int]) -> ReaderError:
    """Say which line is the first that is no hash."""
    for text, place in zip(texts, places, strict=True):
        try:
            from_hex([text.decode("ascii")])
        except ValueError:
            return ReaderError(
                _("{file}: line {line} is no PDQ hash").format(file=path, line=place),
                _("A list holds 64 hex digits a line, or is Parquet."),
            )
    return ReaderError(_("{file}: cannot be read").format(file=path))


def _read_parquet(path: Path) -> Iterator[HashList]:
    try:
        duckdb: Any = importlib.import_module("duckdb")
    except ImportError as error:
        raise ReaderError(
            _("{file}: Parquet files need the duckdb package").format(file=path),
            _("pip install duckdb, or give a list of hex digits."),
        ) from error
    # No extension is fetched, and no more memory is taken than the hashes need.
    settings = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "256MB",
        "threads": "1",
    }
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]
                ).fetchall()
            ]
            name = next(
                (
                    column
                    for column in (*_COLUMNS, *(names if len(names) == 1 else ()))
                    if column in names
                ),
                None,
            )
            if name is None:
                raise ReaderError(
                    _("{file}: no column of hashes").format(file=path),
                    _("It is called pdq, hash, pdq_hash or pdq_hex, or is the only one."),
                )
            quoted = '"' + name.replace('"', '""') + '"'
            query = f"SELECT {quoted} FROM read_parquet(?)"  # noqa: S608 - quoted
            yield from _read_rows(connection.execute(query, [str(path)]), path)
    except duckdb.Error as error:
        raise ReaderError(
            _("{file}: not a Parquet file that can be read").format(file=path)
        ) from error


def _read_rows(result: Any, path: Path) -> Iterator[HashList]:
    number = 0
    while rows := result.fetchmany(_LINES_AT_ONCE):
        places = [place for place, (value,) in enumerate(rows, number + 1) if value is not None]
        values = [value for (value,) in rows if value is not None]
        number += len(rows)
        texts = [
            value.hex() if isinstance(value, bytes) and len(value) == _BYTES else str(value)
            for value in values
        ]
        try:
            yield from_hex(texts), np.array(places, np.int64)
        except ValueError as error:
            raise _find_wrong_line(
                path, [text.encode("ascii", "replace") for text in texts], places
            ) from error
