"""--debug-log: what went wrong, in a file that the user asked for. There is no other log file."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.errors import UsageError
from auditor.messages import _

_NAME = "--debug-log"
_PRIVATE = 0o600


@contextlib.contextmanager
def debug_log(arguments: Sequence[str]) -> Iterator[None]:
    """Write the traceback of whatever passes through to the file after --debug-log.

    Frames only, no values.
    """
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        target = _target(arguments)
        if target is not None:
            _write(target, error)
        raise


def _target(arguments: Sequence[str]) -> Path | None:
    for number, word in enumerate(arguments):
        if word == "--":
            return None
        if word == _NAME and number + 1 < len(arguments):
            return Path(arguments[number + 1])
        if word.startswith(_NAME + "="):
            return Path(word.partition("=")[2])
    return None


def _lines(error: BaseException) -> Iterator[str]:
    """Yield the causes first, then the frames and the kind of `error`."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
    yield type(error).__name__
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _lines(part)


def _write(target: Path, error: BaseException) -> None:
    """Frames and kinds of errors tell where and what.

    Their words may hold a handle or an address, so none of them is written.
    """
    text = "\n".join(_lines(error)) + "\n"
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=problem.strerror)
        ) from problem
