"""Nothing is left open or under way when a command ends, by itself or by Ctrl+C.

Python's development mode would say so.
"""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.cli.auditor import Auditor

COMPLAINTS = (
    "ResourceWarning",
    "was destroyed but it is pending",
    "never awaited",
    "never retrieved",
    "Exception ignored",
    "unclosed",
)


def quiet(err: str) -> None:
    assert [word for word in COMPLAINTS if word in err] == [], err


@pytest.mark.slow
def test_demo_ends_cleanly(fresh: Auditor) -> None:
    done = fresh.told(PYTHONDEVMODE="1").run("demo", "--headless", "--photos", "12")
    quiet(done.err)
    assert " of 8 seen, " in done.out
    assert "auditor answers" not in done.out, "nothing is kept that it could show"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_interrupted_scan_ends_cleanly(copied: Auditor) -> None:
    with copied.told(PYTHONDEVMODE="1").start("scan") as process:
        deadline = time.monotonic() + 60
        while not (copied.vault / "vault.db-wal").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
    quiet(err)
    assert process.returncode in {130, 1}  # 1: the scan was quicker
    assert not (copied.vault / "vault.db-wal").exists()  # the database was closed, not dropped
