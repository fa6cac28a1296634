"""Kill -9 while a copy is written: what has a name afterwards is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

_SIZE = 24_000_000
_WRITE = f"""
import sys
from pathlib import Path
from auditor.adapters.files.copies import write
print("ready", flush=True)
for _copy in range(50):
    write(Path(sys.argv[1]), "photo", "jpg", bytes([7]) * {_SIZE})
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a hidden part of a file may stay behind a kill"
)
def test_a_kill_leaves_whole_copies_only(tmp_path: Path) -> None:
    chance = random.Random(5)
    for index in range(12):
        folder = tmp_path / str(index)
        folder.mkdir()
        with subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(folder)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
        for path in folder.iterdir():
            assert path.name.startswith("photo-")
            assert path.stat().st_size == _SIZE
            path.unlink()
