"""Entry point: set the language and the file mode, then hand over to the command line."""

from __future__ import annotations

import locale
import os
import sys
from contextlib import suppress
from types import ModuleType

from auditor.cli.starting_again import show_typing_at_the_end
from auditor.messages import use_language

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows writes no core dumps
    resource = None

_OWNER_ONLY = 0o077
_INTERRUPTED = 130
_NO_DUMP = 1


def main() -> None:
    """Run the command line and end the process with its exit code."""
    open_closed_streams()
    os.umask(_OWNER_ONLY)
    show_typing_at_the_end()
    leave_no_dump()
    language = os.environ.get("AUDITOR_LANGUAGE") or locale.getlocale()[0]
    if language:
        use_language(language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        from auditor.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was still loading
        code = _INTERRUPTED
    sys.exit(code)


def open_closed_streams() -> None:
    """Lead standard streams that are closed to nowhere.

    Else the next file that is opened takes the place of one, and what is printed lands in it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDWR)  # the lowest that is free: its own
            os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def leave_no_dump() -> None:
    """Leave no core dump: it would hold the key of an open vault.

    A limit of nothing does not hold where the kernel pipes dumps to a program; one of 1 byte does
    (Linux, fs/coredump.c).
    """
    if resource is not None:
        with suppress(ValueError):  # where it is nothing already, and may not be raised
            resource.setrlimit(resource.RLIMIT_CORE, (_NO_DUMP, _NO_DUMP))


if __name__ == "__main__":
    main()
