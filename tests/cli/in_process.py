"""A command line run in this very process, as if it were one of its own.

Starting a process costs more than a second of a core; what a test asks of one (signals, pipes,
umask, a terminal) keeps it and says so by `Auditor.run_apart` or `Auditor.start`.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from unittest import mock

import auditor.__main__ as entry
from auditor import messages, wiring
from auditor.readers.process import pool
from tests.kept_readers import kept_readers


async def at_once(_seconds: float) -> None:
    """Pass the time between two looks of `verify`."""


@contextmanager
def _borrowed(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Give this process the surroundings of another, and its own back afterwards."""
    umask = os.umask(0o022)
    catalogue, temporary = messages._catalogue, tempfile.tempdir
    tempfile.tempdir = None
    try:
        with mock.patch.dict(os.environ, environment, clear=True), chdir(folder):
            yield
    finally:
        tempfile.tempdir = temporary
        messages.install(catalogue)
        os.umask(umask)


class Typed(io.StringIO):
    """What somebody types, at a terminal or into a pipe."""

    def __init__(self, text: str, *, at_terminal: bool) -> None:
        super().__init__(text)
        self._at_terminal = at_terminal

    def isatty(self) -> bool:
        return self._at_terminal


def run_in_process(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    typed: Typed | None = None,
) -> tuple[int, str, str]:
    """Run one command line in `folder`; its exit code, stdout and stderr.

    Without `typed`, standard input is empty and no terminal.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _stream in "oe")
    code: object = 0
    with (
        _borrowed(environment, folder),
        Path(os.devnull).open(encoding="utf-8") as nothing,
        mock.patch.object(pool, "count_workers", return_value=1),  # a second takes a second
        # the tests' range was started by this process, which proves its accounts
        mock.patch.object(wiring, "Opening", partial(wiring.Opening, range_seed=1, wait=at_once)),
        kept_readers(),
        mock.patch.object(sys, "argv", ["auditor", *arguments]),
        mock.patch.object(sys, "stdin", typed or nothing),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            entry.main()
        except SystemExit as end:
            code = end.code
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    assert isinstance(code, int), code
    return code, texts[0], texts[1]
