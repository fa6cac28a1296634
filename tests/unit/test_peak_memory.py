"""The most memory that benchmarks/watching.py tells is what its process really had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.code import ROOT

_MB = 200
_PROGRAM = f"""
import sys
sys.path[:0] = ["benchmarks", "."]
from watching import read_peak_mb
print(read_peak_mb())
bytes(range(256)) * ({_MB} << 12)
print(read_peak_mb())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it there")
def test_memory_that_was_given_back_is_still_counted() -> None:
    held = b"x" * (_MB << 20)  # what this process had before must not count
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    before, after = map(float, done.stdout.split())
    assert len(held) >> 20 == _MB
    assert before < _MB
    assert _MB - 2 <= after - before <= _MB + 20
