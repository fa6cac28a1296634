"""Other programs to measure against.

Installed into a folder of their own, never into the environment of this project.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def installed(*packages: str) -> Path:
    """Return a folder with `packages` (pip requirements); AUDITOR_PEERS names one to use again."""
    folder = Path(os.environ.get("AUDITOR_PEERS") or tempfile.mkdtemp(prefix="peers-"))
    missing = [
        package
        for package in packages
        if not list(folder.glob(package.partition("=")[0].replace("-", "_") + "*.dist-info"))
    ]
    if missing:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--target",
                str(folder),
                *missing,
            ],
            check=True,
        )
    return folder


def one_thread() -> None:
    """Start this program again with one thread for every numeric library.

    Nothing is done if that is so already.
    """
    if any(os.environ.get(name) != "1" for name in ONE_THREAD):
        os.execve(
            sys.executable,
            [sys.executable, *sys.argv],
            {**os.environ, **dict.fromkeys(ONE_THREAD, "1")},
        )


def machine() -> str:
    """Return a line about where and when."""
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    today = datetime.now(UTC)
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {today:%Y-%m-%d}"


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []
