"""A process that is started with its standard streams closed, as by some service managers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.auditor import PATIENCE_S, ROOT
from tests.rows import each_row

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no descriptors to close")


def started(home: Path, closed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Start a command line; `closed` closes streams as a shell does."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "LANG": "C.UTF-8",
        "AUDITOR_HOME": str(home / "vault"),
    }
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "auditor", *words],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@each_row(
    ("words", "code"),
    [
        (("--plain",), 0),
        ((), 2),
        (("scan",), 4),
        (("awareness", "try", "source"), 2),
        (("checks",), 0),
    ],
)
def test_nobody_to_ask_is_said_in_a_line(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    done = started(tmp_path, "<&-", *words)
    assert done.returncode == code, done.stderr
    assert "should not" not in done.stderr
    assert "Traceback" not in done.stderr


@each_row("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
def test_what_is_printed_into_nothing_lands_in_no_file(tmp_path: Path, closed: str) -> None:
    done = started(tmp_path, closed, "awareness")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    target = tmp_path / "lessons"
    assert started(tmp_path, closed, "awareness", "export", "--output", str(target)).returncode == 0
    page = (target / "awareness.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
