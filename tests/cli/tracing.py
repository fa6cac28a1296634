"""Which sockets a command opens, as strace sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

import pytest

from tests.cli.auditor import Auditor, Done


@cache
def _can_trace() -> bool:
    """Whether strace is installed and the system lets one process trace another."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def traced(auditor: Auditor, typed: str, *words: str) -> tuple[Done, list[str]]:
    """Run a command with `typed` on standard input; return how it ended and each socket it opened.

    A pair of connected ends inside the process (`socketpair`), as asyncio makes one, leads nowhere
    and is left out. Skips the test where nothing can be traced.
    """
    if not _can_trace():
        pytest.skip("strace is not installed, or may not trace here")
    calls = auditor.room / "network-calls"
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-e", "trace=network", "-o", str(calls)),
            *auditor.command(*words),
        ],
        env=auditor.environment(),
        cwd=auditor.room / "cwd",
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    opening = re.compile(r"\b(socket|connect|bind)\(")
    outward = [line for line in calls.read_text("utf-8").splitlines() if opening.search(line)]
    return Done(done.returncode, done.stdout, done.stderr), outward
