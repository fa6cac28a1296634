"""Runs `auditor` in a real pseudo-terminal and keeps the raw bytes.

They are what a terminal would have got.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_PATIENCE_S = 120.0


def run(
    arguments: Sequence[str | bytes],
    home: Path,
    extra: Mapping[str, str] | None = None,
    typed: bytes = b"",
) -> tuple[int, bytes]:
    """Return the exit code and everything that was written to the terminal."""
    passphrase = home.parent / "passphrase"
    passphrase.write_text("correct horse battery staple\n", "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    environment = {
        **kept,
        "AUDITOR_HOME": str(home),
        "AUDITOR_PASSPHRASE_FILE": str(passphrase),
        "LANG": "C.UTF-8",
        **(extra or {}),
    }
    ours, theirs = pty.openpty()
    command: list[str | bytes] = [sys.executable, "-m", "auditor", *arguments]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    ) as process:
        os.close(theirs)
        if typed:
            os.write(ours, typed)
        got = _everything(ours, process)
        code = process.wait(10)
    os.close(ours)
    return code, got


def _everything(terminal: int, process: subprocess.Popen[bytes]) -> bytes:
    parts: list[bytes] = []
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.2)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        parts.append(part)
    else:
        process.kill()
    return b"".join(parts)
