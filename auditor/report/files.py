"""Writing a report: to a temporary file beside it, then renamed; only the user can read it."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Literal

from auditor.errors import UsageError
from auditor.messages import _
from auditor.report import csv_report, json_report
from auditor.report.html import report as html_report
from auditor.report.view import ReportView

Format = Literal["json", "html", "csv"]


def render(view: ReportView, form: str) -> str:
    """Return the report as text. Raises UsageError for a format that is not json, html or csv."""
    match form:
        case "json":
            return json_report.render(view)
        case "html":
            return html_report.render(view)
        case "csv":
            return csv_report.render(view)
        case _:
            raise UsageError(
                _("{format}: no such format").format(format=form), _("Use json, html or csv.")
            )


def write(target: Path, text: str) -> None:
    """Write `text` as UTF-8 to `target` (0600), whole or not at all; an existing file is replaced.

    Raises UsageError.
    """
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` in the same way."""
    if not target.name:
        raise UsageError(_("{file}: no name of a file").format(file=target))
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error
