"""Entry point: set the language and the file mode, then hand over to the command line."""

from __future__ import annotations

import locale
import os
import sys

from auditor.cli.starting_again import show_typing_at_the_end
from auditor.messages import use_language

_OWNER_ONLY = 0o077
_INTERRUPTED = 130


def leave_no_dump() -> None:
    """See that no core dump of this process is written, which would hold what it knows."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Run the command line and end the process with its exit code."""
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


if __name__ == "__main__":
    main()
