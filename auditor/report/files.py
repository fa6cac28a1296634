"""Writing a report: to a temporary file beside it, then renamed; only the user can read it."""

from __future__ import annotations

import asyncio
import os
import secrets
import stat
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from auditor.engine.session import Session
from auditor.errors import UsageError
from auditor.messages import _
from auditor.report import csv_report, json_report, view
from auditor.report.html import report as html_report
from auditor.report.html.page import read_page


async def pieces(
    session: Session, form: str, *, full: bool, now: datetime | None = None
) -> AsyncGenerator[str, None]:
    """Yield the text of a report as it is read.

    Raises UsageError for a format that is not json, html or csv.
    """
    match form:
        case "json":
            made = json_report.pieces(await view.build(session, full=full, now=now))
        case "csv":
            made = csv_report.pieces(await view.build(session, full=full, now=now))
        case "html":
            made = _page(await view.build(session, full=full, now=now, ends=True))
        case _:
            raise UsageError(
                _("{format}: no such format").format(format=form), _("Use json, html or csv.")
            )
    async with aclosing(made):
        async for piece in made:
            yield piece


async def _page(shown: view.ReportView) -> AsyncGenerator[str, None]:
    page = await read_page(shown)
    yield await asyncio.to_thread(html_report.render, page)


async def save(target: Path, texts: AsyncGenerator[str, None]) -> None:
    """Write what comes in pieces like `write`: the file appears at the end, whole or not at all."""
    with _part(target) as file:
        async with aclosing(texts):
            async for text in texts:
                file.write(text.encode("utf-8"))


def write(target: Path, text: str) -> None:
    """Write `text` as UTF-8 to `target` (0600), whole or not at all; an existing file is replaced.

    Raises UsageError.
    """
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` in the same way."""
    with _part(target) as file:
        file.write(data)


@contextmanager
def _part(target: Path) -> Iterator[BinaryIO]:
    """Open a file beside `target`, which takes its place at the end, and else is removed."""
    if not target.name:
        raise UsageError(_("{file}: no name of a file").format(file=target))
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        _refuse_folder(target)
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR
        )
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
