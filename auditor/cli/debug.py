"""--debug-log: what went wrong, in a file that the user asked for. There is no other log file."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.domain.foreign import clean
from auditor.errors import AuditorError, UsageError
from auditor.messages import _

_NAME = "--debug-log"
_PRIVATE = 0o600


@contextlib.contextmanager
def debug_log(arguments: Sequence[str]) -> Iterator[None]:
    """Write the traceback of whatever passes through to the file after --debug-log; frames only, no values."""
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


def _write(target: Path, error: BaseException) -> None:
    """Frames tell where; the words of an error may hold a handle or an address, so only our own, translated ones are written."""
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    said = error.message if isinstance(error, AuditorError) else ""
    text = "\n".join([*lines, f"{type(error).__name__} {clean(said)}".rstrip()]) + "\n"
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise UsageError(_("{file}: cannot be written ({reason})").format(file=target, reason=problem.strerror)) from problem
