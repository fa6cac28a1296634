"""The result of a search as a file: Parquet, CSV or JSON, by the ending of its name."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditor.domain.outside.training_sets import CorpusHit
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

ENDINGS = (".csv", ".json", ".parquet")
_COLUMNS = ("file", "row", "kind", "sought", "url", "distance")
_LONGEST = 8_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def require_writable(path: Path) -> None:
    """Raise UsageError unless a result can be written there."""
    if path.suffix.casefold() not in ENDINGS:
        raise UsageError(
            _("The result is a file of Parquet, CSV or JSON."),
            _("Let the name of the result end with .parquet, .csv or .json."),
        )
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise UsageError(_("There is no folder that could be written to for the result."))
    if path.is_dir():
        raise UsageError(_("The name of the result is that of a folder."))
    if path.exists() or path.is_symlink():  # it may be a file that is searched
        raise _is_there(path)


def _is_there(path: Path) -> UsageError:
    return UsageError(
        _("{file} is there already; nothing was written over.").format(file=clean(str(path))),
        _("Choose another name for the result."),
    )


def write_hits(path: Path, hits: Sequence[CorpusHit]) -> None:
    """Write the hits, whole or not at all; their text is cleaned of control characters.

    Raises UsageError where that fails.
    """
    rows = [
        {
            **asdict(hit),
            "kind": hit.kind.value,
            **{name: clean(getattr(hit, name), _LONGEST) for name in ("file", "sought", "url")},
        }
        for hit in hits
    ]
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".auditor-") as room:
            made = Path(room) / f"result{path.suffix.casefold()}"
            _WRITERS[path.suffix.casefold()](made, rows)
            made.chmod(0o600)
            _put(made, path)
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        raise UsageError(
            _("The result could not be written: {reason}.").format(reason=error.strerror)
        ) from error


def _put(made: Path, path: Path) -> None:
    """Give a file its name, unless something has it. Raises OSError."""
    try:
        path.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:  # some file systems know no second name
        if path.exists() or path.is_symlink():
            raise FileExistsError(path) from None
        made.replace(path)


def _csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS)
    writer.writeheader()
    writer.writerows({name: _defused(value) for name, value in row.items()} for row in rows)
    path.write_text(text.getvalue(), "utf-8")


def _defused(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def _parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            'CREATE TABLE hits (file VARCHAR, "row" BIGINT, kind VARCHAR, sought VARCHAR, '
            "url VARCHAR, distance INTEGER)"
        )
        if rows:
            connection.executemany(
                "INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?)",
                [[row[name] for name in _COLUMNS] for row in rows],
            )
        name = str(path).replace("'", "''")
        try:
            connection.execute(f"COPY hits TO '{name}' (FORMAT parquet)")
        except duckdb.Error as error:  # a full disk, which it tells in words of its own
            raise OSError(errno.EIO, clean(next(iter(str(error).splitlines()), ""))) from error


_WRITERS = {".csv": _csv, ".json": _json, ".parquet": _parquet}
