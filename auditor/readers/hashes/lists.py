"""Lists of PDQ hashes from files: lines, tables and JSON as they are exchanged, or Parquet.

Millions of them in a few hundred MB.
"""

from __future__ import annotations

import importlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import numpy as np

from auditor.errors import ReaderError
from auditor.hashing.match.match import Hashes, from_hex
from auditor.messages import _
from auditor.readers.hashes.list_entries import COLUMNS, from_json, from_lines
from auditor.readers.hashes.list_text import ListError, open_text, say

__all__ = ["HashList", "read_list"]

_LINES_AT_ONCE = 200_000
_PARQUET = b"PAR1"
_BYTES = 32
_LINE = 1 << 16
_BLANK_LINES = 100

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
            parts = list(_read_parquet(path) if begin == _PARQUET else _read_text(file, path))
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


def _read_text(file: BinaryIO, path: Path) -> Iterator[HashList]:
    try:
        with open_text(file) as text:
            one_document = _begins_as_json(text)
        if one_document:
            with open_text(file) as text:
                document = from_json(text)
            if document is not None:
                yield document[0], np.array(document[1], np.int64)
                return
        with open_text(file) as text:
            for hashes, places in from_lines(text):
                yield hashes, np.array(places, np.int64)
    except ListError as error:
        if error.line:
            raise _say_line(path, error.line, error.what) from error
        raise say(path, error.what, _hint()) from error


def _begins_as_json(text: TextIO) -> bool:
    for _line in range(_BLANK_LINES):
        some = text.readline(_LINE)
        if some.strip() or not some:
            return some.lstrip(" \t\ufeff").startswith(("[", "{"))
    return False


def _say_line(path: Path, line: int, what: str) -> ReaderError:
    return say(path, _("line {line} {what}").format(line=line, what=what), _hint())


def _hint() -> str:
    return _(
        "A list is 64 hex digits a line (alone, or as hash,quality,file or vPDQ's lines), a table "
        "with a column “pdq”, JSON, or Parquet; gzip may be around it."
    )


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
                    for column in (*COLUMNS, *(names if len(names) == 1 else ()))
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
            wrong = next(
                place
                for text, place in zip(texts, places, strict=True)
                if not re.fullmatch(r"[0-9a-fA-F]{64}", text)
            )
            raise _say_line(path, wrong, _("is no PDQ hash")) from error
